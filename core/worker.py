"""Does the work that answers have asked for, outside the turn; the outcome comes in by the door."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from core.errors import ShopUnavailable, StoreUnavailable
from core.messages import Event, EventId
from core.replacing import LastingWork
from core.step import NewWork
from core.work import Refusal, Work, WorkDone

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 16
SWEEP = timedelta(seconds=1)
PATIENCE = timedelta(seconds=20)
"""A shop that needs longer than this is treated as one that does not answer."""
TELL_AT = 2
"""After so many tries in vain the buyer is told that the shop is silent."""
SILENT_FOR = timedelta(seconds=2)
LASTING_FIRST, LASTING_LONGEST = timedelta(minutes=1), timedelta(days=1)
"""How long work that is never given up waits after the buyer was told; twice as long each time, up to a day."""


class Due(Protocol):
    """Work as the store keeps it."""

    @property
    def new(self) -> NewWork: ...

    @property
    def tries(self) -> int: ...


class WorkStore(Protocol):
    async def due_work(self) -> Sequence[Due]: ...

    async def put_off(self, new: NewWork, tries: int, seconds: float) -> None: ...

    async def accept(self, events: Sequence[Event]) -> None: ...


Do = Callable[[NewWork], Awaitable[WorkDone]]
Observe = Callable[[Work, str], None]


class Worker:
    """`do` asks the shop; `blank` makes an empty outcome; `observe` is told each kind of work and how it ended."""

    def __init__(
        self,
        store: WorkStore,
        do: Do,
        blank: Callable[[NewWork], WorkDone],
        observe: Observe = lambda _work, _end: None,
    ) -> None:
        self._store = store
        self._do = do
        self._blank = blank
        self._observe = observe
        self._in_hand: set[str] = set()
        self._slots = asyncio.Semaphore(SIDE_BY_SIDE)
        self._kick = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._spawn(self._sweeper())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def notice(self) -> None:
        """New work was stored."""
        self._kick.set()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _sweeper(self) -> None:
        while True:
            try:
                await self._sweep()
            except StoreUnavailable:
                log.warning("the work cannot be read now")
            except Exception:  # without the sweep no work would be done any more
                log.exception("the sweep for work failed in an unforeseen way")
            try:
                async with asyncio.timeout(SWEEP.total_seconds()):  # wait_for may lose the cancellation that ends us
                    await self._kick.wait()
            except TimeoutError:
                continue
            finally:
                self._kick.clear()

    async def _sweep(self) -> None:
        """What was in hand when we looked may be done by now, and is not begun again."""
        before = set(self._in_hand)
        for due in await self._store.due_work():
            if due.new.id not in before | self._in_hand:
                self._in_hand.add(due.new.id)
                self._spawn(self._one(due))

    async def _one(self, due: Due) -> None:
        try:
            async with self._slots:
                await self._done(due)
        except StoreUnavailable:
            log.warning("the outcome of work waits for the store", extra={"work": due.new.id})
        finally:
            self._in_hand.discard(due.new.id)

    async def _done(self, due: Due) -> None:
        kind = due.new.work
        try:
            outcome = await asyncio.wait_for(self._do(due.new), PATIENCE.total_seconds())
        except (ShopUnavailable, TimeoutError):
            await self._silent(due)
        except StoreUnavailable:  # not the shop's fault: the next sweep finds the work again
            raise
        except Exception:  # a bug in one connector must not stop the others
            log.exception("work failed in an unforeseen way", extra={"work": due.new.id})
            self._observe(kind, "failed")
            await self._silent(due)
        else:
            self._observe(kind, outcome.refusal.value if outcome.refusal else "done")
            await self._store.accept([outcome])

    async def _silent(self, due: Due) -> None:
        """Tried again a little later; then whoever asked is told, and not left waiting."""
        self._observe(due.new.work, "silent")
        tries, lasting = due.tries + 1, isinstance(due.new.work, LastingWork)
        silent = replace(self._blank(due.new), refusal=Refusal.SHOP_SILENT)
        if tries >= TELL_AT and not lasting:
            await self._store.accept([silent])
            return
        if tries == TELL_AT:  # under a name of its own: told once, and the work itself stays
            await self._store.accept([replace(silent, id=EventId(f"silent:{due.new.id}"))])
        await self._store.put_off(due.new, tries, _wait_after(tries).total_seconds())


def _wait_after(tries: int) -> timedelta:
    if tries < TELL_AT:
        return SILENT_FOR
    return min(LASTING_LONGEST, LASTING_FIRST * (1 << min(tries - TELL_AT, 11)))
