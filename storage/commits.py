"""Group commit: whatever has arrived meanwhile goes into one transaction.

One slow or failing piece must not hold up or spoil the others: when a batch fails, each piece runs alone,
and an event that can never be written is parked."""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import asyncpg

from core.errors import StoreUnavailable
from core.messages import Event
from core.step import Committed, event_key
from storage.codec import to_json
from storage.connection import Connection
from storage.connection import Job as Run

MOST_TOGETHER = 256
"""Pieces in one transaction: beyond this a commit gains nothing and the first one waits for the last."""

TRANSIENT = (sqlite3.OperationalError, asyncpg.InterfaceError, OSError)
PERMANENT_IN_POSTGRESQL = ("22", "23", "42")
"""SQLSTATE classes that a repetition does not cure: data, constraint, statement."""

Step = Callable[[Connection, Sequence[Event]], Awaitable[Committed]]


class Transactions(Connection, Protocol):
    """A connection whose transactions we begin and end."""

    async def begin(self) -> None: ...

    async def commit(self) -> None: ...

    async def rollback(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Events for the step, or a job of its own. `finish` is told the result or the exception, after the commit."""

    finish: Callable[[Any], None]
    events: Sequence[Event] = ()
    job: Run[Any] | None = None


@dataclass(frozen=True, slots=True)
class Flushed:
    """`finished`: each piece with its result or exception. `committed`: what the steps have stored."""

    finished: Sequence[tuple[Piece, Any]]
    committed: Sequence[Committed]


async def flush(db: Transactions, pieces: Sequence[Piece], step: Step) -> Flushed:
    try:
        return await _together(db, pieces, step)
    except Exception as cause:
        await db.rollback()
        if len(pieces) == 1:
            return await _last_resort(db, pieces[0], cause, step)
    alone = [await flush(db, [piece], step) for piece in pieces]
    return Flushed([f for one in alone for f in one.finished], [c for one in alone for c in one.committed])


async def _together(db: Transactions, pieces: Sequence[Piece], step: Step) -> Flushed:
    await db.begin()
    events = [event for piece in pieces for event in piece.events]
    committed = [await step(db, events)] if events else []
    finished = [(piece, await piece.job(db) if piece.job else None) for piece in pieces]
    await db.commit()
    return Flushed(finished, committed)


async def _last_resort(db: Transactions, piece: Piece, cause: Exception, step: Step) -> Flushed:
    if is_transient(cause):
        return Flushed([(piece, StoreUnavailable(type(cause).__name__))], ())
    if piece.job is not None:
        return Flushed([(piece, cause)], ())
    if len(piece.events) > 1:
        parts = [await flush(db, [Piece(piece.finish, [event])], step) for event in piece.events]
        failed = [result for part in parts for _, result in part.finished if result is not None]
        return Flushed([(piece, failed[0] if failed else None)], [c for part in parts for c in part.committed])
    await db.begin()
    await park(db, event_key(piece.events[0]), piece.events[0], cause)
    await db.commit()
    return Flushed([(piece, None)], ())


async def park(db: Connection, key: str, event: Event, cause: Exception) -> None:
    row = (key, event.where.key, type(cause).__name__, event.at.timestamp(), to_json(event).encode())
    await db.many("park", [row])


def is_transient(cause: Exception) -> bool:
    """Would the same succeed later?"""
    if isinstance(cause, asyncpg.PostgresError):
        return not (cause.sqlstate or "").startswith(PERMANENT_IN_POSTGRESQL)
    return isinstance(cause, TRANSIENT)
