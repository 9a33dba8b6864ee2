"""The staff room outside of tickets: commands about the whole, and otherwise silence."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from core.messages import (
    Body,
    ButtonPressed,
    ChannelName,
    ContactClosed,
    ContactOpened,
    Event,
    EventId,
    MessageDeleted,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    Person,
    PersonId,
    Reacted,
    ThreadId,
    TicketId,
    TimerRang,
)
from core.overview import CountTickets, FindTickets, TicketCount, TicketLine, TicketList
from core.reported import DeliveryReported, DeliveryState
from core.turns import Memory
from core.work import Refusal, WorkDone
from handoff.cards import DeskSettings
from tests.unit.core.dialogue import CHAT, ROOM, Dialogue
from tests.unit.core.fakeshop import NOON, NUMBER

AGENT = Person(PersonId("agent-小王"), "小王")
MINUTE = timedelta(minutes=1)


def line(name: str, buyer: str = "小明", agent: str = "", **more: object) -> TicketLine:
    base = TicketLine(id=TicketId(name), buyer=buyer, channel=ChannelName("telegram"), asked_at=NOON, agent=agent)
    return replace(base, **more)  # type: ignore[arg-type]


class Room(Dialogue):
    """The room's own conversation, as the store makes it of the first words there."""

    def __init__(self, language: str = "zh") -> None:
        super().__init__(settings=DeskSettings(ROOM, language=language))
        self.conversation = replace(self.conversation, where=ROOM, buyer=AGENT, memory=Memory())
        self._numbers: Iterator[int] = count()

    def hears(self, kind: Callable[..., Event], in_thread: str = "", **more: object) -> None:
        self.said, self.thread = [], []
        where = replace(ROOM, thread=ThreadId(in_thread)) if in_thread else ROOM
        event = kind(id=EventId(f"r{next(self._numbers)}"), at=self.now, where=where, sender=AGENT, **more)
        self.happens(event)
        assert not self.said, "it went out of the room"

    def writes(self, text: str, thread: str = "", unread: tuple[str, ...] = ()) -> None:
        self.hears(MessageReceived, thread, message=MessageId("1"), body=Body(text, (), unread))


@pytest.fixture
def room() -> Room:
    return Room()


# ------------------------------------------------------------------ talk


TALK = ["吃饭去", "人工", "转人工", "你好", "查订单", "怎么退款", "1", "302261122095245598", "火星文 asdf", "谢谢", ""]


@pytest.mark.parametrize("text", TALK)
def test_talk_among_agents_is_nobodys_business(room: Room, text: str) -> None:
    before = room.conversation
    for _ in range(3):
        room.writes(text, unread=("poll",))
        assert not room.thread
    assert room.conversation == before
    assert not room.work


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (MessageEdited, {"message": MessageId("1"), "body": Body("转人工")}),
        (MessageDeleted, {"message": MessageId("1")}),
        (ButtonPressed, {"value": "desk:close"}),
        (ButtonPressed, {"value": "person"}),
        (ContactOpened, {"payload": "person"}),
        (ContactOpened, {}),
        (ContactClosed, {}),
        (TimerRang, {"name": "ticket-waiting"}),
        (TimerRang, {"name": "remove-key:work:1.2", "data": "work:1.2"}),
        (DeliveryReported, {"delivery": "1.2", "state": DeliveryState.REFUSED, "why": "RecipientUnreachable"}),
        (DeliveryReported, {"delivery": "1.2", "state": DeliveryState.HELD, "why": "x", "secret": True}),
    ],
)
def test_nothing_else_there_is_taken_for_a_buyers(room: Room, kind: type[Event], more: dict[str, Any]) -> None:
    before = room.conversation
    room.hears(kind, **more)
    room.hears(kind, "a thread of theirs", **more)
    assert not room.thread
    assert room.conversation == before


def test_in_a_thread_without_a_ticket_agents_are_told_once(room: Room) -> None:
    room.writes("公告：明天放假", "announcements")
    assert "没有对应的工单" in room.room
    assert room.thread[0].to.thread == "announcements"
    room.writes("收到", "announcements")
    assert not room.thread
    room.writes("大家好", "lounge")
    assert "没有对应的工单" in room.room


# ------------------------------------------------------------------ commands


@pytest.mark.parametrize("text", ["/help", "/帮助", "/take", "/close", "/opne", "/help@kamidesk_bot"])
def test_help_tells_what_one_can_do_here(room: Room, text: str) -> None:
    room.writes(text)
    for command in ("/open", "/search", "/stats"):
        assert command in room.room
    assert room.thread[0].to == ROOM


def test_open_lists_who_waits_longest_first(room: Room) -> None:
    room.shop.tickets = [
        line("1", agent="小李"),
        line("2", buyer="阿强", waiting_since=NOON - 12 * MINUTE),
        line("3", buyer="", waiting_since=NOON - 200 * MINUTE, agent="小王"),
        line("4", closed_at=NOON),
    ]
    room.writes("/open")
    assert room.room.splitlines() == [
        "没结束的工单 3 个：",
        "#3 未留名买家 · Telegram · 🟢 小王 在处理 · 等了 4 小时",
        "#2 阿强 · Telegram · 🟡 等人接 · 等了 12 分钟",
        "#1 小明 · Telegram · 🟢 小李 在处理",
    ]
    assert room.thread[0].to == ROOM


def test_open_is_cut_where_it_gets_too_long(room: Room) -> None:
    room.shop.tickets = [line(str(number)) for number in range(1, 24)]
    room.writes("/待处理")
    assert "没结束的工单 23 个" in room.room
    assert room.room.endswith("……还有 3 个")
    assert len(room.room.splitlines()) == 22


def test_nothing_open_is_good_news(room: Room) -> None:
    room.writes("/open")
    assert "都办完了" in room.room


def test_search_by_name(room: Room) -> None:
    room.shop.tickets = [line("7", buyer="王小明", closed_at=NOON - 50 * MINUTE), line("8", buyer="阿强")]
    room.writes("/search 小明")
    assert room.work == [FindTickets("小明")]
    assert room.room.splitlines() == ["找到 1 个：", "#7 王小明 · Telegram · ⚪ 已结束 · 50 分钟前结束"]
    room.writes("/搜索 #8")
    assert "阿强" in room.room
    room.writes("/search 张三")
    assert "没找到" in room.room
    room.writes("/search")
    assert "要找什么" in room.room


def test_stats_of_today_begin_at_midnight_of_the_shop(room: Room) -> None:
    room.shop.tickets = [
        line("1", waiting_since=NOON),
        line("2", asked_at=NOON - 60 * MINUTE, answered_at=NOON - 56 * MINUTE, closed_at=NOON - 30 * MINUTE),
        line("3", asked_at=NOON - 24 * 60 * MINUTE),
    ]
    room.writes("/stats")
    assert room.work == [CountTickets(NOON - timedelta(hours=12), NOON + timedelta(hours=12))]
    assert "今天（2025-11-22）" in room.room
    assert "新工单 2 · 已答复 1 · 已结束 1" in room.room
    assert "（中位数）：4 分钟" in room.room
    assert "没结束的 2 个，其中 1 个在等" in room.room


def test_stats_without_an_answer_say_so(room: Room) -> None:
    room.writes("/stats")
    assert "还没有答复" in room.room


def test_the_daily_message_comes_as_the_outcome_of_a_count(room: Room) -> None:
    longest = room.shop.tickets = [line("5", waiting_since=NOON - 90 * MINUTE)]
    figures = TicketCount(since=NOON, opened=3, open=1, waiting=1, longest=TicketList(tuple(longest)))
    room.hears(WorkDone, work="CountTickets", count=figures, silent=True)
    assert "过去 24 小时" in room.room
    assert "新工单 3" in room.room
    assert room.room.endswith("#5 小明 · Telegram · 🟡 等人接 · 等了 2 小时")


def test_any_order_can_be_looked_up_keys_and_contact_masked(room: Room) -> None:
    room.writes(f"/order {NUMBER}")
    assert room.room == "\n".join(
        [
            f"{NUMBER} · 已发货 · Steam 50 元充值卡 × 1 · ABC*-**** · z***@qq.com",
            "下单：今天 09:55",
            "付款：今天 10:00",
            "发货：今天 10:00",
        ]
    )
    assert "ABCD-1234" not in room.room
    assert [note.action for note in room.audit] == ["order.looked-up"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("/order", "要查哪一单"), ("/order KD20251122999999", "没查到"), ("/查单 302261122095245598", "已发货")],
)
def test_an_order_in_the_room_needs_its_number(room: Room, words: str, told: str) -> None:
    room.writes(words)
    assert told in room.room


def test_an_order_of_a_silent_shop_is_not_awaited_in_the_room(room: Room) -> None:
    room.shop.refuses = Refusal.SHOP_SILENT
    room.writes(f"/order {NUMBER}")
    assert "过几分钟再试" in room.room


def test_what_cannot_be_found_out_now_is_told(room: Room) -> None:
    room.shop.refuses = Refusal.SHOP_SILENT
    room.writes("/open")
    assert "过几分钟再试" in room.room


def test_the_room_reads_its_own_language() -> None:
    room = Room("en")
    room.shop.tickets = [line("2", waiting_since=NOON - MINUTE)]
    room.writes("/open")
    assert room.room == "1 open ticket:\n#2 小明 · Telegram · 🟡 waiting · waiting for 1 minute"


def test_in_a_tickets_thread_the_same_questions_are_answered_there() -> None:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.shop.tickets = [line("35", waiting_since=NOON)]
    asked = {"/open": "#35 小明", "/search 小明": "#35 小明", "/stats": "新工单", "/search": "找什么"}
    for command, told in asked.items():
        buyer.agent(command)
        assert not buyer.said
        assert told in buyer.room
        assert {message.ticket for message in buyer.thread} == {"35"}
    assert buyer.ticket.agent is None


# ------------------------------------------------------------------ reactions without a thread


def test_a_reaction_of_which_the_thread_is_not_told_finds_its_buyer(room: Room) -> None:
    room.shop.behind = CHAT
    shown = MessageRef(ROOM, MessageId("copy"))
    room.said, room.thread = [], []
    made = Reacted(id=EventId("r"), at=room.now, where=ROOM, sender=AGENT, message=shown.id, emojis=("👍",))
    room.happens(made)
    (reaction,) = room.said
    assert (reaction.to, reaction.text, reaction.reacts_to) == (CHAT, "👍", shown)


def test_a_reaction_to_mere_talk_is_nothing(room: Room) -> None:
    room.hears(Reacted, message=MessageId("talk"), emojis=("😂",))
    assert not room.thread
