"""How many messages may be pushed to whom: counted before the push, for good, the same in every process."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bots.wechat.grants import LASTING, PRESS_LASTING, Grant, Kind
from bots.wechat.windows import Windows
from core.errors import ChannelUnavailable, ReplyWindowClosed, StoreUnavailable
from core.messages import Allowance
from tests.unit.wechat.surrounded import Clock, CountingMailbox

BOX = "wechat/main/windows"


def message(id_: str, at: datetime) -> Grant:
    return Grant(id_, Kind.MESSAGE, at, at + LASTING, 5)


def press(id_: str, at: datetime) -> Grant:
    return Grant(id_, Kind.PRESS, at, at + PRESS_LASTING, 3)


class Desk:
    """Two processes that share a mailbox, or one that is started again."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.mailbox = CountingMailbox()
        self.one = self.started()
        self.other = self.started()

    def started(self) -> Windows:
        windows = Windows(self.mailbox, BOX, self.clock)
        windows.start()
        return windows


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    for windows in (desk.one, desk.other):
        await windows.stop()


async def pushed(windows: Windows, times: int, chat: str = "ming", first: int = 0) -> list[int]:
    """What was left after each."""
    return [(await windows.take(chat, f"{first + number}.0")).left for number in range(times)]


async def test_a_message_lets_five_through_and_not_a_sixth(desk: Desk) -> None:
    at = desk.clock.now()
    await desk.one.contact("ming", message("1", at))
    assert await pushed(desk.one, 5) == [4, 3, 2, 1, 0]
    with pytest.raises(ReplyWindowClosed) as closed:
        await desk.one.take("ming", "6.0")
    assert closed.value.allowance == Allowance(0, 5, at + timedelta(hours=48))


async def test_the_next_message_begins_anew(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 5)
    desk.clock.forward(minutes=1)
    assert (await desk.one.contact("ming", message("2", desk.clock.now()))).left == 5
    assert await pushed(desk.one, 5) == [4, 3, 2, 1, 0]


async def test_the_platforms_repeat_gives_nothing_anew(desk: Desk) -> None:
    first = message("1", desk.clock.now())
    await desk.one.contact("ming", first)
    await pushed(desk.one, 4)
    assert (await desk.one.contact("ming", first)).left == 1
    await desk.other.contact("ming", first)
    assert await pushed(desk.other, 1, first=4) == [0]


async def test_an_old_message_that_comes_late_gives_nothing_anew(desk: Desk) -> None:
    desk.clock.forward(minutes=1)
    await desk.one.contact("ming", message("2", desk.clock.now()))
    await pushed(desk.one, 5)
    assert (await desk.one.contact("ming", message("1", desk.clock.now() - timedelta(seconds=5)))).left == 0


async def test_after_forty_eight_hours_nothing_goes(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 1)
    desk.clock.forward(hours=48)
    with pytest.raises(ReplyWindowClosed):
        await desk.one.take("ming", "2.0")


async def test_a_press_lets_three_through_within_a_minute_and_is_used_first(desk: Desk) -> None:
    at = desk.clock.now()
    await desk.one.contact("ming", message("1", at))
    await pushed(desk.one, 2)
    assert (await desk.one.contact("ming", press("2", at))).left == 3
    assert await pushed(desk.one, 4, first=2) == [3, 3, 3, 2]


async def test_a_press_alone_is_over_after_a_minute(desk: Desk) -> None:
    await desk.one.contact("ming", press("1", desk.clock.now()))
    assert await pushed(desk.one, 1) == [2]
    desk.clock.forward(minutes=1)
    with pytest.raises(ReplyWindowClosed):
        await desk.one.take("ming", "2.0")


async def test_of_a_stranger_five_are_assumed(desk: Desk) -> None:
    assert await pushed(desk.one, 5) == [4, 3, 2, 1, 0]
    with pytest.raises(ReplyWindowClosed):
        await desk.other.take("ming", "6.0")


async def test_what_the_platform_says_counts_more(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 1)
    assert (await desk.one.exhausted("ming")).left == 0
    with pytest.raises(ReplyWindowClosed):
        await desk.one.take("ming", "2.0")
    desk.clock.forward(seconds=1)
    await desk.one.contact("ming", message("2", desk.clock.now()))
    assert await pushed(desk.one, 1, first=2) == [4]


async def test_a_push_that_was_surely_not_taken_is_given_back(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 5)
    await desk.one.give_back("ming", "4.0")
    assert await pushed(desk.one, 1, first=4) == [0]


async def test_it_is_counted_before_the_push_and_for_good(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 3)
    again = Windows(desk.mailbox, BOX, desk.clock)
    assert await pushed(again, 2, first=3) == [1, 0]
    with pytest.raises(ReplyWindowClosed):
        await desk.one.take("ming", "6.0")


async def test_a_message_heard_by_one_process_lets_the_other_write(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.other, 5)
    await asyncio.sleep(0.2)
    desk.clock.forward(minutes=1)
    await desk.one.contact("ming", message("2", desk.clock.now()))
    assert await pushed(desk.other, 5, first=5) == [4, 3, 2, 1, 0]


async def test_who_was_never_written_to_costs_no_write(desk: Desk) -> None:
    for number in range(3):
        await desk.one.contact("ming", message(str(number), desk.clock.now() + timedelta(seconds=number)))
    assert desk.mailbox.written == []


async def test_who_has_not_used_anything_since_costs_none_either(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 1)
    for number in range(2, 6):
        desk.clock.forward(minutes=5)
        await desk.one.contact("ming", message(str(number), desk.clock.now()))
    assert desk.mailbox.written == ["ming/sent", "ming/contact"]
    desk.clock.forward(hours=2)
    await desk.one.contact("ming", message("6", desk.clock.now()))
    assert desk.mailbox.written == ["ming/sent", "ming/contact", "ming/contact"]


async def test_a_part_that_has_arrived_is_known_after_a_restart(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 5)
    desk.one.done("ming", "4.0")
    assert await desk.one.was_done("ming", "4.0")
    with pytest.raises(ReplyWindowClosed):
        await desk.one.take("ming", "4.1")
    again = Windows(desk.mailbox, BOX, desk.clock)
    assert await again.was_done("ming", "4.0")
    assert not await again.was_done("ming", "4.1")


async def test_what_was_answered_and_not_pushed_is_known_too(desk: Desk) -> None:
    desk.one.done("ming", "1.0")
    await desk.one.settle("ming")
    again = Windows(desk.mailbox, BOX, desk.clock)
    assert await again.was_done("ming", "1.0")
    assert (await again.take("ming", "1.1")).left == 4


async def test_nothing_is_pushed_while_the_store_does_not_answer(desk: Desk) -> None:
    desk.mailbox.away = True
    with pytest.raises(ChannelUnavailable):
        await desk.one.take("ming", "1.0")


async def test_a_deed_that_cannot_be_noted_is_told_to_the_platform(desk: Desk) -> None:
    await pushed(desk.one, 1)
    desk.mailbox.away = True
    desk.clock.forward(seconds=1)
    with pytest.raises(StoreUnavailable):
        await desk.one.contact("ming", message("1", desk.clock.now()))
    desk.mailbox.away = False
    assert (await desk.one.contact("ming", message("1", desk.clock.now()))).left == 5


async def test_people_do_not_share(desk: Desk) -> None:
    await pushed(desk.one, 5, "ming")
    assert await pushed(desk.one, 1, "hong") == [4]
    assert await desk.one.left("lan") is None


async def test_many_at_once_do_not_get_more(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    told = await asyncio.gather(*(desk.one.take("ming", f"{n}.0") for n in range(20)), return_exceptions=True)
    assert sum(isinstance(one, Allowance) for one in told) == 5


async def test_what_the_other_process_sent_in_ignorance_of_the_last_message_counts_too(desk: Desk) -> None:
    await desk.one.contact("ming", message("1", desk.clock.now()))
    await pushed(desk.one, 1)
    await asyncio.sleep(0.1)
    desk.clock.forward(minutes=1)
    await desk.one.contact("ming", message("2", desk.clock.now()))
    desk.clock.forward(minutes=1)
    await desk.one.contact("ming", message("3", desk.clock.now()))  # nothing was used since: not worth a note
    desk.clock.forward(seconds=1)
    await pushed(desk.other, 5, first=1)
    with pytest.raises(ReplyWindowClosed):
        await desk.one.take("ming", "9.0")
