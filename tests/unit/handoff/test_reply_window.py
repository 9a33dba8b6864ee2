"""What is open, and until when: the last call, what is said when it is over, and closing while something waits."""

from datetime import datetime, timedelta

import pytest

from core.messages import Allowance
from core.reported import AllowanceChanged
from handoff.cards import DeskSettings
from handoff.window import until_text
from tests.unit.core.counting import COURIER, Counting
from tests.unit.core.dialogue import CHAT, ROOM, WORDS
from tests.unit.handoff.test_allowance import WAITS, agent_writes, told


@pytest.fixture
def buyer() -> Counting:
    dialogue = Counting()
    dialogue.says("转人工")
    return dialogue


# ------------------------------------------------------------------ closing while something waits


def test_closing_while_something_waits_promises_it_and_says_no_farewell_later(buyer: Counting) -> None:
    agent_writes(buyer, 5)
    buyer.agent("/close 已经补发了，再见")
    assert buyer.bot == "已经补发了，再见"
    assert "买家下次来信时自动送达" in told(buyer)[0]
    assert "reopen" not in [choice.value for choice in buyer.memory.choices]
    buyer.says("1 月 1 日下的单怎么还没到")
    assert "已经补发了，再见" in buyer.arrived[-1]
    assert "这次就到这里" not in buyer.arrived[-1]


def test_closing_when_all_has_gone_out_says_nothing_of_waiting(buyer: Counting) -> None:
    agent_writes(buyer, 4)
    buyer.agent("/close")
    assert (buyer.bot, "自动送达" in buyer.room) == ("", False)
    assert "小王 结束了工单" in buyer.room


def test_closing_in_time_is_as_ever(buyer: Counting) -> None:
    buyer.agent("/close")
    assert "这次就到这里" in buyer.bot
    assert buyer.labels == ["还没解决"]


# ------------------------------------------------------------------ time


def test_an_hour_before_the_end_those_who_owe_an_answer_are_told(buyer: Counting) -> None:
    buyer.agent("/take")
    buyer.says("卡密用不了")
    buyer.now += timedelta(hours=46)
    buyer.later(minutes=59)
    assert buyer.thread == []
    buyer.later(minutes=2)
    assert buyer.room == "⏰ 小明 还在等回复：12:00 前还能发 5 条，过了就要等买家再来信。"
    assert buyer.said == []
    buyer.later(hours=3)
    assert buyer.thread == []


def test_who_has_answered_hears_nothing(buyer: Counting) -> None:
    buyer.agent("你好")
    buyer.later(hours=47, minutes=1)
    assert buyer.thread == []


def test_the_buyers_next_words_put_it_off(buyer: Counting) -> None:
    buyer.agent("你好")
    buyer.now += timedelta(hours=40)
    buyer.says("还是不行")
    buyer.later(hours=10)
    assert buyer.thread == []
    buyer.later(hours=37, minutes=5)
    assert "还在等回复" in buyer.room


def test_nobody_is_told_of_an_end_that_cannot_be_used(buyer: Counting) -> None:
    agent_writes(buyer, 5)
    assert "reply-window" not in buyer.timers
    buyer.says("在吗")
    buyer.leaves()
    buyer.later(hours=47, minutes=1)
    assert buyer.thread == []


def test_a_short_window_has_no_last_call(buyer: Counting) -> None:
    buyer.allowance = Allowance(3, 3, buyer.now + timedelta(minutes=1))
    buyer.happens(buyer._event(AllowanceChanged, CHAT, COURIER)(allowance=buyer.allowance))
    assert "reply-window" not in buyer.timers


def test_after_the_end_the_card_and_the_agents_words_say_so(buyer: Counting) -> None:
    buyer.agent("你好")
    buyer.later(hours=49)
    ref = buyer.agent("还在吗")
    (line,) = [line for line in buyer.thread if line.reply_to]
    assert (line.reply_to, WAITS in line.text) == (ref, True)
    buyer.agent("/close")
    assert buyer.bot == ""


def test_a_reminder_does_not_use_what_the_agents_need() -> None:
    buyer = Counting(total=3)
    buyer.says("转人工")
    buyer.later(minutes=10)
    assert "还没人接" in buyer.room
    assert buyer.said == []


NIGHT = datetime.fromisoformat("2026-12-31T23:30:00+08:00")


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        (20, "23:50", "23:50"),
        (31, "明天（1月1日）00:01", "tomorrow (1 Jan), 00:01"),
        (48 * 60, "1月2日 23:30", "2 Jan, 23:30"),
    ],
)
def test_times_are_the_rooms(minutes: int, chinese: str, english: str) -> None:
    until, zone = NIGHT + timedelta(minutes=minutes), DeskSettings(ROOM).zone
    assert until_text(WORDS, "zh", until, NIGHT, zone) == chinese
    assert until_text(WORDS, "en", until, NIGHT, zone) == english
