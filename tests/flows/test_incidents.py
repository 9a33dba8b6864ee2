"""A bad batch: counted, opened, made good for all, and answered to who complains, over real wires on both databases."""

import csv
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bots import app
from bots.fake.testkit import ROOM, Shown, fake_platform
from core import incidentbulk
from storage.orders_import import import_orders
from storage.shops.builtin import BuiltinShop
from storage.shops.tables import ProductRow
from tests.flows.desk import HEADER, Desk, running, settings_for

COUNT = 5
BAD = [f"BADK-{place:04d}-AAAA-BBBB" for place in range(COUNT)]
NEW = [f"NEWK-{place:04d}-CCCC-DDDD" for place in range(COUNT)]
NUMBERS = [f"30226112209524560{place}" for place in range(COUNT)]
MAIL = "xiaoming@example.com"


def sold(password: str) -> Sequence[Sequence[str]]:
    times = ["2026-11-20 10:00:00", "2026-11-20 10:01:00", "2026-11-20 10:01:05"]
    return [
        [
            number,
            "Steam 50 元充值卡",
            "1",
            "50.00",
            "CNY",
            "已发货",
            MAIL,
            password and f"{password}{place}",
            *times,
            BAD[place],
        ]
        for place, number in enumerate(NUMBERS)
    ]


@asynccontextmanager
async def opened(
    folder: Path, database_url: str, stock: int, password: str = "Pw", **aftersales: object
) -> AsyncIterator[Desk]:
    """Five orders with bad keys, and so many good ones in stock."""
    async with fake_platform(takes_keys=True) as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        settings = settings_for(folder, database_url, channels, "fake/staff")
        settings = settings.model_copy(update={"aftersales": settings.aftersales.model_copy(update=aftersales)})
        file = folder / "bad.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([HEADER, *sold(password)])
        async with app.opened(settings) as parts:
            await import_orders(parts.sessions, parts.vault, file)
            (shop,) = parts.shops
            assert isinstance(shop, BuiltinShop)
            await shop.add_keys(await shop.sessions.read(_steam), NEW[:stock])
        async with running(settings) as port:
            buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
            yield Desk(buyers, agents, settings, port)


def _steam(session: Session) -> str:
    return session.exec(select(ProductRow.id)).one()


@pytest.fixture
async def desk(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    async with opened(tmp_path, database_url, stock=COUNT) as running_desk:
        yield running_desk


async def says(desk: Desk, text: str, by: str = "Agent Lin") -> None:
    await desk.agents.buyer_says(ROOM, text, by=by)


async def shows(desk: Desk, *words: str) -> Shown:
    """A message of the room that holds all of this now, be it an edit."""
    found: list[Shown] = []

    def there() -> bool:
        found[:] = [one for one in desk.agents.answers_in(ROOM) if all(word in one.text for word in words)]
        return bool(found)

    await desk.agents.until(there)
    return found[-1]


async def presses(desk: Desk, shown: Shown, label: str, by: str = "Agent Lin") -> None:
    await desk.agents.presses(ROOM, label, message=shown.id, by=by)


async def proves(desk: Desk, who: str, place: int) -> None:
    await desk.buyers.buyer_says(who, f"订单 {NUMBERS[place]} {MAIL} 密码 Pw{place}")
    await desk.buyers.hears(who)


def keys_of(shown: Shown) -> list[str]:
    return [shown.text[start:end] for start, end, style in shown.spans if style == "code"]


async def test_counted_first_then_all_get_new_keys(desk: Desk) -> None:
    await proves(desk, "小明", 3)
    await says(desk, "/incident 商品 steam 从 2020-01-01")
    card = await shows(desk, "还没开始处理")
    assert "5 单，5 张卡密" in card.text
    assert "¥250.00" in card.text
    assert "能联系到的买家：1 单" in card.text
    assert "现有库存：5 张，够换" in card.text
    await presses(desk, card, "开始：先只告知买家")
    card = await shows(desk, "处理中")
    await presses(desk, card, "全部换新")
    given = await desk.buyers.hears("小明")
    assert "抱歉" in given.text
    (new,) = keys_of(given)
    assert new in NEW
    await shows(desk, "办完了", "5 单已办好")
    card = await shows(desk, "✅ 办完了：办好 5 单，失败 0 单")
    assert not any(key in one.text for one in desk.agents.answers_in(ROOM) for key in (*BAD, *NEW))
    await presses(desk, card, "下载报告")
    report = await shows(desk, "坏批次报告")
    (raw,) = report.media
    table = raw.decode("utf-8-sig")
    assert table.count("已换新") == COUNT
    assert not any(key in table for key in (*BAD, *NEW))
    await says(desk, f"/replacements {NUMBERS[3]}")
    ledger = await shows(desk, "🧾")
    assert "小明" in ledger.text


async def test_who_complains_while_it_is_open_gets_his_key_at_once(desk: Desk) -> None:
    await says(desk, "/incident steam 从 2020-01-01")
    await presses(desk, await shows(desk, "还没开始处理"), "开始：来反馈的给换新")
    await shows(desk, "马上给换新卡密")
    await proves(desk, "小明", 0)
    await desk.buyers.buyer_says("小明", "卡密用不了")
    told = await desk.buyers.hears("小明")
    assert "我们已经确认有问题" in told.text
    await desk.buyers.presses("小明", "换新卡密", message=told.id)
    given = await desk.buyers.hears("小明")
    (new,) = keys_of(given)
    assert new in NEW
    assert not desk.agents.threads
    await says(desk, "/incident")
    await shows(desk, "办好 1，还剩 4")


async def test_who_complains_while_we_only_tell_hears_so_and_gets_it_later(desk: Desk) -> None:
    await says(desk, "/incident steam 从 2020-01-01")
    await presses(desk, await shows(desk, "还没开始处理"), "开始：先只告知买家")
    card = await shows(desk, "告诉他我们已知道")
    await proves(desk, "小明", 0)
    await desk.buyers.buyer_says("小明", "卡密用不了")
    told = await desk.buyers.hears("小明")
    assert "我们正在处理" in told.text
    await presses(desk, card, "全部退款")
    paid = await desk.buyers.hears("小明")
    assert "¥50.00" in paid.text
    await shows(desk, "办完了", "5 单已办好")


async def test_it_stops_when_stock_ends_and_goes_on_when_there_is_more(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url, stock=2) as desk:
        await says(desk, "/incident steam 从 2020-01-01")
        await presses(desk, await shows(desk, "还没开始处理"), "开始：先只告知买家")
        await presses(desk, await shows(desk, "处理中"), "全部换新")
        await shows(desk, "库存用完了，还剩 3 单")
        async with app.opened(desk.settings) as parts:
            (shop,) = parts.shops
            assert isinstance(shop, BuiltinShop)
            await shop.add_keys(await shop.sessions.read(_steam), NEW[2:])
        await presses(desk, await shows(desk, "库存用完，停下了"), "继续")
        await shows(desk, "5 单已办好，0 单失败")


async def test_above_the_limit_a_second_person_must_agree(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url, stock=COUNT, incident_orders=3) as desk:
        await says(desk, "/incident steam 从 2020-01-01")
        await presses(desk, await shows(desk, "还没开始处理"), "开始：先只告知买家")
        await presses(desk, await shows(desk, "处理中"), "全部换新")
        asked = await shows(desk, "需要另一位同事同意", "全部换新卡密")
        await presses(desk, asked, "同意")
        await shows(desk, "要另一位同事来点")
        await presses(desk, asked, "同意", by="Agent Wu")
        await shows(desk, "办完了", "5 单已办好")


async def test_paused_by_hand_it_waits_until_somebody_lets_it_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incidentbulk, "SLICE", 0.0)
    await says(desk, "/incident steam 从 2020-01-01")
    await presses(desk, await shows(desk, "还没开始处理"), "开始：先只告知买家")
    card = await shows(desk, "处理中")
    await presses(desk, card, "全部换新")
    await presses(desk, await shows(desk, "⏳"), "暂停")
    card = await shows(desk, "⏸️ 已暂停")
    await presses(desk, card, "继续")
    await shows(desk, "⏳")
    monkeypatch.setattr(incidentbulk, "SLICE", 5.0)
    await shows(desk, "5 单已办好，0 单失败")


async def test_who_has_not_fully_proven_the_order_is_passed_on_with_all_that_is_known(
    tmp_path: Path, database_url: str
) -> None:
    async with opened(tmp_path, database_url, stock=COUNT, password="") as desk:
        await says(desk, "/incident steam 从 2020-01-01")
        await presses(desk, await shows(desk, "还没开始处理"), "开始：来反馈的给换新")
        await shows(desk, "处理中")
        await desk.buyers.buyer_says("小明", f"订单 {NUMBERS[0]} {MAIL} 没有密码")
        await desk.buyers.hears("小明")
        await desk.buyers.buyer_says("小明", "卡密用不了")
        thread = await desk.agents.new_thread()
        await desk.agents.until(lambda: any("坏批次 #1" in one.text for one in desk.agents.answers_in(ROOM, thread.id)))


async def test_when_it_is_closed_a_claim_is_asked_about_as_usual(desk: Desk) -> None:
    await says(desk, "/incident steam 从 2020-01-01")
    await presses(desk, await shows(desk, "还没开始处理"), "开始：来反馈的给换新")
    await presses(desk, await shows(desk, "处理中"), "结束")
    await shows(desk, "已结束")
    await proves(desk, "小明", 0)
    await desk.buyers.buyer_says("小明", "卡密用不了")
    asked = await desk.buyers.hears("小明")
    assert "我们已经确认有问题" not in asked.text
    assert "BADK" in asked.text
    await says(desk, "/incident")
    await shows(desk, "没有正在处理的坏批次")


async def test_who_comes_when_stock_has_ended_gets_his_key_first_when_there_is_more(
    tmp_path: Path, database_url: str
) -> None:
    async with opened(tmp_path, database_url, stock=0) as desk:
        await says(desk, "/incident steam 从 2020-01-01")
        await presses(desk, await shows(desk, "还没开始处理"), "开始：来反馈的给换新")
        card = await shows(desk, "马上给换新卡密")
        await proves(desk, "小明", 4)
        await desk.buyers.buyer_says("小明", "卡密用不了")
        await desk.buyers.presses("小明", "换新卡密", message=(await desk.buyers.hears("小明")).id)
        assert "刚好发完了" in (await desk.buyers.hears("小明")).text
        await shows(desk, "在等新卡密", NUMBERS[4])
        async with app.opened(desk.settings) as parts:
            (shop,) = parts.shops
            assert isinstance(shop, BuiltinShop)
            await shop.add_keys(await shop.sessions.read(_steam), NEW[:1])
        await presses(desk, card, "全部换新")
        assert keys_of(await desk.buyers.hears("小明")) == NEW[:1]
        await shows(desk, "库存用完了，还剩 4 单")
