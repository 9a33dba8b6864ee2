"""Where every contract of storage/ is tried: in memory where there is such a thing, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import asyncpg
import pytest
from sqlmodel import SQLModel

from storage.database import Database
from storage.postgres import PostgresDatabase
from storage.schema import import_tables
from storage.shops.builtin import BuiltinShop
from storage.sqlite import SqliteDatabase
from storage.vault import FernetVault
from tests.contracts.surroundings import FREE, KEYS, OURS, FixedClock, Sale, a_vault, on_offer, sold
from tests.postgres import ENABLE, fresh_database, server

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


async def _create(place: Place) -> None:
    async with place.opened() as database:
        await database.connected(SQLModel.metadata.create_all)


async def make_empty(url: str) -> None:
    """DELETE is ten times faster than TRUNCATE on tables that hold next to nothing."""
    connection = await asyncpg.connect(url)
    await connection.execute(";".join(f'DELETE FROM "{table}"' for table in reversed(SQLModel.metadata.sorted_tables)))
    await connection.close()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One database with all tables for the whole run; each test finds it empty."""
    import_tables()
    with ExitStack() as stack:
        try:
            url = stack.enter_context(server(tmp_path_factory.mktemp("pg"), lasting=False))
        except ImportError:
            pytest.skip(ENABLE)
        fresh = fresh_database(url)
        asyncio.run(_create(Place("postgresql", fresh)))
        yield fresh


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty file with all tables; each test gets a copy."""
    import_tables()
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    asyncio.run(_create(Place("sqlite", str(path))))
    return path


def _place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "memory":
        return Place("memory")
    if request.param == "sqlite":
        empty: Path = request.getfixturevalue("sqlite_file")
        return Place("sqlite", str(copyfile(empty, tmp_path / "test.db")))
    place = Place("postgresql", request.getfixturevalue("postgres_url"))
    asyncio.run(make_empty(place.at))
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
