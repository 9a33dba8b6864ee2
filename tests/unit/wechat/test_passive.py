"""An answer goes out in the platform's own request if it is ready in time: once, and we know whether it did."""

import asyncio

import pytest

from bots.wechat.official import passive, visits
from tests.unit.wechat.passively import XIAOHONG, XIAOMING, post, settle, text


async def test_an_answer_in_time_goes_out_in_the_request() -> None:
    async with post() as platform:
        request = asyncio.create_task(platform.knocks(XIAOMING, "1"))
        await settle()
        assert platform.replies.waits(XIAOMING)
        assert await platform.replies.offer(XIAOMING, text("马上")) == "passive:1"
        assert platform.written == [("1", "马上")]
        await request
        assert not platform.replies.waits(XIAOMING)


async def test_an_answer_may_come_before_the_request_asks_for_it() -> None:
    async with post() as platform:
        visit = platform.replies.visit(XIAOMING, "1")
        offer = asyncio.create_task(platform.replies.offer(XIAOMING, text("马上")))
        await settle()
        assert not offer.done()
        await platform.answered(visit, "1")
        assert await offer == "passive:1"
        assert platform.written == [("1", "马上")]


async def test_the_offer_returns_only_when_it_has_been_written() -> None:
    async with post() as platform:
        visit = platform.replies.visit(XIAOMING, "1")
        offer = asyncio.create_task(platform.replies.offer(XIAOMING, text("马上")))
        assert await visit.answer() == text("马上")
        await settle()
        assert not offer.done()
        visit.written()
        assert await offer == "passive:1"


async def test_without_a_request_that_waits_nothing_is_taken() -> None:
    async with post() as platform:
        assert await platform.replies.offer(XIAOMING, text("马上")) is None
        request = asyncio.create_task(platform.knocks(XIAOHONG, "1"))
        await settle()
        assert await platform.replies.offer(XIAOMING, text("马上")) is None
        assert await platform.replies.offer(XIAOHONG, text("好")) == "passive:1"
        await request


async def test_a_slow_answer_is_not_waited_for() -> None:
    async with post(0.01) as platform:
        await platform.knocks(XIAOMING, "1")
        assert platform.written == [("1", "success")]
        assert await platform.replies.offer(XIAOMING, text("太晚")) is None


async def test_who_cannot_be_written_to_is_told_how_to_see_it() -> None:
    async with post(0.01, verified=False) as platform:
        await platform.knocks(XIAOMING, "1")
        assert platform.written == [("1", "send the word later")]


async def test_who_asks_for_what_is_new_hears_that_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive, "NOTHING_NEW", 0.01)
    async with post() as platform:
        await platform.knocks(XIAOMING, "1", asking=True)
        assert platform.written == [("1", "nothing new")]


async def test_who_asks_for_what_is_new_gets_it() -> None:
    async with post() as platform:
        request = asyncio.create_task(platform.knocks(XIAOMING, "1", asking=True))
        await settle()
        assert await platform.replies.offer(XIAOMING, text("补发好了")) == "passive:1"
        await request


async def test_no_time_at_all_means_success_at_once() -> None:
    async with post(0) as platform:
        await platform.knocks(XIAOMING, "1")
        await platform.knocks(XIAOMING, "1")
        assert platform.written == [("1", "success")] * 2


async def test_one_request_takes_one_answer_and_the_oldest_is_first() -> None:
    async with post() as platform:
        requests = [asyncio.create_task(platform.knocks(XIAOMING, key)) for key in ("1", "2")]
        await settle()
        assert await platform.replies.offer(XIAOMING, text("一")) == "passive:1"
        assert await platform.replies.offer(XIAOMING, text("二")) == "passive:2"
        assert await platform.replies.offer(XIAOMING, text("三")) is None
        await asyncio.gather(*requests)
        assert platform.written == [("1", "一"), ("2", "二")]


async def test_two_answers_at_once_do_not_meet_in_one_request() -> None:
    async with post() as platform:
        request = asyncio.create_task(platform.knocks(XIAOMING, "1"))
        await settle()
        taken = await asyncio.gather(*(platform.replies.offer(XIAOMING, text(words)) for words in ("一", "二")))
        assert sorted(map(str, taken)) == ["None", "passive:1"]
        await request


async def test_three_tries_at_once_are_answered_once_by_the_newest() -> None:
    async with post() as platform:
        tries = [platform.replies.visit(XIAOMING, "1") for _ in range(3)]
        requests = [asyncio.create_task(platform.answered(visit, f"1.{n}")) for n, visit in enumerate(tries)]
        await settle()
        assert platform.written == [("1.0", "success"), ("1.1", "success")]
        assert await platform.replies.offer(XIAOMING, text("马上")) == "passive:1"
        await asyncio.gather(*requests)
        assert platform.written[2:] == [("1.2", "马上")]


async def test_a_try_that_comes_while_the_answer_is_being_written_gets_success() -> None:
    async with post() as platform:
        first = platform.replies.visit(XIAOMING, "1")
        offer = asyncio.create_task(platform.replies.offer(XIAOMING, text("马上")))
        await settle()
        second = platform.replies.visit(XIAOMING, "1")
        await platform.answered(second, "second")
        await platform.answered(first, "first")
        assert await offer == "passive:1"
        assert platform.written == [("second", "success"), ("first", "马上")]


async def test_a_try_right_after_the_answer_gets_success_and_a_late_one_the_answer_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with post() as platform:
        request = asyncio.create_task(platform.knocks(XIAOMING, "1"))
        await settle()
        await platform.replies.offer(XIAOMING, text("马上"))
        await request
        await platform.knocks(XIAOMING, "1")
        assert platform.written == [("1", "马上"), ("1", "success")]
        monkeypatch.setattr(passive, "TOLERANCE", 0)  # as if the platform had hung up meanwhile
        await platform.knocks(XIAOMING, "1")
        assert platform.written[2:] == [("1", "马上")]
        assert await platform.replies.offer(XIAOMING, text("第二句")) is None


async def test_what_was_answered_is_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive, "REMEMBERED", 0.01)
    async with post(0.001) as platform:
        for key in ("1", "2", "3"):
            await platform.knocks(XIAOMING, key)
            await asyncio.sleep(0.02)
        assert len(platform.replies._answered) == 1


async def test_of_very_many_answered_ones_the_newest_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passive, "MOST_REMEMBERED", 2)
    async with post(0.001) as platform:
        for key in ("1", "2", "3", "4"):
            await platform.knocks(XIAOMING, key)
        assert [*platform.replies._answered] == ["3", "4"]


async def test_a_line_that_is_gone_takes_nothing() -> None:
    async with post() as platform:
        request = asyncio.create_task(platform.knocks(XIAOMING, "1", line="gone"))
        await settle()
        assert await platform.replies.offer(XIAOMING, text("马上")) is None
        await request
        assert platform.written == []


async def test_after_a_lost_line_the_platforms_next_try_waits_anew() -> None:
    async with post() as platform:
        platform.replies.visit(XIAOMING, "1").broken()
        assert not platform.replies.waits(XIAOMING)
        request = asyncio.create_task(platform.knocks(XIAOMING, "1"))
        await settle()
        assert await platform.replies.offer(XIAOMING, text("马上")) == "passive:1"
        await request


async def test_a_lost_older_line_does_not_close_the_newest() -> None:
    async with post() as platform:
        older = platform.replies.visit(XIAOMING, "1")
        request = asyncio.create_task(platform.knocks(XIAOMING, "1"))
        await settle()
        older.broken()
        older.written()
        assert await platform.replies.offer(XIAOMING, text("马上")) == "passive:1"
        await request


async def test_after_a_pause_of_the_whole_process_nothing_is_written_into_a_line_that_must_be_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passive, "TOLERANCE", 0)
    async with post() as platform:
        visit = platform.replies.visit(XIAOMING, "1")
        offer = asyncio.create_task(platform.replies.offer(XIAOMING, text("马上")))
        await asyncio.sleep(0.01)
        await platform.answered(visit, "1")
        assert await offer is None
        assert platform.written == [("1", "success")]


async def test_typing_is_shown_only_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "SLOW", 0.01)
    async with post(0.05) as platform:
        await platform.knocks(XIAOMING, "1")
        assert platform.slow == [XIAOMING]
        request = asyncio.create_task(platform.knocks(XIAOHONG, "2"))
        await settle()
        await platform.replies.offer(XIAOHONG, text("马上"))
        await request
        await asyncio.sleep(0.03)
        assert platform.slow == [XIAOMING]


async def test_at_the_end_whoever_waits_is_let_go() -> None:
    async with post(verified=False) as platform:
        requests = [asyncio.create_task(platform.knocks(chat, chat)) for chat in (XIAOMING, XIAOHONG)]
        await settle()
        platform.replies.close()
        await asyncio.gather(*requests)
        assert platform.written == [("xiaoming", "success"), ("xiaohong", "success")]


async def test_a_request_that_is_cut_off_while_it_waits_leaves_nothing_behind() -> None:
    async with post() as platform:
        visit = platform.replies.visit(XIAOMING, "1")
        waiting = asyncio.create_task(visit.answer())
        await settle()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        visit.broken()
        assert not platform.replies.waits(XIAOMING)
        assert await platform.replies.offer(XIAOMING, text("马上")) is None


async def test_a_courier_that_gives_up_does_not_disturb_the_request() -> None:
    async with post() as platform:
        visit = platform.replies.visit(XIAOMING, "1")
        offer = asyncio.create_task(platform.replies.offer(XIAOMING, text("马上")))
        await settle()
        offer.cancel()
        await asyncio.gather(offer, return_exceptions=True)
        await platform.answered(visit, "1")
        assert platform.written == [("1", "马上")]
