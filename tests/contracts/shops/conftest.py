"""What the shops' contract is tried with: a stand per platform, and a real MariaDB for those that live in one."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

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
