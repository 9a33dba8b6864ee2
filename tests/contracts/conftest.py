"""Where every contract of storage/ is tried: in memory where there is such a thing, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from storage.database import Database
from storage.postgres import PostgresDatabase
from storage.schema import import_tables
from storage.shops.builtin import BuiltinShop
from storage.sqlite import SqliteDatabase
from storage.vault import FernetVault
from tests.contracts.surroundings import FREE, KEYS, OURS, FixedClock, Sale, a_vault, on_offer, sold
from tests.postgres import fresh_database, server

IN_SQL = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a test keeps its data: `kind` is memory, sqlite or postgresql; `at` a file or a URL."""

    kind: str
    at: str = ""

    def database(self) -> Database:
        return PostgresDatabase(self.at) if self.kind == "postgresql" else SqliteDatabase(Path(self.at))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """For sessions only: there is no hot path beside them."""
        database = self.database()
        try:
            yield database
        finally:
            await database.close()


async def _prepare(place: Place, job: Callable[[Connection], None]) -> None:
    async with place.opened() as database:
        await database.connected(job)


def _empty(connection: Connection) -> None:
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One database with all tables for the whole run; each test finds it empty."""
    import_tables()
    with server(tmp_path_factory.mktemp("pg")) as url:
        fresh = fresh_database(url)
        asyncio.run(_prepare(Place("postgresql", fresh), SQLModel.metadata.create_all))
        yield fresh


def _place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    import_tables()
    if request.param == "memory":
        return Place("memory")
    if request.param == "sqlite":
        place = Place("sqlite", str(tmp_path / "test.db"))
        asyncio.run(_prepare(place, SQLModel.metadata.create_all))
    else:
        place = Place("postgresql", request.getfixturevalue("postgres_url"))
        asyncio.run(_prepare(place, _empty))
    return place


@pytest.fixture(params=IN_SQL)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return _place(request, tmp_path)


@pytest.fixture(params=["memory", *IN_SQL])
def any_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """For what has an implementation in memory too."""
    return _place(request, tmp_path)


@pytest.fixture
async def sessions(place: Place) -> AsyncIterator[Database]:
    """An empty database with all tables."""
    async with place.opened() as database:
        yield database


@pytest.fixture
def shop(sessions: Database, vault: FernetVault, clock: FixedClock) -> BuiltinShop:
    return BuiltinShop(sessions, vault, clock)


@pytest.fixture
async def opened(shop: BuiltinShop) -> BuiltinShop:
    """With two products and two delivered orders: OURS has a query password, FREE has none."""
    await on_offer(shop.sessions, "steam-50", "apple-100")
    await sold(
        shop.sessions,
        shop.vault,
        Sale(OURS, "Buyer@QQ.com", "kami2026", quantity=3, keys=KEYS),
        Sale(FREE, "13800138000", keys=["WXYZ-0001-0002-0003"]),
    )
    return shop


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def vault() -> FernetVault:
    return a_vault()
