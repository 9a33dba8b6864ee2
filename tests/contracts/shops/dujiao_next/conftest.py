"""A running dujiao-next, and the connector with all its credentials. Whatever a test does, no user may be made."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from storage.shops.dujiao_next.parts import WithBoth
from storage.vault import FernetVault
from tests.contracts.shops.nextstand import NextStand
from tests.contracts.surroundings import Away, FixedClock


async def _running(stand: NextStand) -> AsyncIterator[NextStand]:
    async with stand.running():
        yield stand
        assert stand.program.channel.provisioned == []


@pytest.fixture
async def stand(vault: FernetVault, clock: FixedClock) -> AsyncIterator[NextStand]:
    """Without a database of ours: only a replacement needs it."""
    async for running in _running(NextStand(Away(), vault, clock)):
        yield running


@pytest.fixture
async def noting(sessions: Database, vault: FernetVault, clock: FixedClock) -> AsyncIterator[NextStand]:
    """With one, SQLite and PostgreSQL."""
    async for running in _running(NextStand(sessions, vault, clock)):
        yield running


@pytest.fixture
async def shop(stand: NextStand) -> AsyncIterator[WithBoth]:
    opened = stand.open()
    yield opened
    await opened.close()
