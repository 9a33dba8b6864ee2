"""Every port of the engine, over memory, SQLite and PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.contracts.conftest import Place
from tests.contracts.engine.worlds import World, in_memory, in_sql


@pytest.fixture
async def world(any_place: Place) -> AsyncIterator[World]:
    """An empty store."""
    if any_place.kind == "memory":
        yield await in_memory()
        return
    async with any_place.opened() as database:
        yield await in_sql(database)


@pytest.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """An empty database with all tables, not yet open for the hot path."""
    async with place.opened() as database:
        yield database
