"""A buyer's page and the server, over a real WebSocket."""

import asyncio
from uuid import uuid4

import pytest
from aiohttp import WSServerHandshakeError

from bots.web.entries import Side, State
from bots.web.protocol import Delete, Edit, Older, Press, Say, Speak, Typing
from core.errors import ChannelUnavailable, TargetGone
from core.messages import (
    Button,
    ButtonPressed,
    ContactOpened,
    MessageDeleted,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    OutgoingMessage,
    Span,
    Style,
)
from tests.unit.web.world import World


def nonce() -> str:
    return str(uuid4())


async def test_a_new_visitor_is_announced_once_however_often_he_comes_back(world: World) -> None:
    browser = await world.buyer()
    for _ in range(3):
        await browser.drop()
        await browser.connect()
    (opened,) = world.intake.of(ContactOpened)
    assert opened.id == f"open:{browser.me}"
    assert opened.where == world.chat_of(browser)
    assert opened.sender.language == "zh"


async def test_what_the_link_carried_arrives_with_the_visitor(world: World) -> None:
    browser = world.stranger("/chat")
    await browser.connect(start="order:302261122095245598")
    assert world.intake.of(ContactOpened)[0].payload == "order:302261122095245598"


async def test_said_answered_and_seen(world: World) -> None:
    browser = await world.buyer()
    ack = await browser.do(Say(id=nonce(), text="在吗"))
    await world.tell_buyer(browser, "在的，请说")
    await browser.until(lambda: len(browser.shown("chat")) == 2)
    (mine, first), (_, second) = browser.shown("chat")
    assert (first.side, first.text, mine) == (Side.BUYER, "在吗", ack["key"])
    assert (second.side, second.text) == (Side.BOT, "在的，请说")
    (event,) = world.intake.of(MessageReceived)
    assert (event.message, event.private, event.body.text) == (ack["key"], True, "在吗")


async def test_the_same_message_sent_again_is_acknowledged_again_and_shown_once(world: World) -> None:
    browser = await world.buyer()
    say = Say(id=nonce(), text="我的卡密呢")
    answers = [await browser.do(say) for _ in range(3)]
    assert [a["type"] for a in answers] == ["ack"] * 3
    assert len({a["key"] for a in answers}) == 1
    assert len(world.intake.of(MessageReceived)) == 1
    await browser.until(lambda: bool(browser.shown("chat")))
    assert len(browser.shown("chat")) == 1


async def test_a_parcel_delivered_again_is_there_once_and_its_file_carried_once(world: World) -> None:
    browser = await world.buyer()
    first = await world.tell_buyer(browser, "只此一次", key="7.1.0")
    again = await world.tell_buyer(browser, "只此一次", key="7.1.0")
    assert first == again
    await browser.until(lambda: bool(browser.shown("chat")))
    assert [e.text for _, e in browser.shown("chat")] == ["只此一次"]


async def test_the_answer_never_stands_before_its_question(world: World) -> None:
    browser = await world.buyer()
    slow = asyncio.Event()
    accept = world.intake.accept

    async def accept_and_answer_at_once(events: object) -> None:
        await accept(events)  # type: ignore[arg-type]
        answer = asyncio.create_task(world.tell_buyer(browser, "答"))
        await asyncio.sleep(0.01)
        assert not answer.done()
        slow.set()

    world.intake.accept = accept_and_answer_at_once  # type: ignore[method-assign]
    await browser.do(Say(id=nonce(), text="问"))
    await slow.wait()
    await browser.until(lambda: len(browser.shown("chat")) == 2)
    assert [e.text for _, e in browser.shown("chat")] == ["问", "答"]


async def test_a_store_that_is_away_means_come_again_and_nothing_is_shown(world: World) -> None:
    browser = await world.buyer()
    world.intake.away = True
    say = Say(id=nonce(), text="在吗")
    refused = await browser.do(say)
    assert (refused["type"], refused["why"]) == ("refused", "busy")
    assert refused["retry_after"] > 0
    assert browser.shown("chat") == []
    world.intake.away = False
    assert (await browser.do(say))["type"] == "ack"


async def test_a_delivery_into_a_store_that_is_away_may_be_tried_again(world: World) -> None:
    browser = await world.buyer()
    world.mailbox.away = True
    with pytest.raises(ChannelUnavailable):
        await world.tell_buyer(browser, "晚点")


async def test_edits_and_deletions_of_his_own_words(world: World) -> None:
    browser = await world.buyer()
    key = (await browser.do(Say(id=nonce(), text="订单 1")))["key"]
    assert (await browser.do(Edit(id=nonce(), message=key, text="订单 2")))["type"] == "ack"
    await browser.until(lambda: browser.shown("chat")[0][1].text == "订单 2")
    assert browser.shown("chat")[0][1].edited
    assert (await browser.do(Delete(id=nonce(), message=key)))["type"] == "ack"
    await browser.until(lambda: not browser.shown("chat"))
    assert world.intake.of(MessageEdited)[0].body.text == "订单 2"
    assert world.intake.of(MessageDeleted)[0].message == key
    assert (await browser.do(Edit(id=nonce(), message=key, text="订单 3")))["why"] == "gone"


async def test_nobody_edits_the_bots_words(world: World) -> None:
    browser = await world.buyer()
    (key,) = (await world.tell_buyer(browser, "退款 3 天内到账")).ids
    assert (await browser.do(Edit(id=nonce(), message=key, text="退款马上到账")))["why"] == "not-yours"
    assert (await browser.do(Delete(id=nonce(), message=key)))["why"] == "not-yours"
    assert world.intake.of(MessageEdited) == []


async def test_a_pressed_button_is_an_event_an_echo_and_stays_grey(world: World) -> None:
    browser = await world.buyer()
    buttons = ((Button("查订单", "orders"), Button("转人工", "human")),)
    (key,) = (await world.tell_buyer(browser, "想问什么？", buttons=buttons)).ids
    assert (await browser.do(Press(id=nonce(), message=key, value="human")))["type"] == "ack"
    await browser.until(lambda: len(browser.shown("chat")) == 2 and browser.shown("chat")[0][1].pressed == "human")
    echo = browser.shown("chat")[1]
    assert (echo[1].text, echo[1].side) == ("转人工", Side.BUYER)
    (pressed,) = world.intake.of(ButtonPressed)
    assert (pressed.value, pressed.message) == ("human", key)
    assert (await browser.do(Edit(id=nonce(), message=echo[0], text="x")))["why"] == "not-yours"


async def test_a_button_that_is_not_there_cannot_be_pressed(world: World) -> None:
    browser = await world.buyer()
    (key,) = (await world.tell_buyer(browser, "没有按钮")).ids
    assert (await browser.do(Press(id=nonce(), message=key, value="admin")))["why"] == "gone"
    assert world.intake.of(ButtonPressed) == []


async def test_a_reply_names_what_it_answers_and_shows_its_beginning(world: World) -> None:
    browser = await world.buyer()
    (key,) = (await world.tell_buyer(browser, "哪个订单？")).ids
    await browser.do(Say(id=nonce(), text="这个", reply_to=key))
    await browser.do(Say(id=nonce(), text="那个", reply_to="nowhere"))
    first, second = world.intake.of(MessageReceived)
    assert first.reply_to == MessageRef(world.chat_of(browser), key)
    assert second.reply_to is None
    await browser.until(lambda: len(browser.shown("chat")) == 3)
    quote = browser.shown("chat")[1][1].quote
    assert quote is not None
    assert quote.text == "哪个订单？"


async def test_the_shop_edits_deletes_and_marks(world: World) -> None:
    browser = await world.buyer()
    where = world.chat_of(browser)
    (key,) = (await world.tell_buyer(browser, "查询中…")).ids
    new = OutgoingMessage(to=where, text="卡密 ABCD", spans=(Span(3, 7, Style.CODE),))
    await world.buyers.edit(world.parcel(new, edits=MessageRef(where, key)))
    await browser.until(lambda: browser.shown("chat")[0][1].text == "卡密 ABCD")
    assert browser.shown("chat")[0][1].spans == (Span(3, 7, Style.CODE),)
    await world.buyers.delete(MessageRef(where, key))
    await world.buyers.delete(MessageRef(where, key))
    await browser.until(lambda: not browser.shown("chat"))
    with pytest.raises(TargetGone):
        await world.buyers.edit(world.parcel(new, edits=MessageRef(where, key)))
    mine = (await browser.do(Say(id=nonce(), text="谢谢")))["key"]
    await world.buyers.mark_delivered(MessageRef(where, MessageId(mine)))
    await browser.until(lambda: browser.shown("chat")[0][1].state is State.DELIVERED)


async def test_an_agents_words_carry_his_name(world: World) -> None:
    browser = await world.buyer()
    await world.tell_buyer(browser, "我来处理", author="小美")
    await browser.until(lambda: bool(browser.shown("chat")))
    entry = browser.shown("chat")[0][1]
    assert (entry.side, entry.author) == (Side.AGENT, "小美")


async def test_typing_goes_both_ways_and_is_kept_nowhere(world: World) -> None:
    browser = await world.buyer()
    await browser.send(Typing())
    await world.buyers.typing(world.chat_of(browser), "小美")
    frame = await browser.frame(lambda f: f["type"] == "typing")
    assert (frame["name"], frame["side"]) == ("小美", "agent")
    await browser.do(Say(id=nonce(), text="好"))
    assert [where for where, _ in world.intake.typed] == [world.chat_of(browser)]


async def test_the_language_switch_reaches_the_next_event(world: World) -> None:
    browser = await world.buyer()
    await browser.send(Speak("en"))
    await browser.do(Say(id=nonce(), text="hello"))
    assert world.intake.of(MessageReceived)[0].sender.language == "en"


async def test_a_long_chat_begins_with_its_end_and_is_read_backwards(world: World) -> None:
    browser = await world.buyer()
    for number in range(120):
        await world.tell_buyer(browser, str(number))
    late = await world.buyer(browser.token)
    await late.until(lambda: bool(late.shown("chat")))
    assert [e.text for _, e in late.shown("chat")] == [str(n) for n in range(70, 120)]
    for _ in range(2):
        await late.send(Older(min(born for born, _ in late.boxes["chat"].values())))
        before = len(late.boxes["chat"])
        await late.until(lambda before=before: len(late.boxes["chat"]) > before)  # type: ignore[misc]
    assert [e.text for _, e in late.shown("chat")] == [str(n) for n in range(120)]


async def test_his_other_tab_sees_what_he_writes(world: World) -> None:
    first = await world.buyer()
    second = await world.buyer(first.token)
    assert second.me == first.me
    await first.do(Say(id=nonce(), text="两个窗口"))
    await second.until(lambda: [e.text for _, e in second.shown("chat")] == ["两个窗口"])


async def test_another_visitor_sees_nothing_of_it(world: World) -> None:
    first, second = await world.buyer(), await world.buyer()
    await first.do(Say(id=nonce(), text="我的密码是 hunter2"))
    await second.do(Say(id=nonce(), text="你好"))
    await second.until(lambda: bool(second.shown("chat")))
    assert [e.text for _, e in second.shown("chat")] == ["你好"]


async def test_card_keys_and_passwords_are_not_readable_in_the_store(world: World) -> None:
    browser = await world.buyer()
    await browser.do(Say(id=nonce(), text="hunter2-password"))
    await world.tell_buyer(browser, "ABCD-EFGH-9Z", protected=True)
    stored = b"".join(p.body for box in world.mailbox.boxes.values() for p in box.values())
    assert b"hunter2" not in stored
    assert b"ABCD-EFGH" not in stored


async def test_stopping_sends_the_pages_off_to_come_back(world: World) -> None:
    browser = await world.buyer()
    await world.buyers.stop()
    await browser.until(lambda: browser.closed)
    await browser.drop()
    with pytest.raises(WSServerHandshakeError) as refused:
        await browser.connect()
    assert refused.value.status == 503
