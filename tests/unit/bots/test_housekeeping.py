"""Chores come when their time has come, and one may come at the start."""

import asyncio
from datetime import datetime, timedelta, tzinfo

import pytest

from bots.housekeeping import Housekeeping
from core.errors import StoreUnavailable

HOUR = timedelta(hours=1)


class AMinuteAgo(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "AMinuteAgo":
        return super().now(tz) - timedelta(minutes=1)


async def test_a_chore_that_is_wanted_at_once_does_not_wait_an_hour() -> None:
    done, late = asyncio.Event(), asyncio.Event()

    async def now() -> None:
        done.set()

    async def later() -> None:
        late.set()

    chores = Housekeeping()
    chores.every(HOUR, now, at_once=True)
    chores.every(HOUR, later)
    chores.start()
    async with asyncio.timeout(30):
        await done.wait()
    chores.stop()
    assert not late.is_set()


async def test_a_store_that_is_away_is_asked_again() -> None:
    asked = asyncio.Queue[int]()

    async def ask() -> None:
        asked.put_nowait(1)
        raise StoreUnavailable

    chores = Housekeeping()
    chores.every(timedelta(milliseconds=20), ask)
    chores.start()
    async with asyncio.timeout(30):
        assert [await asked.get() for _ in range(2)] == [1, 1]
    chores.stop()


async def test_on_a_busy_machine_a_chore_is_late_and_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    done = asyncio.Event()

    async def now() -> None:
        done.set()

    chores = Housekeeping()
    monkeypatch.setattr("bots.housekeeping.datetime", AMinuteAgo)
    chores.every(HOUR, now, at_once=True)
    chores.start()
    async with asyncio.timeout(30):
        await done.wait()
    chores.stop()
