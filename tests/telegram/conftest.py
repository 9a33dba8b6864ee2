"""A server with a shop, its staff group and a buyer who has said hello."""

from collections.abc import AsyncIterator

import pytest

from tests.telegram.botapi import BotApi
from tests.telegram.scene import Scene, scene_on


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with BotApi(second=0.01) as api:
        yield scene_on(api)
