"""A server with a shop, its staff group and a buyer who has said hello; and both libraries, talking to it."""

from collections.abc import AsyncIterator, Iterator

import aiogram
import pytest
import telegram

from tests.frugal import frugal
from tests.telegram.botapi import BotApi
from tests.telegram.judges import aiogram_bot, telegram_bot
from tests.telegram.scene import Scene, scene_on


@pytest.fixture(scope="session", autouse=True)
def _frugal() -> Iterator[None]:
    with frugal():
        yield


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with BotApi(second=0.01) as api:
        yield scene_on(api)


@pytest.fixture
async def shop(scene: Scene) -> AsyncIterator[aiogram.Bot]:
    """The shop's bot on aiogram."""
    async with aiogram_bot(scene.api, scene.shop) as bot:
        yield bot


@pytest.fixture
async def staff(scene: Scene) -> AsyncIterator[telegram.Bot]:
    """The staff's bot on python-telegram-bot."""
    async with telegram_bot(scene.api, scene.staff) as bot:
        yield bot
