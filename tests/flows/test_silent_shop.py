"""A shop that does not answer, over the whole product: named, noted, and answered when it is back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots.fake.testkit import FakePlatform, Shown
from core import retrying
from core.errors import ShopUnavailable
from core.shop import Evidence, OrderNo, ProvenOrder
from storage.shops.builtin import BuiltinShop
from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, Desk, open_desk

SOON = timedelta(milliseconds=20)


@pytest.fixture
async def desk(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(retrying, "SILENT_FOR", SOON)
    monkeypatch.setattr(retrying, "AWAITED_FIRST", (SOON,))
    monkeypatch.setattr(retrying, "AWAITED_EVERY", SOON)
    async with open_desk(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
def back(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The shop does not answer until then."""
    there, original = asyncio.Event(), BuiltinShop.verify_buyer

    async def verify(shop: BuiltinShop, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        if not there.is_set():
            raise ShopUnavailable("It cannot be reached.")
        return await original(shop, number, evidence)

    monkeypatch.setattr(BuiltinShop, "verify_buyer", verify)
    return there


async def told(platform: FakePlatform, chat: str, words: str) -> Shown:
    while True:
        line = await platform.hears(chat)
        if words in line.text:
            return line


async def test_the_keys_come_when_the_shop_is_back(desk: Desk, back: asyncio.Event) -> None:
    await desk.buyers.buyer_says("小明", f"再发卡密 {ORDER} {CONTACT} 密码 {PASSWORD}")
    silent = await told(desk.buyers, "小明", "暂时没有回应")
    assert silent.text.startswith("KamiDesk暂时没有回应。你问的我记下了")
    await desk.buyers.buyer_says("小明", f"再发卡密 {ORDER} {CONTACT} 密码 {PASSWORD}")
    await told(desk.buyers, "小明", "暂时没有回应")
    back.set()
    keys = await told(desk.buyers, "小明", KEYS[0])
    assert KEYS[1] in keys.text
    await desk.buyers.buyer_says("小明", "菜单")
    after = await desk.buyers.hears("小明")
    assert KEYS[0] not in after.text
    assert "刚发过" not in after.text


async def test_the_order_is_told_when_the_shop_is_back(desk: Desk, back: asyncio.Event) -> None:
    await desk.buyers.buyer_says("小明", f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}")
    await told(desk.buyers, "小明", "记下了")
    back.set()
    line = await told(desk.buyers, "小明", "恢复了")
    assert line.text.startswith(f"KamiDesk恢复了，你之前问的订单 {ORDER}：")
    assert "已发货" in line.text
