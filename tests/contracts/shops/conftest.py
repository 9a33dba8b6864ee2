"""What the shops' contract is tried with: a stand per platform, and a real MariaDB for those that live in one."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack

import pytest

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
