"""The product in this process, over long polling; and a place where it does not run yet."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.telegram.hard.place import Place, place_in


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with place_in(tmp_path) as found:
        yield found


@pytest.fixture
async def shop(place: Place) -> AsyncIterator[Place]:
    """In operation."""
    async with place.opened():
        yield place
