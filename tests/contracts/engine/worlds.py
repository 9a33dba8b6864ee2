"""One store with all of the engine's ports on it, in memory or in SQL, and a look at what it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel import Session, col, select

from core.engine import Engine
from core.messages import Address, Event
from core.outbox import Links, Outbox, Threads
from core.ports import Buckets, Mailbox
from core.step import Committed, NewWork
from core.turns import Conversation, ConversationId
from storage.audit import AuditRow
from storage.buckets import BucketsInMemory, BucketsInSql
from storage.codec import outgoing, state_of, ticket_of
from storage.database import Database
from storage.door import Door, DueWork
from storage.mailbox import MailboxInSql
from storage.memory.delivery import LinksInMemory, OutboxInMemory, ThreadsInMemory
from storage.memory.door import DoorInMemory
from storage.memory.kept import Kept
from storage.memory.mailbox import MailboxInMemory
from storage.outbox import LinksInSql, OutboxInSql, ThreadsInSql
from storage.tables import (
    PARKED,
    ConversationRow,
    EventRow,
    OutboxTable,
    ParkedRow,
    TicketRow,
    TimerRow,
    WorkRow,
)
from tests.contracts.engine.script import obedient, sorry


class OpenDoor(Protocol):
    """storage.door.Door and its twin in memory."""

    async def open(self, on_commit: Callable[[Committed], None]) -> None: ...

    async def accept(self, events: Sequence[Event]) -> None: ...

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None: ...

    async def ring_due_timers(self) -> int: ...

    async def due_work(self) -> Sequence[DueWork]: ...

    async def put_off(self, new: NewWork, tries: int, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """A row of the outbox as a test sees it."""

    conversation: int
    seq: int
    text: str
    state: str
    tries: int = 0


class Ledger(Protocol):
    """What is stored, for looking at."""

    async def events(self) -> Sequence[tuple[str, int, int]]:
        """Idempotency key, conversation, seq: by conversation and seq."""

    async def failed(self) -> Sequence[str]:
        """The keys of events on which the engine failed."""

    async def bodies(self) -> str:
        """All that is kept of events, outgoing messages and parked payloads, as one text."""

    async def conversation(self, where: Address) -> Conversation | None: ...

    async def said(self) -> Sequence[Said]: ...

    async def timers(self) -> Sequence[tuple[str, str]]:
        """Name and data."""

    async def work(self) -> Sequence[tuple[str, int]]:
        """Id and tries."""

    async def audit(self) -> Sequence[str]: ...

    async def parked(self) -> Sequence[tuple[str, str]]:
        """Key and cause."""


@dataclass(slots=True)
class World:
    door: OpenDoor
    outbox: Outbox
    links: Links
    threads: Threads
    mailbox: Mailbox
    buckets: Buckets
    ledger: Ledger
    committed: list[Committed] = field(default_factory=list)
    listeners: list[Callable[[Committed], None]] = field(default_factory=list)

    def heard(self, committed: Committed) -> None:
        self.committed.append(committed)
        for tell in self.listeners:
            tell(committed)

    @property
    def handed_over(self) -> list[tuple[str, int | None]]:
        """Text, and the newest row that still waited before it."""
        return [(new.row.message.text, new.after) for commit in self.committed for new in commit.outgoing]

    async def said(self, where: Address) -> list[str]:
        """What that buyer is told, in order."""
        conversation = await self.ledger.conversation(where)
        assert conversation is not None
        return [one.text for one in await self.ledger.said() if one.conversation == conversation.id]


async def in_sql(database: Database, engine: Engine | None = None) -> World:
    world = World(
        Door(database, engine or obedient(), sorry),
        OutboxInSql(database),
        LinksInSql(database),
        ThreadsInSql(database),
        MailboxInSql(database),
        BucketsInSql(database),
        LedgerInSql(database),
    )
    await world.door.open(world.heard)
    return world


async def in_memory(engine: Engine | None = None) -> World:
    kept = Kept()
    world = World(
        DoorInMemory(kept, engine or obedient(), sorry),
        OutboxInMemory(kept),
        LinksInMemory(kept),
        ThreadsInMemory(kept),
        MailboxInMemory(kept),
        BucketsInMemory(),
        LedgerInMemory(kept),
    )
    await world.door.open(world.heard)
    return world


@dataclass(frozen=True, slots=True)
class LedgerInMemory:
    kept: Kept

    async def events(self) -> Sequence[tuple[str, int, int]]:
        found = [(one.id, int(one.conversation), one.seq) for one in self.kept.events.values()]
        return sorted(found, key=lambda one: one[1:])

    async def failed(self) -> Sequence[str]:
        return [one.id for one in self.kept.events.values() if one.parked]

    async def bodies(self) -> str:
        return f"{self.kept.events} {self.kept.outbox} {self.kept.parked}"

    async def conversation(self, where: Address) -> Conversation | None:
        return self.kept.conversations.get(where.key)

    async def said(self) -> Sequence[Said]:
        rows = self.kept.outbox.values()
        return sorted(
            Said(one.row.conversation, one.row.seq, one.row.message.text, one.state, one.row.tries) for one in rows
        )

    async def timers(self) -> Sequence[tuple[str, str]]:
        return sorted((one.timer.name, one.timer.data) for one in self.kept.timers.values())

    async def work(self) -> Sequence[tuple[str, int]]:
        return sorted((id_, one.tries) for id_, one in self.kept.work.items())

    async def audit(self) -> Sequence[str]:
        return [f"{note.action} {note.subject}" for _, note in self.kept.audit]

    async def parked(self) -> Sequence[tuple[str, str]]:
        return sorted((key, one.why) for key, one in self.kept.parked.items())


@dataclass(frozen=True, slots=True)
class LedgerInSql:
    database: Database

    async def events(self) -> Sequence[tuple[str, int, int]]:
        query = select(EventRow).order_by(col(EventRow.conversation), col(EventRow.seq))
        return await self.database.read(lambda db: [(row.id, row.conversation, row.seq) for row in db.exec(query)])

    async def failed(self) -> Sequence[str]:
        query = select(EventRow).where(EventRow.state == PARKED)
        return await self.database.read(lambda db: [row.id for row in db.exec(query)])

    async def bodies(self) -> str:
        def read(db: Session) -> str:
            parts = [*db.exec(select(EventRow.body)), *db.exec(select(OutboxTable.body))]
            return " ".join(map(str, [*parts, *db.exec(select(ParkedRow.payload))]))

        return await self.database.read(read)

    async def conversation(self, where: Address) -> Conversation | None:
        def read(db: Session) -> Conversation | None:
            row = db.exec(select(ConversationRow).where(ConversationRow.key == where.key)).one_or_none()
            if row is None:
                return None
            kept = db.get(TicketRow, row.ticket) if row.ticket else None
            state, matter = state_of(row.state), ticket_of(kept.body) if kept else None
            return Conversation(ConversationId(row.id or 0), state.where, state.buyer, state.memory, matter, row.seq)

        return await self.database.read(read)

    async def said(self) -> Sequence[Said]:
        query = select(OutboxTable).order_by(col(OutboxTable.conversation), col(OutboxTable.seq))

        def read(db: Session) -> Sequence[Said]:
            rows = db.exec(query)
            return [Said(row.conversation, row.seq, outgoing(row.body).text, row.state, row.tries) for row in rows]

        return await self.database.read(read)

    async def timers(self) -> Sequence[tuple[str, str]]:
        return await self.database.read(lambda db: sorted((row.name, row.data) for row in db.exec(select(TimerRow))))

    async def work(self) -> Sequence[tuple[str, int]]:
        return await self.database.read(lambda db: sorted((row.id, row.tries) for row in db.exec(select(WorkRow))))

    async def audit(self) -> Sequence[str]:
        query = select(AuditRow).order_by(col(AuditRow.seq))
        return await self.database.read(lambda db: [f"{row.action} {row.subject}" for row in db.exec(query)])

    async def parked(self) -> Sequence[tuple[str, str]]:
        return await self.database.read(lambda db: sorted((row.key, row.why) for row in db.exec(select(ParkedRow))))
