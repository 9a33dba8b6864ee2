"""The watch over the shops: over real wires and on both databases."""

import csv
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bots import app
from bots.fake.testkit import FakePlatform, Shown
from core.shop import OrderNo
from storage.orders_columns import CHINA
from storage.orders_import import import_orders
from storage.shops.builtin import BuiltinShop
from storage.shops.tables import ProductRow
from tests.flows.desk import CONTACT, HEADER, PASSWORD, Desk, open_desk

UNPAID, LATE = "302261122095245601", "302261122095245602"
KEY = "QRST-1111-UVWX-2222"
GOODS = "Steam 50 元充值卡"


@pytest.fixture
async def desk(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """In a shop that is looked at all the time."""
    monkeypatch.setattr("bots.watch.CALLED", timedelta(milliseconds=100))
    async with open_desk(tmp_path, database_url, every=timedelta(milliseconds=200)) as opened:
        yield opened


async def sells(desk: Desk, number: str, status: str, paid: datetime | None) -> None:
    """One more order, by the import that owners use."""
    file = desk.settings.data_dir / f"{number}.csv"
    at = f"{paid.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if paid else ""
    made = f"{datetime.now(CHINA):%Y-%m-%d %H:%M:%S}" if paid is None else at
    row = [number, GOODS, "1", "50.00", "CNY", status, CONTACT, PASSWORD, made, at, "", ""]
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, row])
    async with app.opened(desk.settings) as parts:
        await import_orders(parts.sessions, parts.vault, file)


async def pays(desk: Desk, number: str, *keys: str) -> None:
    """As the owner marks it, when he has put these keys in stock."""
    async with app.opened(desk.settings) as parts:
        (shop,) = parts.shops
        assert isinstance(shop, BuiltinShop)
        if keys:
            await shop.add_keys(await shop.sessions.read(_steam), keys)
        await shop.mark_paid(OrderNo(number))


def _steam(session: Session) -> str:
    return session.exec(select(ProductRow.id).where(col(ProductRow.title) == GOODS)).one()


async def told(platform: FakePlatform, chat: str, words: str) -> Shown:
    while True:
        line = await platform.hears(chat)
        if words in line.text:
            return line


async def test_a_buyer_whose_key_is_missing_is_written_to_first_and_then_gets_it(desk: Desk) -> None:
    await sells(desk, UNPAID, "待付款", None)
    await desk.buyers.buyer_says("小明", f"订单 {UNPAID} {CONTACT} 密码 {PASSWORD}")
    await told(desk.buyers, "小明", UNPAID)
    await pays(desk, UNPAID)
    await told(desk.buyers, "小明", "还没出卡密，我已经在盯着了")
    assert UNPAID in (await told(desk.agents, "staff-room", "没库存")).text
    await pays(desk, UNPAID, KEY)
    news = await told(desk.buyers, "小明", "卡密出来了")
    assert KEY not in news.text
    await desk.buyers.presses("小明", news.buttons[0][0], message=news.id)
    assert KEY in (await told(desk.buyers, "小明", UNPAID)).text


async def test_an_order_that_was_paid_without_a_key_is_noticed(desk: Desk) -> None:
    await sells(desk, LATE, "已付款", datetime.now(UTC) - timedelta(minutes=10))
    line = await told(desk.agents, "staff-room", "付了款，还没出卡密")
    assert LATE in line.text
    assert CONTACT not in line.text
