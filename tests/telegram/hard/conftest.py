"""A place where the product does not run yet; one where it does, over long polling; and where lives come from."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.telegram.hard.lives import Cradle, cradle_open
from tests.telegram.hard.place import DATABASE, Place, place_in


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a shop that has sold; most tests begin with a copy."""
    folder = tmp_path_factory.mktemp("stock")

    async def sold() -> None:
        async with place_in(folder):
            pass

    asyncio.run(sold())
    return folder / DATABASE


@pytest.fixture
async def place(tmp_path: Path, stock: Path) -> AsyncIterator[Place]:
    async with place_in(tmp_path, stock=stock) as found:
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
