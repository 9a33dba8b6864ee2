"""The door in memory: the same signatures as storage.door.Door."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import time

from core.engine import Engine
from core.messages import Address, Event, Person, PersonId, TimerRang
from core.step import Apologise, Committed, NewWork, SetTimer, event_key, ring_id, setting_of, step
from core.work import WorkDone
from storage.door import DueWork
from storage.memory.kept import Kept, KeptPayload
from storage.memory.step import StepInMemory


class DoorInMemory:
    """`on_commit` is called before `accept` returns."""

    def __init__(self, kept: Kept, engine: Engine, apologise: Apologise) -> None:
        self._kept = kept
        self._engine = engine
        self._apologise = apologise
        self._on_commit: Callable[[Committed], None] = lambda _: None

    async def open(self, on_commit: Callable[[Committed], None]) -> None:
        self._on_commit = on_commit

    async def accept(self, events: Sequence[Event]) -> None:
        """Raises: StoreUnavailable."""
        self._kept.reach()
        try:
            committed = await step(StepInMemory(self._kept), events, self._engine, self._apologise)
        except Exception as cause:  # as in SQL: the others go on, and this one is kept for people to look at
            if len(events) == 1:
                self._park(events[0], cause)
            for event in events if len(events) > 1 else ():
                await self.accept([event])
        else:
            self._on_commit(committed)

    def _park(self, event: Event, cause: Exception) -> None:
        if isinstance(event, WorkDone):
            self._kept.work.pop(event.id, None)
        elif isinstance(event, TimerRang):
            conversation, name, _ = setting_of(event)
            self._kept.timers.pop((conversation, name), None)
        payload = repr(event).encode("utf-8", "backslashreplace")
        self._kept.parked[event_key(event)] = KeptPayload(event.where.key, type(cause).__name__, payload)

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        """Raises: StoreUnavailable."""
        self._kept.reach()
        self._kept.parked.setdefault(f"{where.key}/{key}", KeptPayload(where.key, why, payload))

    async def ring_due_timers(self) -> int:
        """Lets every timer that is due ring; how many. Raises: StoreUnavailable."""
        self._kept.reach()
        now = datetime.now(UTC)
        due = [timer for timer in self._kept.timers.values() if timer.at + timer.timer.after <= now]
        if due:
            await self.accept([_rang(timer, now) for timer in due])
        return len(due)

    async def due_work(self) -> Sequence[DueWork]:
        """Raises: StoreUnavailable."""
        self._kept.reach()
        now = time()
        return [DueWork(one.new, one.tries) for one in self._kept.work.values() if one.due <= now]

    async def put_off(self, new: NewWork, tries: int, seconds: float) -> None:
        """Work that was tried so often in vain. Raises: StoreUnavailable."""
        self._kept.reach()
        work = self._kept.work.get(new.id)
        if work is not None:
            self._kept.work[new.id] = replace(work, due=time() + seconds, tries=tries)


def _rang(timer: SetTimer, now: datetime) -> TimerRang:
    return TimerRang(
        id=ring_id((timer.conversation, timer.timer.name, timer.seq)),
        at=now,
        where=timer.where,
        sender=Person(PersonId("clock")),
        name=timer.timer.name,
        data=timer.timer.data,
    )
