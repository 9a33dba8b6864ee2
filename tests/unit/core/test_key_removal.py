"""Keys vanish again after a while, where the channel can take messages back."""

from datetime import timedelta

import pytest

from core.keyremoval import KeyRemoval
from core.messages import OutgoingMessage, Priority
from core.turns import TicketState
from tests.unit.core.dialogue import CHAT, Dialogue, proven
from tests.unit.core.fakeshop import NUMBER, OTHER

DAY = KeyRemoval(timedelta(hours=24), {"web"}.__contains__)


def buyer_of(removal: KeyRemoval = DAY) -> Dialogue:
    buyer = proven(proven(Dialogue()), OTHER)
    buyer.removal = removal
    return buyer


def keys(buyer: Dialogue) -> OutgoingMessage:
    (message,) = [message for message in buyer.said if message.secret]
    return message


def test_the_buyer_is_told_when_they_vanish_and_that_he_can_ask_again() -> None:
    buyer = buyer_of()
    buyer.presses_value(f"keys:{NUMBER}")
    assert "24 小时后这条会自动消失" in buyer.bot
    assert "再问我要" in buyer.bot
    assert [keys(buyer).text[span.start : span.end] for span in keys(buyer).spans] == ["\ue000"]


def test_they_vanish_then_and_nothing_is_said() -> None:
    buyer = buyer_of()
    buyer.presses_value(f"keys:{NUMBER}")
    sent = keys(buyer).mirrors
    assert sent is not None
    buyer.later(hours=23)
    assert not buyer.said
    buyer.later(hours=1)
    (gone,) = buyer.said
    assert (gone.to, gone.deletes, gone.text, gone.priority) == (CHAT, sent, "", Priority.CARD)
    assert not buyer.timers


def test_two_messages_with_keys_do_not_disturb_each_other() -> None:
    buyer = buyer_of()
    buyer.presses_value(f"keys:{NUMBER}")
    first = keys(buyer).mirrors
    buyer.later(hours=2)
    buyer.presses_value(f"keys:{OTHER}")
    second = keys(buyer).mirrors
    assert first != second
    buyer.later(hours=22)
    assert [message.deletes for message in buyer.said] == [first]
    buyer.later(hours=2)
    assert [message.deletes for message in buyer.said] == [second]


def test_in_english_and_shorter() -> None:
    buyer = buyer_of(KeyRemoval(timedelta(minutes=30), lambda _: True))
    buyer.says("english")
    buyer.presses_value(f"keys:{NUMBER}")
    assert "this message vanishes in 30 minutes" in buyer.bot


@pytest.mark.parametrize(
    "removal", [KeyRemoval(), KeyRemoval(timedelta(), lambda _: True), KeyRemoval(timedelta(hours=1), lambda _: False)]
)
def test_where_they_cannot_vanish_nothing_is_promised(removal: KeyRemoval) -> None:
    buyer = buyer_of(removal)
    buyer.presses_value(f"keys:{NUMBER}")
    assert "消失" not in buyer.bot
    assert (keys(buyer).mirrors, buyer.timers) == (None, {})


def test_keys_that_an_agent_sends_again_vanish_too() -> None:
    buyer = buyer_of()
    buyer.says("转人工")
    buyer.agent("/resend " + NUMBER)
    assert "24 小时后" in buyer.bot
    sent = keys(buyer).mirrors
    buyer.agent("/close")
    buyer.later(hours=24)
    assert [message.deletes for message in buyer.said] == [sent]
    assert buyer.ticket.state is TicketState.CLOSED
    assert not buyer.thread


def test_keys_that_did_not_arrive_are_reported_as_ever() -> None:
    buyer = buyer_of()
    buyer.presses_value(f"keys:{NUMBER}")
    buyer.undelivered("DeliveryInDoubt", secret=True, held=True, of=keys(buyer).mirrors)
    assert "可能送到了，也可能没有" in buyer.room
    assert all(line.reply_to is None for line in buyer.thread if "可能" in line.text)
