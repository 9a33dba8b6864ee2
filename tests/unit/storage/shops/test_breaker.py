"""A shop that does not answer is left alone, and one question finds out whether it is back."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest

from core.errors import NotPossible, ShopUnavailable
from storage.shops.breaker import FAILURES, LONGEST_PAUSE, REST, Breaker


@dataclass
class Watch:
    """A clock that is put forward by hand."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def breaker(watch: Watch) -> Breaker:
    return Breaker(now=watch)


async def asked(breaker: Breaker, outcome: Exception | None = None) -> None:
    async with breaker.passing():
        if outcome:
            raise outcome


async def failed(breaker: Breaker, times: int = FAILURES, away: Callable[[], Exception] = ShopUnavailable) -> None:
    for _ in range(times):
        with suppress(ShopUnavailable, TimeoutError):
            await asked(breaker, away())


class Held:
    """A question that waits for its answer until it is told what that is."""

    def __init__(self, breaker: Breaker) -> None:
        self._told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._ask(breaker))

    async def _ask(self, breaker: Breaker) -> None:
        async with breaker.passing():
            await self._told

    @classmethod
    async def by(cls, breaker: Breaker) -> "Held":
        held = cls(breaker)
        await asyncio.sleep(0)
        return held

    async def answered(self) -> None:
        self._told.set_result(None)
        await self._task

    async def failed(self) -> None:
        self._told.set_exception(ShopUnavailable())
        with pytest.raises(ShopUnavailable):
            await self._task

    async def cancelled(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task


class TestFailures:
    @pytest.mark.parametrize("away", [ShopUnavailable, TimeoutError])
    async def test_five_in_a_row_and_it_is_left_alone(self, breaker: Breaker, away: Callable[[], Exception]) -> None:
        await failed(breaker, FAILURES - 1, away)
        assert not breaker.open
        await failed(breaker, 1, away)
        assert breaker.open

    async def test_while_it_is_left_alone_nothing_is_asked(self, breaker: Breaker) -> None:
        await failed(breaker)
        with pytest.raises(ShopUnavailable, match="left alone"):
            async with breaker.passing():
                pytest.fail("it was asked")

    async def test_an_answer_between_them_begins_the_count_anew(self, breaker: Breaker) -> None:
        await failed(breaker, FAILURES - 1)
        await asked(breaker)
        await failed(breaker, FAILURES - 1)
        assert not breaker.open

    async def test_a_no_is_an_answer_too(self, breaker: Breaker) -> None:
        await failed(breaker, FAILURES - 1)
        with pytest.raises(NotPossible):
            await asked(breaker, NotPossible())
        await failed(breaker, 1)
        assert not breaker.open

    async def test_many_that_fail_at_once_rest_no_longer_than_one(self, breaker: Breaker, watch: Watch) -> None:
        under_way = [await Held.by(breaker) for _ in range(FAILURES + 3)]
        for number, question in enumerate(under_way):
            watch.seconds = float(number)
            await question.failed()
        watch.seconds = FAILURES - 1 + REST
        assert not breaker.open

    async def test_a_cancelled_question_counts_as_nothing(self, breaker: Breaker) -> None:
        await failed(breaker, FAILURES - 1)
        await (await Held.by(breaker)).cancelled()
        assert not breaker.open
        await failed(breaker, 1)
        assert breaker.open


class TestTheTrial:
    @pytest.fixture
    async def rested(self, breaker: Breaker, watch: Watch) -> Breaker:
        await failed(breaker)
        watch.seconds += REST
        return breaker

    async def test_one_question_goes_through_and_no_other(self, rested: Breaker) -> None:
        trial = await Held.by(rested)
        assert rested.open
        with pytest.raises(ShopUnavailable):
            await asked(rested)
        await trial.answered()
        await asked(rested)

    async def test_it_fails_and_the_shop_rests_again(self, rested: Breaker, watch: Watch) -> None:
        await failed(rested, 1)
        assert rested.open
        watch.seconds += REST
        assert not rested.open

    async def test_it_is_answered_and_five_failures_are_needed_again(self, rested: Breaker) -> None:
        await asked(rested)
        await failed(rested, FAILURES - 1)
        assert not rested.open

    async def test_it_is_refused_which_is_an_answer(self, rested: Breaker) -> None:
        with pytest.raises(NotPossible):
            await asked(rested, NotPossible())
        await asked(rested)

    async def test_it_is_cancelled_and_the_next_one_is_the_trial(self, rested: Breaker) -> None:
        await (await Held.by(rested)).cancelled()
        next_one = await Held.by(rested)
        assert rested.open
        await next_one.answered()
        assert not rested.open


class TestLateAnswers:
    async def test_a_late_answer_tells_that_it_is_back(self, breaker: Breaker) -> None:
        late = await Held.by(breaker)
        await failed(breaker)
        await late.answered()
        await asked(breaker)

    async def test_an_old_trial_that_ends_does_not_end_a_newer_one(self, breaker: Breaker, watch: Watch) -> None:
        late = await Held.by(breaker)
        await failed(breaker)
        watch.seconds += REST
        old = await Held.by(breaker)
        await late.answered()
        await failed(breaker)
        watch.seconds += REST
        newer = await Held.by(breaker)
        await old.cancelled()
        assert breaker.open, "the newer trial is still under way"
        await newer.answered()
        assert not breaker.open


class TestAPause:
    async def test_the_shop_is_left_alone_as_long_as_it_asks(self, breaker: Breaker, watch: Watch) -> None:
        breaker.pause(7)
        assert breaker.open
        watch.seconds = 7
        await asked(breaker)

    async def test_but_not_for_ever(self, breaker: Breaker, watch: Watch) -> None:
        breaker.pause(1e9)
        watch.seconds = LONGEST_PAUSE
        await asked(breaker)

    async def test_a_shorter_one_takes_nothing_off_a_longer_one(self, breaker: Breaker, watch: Watch) -> None:
        breaker.pause(20)
        breaker.pause(5)
        watch.seconds = 10
        assert breaker.open

    async def test_late_answers_do_not_end_it(self, breaker: Breaker) -> None:
        late = await Held.by(breaker)
        breaker.pause(20)
        await late.answered()
        assert breaker.open
