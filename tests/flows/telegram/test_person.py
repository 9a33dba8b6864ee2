"""A buyer and a person: handed over, talked to, closed, and back again; over polling and over webhook."""

import pytest

from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD
from tests.flows.telegram.place import TelegramDesk
from tests.telegram.botapi import Message

pytestmark = pytest.mark.asyncio(loop_scope="module")
PICTURES = [("photo", b"\xff\xd8\xff\xe0 picture %d" % number) for number in range(10)]


def media(messages: list[Message]) -> list[bytes]:
    return [data for one in messages for data in one.media]


async def test_a_ticket_from_the_first_words_to_the_last(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    ticket = await desk.ticket(buyer)
    assert ("小明" in ticket.topic.name, ticket.topic.emoji) == (True, "❗️")
    assert "等人接" in ticket.card.text
    assert ticket.card.buttons == [["接单", "结束"], ["查订单", "再发卡密", "备注"], ["换卡密", "退款"]]
    buyer.says("卡密用不了，帮我看看")
    await ticket.hears("卡密用不了")
    said = ticket.says("你好，我来帮你看")
    await buyer.hears("Lin 来了")
    answer = await buyer.hears("你好，我来帮你看")
    assert answer.text.startswith("Lin\n")
    await desk.api.until(lambda: said.reactions.get(desk.scene.staff.id) == ("👌",))
    await ticket.looks("💬")
    await desk.api.until(lambda: "Lin 在处理" in ticket.card.text)
    ticket.says("/close 祝你玩得开心")
    await buyer.hears("祝你玩得开心")
    closing = await buyer.hears("还没解决")
    assert closing.buttons == [["还没解决"]]
    await ticket.hears("Lin 结束了工单")
    await ticket.looks("✅", closed=True)
    buyer.says("还是用不了 qwerty")
    await buyer.hears("转回给客服")
    await ticket.hears("工单重新打开")
    await ticket.hears("还是用不了 qwerty")
    await ticket.looks("❗️")
    assert (buyer.unread, ticket.unread) == ([], [])
    assert sum(one.pinned for one in ticket.lines) == 1


async def test_the_card_has_a_button_for_everything(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小红")
    await buyer.asks(f"{ORDER} {CONTACT} {PASSWORD}", "Steam 50")
    ticket = await desk.ticket(buyer)
    await desk.api.until(lambda: "Steam 50 元充值卡" in ticket.card.text)
    assert not any(key in ticket.card.text for key in KEYS)
    take = ticket.presses(ticket.card, "接单")
    await buyer.hears("Lin 来了")
    await desk.api.until(lambda: take.answered and ["结束"] in ticket.card.buttons)
    ticket.presses(ticket.card, "再发卡密")
    keys = await buyer.hears("自动消失")
    assert (keys.protected, all(key in keys.text for key in KEYS)) == (True, True)
    await ticket.hears("正在取卡密")
    sent = await ticket.hears("已发给买家")
    assert not any(key in sent.text for key in KEYS)
    ticket.presses(ticket.card, "查订单")
    which = await ticket.hears("要查哪一单")
    ticket.presses(which, ORDER)
    await ticket.hears("Steam 50")
    ticket.presses(ticket.card, "备注")
    await ticket.hears("/note")
    ticket.presses(ticket.card, "结束")
    await buyer.hears("还没解决")
    await ticket.hears("Lin 结束了工单")
    await ticket.looks("✅", closed=True)
    await desk.api.until(lambda: ticket.card.buttons == [["接单"]])
    assert (buyer.unread, ticket.unread) == ([], [])


async def test_the_buyer_goes_back_to_the_bot(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小强")
    ticket = await desk.ticket(buyer)
    told = desk.api.answers_in(buyer.chat)[-1]
    buyer.presses(told, "不用人工了")
    await buyer.hears("不转人工了")
    await ticket.hears("交回机器人")
    await ticket.looks("✅", closed=True)
    await buyer.asks("付了款没收到卡密怎么办", "15 分钟")


async def test_pictures_and_albums_go_both_ways(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    ticket = await desk.ticket(buyer)
    desk.api.sends(buyer.user, buyer.chat, "photo", PICTURES[0][1], caption="截图在这")
    assert (await ticket.hears("截图在这")).media == [PICTURES[0][1]]
    desk.api.sends_album(buyer.user, buyer.chat, PICTURES, caption="都在这里")
    await ticket.hears("都在这里")
    await desk.api.until(lambda: len(media(ticket.lines)) == 11)
    album = [one for one in ticket.lines if one.album]
    assert (len({one.album for one in album}), media(album)) == (1, [data for _, data in PICTURES])
    desk.api.sends(ticket.agent, desk.scene.group, "photo", b"\xff\xd8 one", caption="看这里", thread=ticket.topic.id)
    await buyer.hears("Lin 来了")
    assert (await buyer.hears("看这里")).media == [b"\xff\xd8 one"]
    desk.api.sends_album(ticket.agent, desk.scene.group, PICTURES, caption="照着做", thread=ticket.topic.id)
    await buyer.hears("照着做")
    await desk.api.until(lambda: len(media(desk.api.answers_in(buyer.chat))) == 11)
    album = [one for one in desk.api.answers_in(buyer.chat) if one.album]
    assert (len({one.album for one in album}), media(album)) == (1, [data for _, data in PICTURES])


async def test_edits_reactions_and_quotes_go_both_ways(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    ticket = await desk.ticket(buyer)
    theirs = buyer.says("我要退宽")
    line = await ticket.hears("我要退宽")
    desk.api.edits(theirs, "我要退款")
    await desk.api.until(lambda: "我要退款" in line.text)
    ours = ticket.says("可以退宽", reply_to=line)
    await buyer.hears("Lin 来了")
    answer = await buyer.hears("可以退宽")
    assert answer.reply_to is theirs
    desk.api.edits(ours, "可以退款")
    await desk.api.until(lambda: "可以退款" in answer.text)
    assert answer.text.startswith("Lin\n")
    buyer.says("谢谢你", reply_to=answer)
    thanks = await ticket.hears("谢谢你")
    assert thanks.reply_to is ours
    desk.api.reacts(buyer.user, answer, "❤")
    await desk.api.until(lambda: ours.reactions.get(desk.scene.staff.id) == ("❤",))
    desk.api.reacts(ticket.agent, line, "👍")
    await desk.api.until(lambda: theirs.reactions.get(desk.scene.shop.id) == ("👍",))
    desk.api.reacts(ticket.agent, line)
    await desk.api.until(lambda: not theirs.reactions.get(desk.scene.shop.id))
    assert (buyer.unread, ticket.unread) == ([], [])


async def test_notes_stay_inside_and_what_was_sent_can_be_taken_back(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    ticket = await desk.ticket(buyer)
    ticket.says("/note 老顾客，优先")
    ticket.says("//先别退款")
    wrong = ticket.says("发错人了")
    await buyer.hears("Lin 来了")
    answer = await buyer.hears("发错人了")
    ticket.says("/delete", reply_to=wrong)
    await ticket.hears("撤回")
    await desk.api.until(lambda: answer.id not in buyer.chat.messages)
    ticket.says("/lang en")
    await ticket.hears("英文")
    ticket.says("/clsoe")
    await ticket.hears("没有这个命令")
    ticket.says("马上好")
    await buyer.hears("马上好")
    assert (buyer.unread, ticket.unread) == ([], [])
