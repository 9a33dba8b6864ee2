"""What the shops' contract is tried with: a stand per platform, and a real MariaDB for those that live in one."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack

import pytest

from tests.contracts.shops.dujiaokastand import DujiaokaStand, installed
from tests.contracts.shops.stands import Stand, stands
from tests.mariadb import ENABLE, Server, server


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for the whole run (and each of its processes); every test makes a database of its own."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server(tmp_path_factory.mktemp("mariadb")))
        except FileNotFoundError:
            pytest.skip(ENABLE)
        yield running


@pytest.fixture
def shop_database(mariadb: Server) -> Iterator[str]:
    """An empty one, for one test."""
    name = mariadb.fresh_database()
    yield name
    mariadb.drop_database(name)


@pytest.fixture(params=sorted(stands()))
def opening(request: pytest.FixtureRequest) -> AbstractAsyncContextManager[Stand]:
    return stands()[request.param](request)


@pytest.fixture
async def stand(opening: AbstractAsyncContextManager[Stand]) -> AsyncIterator[Stand]:
    """Each platform in turn, with nothing sold and nothing in stock."""
    async with opening as standing:
        yield standing


@pytest.fixture
def installed_classic(mariadb: Server, shop_database: str) -> DujiaokaStand:
    return installed(mariadb, shop_database, v3=False)


@pytest.fixture
async def classic(installed_classic: DujiaokaStand) -> AsyncIterator[DujiaokaStand]:
    """dujiaoka 2.0.x"""
    yield installed_classic
    await installed_classic.port.close()


@pytest.fixture
def installed_newer(mariadb: Server) -> Iterator[DujiaokaStand]:
    name = mariadb.fresh_database()
    yield installed(mariadb, name, v3=True)
    mariadb.drop_database(name)


@pytest.fixture
async def newer(installed_newer: DujiaokaStand) -> AsyncIterator[DujiaokaStand]:
    """dujiaoka V3"""
    yield installed_newer
    await installed_newer.port.close()
