"""The door for everything that comes in: stored and answered in one step, or refused for later; timers and work too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time

from core.engine import Engine
from core.messages import Address, Event, Person, PersonId, TimerRang
from core.step import Apologise, Committed, NewWork, ring_id, step
from storage.codec import from_json, work_of
from storage.commits import writable
from storage.connection import Connection, Row
from storage.database import Database
from storage.step_in_sql import SqlStep


@dataclass(frozen=True, slots=True)
class DueWork:
    """Work to be done, and how often it was tried in vain."""

    new: NewWork
    tries: int


class Door:
    """`on_commit` is called on the event loop with what each commit left to do."""

    def __init__(self, database: Database, engine: Engine, apologise: Apologise) -> None:
        self._db = database
        self._engine = engine
        self._apologise = apologise

    async def open(self, on_commit: Callable[[Committed], None]) -> None:
        await self._db.open(self._step, on_commit)

    async def _step(self, connection: Connection, events: Sequence[Event]) -> Committed:
        return await step(SqlStep(connection), events, self._engine, self._apologise)

    async def accept(self, events: Sequence[Event]) -> None:
        """Raises: StoreUnavailable."""
        await self._db.submit(events)

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        """Raises: StoreUnavailable."""
        row = (writable(f"{where.key}/{key}"), writable(where.key), writable(why), time(), payload)
        await self._db.run(lambda db: db.many("park", [row]))

    async def ring_due_timers(self) -> int:
        """Lets every timer that is due ring; how many. Raises: StoreUnavailable."""
        rows = await self._db.look(lambda db: db.rows("due_timers", now=time()))
        if rows:
            await self.accept([_rang(row) for row in rows])
        return len(rows)

    async def due_work(self) -> Sequence[DueWork]:
        """Work of ours that is due, and that of processes that are gone. Raises: StoreUnavailable."""
        living = await self._db.living()
        alive, newest = list(living.epochs), living.newest

        async def claim(db: Connection) -> Sequence[Row]:
            await db.rows("claim_work", me=db.epoch, now=time(), alive=alive, newest=newest)
            return await db.rows("my_work", me=db.epoch, now=time())

        return [_due(row) for row in await self._db.run(claim)]

    async def put_off(self, new: NewWork, tries: int, seconds: float) -> None:
        """Work that was tried so often in vain. Raises: StoreUnavailable."""
        row = (time() + seconds, tries, new.id)
        await self._db.run(lambda db: db.many("put_off_work", [row]))


def _rang(row: Row) -> TimerRang:
    conversation, name, seq, where, data = row
    return TimerRang(
        id=ring_id((conversation, name, seq)),
        at=datetime.now(UTC),
        where=from_json(Address, where),
        sender=Person(PersonId("clock")),
        name=name,
        data=data,
    )


def _due(row: Row) -> DueWork:
    id_, tries, kind, where, buyer, body = row
    return DueWork(NewWork(id_, from_json(Address, where), from_json(Person, buyer), work_of(kind, body)), tries)
