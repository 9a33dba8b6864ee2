"""Closing gives the chat back to the bot; writing again brings the agents back."""

import pytest

from core.messages import MediaKind
from core.turns import TicketState
from tests.unit.core.dialogue import Dialogue


def closed() -> Dialogue:
    buyer = Dialogue()
    buyer.says("转人工")
    buyer.agent("你好")
    buyer.agent("/close 祝你玩得开心")
    return buyer


def test_closing_gives_the_chat_back_to_the_bot() -> None:
    buyer = closed()
    first, last = buyer.said
    assert (first.author, first.text) == ("小王", "祝你玩得开心")
    assert "还没解决" in last.text
    assert buyer.labels == ["还没解决"]
    assert not buyer.ticket.open
    look = buyer.thread[-1].look
    assert look
    assert (look.closed, look.title) == (True, "⚪ #35 小明 · 网页")


@pytest.mark.parametrize(
    ("text", "answer"), [("怎么退款", "七天内"), ("谢谢", "不客气"), ("查订单", "订单号"), ("菜单", "我在")]
)
def test_what_the_bot_surely_knows_it_answers_after_closing(text: str, answer: str) -> None:
    buyer = closed()
    buyer.says(text)
    assert answer in buyer.bot
    assert not buyer.ticket.open


@pytest.mark.parametrize("text", ["还是不行啊 asdf", "客服", "refund maybe", "人呢，客服在吗"])
def test_anything_else_reopens_the_same_ticket_at_once(text: str) -> None:
    buyer = closed()
    buyer.says(text)
    assert (buyer.ticket.id, buyer.ticket.state) == ("35", TicketState.WAITING)
    assert text in buyer.room
    assert "又来了" in buyer.room
    assert {message.ticket for message in buyer.thread} == {"35"}
    assert buyer.audit[-1].action == "ticket.reopened"


def test_a_picture_reopens_too() -> None:
    buyer = closed()
    buyer.sends_picture(kind=MediaKind.IMAGE)
    assert buyer.ticket.open
    assert any(message.media for message in buyer.thread)


def test_the_button_reopens() -> None:
    buyer = closed()
    buyer.presses("还没解决")
    assert buyer.ticket.open
    assert buyer.ticket.reason == "unsolved"


def test_long_after_closing_a_new_ticket_is_opened() -> None:
    buyer = closed()
    buyer.later(days=8)
    buyer.says("火星文 asdf")
    assert not buyer.ticket.open
    buyer.says("转人工")
    assert (buyer.ticket.id, buyer.ticket.open) == ("35-2", True)
    buyer.agent("/close")
    buyer.later(days=8)
    buyer.says("转人工")
    assert buyer.ticket.id == "35-3"
