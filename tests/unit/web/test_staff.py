"""Agents' pages and the server, over real WebSockets: threads, presence, several agents at once."""

from uuid import uuid4

import msgspec
import pytest

from bots.web.browser import Browser
from bots.web.buyer import WEB
from bots.web.entries import Side, State
from bots.web.protocol import Delete, Edit, Find, Older, Open, Press, Say, Seen, Typing
from bots.web.threads import Thread
from core.errors import TargetGone
from core.messages import (
    Address,
    Button,
    ButtonPressed,
    ChatId,
    MessageDeleted,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    OutgoingMessage,
    ThreadId,
    ThreadLook,
)
from tests.unit.web.world import MAIN, World

BUYERS_MESSAGE = MessageRef(Address(WEB, MAIN, ChatId("buyer")), MessageId("p1"))


def nonce() -> str:
    return str(uuid4())


def threads_of(browser: Browser) -> dict[str, Thread]:
    return {key: msgspec.convert(body, Thread) for key, (_, body) in browser.boxes.get("room", {}).items()}


async def look_at(browser: Browser, where: Address) -> str:
    assert where.thread is not None
    await browser.send(Open(where.thread))
    await browser.until(lambda: where.thread in browser.boxes)
    return where.thread


# ------------------------------------------------------------------ threads


async def test_the_same_key_opens_the_same_thread(world: World) -> None:
    assert await world.thread("T1") == await world.thread("T1", "another title")
    assert await world.thread("T1") != await world.thread("T2")


async def test_what_a_buyer_says_is_in_the_thread_and_in_the_list(world: World) -> None:
    agent = await world.agent()
    where = await world.thread("T1", "T1 · #7F3K")
    await world.tell_thread(where, "卡片：订单 302…", pinned=True, buttons=((Button("我来处理", "take"),),))
    await world.tell_thread(where, "卡密用不了", author="#7F3K", mirrors=BUYERS_MESSAGE)
    wire = await look_at(agent, where)
    await agent.until(lambda: len(agent.shown(wire)) == 2)
    (card, first), (_, second) = agent.shown(wire)
    assert (first.side, second.side, second.author) == (Side.BOT, Side.BUYER, "#7F3K")
    await agent.until(lambda: len(threads_of(agent)[wire].heard) == 1)
    line = threads_of(agent)[wire]
    assert (line.title, line.card, line.closed) == ("T1 · #7F3K", card, False)
    assert line.last is not None
    assert line.last.text == "卡密用不了"
    assert line.waiting_since == second.at


async def test_an_agent_answers_and_the_list_says_so(world: World) -> None:
    agent = await world.agent()
    where = await world.thread()
    await world.tell_thread(where, "在吗", author="#7F3K", mirrors=BUYERS_MESSAGE)
    wire = await look_at(agent, where)
    ack = await agent.do(Say(id=nonce(), box=wire, text="在的"))
    (event,) = world.intake.of(MessageReceived)
    assert (event.where, event.message, event.private) == (where, ack["key"], False)
    assert (event.sender.id, event.sender.name) == ("mei", "小美")
    await agent.until(lambda: threads_of(agent)[wire].waiting_since is None)
    assert threads_of(agent)[wire].agents == ("mei",)
    await world.room.mark_delivered(MessageRef(where, MessageId(ack["key"])))
    await agent.until(lambda: agent.shown(wire)[1][1].state is State.DELIVERED)


async def test_a_note_is_no_answer(world: World) -> None:
    agent = await world.agent()
    where = await world.thread()
    await world.tell_thread(where, "在吗", author="#7F3K", mirrors=BUYERS_MESSAGE)
    wire = await look_at(agent, where)
    await agent.do(Say(id=nonce(), box=wire, text="/note 老客户"))
    await agent.until(lambda: threads_of(agent)[wire].agents == ("mei",))
    assert threads_of(agent)[wire].waiting_since is not None


async def test_buttons_edits_and_deletions_of_agents_are_events(world: World) -> None:
    agent = await world.agent()
    where = await world.thread()
    (card,) = (await world.tell_thread(where, "卡片", buttons=((Button("我来处理", "take"),),))).ids
    wire = await look_at(agent, where)
    assert (await agent.do(Press(id=nonce(), box=wire, message=card, value="take")))["type"] == "ack"
    key = (await agent.do(Say(id=nonce(), box=wire, text="您好")))["key"]
    assert (await agent.do(Edit(id=nonce(), box=wire, message=key, text="您好！")))["type"] == "ack"
    assert (await agent.do(Delete(id=nonce(), box=wire, message=key)))["type"] == "ack"
    pressed = world.intake.of(ButtonPressed)[0]
    assert (pressed.where, pressed.value, pressed.message, pressed.private) == (where, "take", card, False)
    assert world.intake.of(MessageEdited)[0].body.text == "您好！"
    assert world.intake.of(MessageDeleted)[0].message == key
    await agent.until(lambda: [k for k, _ in agent.shown(wire)] == [card])


async def test_nobody_edits_a_colleagues_words(world: World) -> None:
    mei, chen = await world.agent("mei", "小美"), await world.agent("chen", "阿晨")
    wire = await look_at(mei, await world.thread())
    key = (await mei.do(Say(id=nonce(), box=wire, text="我说的")))["key"]
    assert (await chen.do(Edit(id=nonce(), box=wire, message=key, text="他说的")))["why"] == "not-yours"
    assert (await chen.do(Delete(id=nonce(), box=wire, message=key)))["why"] == "not-yours"


async def test_nobody_takes_a_colleagues_place_by_using_his_id(world: World) -> None:
    mei, chen = await world.agent("mei", "小美"), await world.agent("chen", "阿晨")
    wire = await look_at(mei, await world.thread())
    say = Say(id=nonce(), box=wire, text="原话")
    await mei.do(say)
    await chen.do(Say(id=say.id, box=wire, text="冒充"))
    await mei.until(lambda: len(mei.shown(wire)) == 2)
    assert [(e.by, e.text) for _, e in mei.shown(wire)] == [("mei", "原话"), ("chen", "冒充")]


async def test_a_closed_thread_is_grey_and_a_title_changes(world: World) -> None:
    agent = await world.agent()
    where = await world.thread("T1", "T1 · 等待")
    wire = await look_at(agent, where)
    await world.room.title_thread(where, ThreadLook("T1 · 已解决", closed=True))
    await agent.until(lambda: threads_of(agent)[wire].closed)
    assert threads_of(agent)[wire].title == "T1 · 已解决"
    await world.tell_thread(
        where, "又来了", author="#7F3K", mirrors=BUYERS_MESSAGE, look=ThreadLook("T1 · 等待", closed=False)
    )
    await agent.until(lambda: not threads_of(agent)[wire].closed)


async def test_the_card_is_edited_live_and_comes_along_with_a_long_thread(world: World) -> None:
    agent = await world.agent()
    where = await world.thread()
    (card,) = (await world.tell_thread(where, "卡片 v1", pinned=True)).ids
    for number in range(80):
        await world.tell_thread(where, str(number), author="#7F3K", mirrors=BUYERS_MESSAGE)
    wire = await look_at(agent, where)
    assert card in agent.boxes[wire]
    assert len(agent.boxes[wire]) == 51
    new = OutgoingMessage(to=where, text="卡片 v2")
    await world.room.edit(world.parcel(new, edits=MessageRef(where, card)))
    await agent.until(lambda: agent.boxes[wire][card][1]["text"] == "卡片 v2")
    oldest_read = min(born for key, (born, _) in agent.boxes[wire].items() if key != card)
    await agent.send(Older(oldest_read, wire))
    await agent.until(lambda: len(agent.boxes[wire]) == 81)


async def test_what_is_not_there_is_gone(world: World) -> None:
    nowhere = Address(world.room.room.channel, MAIN, world.room.room.chat, ThreadId("t0"))
    for attempt in (
        world.tell_thread(nowhere, "hello?"),
        world.room.title_thread(nowhere, ThreadLook("x")),
        world.room.open_thread(Address(WEB, MAIN, ChatId("elsewhere")), "T1", ThreadLook("x")),
    ):
        with pytest.raises(TargetGone):
            await attempt
    await world.room.delete(MessageRef(nowhere, MessageId("p1")))
    await world.room.mark_delivered(MessageRef(nowhere, MessageId("p1")))
    agent = await world.agent()
    assert (await agent.do(Say(id=nonce(), box="t0", text="hello?")))["why"] == "gone"


async def test_the_room_itself_is_for_everybody(world: World) -> None:
    mei, chen = await world.agent("mei", "小美"), await world.agent("chen", "阿晨")
    for agent in (mei, chen):
        await agent.send(Open("general"))
    await mei.do(Say(id=nonce(), box="general", text="/faq list"))
    await world.tell_thread(world.room.room, "共 60 条")
    await chen.until(lambda: [e.text for _, e in chen.shown("general")] == ["/faq list", "共 60 条"])
    assert world.intake.of(MessageReceived)[0].where == world.room.room


# ------------------------------------------------------------------ together


async def test_colleagues_see_each_other_and_what_each_looks_at(world: World) -> None:
    mei, chen = await world.agent("mei", "小美"), await world.agent("chen", "阿晨")
    where = await world.thread()
    wire = await look_at(chen, where)
    wanted = [{"id": "mei", "name": "小美", "threads": []}, {"id": "chen", "name": "阿晨", "threads": [wire]}]
    await mei.frame(lambda f: f["type"] == "presence" and sorted(f["agents"], key=str) == sorted(wanted, key=str))
    await chen.drop()
    await mei.frame(lambda f: f["type"] == "presence" and [a["id"] for a in f["agents"]] == ["mei"])


async def test_typing_is_shown_to_colleagues_and_told_to_the_buyers_side(world: World) -> None:
    mei, chen = await world.agent("mei", "小美"), await world.agent("chen", "阿晨")
    where = await world.thread()
    await mei.send(Typing(str(where.thread)))
    frame = await chen.frame(lambda f: f["type"] == "typing")
    assert (frame["box"], frame["name"], frame["side"]) == (where.thread, "小美", "agent")
    assert [(place, who.name) for place, who in world.intake.typed] == [(where, "小美")]
    await world.room.typing(where, "#7F3K")
    frame = await mei.frame(lambda f: f["type"] == "typing")
    assert (frame["name"], frame["side"]) == ("#7F3K", "buyer")


async def test_two_agents_in_one_thread_see_the_same_in_the_same_order(world: World) -> None:
    mei, chen = await world.agent("mei", "小美"), await world.agent("chen", "阿晨")
    where = await world.thread()
    wire = await look_at(mei, where)
    await look_at(chen, where)
    for number in range(10):
        await (mei, chen)[number % 2].do(Say(id=nonce(), box=wire, text=str(number)))
    for agent in (mei, chen):
        await agent.until(lambda agent=agent: len(agent.shown(wire)) == 10)  # type: ignore[misc]
        assert [e.text for _, e in agent.shown(wire)] == [str(n) for n in range(10)]


async def test_what_was_read_on_one_device_is_read_on_the_other(world: World) -> None:
    desk, phone, chen = await world.agent(), await world.agent(), await world.agent("chen", "阿晨")
    where = await world.thread()
    await world.tell_thread(where, "在吗", author="#7F3K", mirrors=BUYERS_MESSAGE)
    await desk.send(Seen(str(where.thread), 1))
    await phone.until(lambda: phone.boxes["read"][str(where.thread)][1] == {"born": 1})
    assert chen.boxes["read"] == {}


async def test_the_list_begins_with_all_open_threads_and_the_last_closed_ones(world: World) -> None:
    for number in range(70):
        where = await world.thread(f"old{number}")
        await world.room.title_thread(where, ThreadLook(f"old {number}", closed=True))
    open_ones = {str((await world.thread(f"new{n}")).thread) for n in range(5)}
    agent = await world.agent()
    await agent.until(lambda: "room" in agent.boxes)
    shown = threads_of(agent)
    assert open_ones <= shown.keys()
    assert sum(t.closed for t in shown.values()) == 60
    oldest = min(seq for key, seq in _seqs(world).items() if key in shown and shown[key].closed)
    await agent.send(Older(oldest, "room"))
    await agent.until(lambda: len(threads_of(agent)) == 75)


async def test_search_finds_in_titles_and_last_lines(world: World) -> None:
    agent = await world.agent()
    for key, words in (("a", "Steam 卡密无效"), ("b", "退款什么时候到")):
        await world.tell_thread(await world.thread(key, f"T·{key}"), words, author="#7F3K", mirrors=BUYERS_MESSAGE)
    await agent.send(Find("steam 无效"))
    found = await agent.frame(lambda f: f["type"] == "found")
    assert [item["body"]["title"] for item in found["items"]] == ["T·a"]


async def test_search_finds_by_what_the_card_says_now_however_long_the_talk(world: World) -> None:
    agent = await world.agent()
    where = await world.thread("a", "T·a")
    (card,) = (await world.tell_thread(where, "买家：小明", pinned=True)).ids
    for number in range(40):
        await world.tell_thread(where, str(number), author="#7F3K", mirrors=BUYERS_MESSAGE)
    new = OutgoingMessage(to=where, text="买家：小明\n订单 302261122095245598", pinned=True)
    await world.room.edit(world.parcel(new, edits=MessageRef(where, card)))
    await agent.send(Find("302261122095245598"))
    found = await agent.frame(lambda f: f["type"] == "found")
    assert [item["body"]["title"] for item in found["items"]] == ["T·a"]
    assert found["items"][0]["body"]["last"]["text"] == "39"


def _seqs(world: World) -> dict[str, int]:
    box = next(box for box in world.mailbox.boxes if box.endswith("/list"))
    return {key: posted.seq for key, posted in world.mailbox.boxes[box].items()}
