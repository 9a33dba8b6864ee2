"""Group commit: whatever has arrived meanwhile goes into one transaction.

One failing piece must not spoil the others: a batch that fails is halved until the piece is found,
and an event that can never be written is parked."""

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import asyncpg

from core.errors import StoreUnavailable
from core.messages import Event, TimerRang
from core.step import Committed, event_key, setting_of
from core.turns import WorkDone
from storage.codec import to_json
from storage.connection import Connection
from storage.connection import Job as Run

log = logging.getLogger(__name__)

MOST_TOGETHER = 256
"""Pieces in one transaction: beyond this a commit gains nothing and the first one waits for the last."""

TRANSIENT = (sqlite3.OperationalError, asyncpg.InterfaceError, OSError)
PERMANENT_IN_POSTGRESQL = ("22", "23", "42")
"""SQLSTATE classes that a repetition does not cure: data, constraint, statement."""
CONFLICT_IN_POSTGRESQL = "40"
"""SQLSTATE class of a deadlock or of concurrent changes: the database is there, and smaller transactions go through."""

Step = Callable[[Connection, Sequence[Event]], Awaitable[Committed]]


class Transactions(Connection, Protocol):
    """A connection whose transactions we begin and end."""

    async def begin(self) -> None: ...

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Events for the step, or a job of its own. `finish` is told the result or the exception, after the commit.

    `order`: jobs of one transaction run in this order, as they lock."""

    finish: Callable[[Any], None]
    events: Sequence[Event] = ()
    job: Run[Any] | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Flushed:
    """`finished`: each piece with its result or exception. `committed`: what the steps have stored."""

    finished: Sequence[tuple[Piece, Any]]
    committed: Sequence[Committed]


async def flush(db: Transactions, pieces: Sequence[Piece], step: Step) -> Flushed:
    """Never waits for a database that is away: all pieces are told so at once."""
    try:
        return await _together(db, pieces, step)
    except Exception as cause:
        await db.rollback()
        if is_transient(cause) and (len(pieces) == 1 or not _is_conflict(cause)):
            return Flushed([(piece, StoreUnavailable(type(cause).__name__)) for piece in pieces], ())
        if len(pieces) == 1:
            return await _last_resort(db, pieces[0], cause, step)
    half = len(pieces) // 2
    parts = [await flush(db, part, step) for part in (pieces[:half], pieces[half:])]
    return Flushed([f for part in parts for f in part.finished], [c for part in parts for c in part.committed])


def tell(flushed: Flushed, on_commit: Callable[[Committed], None]) -> None:
    """Hands on what was stored, and wakes those who wait for it, come what may."""
    for committed in flushed.committed:
        try:
            on_commit(committed)
        except Exception:  # the sweeps find it; but whoever waits must not wait for ever
            log.exception("what was committed could not be handed over")
    for piece, result in flushed.finished:
        piece.finish(result)


async def _together(db: Transactions, pieces: Sequence[Piece], step: Step) -> Flushed:
    await db.begin()
    events = [event for piece in pieces for event in piece.events]
    committed = [await step(db, events)] if events else []
    in_order = sorted(pieces, key=lambda piece: piece.order) if len(pieces) > 1 else pieces
    finished = [(piece, await piece.job(db) if piece.job else None) for piece in in_order]
    await db.commit()
    return Flushed(finished, committed)


async def _last_resort(db: Transactions, piece: Piece, cause: Exception, step: Step) -> Flushed:
    if piece.job is not None:
        return Flushed([(piece, cause)], ())
    if len(piece.events) > 1:
        parts = [await flush(db, [Piece(piece.finish, [event])], step) for event in piece.events]
        failed = [result for part in parts for _, result in part.finished if result is not None]
        return Flushed([(piece, failed[0] if failed else None)], [c for part in parts for c in part.committed])
    try:
        await db.begin()
        await _park(db, piece.events[0], cause)
        await db.commit()
    except Exception as again:
        await db.rollback()
        log.error("an event could not even be parked", extra={"cause": type(again).__name__})  # noqa: TRY400 - its text holds data
        return Flushed([(piece, StoreUnavailable(type(again).__name__))], ())
    return Flushed([(piece, None)], ())


async def _park(db: Connection, event: Event, cause: Exception) -> None:
    """A timer or work whose event cannot be written is done with, or it would come again and again."""
    if isinstance(event, WorkDone):
        await db.many("work_done", [(event.id,)])
    elif isinstance(event, TimerRang):
        await db.many("rung_timer", [setting_of(event)])
    key, where = writable(event_key(event)), writable(event.where.key)
    await db.many("park", [(key, where, type(cause).__name__, event.at.timestamp(), _payload(event))])


def _payload(event: Event) -> bytes:
    try:
        return to_json(event).encode()
    except UnicodeEncodeError:
        return repr(event).encode("utf-8", "backslashreplace")


def writable(text: str) -> str:
    """Without what a database refuses in a text: NUL (PostgreSQL) and lone surrogates (both)."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()


def is_transient(cause: Exception) -> bool:
    """Would the same succeed later?"""
    if isinstance(cause, asyncpg.PostgresError):
        return not (cause.sqlstate or "").startswith(PERMANENT_IN_POSTGRESQL)
    return isinstance(cause, TRANSIENT)


def _is_conflict(cause: Exception) -> bool:
    return isinstance(cause, asyncpg.PostgresError) and (cause.sqlstate or "").startswith(CONFLICT_IN_POSTGRESQL)
