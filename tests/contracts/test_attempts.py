"""What everybody may rely on of the count of tries."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.ports import Attempts
from storage.attempts import AttemptsInMemory, AttemptsInSql
from storage.sessions import Sessions
from tests.contracts.conftest import Place
from tests.contracts.surroundings import FixedClock

LIMIT, WITHIN = 3, timedelta(minutes=15)


@pytest.fixture
async def attempts(any_place: Place, clock: FixedClock) -> AsyncIterator[Attempts]:
    if any_place.kind == "memory":
        yield AttemptsInMemory(clock)
    else:
        async with any_place.opened() as database:
            yield AttemptsInSql(database, clock)


async def use_up(attempts: Attempts, *scopes: str) -> None:
    for _ in range(LIMIT):
        assert await attempts.take(scopes, LIMIT, WITHIN) is None


class TestEveryCount:
    async def test_the_limit_may_be_used_up_and_then_one_waits(self, attempts: Attempts) -> None:
        await use_up(attempts, "buyer:1")
        assert await attempts.take(["buyer:1"], LIMIT, WITHIN) == WITHIN

    async def test_after_the_wait_it_goes_on(self, attempts: Attempts, clock: FixedClock) -> None:
        await use_up(attempts, "buyer:1")
        clock.forward(WITHIN)
        assert await attempts.take(["buyer:1"], LIMIT, WITHIN) is None

    async def test_a_refused_try_is_not_counted(self, attempts: Attempts, clock: FixedClock) -> None:
        await use_up(attempts, "buyer:1")
        for _ in range(10):
            clock.forward(timedelta(minutes=1))
            assert await attempts.take(["buyer:1"], LIMIT, WITHIN) is not None
        assert await attempts.take(["buyer:1"], LIMIT, WITHIN) == timedelta(minutes=5)

    async def test_a_refusal_by_one_scope_costs_the_others_nothing(self, attempts: Attempts) -> None:
        await use_up(attempts, "order:1")
        for _ in range(5):
            assert await attempts.take(["order:1", "buyer:1"], LIMIT, WITHIN) is not None
        await use_up(attempts, "buyer:1")

    async def test_scopes_are_counted_each_for_itself(self, attempts: Attempts) -> None:
        await use_up(attempts, "buyer:1", "order:1")
        assert await attempts.take(["buyer:2"], LIMIT, WITHIN) is None
        assert await attempts.take(["buyer:2", "order:1"], LIMIT, WITHIN) == WITHIN

    async def test_tries_fall_out_of_the_window_one_by_one(self, attempts: Attempts, clock: FixedClock) -> None:
        for _ in range(10):
            assert await attempts.take(["buyer:1"], LIMIT, WITHIN) is None
            clock.forward(WITHIN / (LIMIT - 1))

    async def test_who_keeps_coming_back_waits_longer_up_to_a_day(self, attempts: Attempts, clock: FixedClock) -> None:
        waits = []
        for _ in range(10):
            await use_up(attempts, "buyer:1")
            wait = await attempts.take(["buyer:1"], LIMIT, WITHIN)
            assert wait is not None
            waits.append(wait)
            clock.forward(wait)
        assert waits[:4] == [WITHIN, 2 * WITHIN, 4 * WITHIN, 8 * WITHIN]
        assert waits[-1] == timedelta(days=1)

    async def test_after_quiet_days_all_is_forgiven(self, attempts: Attempts, clock: FixedClock) -> None:
        await use_up(attempts, "buyer:1")
        clock.forward(WITHIN)
        await use_up(attempts, "buyer:1")
        clock.forward(timedelta(days=3))
        await use_up(attempts, "buyer:1")
        assert await attempts.take(["buyer:1"], LIMIT, WITHIN) == WITHIN

    async def test_a_success_starts_anew(self, attempts: Attempts) -> None:
        await use_up(attempts, "buyer:1", "order:1")
        await attempts.forget(["buyer:1", "never seen"])
        await use_up(attempts, "buyer:1")
        assert await attempts.take(["order:1"], LIMIT, WITHIN) == WITHIN

    async def test_a_scope_named_twice_is_counted_once(self, attempts: Attempts) -> None:
        await use_up(attempts, "buyer:1", "buyer:1")
        assert await attempts.take(["buyer:1"], LIMIT, WITHIN) is not None

    async def test_no_scope_no_limit(self, attempts: Attempts) -> None:
        assert await attempts.take([], LIMIT, WITHIN) is None

    async def test_many_at_once_do_not_get_more_than_the_limit(self, attempts: Attempts) -> None:
        scopes = ["order:1", "buyer:1", "account:1"]
        orders = [scopes if n % 2 else scopes[::-1] for n in range(20)]
        waits = await asyncio.gather(*(attempts.take(order, 5, WITHIN) for order in orders))
        assert waits.count(None) == 5


async def test_two_processes_share_their_counts(sessions: Sessions, clock: FixedClock) -> None:
    one, other = AttemptsInSql(sessions, clock), AttemptsInSql(sessions, clock)
    await use_up(one, "buyer:1")
    assert await other.take(["buyer:1"], LIMIT, WITHIN) == WITHIN


async def test_what_nobody_has_tried_for_long_is_tidied_away(sessions: Sessions, clock: FixedClock) -> None:
    attempts = AttemptsInSql(sessions, clock)
    await attempts.take(["buyer:1", "buyer:2"], LIMIT, WITHIN)
    clock.forward(timedelta(days=20))
    await attempts.take(["buyer:2"], LIMIT, WITHIN)
    clock.forward(timedelta(days=20))
    assert await attempts.tidy() == 1
    assert await attempts.tidy() == 0


async def test_asking_how_long_to_wait_costs_no_try(attempts: Attempts, clock: FixedClock) -> None:
    for _ in range(5):
        assert await attempts.wait(["buyer:1"], LIMIT, WITHIN) is None
    await use_up(attempts, "buyer:1")
    clock.forward(timedelta(minutes=5))
    assert await attempts.wait(["buyer:1", "order:1"], LIMIT, WITHIN) == timedelta(minutes=10)
    assert await attempts.wait(["order:1"], LIMIT, WITHIN) is None
