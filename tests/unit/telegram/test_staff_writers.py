"""Several bots share a group: who writes next, and whose a message is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.overflow import LIMIT, RESERVED, Writers, named, read_name
from core.errors import RateLimited, TargetGone
from core.messages import MessageId


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_one_bot_writes_everything_and_telegram_says_when_it_is_too_much() -> None:
    writers = Writers(1, Clock())
    for _ in range(LIMIT + 5):
        assert writers.next() == 0
        writers.wrote(0, 1)


def test_the_first_bot_writes_until_only_its_reserve_is_left() -> None:
    writers = Writers(3, Clock())
    wrote = []
    for _ in range(3 * LIMIT):
        number = writers.next()
        writers.wrote(number, 1)
        wrote.append(number)
    assert wrote[: LIMIT - RESERVED] == [0] * (LIMIT - RESERVED)
    assert wrote[: 3 * LIMIT - RESERVED].count(1) == wrote[: 3 * LIMIT - RESERVED].count(2) == LIMIT
    assert writers.next(only_first=True) == 0


def test_a_minute_later_there_is_room_again() -> None:
    clock = Clock()
    writers = Writers(2, clock)
    writers.wrote(0, LIMIT)
    assert writers.next() == 1
    clock.now = 60.0
    assert writers.next() == 0


def test_a_bot_that_was_told_to_wait_is_left_alone_for_so_long() -> None:
    clock = Clock()
    writers = Writers(2, clock)
    writers.must_wait(0, RateLimited(after=timedelta(seconds=30)))
    assert writers.next() == 1
    with pytest.raises(RateLimited) as first:
        writers.next(only_first=True)
    assert first.value.after == timedelta(seconds=30)
    writers.must_wait(1, RateLimited(after=timedelta(seconds=10)))
    with pytest.raises(RateLimited) as both:
        writers.next()
    assert both.value.after == timedelta(seconds=10)
    clock.now = 10.0
    assert writers.next() == 1


@given(st.integers(0, 10**17), st.integers(0, 98))
def test_a_name_tells_the_message_and_its_writer(message: int, writer: int) -> None:
    assert read_name(named(message, writer)) == (message, writer)


def test_the_first_bots_messages_are_called_as_telegram_calls_them() -> None:
    assert (named(123, 0), named(123, 1)) == ("123", "123@2")


@given(st.text())
def test_any_other_name_is_that_of_no_message(text: str) -> None:
    try:
        message, writer = read_name(MessageId(text))
    except TargetGone:
        return
    assert (message, writer >= 0) == (int(text.partition("@")[0]), True)


@pytest.mark.parametrize("name", ["", "@2", "12@", "12@0", "-1", "１２", "12@2@2", "9" * 30])
def test_a_name_that_is_none_is_gone(name: str) -> None:
    with pytest.raises(TargetGone):
        read_name(MessageId(name))
