"""Since when a buyer waits, and when he was first answered."""

from datetime import datetime, timedelta

import pytest

from tests.unit.core.dialogue import Dialogue
from tests.unit.core.fakeshop import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def buyer() -> Dialogue:
    dialogue = Dialogue()
    dialogue.says("转人工")
    return dialogue


def times(buyer: Dialogue) -> tuple[datetime | None, datetime | None, datetime | None]:
    """Asked, waiting, answered."""
    return buyer.ticket.asked_at, buyer.ticket.waiting_since, buyer.ticket.answered_at


def test_he_waits_from_his_first_words_that_nobody_has_answered(buyer: Dialogue) -> None:
    assert times(buyer) == (NOON, NOON, None)
    buyer.now += MINUTE
    buyer.says("在吗")
    assert times(buyer) == (NOON, NOON, None)
    buyer.agent("在")
    assert times(buyer) == (NOON, None, NOON + MINUTE)
    buyer.now += MINUTE
    buyer.says("卡密用不了")
    assert times(buyer) == (NOON, NOON + 2 * MINUTE, NOON + MINUTE)
    buyer.now += MINUTE
    buyer.agent("看一下")
    assert times(buyer) == (NOON, None, NOON + MINUTE)


@pytest.mark.parametrize("text", ["/take", "//内部", "/note x", "/order KD20251120000017", "/oops"])
def test_commands_and_notes_are_no_answer(buyer: Dialogue, text: str) -> None:
    buyer.agent(text)
    assert times(buyer) == (NOON, NOON, None)


def test_a_second_agents_words_are_an_answer_too(buyer: Dialogue) -> None:
    buyer.agent("/take")
    buyer.now += MINUTE
    buyer.agent("我来说", name="小李")
    assert times(buyer) == (NOON, None, NOON + MINUTE)


def test_closing_ends_the_wait_and_reopening_begins_a_new_one(buyer: Dialogue) -> None:
    buyer.agent("你好")
    buyer.agent("/close")
    assert buyer.ticket.waiting_since is None
    buyer.now += MINUTE
    buyer.presses("还没解决")
    assert times(buyer) == (NOON + MINUTE, NOON + MINUTE, None)
    assert buyer.ticket.opened_at == NOON


def test_buttons_of_the_bot_are_no_question_to_the_agents(buyer: Dialogue) -> None:
    buyer.agent("你好")
    buyer.presses_value("faq")
    assert buyer.ticket.waiting_since is None
