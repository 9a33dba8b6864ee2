"""Does the work that answers have asked for, outside the turn; the outcome comes in by the door."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Protocol

from core.errors import ShopRemoved, ShopUnavailable, StoreUnavailable
from core.incidentwork import LastingIncidentWork
from core.messages import Event, EventId
from core.replacing import LastingWork
from core.retrying import TELL_AT, next_try
from core.step import NewWork
from core.work import Refusal, Work, WorkDone, subject_of

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 16
SWEEP = timedelta(seconds=1)
PATIENCE = timedelta(seconds=20)
"""A shop that needs longer than this is treated as one that does not answer."""
SLOW = timedelta(seconds=4)
"""Whoever has waited so long for nothing is told at once."""


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
        kind, began = due.new.work, monotonic()
        try:
            outcome = await asyncio.wait_for(self._do(due.new), PATIENCE.total_seconds())
        except ShopRemoved as gone:
            self._observe(kind, "removed")
            await self._store.accept([replace(self._refused(due, Refusal.SHOP_REMOVED, gone), late=_was_told(due))])
        except (ShopUnavailable, TimeoutError) as away:
            slow = monotonic() - began > SLOW.total_seconds()
            await self._silent(due, away, subject_of(kind), slow=slow)
        except StoreUnavailable:  # not the shop's fault: the next sweep finds the work again
            raise
        except Exception as bug:  # one connector's must not stop the others
            log.exception("work failed in an unforeseen way", extra={"work": due.new.id})
            self._observe(kind, "failed")
            await self._silent(due, bug)
        else:
            self._observe(kind, outcome.refusal.value if outcome.refusal else "done")
            await self._store.accept([replace(outcome, late=_was_told(due))])

    async def _silent(self, due: Due, cause: Exception, subject: str = "", *, slow: bool = False) -> None:
        """Tried again a little later; then whoever asked is told, and not left waiting. `subject`: what a buyer will
        be told when the shop is back."""
        self._observe(due.new.work, "silent")
        new, tries = due.new, max(due.tries + 1, TELL_AT if slow else 0)
        told = tries >= TELL_AT and due.tries < TELL_AT
        wait = next_try(tries, lasting=isinstance(new.work, LastingWork | LastingIncidentWork), awaited=bool(subject))
        silent = self._refused(due, Refusal.SHOP_SILENT, cause)
        if wait is None:
            await self._store.accept([replace(silent, late=_was_told(due))])
            return
        if told:  # under a name of its own: told once, and the work itself stays
            named = replace(silent, id=EventId(f"silent:{new.id}"), subject=subject)
            await self._store.accept([replace(named, awaits=EventId(new.id)) if subject else named])
        await self._store.put_off(new, tries, wait.total_seconds())

    def _refused(self, due: Due, refusal: Refusal, cause: Exception) -> WorkDone:
        shop = cause.shop if isinstance(cause, ShopUnavailable) else ""
        return replace(self._blank(due.new), refusal=refusal, shop=shop)


def _was_told(due: Due) -> bool:
    """The buyer knows that the shop is silent and that we come back."""
    return due.tries >= TELL_AT and bool(subject_of(due.new.work))
