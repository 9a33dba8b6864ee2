"""What happens by the clock: timers ring on every process, tidying on one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.errors import StoreUnavailable

log = logging.getLogger(__name__)

Chore = Callable[[], Awaitable[object]]


class Housekeeping:
    """Chores at their intervals, each at most once at a time. A store that is away is no reason to stop."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def every(self, interval: timedelta, chore: Chore, *, at_once: bool = False) -> None:
        """`at_once`: for the first time at the start, else when the interval is over."""
        first = {"next_run_time": datetime.now(UTC)} if at_once else {}
        once = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}  # late (a busy machine) is not never
        self._scheduler.add_job(_patient(chore), "interval", seconds=interval.total_seconds(), **once, **first)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)


def _patient(chore: Chore) -> Chore:
    async def done() -> None:
        try:
            await chore()
        except StoreUnavailable:
            log.warning("%s waits for the store", getattr(chore, "__name__", "a chore"))
        except asyncio.CancelledError:  # `stop` in the middle of it: the scheduler would call that a failure
            log.debug("%s was broken off", getattr(chore, "__name__", "a chore"))

    return done
