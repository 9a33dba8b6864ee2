"""A buyer and a person, both on Discord, through the whole product: handed over, talked to, closed, and back again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD
from tests.flows.discord.place import DiscordDesk, open_discord

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DiscordDesk]:
    async with open_discord(tmp_path) as opened:
        yield opened


async def test_a_ticket_from_the_first_words_to_the_last(desk: DiscordDesk) -> None:
    buyer = desk.buyer("小明")
    ticket = await desk.ticket(buyer)
    await ticket.looks("待回复")
    assert ticket.post.name.endswith("小明 · Discord")
    assert "等人接" in ticket.card.text
    assert ticket.card.buttons == [["接单", "结束"], ["查订单", "再发卡密", "备注"], ["换卡密", "退款"]]
    said = ticket.says("你好，我来帮你看")
    await buyer.hears("Lin 来了")
    assert (await buyer.hears("你好，我来帮你看")).text.startswith("**Lin**")
    await desk.api.until(lambda: "✅" in said.reactions)
    await ticket.looks("处理中")
    closing = desk.api.commands(desk.scene.agent, desk.scene.staff, ticket.post, "close", words="祝你玩得开心")
    await buyer.hears("祝你玩得开心")
    await closing.answered.wait()
    await buyer.hears("这次就到这里")
    await ticket.looks("已解决", closed=True)
    await buyer.asks("还是用不了 qwerty", "转回给客服")
    await ticket.looks("待回复")
    await desk.api.until(lambda: ticket.lines[-1].text == "还是用不了 qwerty")


async def test_words_edits_pictures_and_deletions_go_to_the_other_side(desk: DiscordDesk) -> None:
    buyer = desk.buyer("小红")
    ticket = await desk.ticket(buyer)
    desk.api.says(buyer.user, buyer.chat, "看截图", files={"截图.png": PICTURE})
    assert (await ticket.hears("看截图")).media == [PICTURE]
    said = ticket.says("稍等")
    await buyer.hears("Lin 来了")
    shown = await buyer.hears("稍等")
    desk.api.edits(said, "稍等两分钟")
    await desk.api.until(lambda: "稍等两分钟" in shown.text)
    desk.api.deletes(said)
    await desk.api.until(lambda: shown.id not in buyer.chat.messages)


async def test_a_note_stays_among_agents_and_a_button_sends_keys_that_they_do_not_see(desk: DiscordDesk) -> None:
    buyer = desk.buyer("小刚")
    await buyer.asks(f"{ORDER} {CONTACT} {PASSWORD}", "Steam 50")
    ticket = await desk.ticket(buyer)
    await desk.api.until(lambda: "Steam 50 元充值卡" in ticket.card.text)
    press = desk.api.presses(desk.scene.agent, ticket.card, "备注")
    await press.answered.wait()
    await desk.api.fills_in(desk.scene.agent, press, words="老客户").answered.wait()
    await ticket.hears("📝 老客户")
    desk.api.presses(desk.scene.agent, ticket.card, "再发卡密")
    keys = await buyer.hears()
    assert all(key in keys.text for key in KEYS)
    assert not any(key in line.text for line in ticket.lines for key in KEYS)


async def test_the_room_tells_of_all_tickets(desk: DiscordDesk) -> None:
    await desk.ticket(desk.buyer("小丽"))
    lobby = next(one for one in desk.api.threads_of(desk.scene.forum) if one.thread and one.thread.pinned)
    desk.api.commands(desk.scene.agent, desk.scene.staff, lobby, "open")
    await desk.api.until(lambda: "没结束的工单 1 个" in desk.api.answers_in(lobby)[-1].text)
    assert "小丽" in desk.api.answers_in(lobby)[-1].text
