"""A place where the product does not run yet; one where it does, over long polling; and where lives come from."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.telegram.hard.lives import Cradle, cradle_open
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


@pytest.fixture(scope="session")
def cradle() -> Iterator[Cradle]:
    with cradle_open() as opened:
        yield opened
