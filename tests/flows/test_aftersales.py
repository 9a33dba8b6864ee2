"""A key that does not work is replaced by an agent, over real wires and on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bots import app
from bots.fake.testkit import FakePlatform, Shown, fake_platform
from core import retrying
from core.errors import ShopUnavailable
from core.shopparts import NewKey, Replacement, SetAside
from storage.shops.builtin import BuiltinShop
from storage.shops.tables import ProductRow
from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, Desk, running, sell, settings_for

NEW = "QRST-1111-UVWX-2222"


@pytest.fixture
async def desk(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    """With one piece in stock."""
    async with fake_platform(takes_keys=True) as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        settings = settings_for(tmp_path, database_url, channels, "fake/staff")
        await sell(settings, tmp_path)
        async with app.opened(settings) as parts:
            (shop,) = parts.shops
            assert isinstance(shop, BuiltinShop)
            await shop.add_keys(await shop.sessions.read(_steam), [NEW])
        async with running(settings) as port:
            buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
            yield Desk(buyers, agents, settings, port)


def _steam(session: Session) -> str:
    return session.exec(select(ProductRow.id).where(ProductRow.title == "Steam 50 元充值卡")).one()


async def told(platform: FakePlatform, thread: str, words: str) -> Shown:
    while True:
        line = await platform.hears("staff-room", thread)
        if words in line.text:
            return line


async def ask(desk: Desk, text: str) -> Shown:
    await desk.buyers.buyer_says("小明", text)
    return await desk.buyers.hears("小明")


async def test_the_buyer_gets_the_new_key_and_asks_again_without_the_bad_one(desk: Desk) -> None:
    await ask(desk, f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}")
    await ask(desk, "转人工")
    thread = await desk.agents.new_thread()
    await told(desk.agents, thread.id, "小明")
    await desk.agents.staff_says(thread.id, "/replace 第一张提示已使用")
    question = await told(desk.agents, thread.id, "哪一张用不了")
    await desk.agents.presses("staff-room", question.buttons[0][0], message=question.id, by="Agent Lin")
    given = await desk.buyers.hears("小明")
    assert [given.text[start:end] for start, end, style in given.spans if style == "code"] == [NEW]
    assert given.protected
    done = await told(desk.agents, thread.id, "换成")
    assert not any(secret in done.text for secret in (NEW, *KEYS))
    await desk.agents.staff_says(thread.id, "/resend")
    keys = await desk.buyers.hears("小明")
    assert NEW in keys.text
    assert sum(key in keys.text for key in KEYS) == 1
    await desk.agents.staff_says(thread.id, f"/replacements {ORDER}")
    ledger = await told(desk.agents, thread.id, "🧾")
    assert "换卡密" in ledger.text
    assert "补发" in ledger.text
    assert "店铺页面看得到" in ledger.text


async def test_a_shop_that_was_silent_half_way_is_gone_on_with_by_itself(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has taken the key, and nobody has heard of it; nobody presses again."""
    monkeypatch.setattr(retrying, "SILENT_FOR", timedelta(milliseconds=5))
    monkeypatch.setattr(retrying, "LASTING_FIRST", timedelta(milliseconds=5))
    tries = _deaf_for(4, monkeypatch)
    await ask(desk, f"订单 {ORDER} {CONTACT} 密码 {PASSWORD}")
    await ask(desk, "转人工")
    thread = await desk.agents.new_thread()
    await told(desk.agents, thread.id, "小明")
    await desk.agents.staff_says(thread.id, "/replace 第一张提示已使用")
    question = await told(desk.agents, thread.id, "哪一张用不了")
    await desk.agents.presses("staff-room", question.buttons[0][0], message=question.id, by="Agent Lin")
    await told(desk.agents, thread.id, "我会一直接着试")
    given = await desk.buyers.hears("小明")
    assert [given.text[start:end] for start, end, style in given.spans if style == "code"] == [NEW]
    await told(desk.agents, thread.id, "换成")
    assert len(tries) == 5
    assert sum("我会一直接着试" in one.text for one in desk.agents.answers_in("staff-room", thread.id)) == 1


def _deaf_for(times: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The shop does what it is asked, and its answer is lost; gives the names of what it was asked."""
    tries: list[str] = []
    original = BuiltinShop.replace_key

    async def deaf(shop: BuiltinShop, wanted: Replacement, aside: SetAside) -> NewKey:
        new = await original(shop, wanted, aside)
        tries.append(wanted.name)
        if len(tries) <= times:
            raise ShopUnavailable
        return new

    monkeypatch.setattr(BuiltinShop, "replace_key", deaf)
    return tries
