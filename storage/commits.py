"""Group commit: whatever has arrived meanwhile goes into one transaction.

One failing piece must not spoil the others: a batch that fails is halved until the piece is found,
and an event that can never be written is parked."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol

import asyncpg
from msgspec import Struct

from core.errors import StoreUnavailable
from core.messages import Event, TimerRang
from core.step import Committed, event_key, setting_of
from core.work import WorkDone
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


class Piece(Struct, frozen=True):
    """Events for the step, or a job of its own. `promise` gets the result or the exception, after the commit.

    `order`: jobs of one transaction run in this order, as they lock."""

    promise: asyncio.Future[Any]
    events: Sequence[Event] = ()
    job: Run[Any] | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Flushed:
    """`finished`: each piece with its result or exception. `committed`: what the steps have stored."""

    finished: Sequence[tuple[Piece, Any]]
    committed: Sequence[Committed] = ()


Told = Callable[[Flushed], None]


async def flush(db: Transactions, pieces: Sequence[Piece], step: Step, told: Told) -> None:
    """`told` after each transaction. Never waits for a database that is away: all pieces are told so at once."""
    try:
        flushed = await _together(db, pieces, step)
    except Exception as cause:
        await db.rollback()
        failure = cause
    else:
        told(flushed)
        return
    if is_transient(failure) and (len(pieces) == 1 or not _is_conflict(failure)):
        told(Flushed([(piece, StoreUnavailable(type(failure).__name__)) for piece in pieces]))
    elif len(pieces) == 1:
        await _last_resort(db, pieces[0], failure, (step, told))
    else:
        half = len(pieces) // 2
        await flush(db, pieces[:half], step, told)
        await flush(db, pieces[half:], step, told)


def fulfil(promise: asyncio.Future[Any], result: Any) -> None:
    """Wakes who waits for it, if he still does; an exception is raised there."""
    if promise.done():
        return
    if isinstance(result, Exception):
        promise.set_exception(result)
    else:
        promise.set_result(result)


def tell(flushed: Flushed, on_commit: Callable[[Committed], None]) -> None:
    """Hands on what was stored, and wakes those who wait for it, come what may."""
    for committed in flushed.committed:
        try:
            on_commit(committed)
        except Exception:  # the sweeps find it; but whoever waits must not wait for ever
            log.exception("what was committed could not be handed over")
    for piece, result in flushed.finished:
        fulfil(piece.promise, result)


async def _together(db: Transactions, pieces: Sequence[Piece], step: Step) -> Flushed:
    await db.begin()
    events = [event for piece in pieces for event in piece.events]
    committed = [await step(db, events)] if events else []
    in_order = sorted(pieces, key=attrgetter("order")) if len(pieces) > 1 else pieces
    finished = [(piece, await piece.job(db) if piece.job else None) for piece in in_order]
    await db.commit()
    return Flushed(finished, committed)


async def _last_resort(db: Transactions, piece: Piece, cause: Exception, way: tuple[Step, Told]) -> None:
    step, told = way
    if piece.job is not None:
        told(Flushed([(piece, cause)]))
    elif len(piece.events) > 1:
        results: list[Any] = []

        def part(flushed: Flushed) -> None:
            results.extend(result for _, result in flushed.finished)
            told(Flushed((), flushed.committed))

        for event in piece.events:
            await flush(db, [Piece(piece.promise, [event])], step, part)
        failed = [result for result in results if result is not None]
        told(Flushed([(piece, failed[0] if failed else None)]))
    else:
        told(Flushed([(piece, await _parked(db, piece.events[0], cause))]))


async def _parked(db: Transactions, event: Event, cause: Exception) -> Exception | None:
    try:
        await db.begin()
        await _park(db, event, cause)
        await db.commit()
    except Exception as again:
        await db.rollback()
        log.error("an event could not even be parked", extra={"cause": type(again).__name__})  # noqa: TRY400 - its text holds data
        return StoreUnavailable(type(again).__name__)
    return None


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
