"""A shop on WeCom, closed and open."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.wechat.wecom.shop import Shop, open_shop


@pytest.fixture
async def closed() -> AsyncIterator[Shop]:
    async with open_shop() as shop:
        yield shop


@pytest.fixture
async def shop(closed: Shop) -> Shop:
    """One process runs, and the platform calls it."""
    await closed.starts()
    return closed
