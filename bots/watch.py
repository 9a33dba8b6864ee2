"""The watch over the shops: one task for each, that follows it while this process leads, and hears when the shop calls.

A shop that does not answer is asked more and more seldom; all others go on as ever."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from config.settings import Settings
from core.errors import ShopUnavailable, StoreUnavailable
from core.following import Follower
from core.orderwatch import Rules
from core.ports import Clock
from core.shop import OrderNo
from core.shopparts import CallsBack
from core.watchbook import WatchBook

log = logging.getLogger(__name__)

SELDOM = timedelta(minutes=5)
"""The longest that a shop which does not answer is left alone."""
CALLED = timedelta(seconds=1)
"""A shop that calls all the time is asked no more often."""
KEPT = timedelta(days=90)
PATIENCE = timedelta(seconds=3)
_MOST_CALLS = 1000

Leads = Callable[[], Awaitable[bool]]


def watch_rules(settings: Settings) -> Rules:
    wanted = settings.watchdog
    return Rules(
        late_after=wanted.late_after,
        failed=wanted.failed_payments,
        gather=wanted.gather,
        away_after=wanted.away_after,
    )


class Watcher:
    """Follows one shop. Implements core.shopparts.Poke. `rest`: until it is asked again."""

    def __init__(self, follower: Follower, leads: Leads, every: timedelta) -> None:
        self._follower = follower
        self._leads = leads
        self._every = self.rest = every
        self._called, self._ends = asyncio.Event(), asyncio.Event()
        self._numbers: dict[OrderNo, None] = {}

    async def __call__(self, numbers: Sequence[OrderNo]) -> None:
        """What does not fit is found among the changes all the same."""
        self._numbers |= dict.fromkeys(numbers[: _MOST_CALLS - len(self._numbers)])
        self._called.set()

    async def run(self) -> None:
        """Until its end."""
        while not self._ends.is_set():
            await self.look()
            await _happens(self._called, within=self.rest)
            await _happens(self._ends, within=CALLED)

    def end(self) -> None:
        self._ends.set()
        self._called.set()

    async def look(self) -> None:
        """Once. Whoever was called reads those orders again; the rest is done by the leader."""
        numbers, self._numbers = list(self._numbers), {}
        self._called.clear()
        try:
            await self._asked(numbers)
        except StoreUnavailable:
            log.warning("the watch over %s waits for the store", self._follower.shop.shop)
        except Exception:  # whatever it was, the shop is watched on
            log.exception("the watch over %s stumbled", self._follower.shop.shop)
            self.rest = min(self.rest * 2, SELDOM)

    async def _asked(self, numbers: Sequence[OrderNo]) -> None:
        leads = await self._leads()
        try:
            await self._follower.read_again(numbers)
            if leads:
                await self._follower.catch_up()
        except ShopUnavailable as cause:
            log.warning("the watch over %s gets no answer: %s", self._follower.shop.shop, cause)
            self.rest = min(self.rest * 2, SELDOM)
            if leads:
                await self._follower.silent()
        else:
            self.rest = self._every
            if leads:
                await self._follower.answers()
        if leads:
            await self._follower.report()


class Watch:
    """All watchers. `every`: each shop is looked at so often. `start` and `stop` once each."""

    def __init__(
        self, followers: Sequence[Follower], leads: Leads, book: WatchBook, clock: Clock, every: timedelta
    ) -> None:
        self._watchers = [(one.shop, Watcher(one, leads, every)) for one in followers]
        self._book = book
        self._clock = clock
        self._tasks: list[asyncio.Task[None]] = []

    def be_called(self) -> None:
        """Shops that call us know whom from now on; before their routes are mounted."""
        for shop, watcher in self._watchers:
            if isinstance(shop, CallsBack):
                shop.call_back(watcher)

    def start(self) -> None:
        self._tasks = [asyncio.create_task(watcher.run()) for _, watcher in self._watchers]

    async def stop(self) -> None:
        """What takes too long is broken off; it is told again at the next start, and known by its name then."""
        for _, watcher in self._watchers:
            watcher.end()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=PATIENCE.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def forget(self) -> None:
        """Orders that nothing has happened to for long. Raises: StoreUnavailable."""
        before = self._clock.now() - KEPT
        await self._book.run(lambda shelf: shelf.forget(before))


async def _happens(event: asyncio.Event, within: timedelta) -> None:
    """Or has not happened by then."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within.total_seconds()):
            await event.wait()
