"""A shop whose order numbers look like nobody else's: what its buyers type is understood as one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bots.fake.testkit import FakePlatform, fake_platform
from docs.shops import reference_server
from tests.flows.desk import running, settings_for
from tests.flows.test_gateway import SECRET, told

ORDER = "MALL-000123"


@pytest.fixture
async def buyers(tmp_path: Path) -> AsyncIterator[FakePlatform]:
    async with AsyncExitStack() as stack:
        db = stack.enter_context(closing(reference_server.opened(str(tmp_path / "shop.db"))))
        reference_server.demo(db)
        db.execute("UPDATE orders SET number = ?, password = ?", (ORDER, reference_server.scrambled("kami2026", ORDER)))
        db.commit()
        shop = await stack.enter_async_context(TestServer(reference_server.application(db, SECRET)))
        platform = await stack.enter_async_context(fake_platform())
        staff = await stack.enter_async_context(fake_platform())
        channels = {"fake": {"shop": platform.settings(), "staff": staff.settings()}}
        mall = {"name": "Mall", "url": str(shop.make_url("")), "secret": SECRET, "numbers": "MALL-[0-9]{6}"}
        settings = settings_for(tmp_path, "", channels, "fake/staff")
        settings = settings.model_copy(update={"shops": {"http": {"mall": mall}}})
        port = await stack.enter_async_context(running(settings))
        platform.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
        staff.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
        yield platform


async def test_its_buyer_is_understood(buyers: FakePlatform) -> None:
    await buyers.buyer_says("小明", "mall-000123 buyer@example.com kami2026")
    line = await told(buyers, "小明", ORDER)
    assert "已发货" in line.text
