"""Rate limits: never more than the rate in any window, shared by all who ask."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channel import Rate
from storage.buckets import Level, taken
from tests.contracts.engine.worlds import World

SLOW = Rate(1, timedelta(hours=1))
BURST = Rate(1, timedelta(hours=1), burst=5)


@given(
    amount=st.integers(1, 60),
    per=st.floats(0.1, 60),
    burst=st.integers(1, 30),
    pauses=st.lists(st.floats(0, 5), min_size=1, max_size=120),
)
def test_no_window_ever_sees_more_than_the_rate_and_one_burst(
    amount: int, per: float, burst: int, pauses: list[float]
) -> None:
    rate, level, now = Rate(amount, timedelta(seconds=per), burst), Level(), 1000.0
    granted: list[float] = []
    for pause in pauses:
        now += pause
        arrival, wait = taken(level, rate, now)
        if wait == 0:
            level = Level(arrival)
            granted.append(now)
    for n, begin in enumerate(granted):
        for m, end in enumerate(granted[n:], 1):
            allowed = burst + (end - begin) * amount / rate.per.total_seconds()
            assert m <= allowed + 1e-6


@given(amount=st.integers(1, 60), burst=st.integers(1, 30), tokens=st.integers(1, 50))
def test_whoever_waits_as_long_as_he_is_told_gets_his_token(amount: int, burst: int, tokens: int) -> None:
    rate, level, now = Rate(amount, timedelta(seconds=1), burst), Level(), 50.0
    waited = 0.0
    for _ in range(tokens):
        arrival, wait = taken(level, rate, now)
        if wait > 0:
            now, waited = now + wait + 1e-9, waited + wait
            arrival, wait = taken(level, rate, now)
        assert wait == 0
        level = Level(arrival)
    assert waited == pytest.approx(max(0, tokens - burst) / amount, abs=1e-3)


async def test_a_burst_goes_through_and_then_one_waits(world: World) -> None:
    for _ in range(5):
        assert await world.buckets.take([("key", BURST)]) is None
    wait = await world.buckets.take([("key", BURST)])
    assert wait is not None
    assert wait[0] == "key"
    assert timedelta(minutes=59) < wait[1] <= timedelta(hours=1)


async def test_without_one_of_the_tokens_none_is_taken(world: World) -> None:
    assert await world.buckets.take([("chat", SLOW)]) is None
    wait = await world.buckets.take([("account", SLOW), ("chat", SLOW)])
    assert wait is not None
    assert wait[0] == "chat"
    assert await world.buckets.take([("account", SLOW)]) is None


async def test_nothing_wanted_is_nothing_to_wait_for(world: World) -> None:
    assert await world.buckets.take([]) is None


async def test_blocked_means_no_token_before_whatever_the_burst(world: World) -> None:
    await world.buckets.block("key", timedelta(minutes=10))
    await world.buckets.block("key", timedelta(minutes=1))
    wait = await world.buckets.take([("key", Rate(100, timedelta(seconds=1), burst=50))])
    assert wait is not None
    assert timedelta(minutes=9) < wait[1] <= timedelta(minutes=10)
    assert await world.buckets.take([("other", SLOW)]) is None


async def test_after_the_rest_it_goes_on(world: World) -> None:
    await world.buckets.take([("key", Rate(100, timedelta(seconds=1), burst=5))])
    await world.buckets.block("key", timedelta(seconds=-1))
    assert await world.buckets.take([("key", Rate(100, timedelta(seconds=1), burst=5))]) is None


async def test_many_at_once_get_no_more_than_there_is(world: World) -> None:
    wanted = [("a", BURST), ("b", BURST)]
    results = await asyncio.gather(*(world.buckets.take(wanted if n % 2 else wanted[::-1]) for n in range(40)))
    assert results.count(None) == 5
