"""Money that was paid at the gateway and has not arrived at the shop, over real wires: a shop behind the HTTP contract,
a gateway of the 易支付 kind, the whole product."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bots.fake.testkit import FakePlatform, Shown, fake_platform
from docs.shops import reference_server
from tests.flows.desk import running, settings_for
from tests.unit.storage.shops.epay import KEY, PID, Epay

SECRET = "the secret of shop and desk, long enough"
ORDER, TRADE = "KD20261122000079", "2026112212000012345"
PROOF = f"{ORDER} buyer@example.com 没有密码"


@dataclass(frozen=True, slots=True)
class Place:
    buyers: FakePlatform
    agents: FakePlatform
    epay: Epay


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """One unpaid order, of which the gateway knows that it was begun."""
    epay = Epay(payments={ORDER: 0})
    async with AsyncExitStack() as stack:
        db = stack.enter_context(closing(reference_server.opened(str(tmp_path / "shop.db"))))
        _sold(db)
        shop = await stack.enter_async_context(TestServer(reference_server.application(db, SECRET)))
        gateway = await stack.enter_async_context(TestServer(epay.app()))
        buyers = await stack.enter_async_context(fake_platform())
        agents = await stack.enter_async_context(fake_platform())
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        section = {"url": str(gateway.make_url("/pay")), "pid": PID, "key": KEY}
        games = {"name": "Game Land", "url": str(shop.make_url("")), "secret": SECRET, "gateway": section}
        settings = settings_for(tmp_path, "", channels, "fake/staff")
        watchdog = settings.watchdog.model_copy(update={"every": timedelta(milliseconds=200)})
        settings = settings.model_copy(
            update={"shops": {"http": {"games": {**games, "serves": ["changes"]}}}, "watchdog": watchdog}
        )
        port = await stack.enter_async_context(running(settings))
        buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
        agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
        yield Place(buyers, agents, epay)


def _sold(db: sqlite3.Connection) -> None:
    reference_server.demo(db)
    db.execute(
        "INSERT INTO orders (number, status, product, variant, quantity, amount, created_at, contact, change)"
        " VALUES (?, 'unpaid', 'steam-50', '', 1, '49.90', ?, 'buyer@example.com', 2)",
        (ORDER, datetime.now(UTC).isoformat()),
    )
    db.commit()


async def told(platform: FakePlatform, chat: str, words: str) -> Shown:
    while True:
        line = await platform.hears(chat)
        if words in line.text:
            return line


async def test_the_buyer_hears_it_and_the_staff_room_gets_the_trade_number(place: Place) -> None:
    await place.buyers.buyer_says("小明", PROOF)
    await told(place.buyers, "小明", "那边也没有收到这笔钱")
    place.epay.payments[ORDER] = 1
    await place.buyers.buyer_says("小明", ORDER)
    line = await told(place.buyers, "小明", "已付款，店铺还没到账")
    assert "不用再付一次" in line.text
    room = await told(place.agents, "staff-room", "掉单")
    assert ORDER in room.text
    assert TRADE in room.text
    assert "Game Land" in room.text
    assert not any(KEY in one.text for one in (line, room))


async def test_agents_see_it_when_they_look_in_the_room(place: Place) -> None:
    place.epay.payments[ORDER] = 1
    await place.agents.buyer_says("staff-room", f"/order {ORDER}", by="Agent Lin")
    line = await told(place.agents, "staff-room", ORDER)
    assert "支付通道已收到这笔钱" in line.text
    assert "buyer@example.com" not in line.text
