"""The audit log: append-only, each entry holding the hash of the one before, so that no past entry can be changed.

What the chain cannot show is that entries at its end were cut off: compare the head with one noted down earlier."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Float, Text
from sqlmodel import Field, Session, SQLModel, col, select

from core.turns import AuditNote
from storage.sessions import Sessions
from storage.tables import Big

GENESIS = "0" * 64
PAGE = 2000


class AuditRow(SQLModel, table=True):
    """`seq` counts from 1 without gaps. `at`: seconds since 1970 (UTC)."""

    __tablename__ = "audit"

    seq: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    at: float = Field(sa_column=Column(Float, nullable=False))
    actor: str = Field(sa_column=Column(Text, nullable=False))
    action: str = Field(sa_column=Column(Text, nullable=False))
    subject: str = Field(sa_column=Column(Text, nullable=False, index=True))
    previous: str = Field(sa_column=Column(Text, nullable=False))
    hash: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What is chained. `at`: seconds since 1970 (UTC)."""

    seq: int
    at: float
    actor: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A record in its place in the chain."""

    record: AuditRecord
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """`broken`: the seq of the first entry that does not fit; None: all is well. `head`: the hash of the last one."""

    entries: int
    broken: int | None
    head: str


def chain(previous: str, record: AuditRecord) -> str:
    """SHA-256, hexadecimal, over the JSON list [previous, seq, microseconds, actor, action, subject]."""
    fields = [previous, record.seq, round(record.at * 1_000_000), record.actor, record.action, record.subject]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode("ascii")).hexdigest()


def links(last: tuple[int, str] | None, notes: Iterable[AuditNote], at: datetime) -> list[AuditEntry]:
    """The entries to append for `notes`; `last`: seq and hash of the last entry, None for an empty log."""
    seq, previous = last or (0, GENESIS)
    entries = []
    for note in notes:
        seq += 1
        record = AuditRecord(seq, at.timestamp(), note.actor, note.action, note.subject)
        entries.append(AuditEntry(record, previous, chain(previous, record)))
        previous = entries[-1].hash
    return entries


def verify(entries: Iterable[AuditEntry], last: tuple[int, str] | None = None) -> int | None:
    """The seq of the first entry that does not follow from those before it (a gap counts as the entry after it).

    `last`: seq and hash of the entry before the first of `entries`; None when they start at the beginning."""
    seq, previous = last or (0, GENESIS)
    for entry in entries:
        fits = entry.record.seq == seq + 1 and entry.previous == previous
        if not fits or entry.hash != chain(previous, entry.record):
            return entry.record.seq
        seq, previous = entry.record.seq, entry.hash
    return None


async def verify_audit(sessions: Sessions, page_size: int = PAGE) -> AuditVerdict:
    """Goes through the whole log, page by page. Raises: StoreUnavailable."""
    last: tuple[int, str] | None = None
    count = 0
    while page := await read_audit(sessions, after=last[0] if last else None, limit=page_size):
        broken = verify(page, last)
        if broken is not None:
            return AuditVerdict(count + [entry.record.seq for entry in page].index(broken), broken, _head(last))
        last = (page[-1].record.seq, page[-1].hash)
        count += len(page)
    return AuditVerdict(count, None, _head(last))


async def read_audit(
    sessions: Sessions, *, after: int | None = None, subject: str | None = None, limit: int = PAGE
) -> Sequence[AuditEntry]:
    """Entries by seq: those after `after`, about `subject`. Raises: StoreUnavailable."""
    query = select(AuditRow).order_by(col(AuditRow.seq)).limit(limit)
    if after is not None:
        query = query.where(AuditRow.seq > after)
    if subject is not None:
        query = query.where(AuditRow.subject == subject)

    def read(session: Session) -> Sequence[AuditEntry]:
        return [_entry(row) for row in session.exec(query)]

    return await sessions.read(read)


def moment(entry: AuditEntry) -> datetime:
    return datetime.fromtimestamp(entry.record.at, UTC)


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(AuditRecord(row.seq, row.at, row.actor, row.action, row.subject), row.previous, row.hash)


def _head(last: tuple[int, str] | None) -> str:
    return last[1] if last else GENESIS
