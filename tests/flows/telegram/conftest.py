"""One shop for all stories of a file: its buyers do not know each other."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.flows.telegram.place import Mode, TelegramDesk, open_telegram
from tests.postgres import fresh_database


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["polling", "webhook"])
async def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TelegramDesk]:
    mode: Mode = request.param
    async with open_telegram(tmp_path_factory.mktemp(mode), mode) as opened:
        yield opened


@pytest.fixture
def postgresql_url(postgresql: str) -> str:
    """An empty database."""
    return fresh_database(postgresql)
