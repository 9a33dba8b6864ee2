"""Calls of a shop, played again by the hundred, late, or made up: the order is read again, and nobody hears twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from bots.fake.testkit import fake_platform
from core.shop import OrderStatus
from tests.contracts.shops.dujiaokastand import NUMBERS, SECRET, DujiaokaStand, installed
from tests.contracts.shops.stands import Sale
from tests.flows.attack.test_hostile_words import told
from tests.flows.desk import Desk, running, sell, settings_for
from tests.mariadb import Server

THEIRS, KEY, PASSWORD = NUMBERS[0], "DUJ1-AOKA-KEY0-0002", "kami2026"
HOOK = f"/shops/dujiaoka/dj/{SECRET}"


@pytest.fixture
def dujiaoka(mariadb: Server, shop_database: str) -> DujiaokaStand:
    return installed(mariadb, shop_database, v3=False)


@pytest.fixture
async def desk(tmp_path: Path, dujiaoka: DujiaokaStand) -> AsyncIterator[Desk]:
    await dujiaoka.sell(Sale(THEIRS, "buyer@qq.com", PASSWORD, status=OrderStatus.UNPAID))
    async with AsyncExitStack() as stack:
        buyers, agents = [await stack.enter_async_context(fake_platform()) for _ in range(2)]
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        settings = settings_for(tmp_path, "", channels, "fake/staff")
        settings = settings.model_copy(
            update={"shops": {"builtin": {"own": {}}, "dujiaoka": {"dj": dujiaoka.settings()}}}
        )
        await sell(settings, tmp_path)
        port = await stack.enter_async_context(running(settings))
        buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
        agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
        yield Desk(buyers, agents, settings, port)


async def calls(desk: Desk, times: int, order: str, path: str = HOOK) -> set[int]:
    """All at once."""
    body = {"order_sn": order, "status": 4, "order_info": "MADE-UP-KEY-0001", "email": "thief@qq.com"}

    async def call(session: aiohttp.ClientSession) -> int:
        async with session.post(desk.address(path), json=body) as answer:
            return answer.status

    async with aiohttp.ClientSession() as session:
        return set(await asyncio.gather(*(call(session) for _ in range(times))))


async def test_the_buyer_hears_once_what_is_true(desk: Desk, dujiaoka: DujiaokaStand) -> None:
    await desk.buyers.buyer_says("小红", f"订单 {THEIRS} buyer@qq.com 密码 {PASSWORD}")
    await told(desk.buyers, "小红", THEIRS)

    assert await calls(desk, 200, THEIRS) == {200}, "it is not paid, whatever is called"
    assert await calls(desk, 200, NUMBERS[1]) == {200}, "no such order"
    assert await calls(desk, 50, THEIRS, f"{HOOK[:-1]}x") <= {403, 404}

    await dujiaoka.stock_up(KEY)
    await dujiaoka.pays(THEIRS)
    assert await calls(desk, 200, THEIRS) == {200}
    await told(desk.buyers, "小红", "卡密出来了")
    assert await calls(desk, 200, THEIRS) == {200}
    await asyncio.sleep(2.5)
    shown = [one.text for one in desk.buyers.answers_in("小红")]
    assert len([text for text in shown if "卡密出来了" in text]) == 1
    assert not any("MADE-UP" in text or KEY in text for text in shown)
    assert not any("MADE-UP" in one.text for one in desk.agents.answers_in("staff-room"))
