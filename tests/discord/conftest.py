"""A server with a shop, its staff forum and a buyer; and real discord.py, logged in as either bot."""

from collections.abc import AsyncIterator

import pytest

from tests.discord.gateway import Discord
from tests.discord.judge import ALL_WORDS, Judge, judging
from tests.discord.scene import Scene, scene_on


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with Discord() as api:
        yield scene_on(api)


@pytest.fixture
async def shop(scene: Scene) -> AsyncIterator[Judge]:
    """discord.py as the shop's bot."""
    async with judging(scene.api, scene.shop) as client:
        yield client


@pytest.fixture
async def staff(scene: Scene) -> AsyncIterator[Judge]:
    """discord.py as the staff's bot, which may read everything."""
    async with judging(scene.api, scene.staff, ALL_WORDS) as client:
        yield client
