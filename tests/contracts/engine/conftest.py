"""Every port of the engine, over memory, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.contracts.conftest import Place, make_empty
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


@pytest.fixture
def any_postgres(postgres_url: str) -> Place:
    """An empty PostgreSQL database, for tests with several processes on it."""
    asyncio.run(make_empty(postgres_url))
    return Place("postgresql", postgres_url)
