"""What agents have of the room as a whole, and messages that go away again, over real wires."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots.fake.testkit import ROOM, fake_platform
from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, Desk, running, sell, settings_for
from tests.flows.test_main_job import ask, taken_over, told_in

VANISH_AFTER = timedelta(seconds=2)


@pytest.fixture
async def forgetful(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    """A desk whose keys vanish at once."""
    async with fake_platform() as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        settings = settings_for(tmp_path, database_url, channels, "fake/staff")
        proof = settings.proof.model_copy(update={"remove_keys_after": VANISH_AFTER})
        settings = settings.model_copy(update={"proof": proof})
        await sell(settings, tmp_path)
        async with running(settings) as port:
            buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
            yield Desk(buyers, agents, settings, port)


async def asked_in_room(desk: Desk, text: str) -> str:
    await desk.agents.buyer_says(ROOM, text, by="Agent Lin")
    return (await desk.agents.hears(ROOM)).text


async def test_the_room_lists_searches_and_counts(desk: Desk) -> None:
    assert "都办完了" in await asked_in_room(desk, "/open")
    thread = await taken_over(desk)
    listed = await asked_in_room(desk, "/open")
    assert "小明" in listed
    assert "等人接" in listed
    assert "小明" in await asked_in_room(desk, "/search 小")
    assert "没找到" in await asked_in_room(desk, "/search 张三")
    await desk.agents.staff_says(thread.id, "你好")
    await desk.buyers.until(lambda: any("你好" in one.text for one in desk.buyers.answers_in("小明")))
    figures = await asked_in_room(desk, "/stats")
    assert "新工单 1 · 已答复 1 · 已结束 0" in figures
    assert "现在没结束的 1 个，其中 0 个在等" in figures


async def test_talk_in_the_room_stays_without_an_answer(desk: Desk) -> None:
    for text in ("吃饭去", "转人工", "查订单", "asdf", "qwer"):
        await desk.agents.buyer_says(ROOM, text, by="Agent Lin")
    assert "/search" in await asked_in_room(desk, "/help")
    assert len(desk.agents.answers_in(ROOM)) == 1
    assert not desk.agents.threads


async def test_an_agent_takes_a_message_back(desk: Desk) -> None:
    thread = await taken_over(desk)
    ours = await desk.agents.staff_says(thread.id, "发错人了")
    await desk.buyers.until(lambda: any("发错人了" in one.text for one in desk.buyers.answers_in("小明")))
    await desk.agents.staff_says(thread.id, "/delete", reply_to=ours)
    await told_in(desk.agents, thread.id, "撤回")
    await desk.buyers.until(lambda: not any("发错人了" in one.text for one in desk.buyers.answers_in("小明")))


async def test_keys_vanish_and_can_be_asked_for_again(forgetful: Desk) -> None:
    buyers = forgetful.buyers
    await ask(forgetful, f"我的订单 {ORDER} 还没到")
    await ask(forgetful, CONTACT)
    await ask(forgetful, PASSWORD)
    await buyers.buyer_says("小明", "再发卡密")
    keys = await buyers.hears("小明")
    assert all(key in keys.text for key in KEYS)
    assert "自动消失" in keys.text
    async with asyncio.timeout(20):
        await buyers.until(lambda: all(KEYS[0] not in one.text for one in buyers.answers_in("小明")))
    assert any("Steam 50" in one.text for one in buyers.answers_in("小明"))


async def test_links_lead_to_the_order_and_to_the_answer(desk: Desk) -> None:
    await desk.buyers.opens("小红", f"order_{ORDER}")
    assert "下单时填的" in (await desk.buyers.hears("小红")).text
    await desk.buyers.opens("小强", "faq_refund-how")
    assert "原路退回" in (await desk.buyers.hears("小强")).text
    await desk.buyers.opens("小刚", "faq_no-such-entry")
    assert "小助手" in (await desk.buyers.hears("小刚")).text
