"""PostgreSQL: a few flushers with group commit, row locks instead of one writer, an advisory lock as sign of life.

No broker: rows are handed over after commit or claimed; NOTIFY is a hint, once per batch, and polling is the truth."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import time
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy import Connection as SqlConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from core.errors import StoreUnavailable
from core.messages import Event
from core.step import Committed
from storage.commits import MOST_TOGETHER, Flushed, Piece, Step, flush, is_transient
from storage.connection import Job, Row
from storage.hints import Hints
from storage.statements import Statement, compiled

T = TypeVar("T")

READERS = 4
FLUSHERS = 2
"""Two transactions in flight hide one another's round trips; more only wait for the same rows."""
LIFE = 0x4B44
AUDIT = 0x4B45
"""Classes of advisory locks: (LIFE, epoch) is held by a living process, (AUDIT, 0) by who appends to the audit log."""
COMMAND_TIMEOUT = 30.0
RETRY = 0.5
HINT_PAUSE = 0.005
"""Seconds; NOTIFY takes a lock of the whole database at commit, so hints are gathered."""


class PostgresConnection:
    """Implements storage.commits.Transactions on one asyncpg connection, which it opens anew when it was lost."""

    def __init__(self, url: str, statements: dict[str, Statement], epoch: int, raw: Any = None) -> None:
        self._url = url
        self._statements = statements
        self._raw: asyncpg.Connection[Any] | None = raw
        self.epoch = epoch

    async def begin(self) -> None:
        if self._raw is None or self._raw.is_closed():
            self._raw = await asyncpg.connect(self._url, command_timeout=COMMAND_TIMEOUT)
        await self._raw.execute("BEGIN")

    async def commit(self) -> None:
        await self._live.execute("COMMIT")

    async def rollback(self) -> None:
        """A connection that cannot even roll back is dropped: its transaction is gone with it."""
        if self._raw is None:
            return
        try:
            if self._raw.is_in_transaction():
                await self._raw.execute("ROLLBACK")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._raw.terminate()
            self._raw = None

    async def rows(self, statement: str, /, **values: Any) -> Sequence[Row]:
        chosen = self._statements[statement]
        found: Sequence[Row] = await self._live.fetch(chosen.sql, *chosen.arguments(values))
        return found

    async def many(self, statement: str, rows: Sequence[Row], /) -> None:
        await self._live.executemany(self._statements[statement].sql, rows)

    async def lock_audit(self) -> None:
        await self._live.execute(f"SELECT pg_advisory_xact_lock({AUDIT}, 0)")

    async def now(self) -> float:
        return float(await self._live.fetchval("SELECT extract(epoch FROM clock_timestamp())::float8"))

    async def close(self) -> None:
        if self._raw is not None:
            await self._raw.close()

    @property
    def _live(self) -> "asyncpg.Connection[Any]":
        if self._raw is None:
            raise asyncpg.InterfaceError("no transaction was begun")
        return self._raw


class PostgresDatabase:
    """Implements storage.database.Database."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=4)
        self._statements = compiled("postgresql")
        self._hints = Hints()
        self._queue: asyncio.Queue[Piece] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._waiting: WeakKeyDictionary[asyncio.Future[Any], None] = WeakKeyDictionary()
        self._unsent: set[str] = set()
        self._some_hints = asyncio.Event()
        self._opened = False
        self.epoch = 0

    async def open(self, step: Step, on_commit: Callable[[Committed], None]) -> None:
        self._life = await self._begin_life()
        self._connections = [PostgresConnection(self._url, self._statements, self.epoch) for _ in range(FLUSHERS)]
        self._tasks = [asyncio.create_task(self._flusher(one, step, on_commit)) for one in self._connections]
        self._tasks += [asyncio.create_task(self._stay_alive()), asyncio.create_task(self._notify())]
        self._readers = await asyncpg.create_pool(self._url, min_size=1, max_size=READERS)
        self._opened = True

    async def _begin_life(self) -> "asyncpg.Connection[Any]":
        """Takes a new epoch, and the lock that shows the others that we live."""
        life = await asyncpg.connect(self._url, command_timeout=COMMAND_TIMEOUT)
        self.epoch = await life.fetchval("INSERT INTO nodes (started_at) VALUES ($1) RETURNING epoch", time())
        await life.execute(f"SELECT pg_advisory_lock({LIFE}, {self.epoch})")
        await life.add_listener("kamidesk", self._heard)
        return life

    async def _stay_alive(self) -> None:
        """Reconnects the session that holds our lock, should the database have been away."""
        while True:
            await asyncio.sleep(RETRY)
            try:
                await self._life.execute("SELECT 1")
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._revive()

    async def _revive(self) -> None:
        """The others may have taken our rows meanwhile: under a new epoch we own only what comes from now on."""
        self._life.terminate()
        try:
            self._life = await self._begin_life()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return
        for connection in self._connections:
            connection.epoch = self.epoch
        self._hints.tell("epoch", str(self.epoch))

    async def _notify(self) -> None:
        """Sends the hints that came together meanwhile, in one commit."""
        while True:
            await self._some_hints.wait()
            self._some_hints.clear()
            texts, self._unsent = sorted(self._unsent), set()
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                async with self._readers.acquire() as raw:
                    await raw.execute("SELECT pg_notify('kamidesk', one) FROM unnest($1::text[]) AS one", texts)
            await asyncio.sleep(HINT_PAUSE)

    def _heard(self, *notification: Any) -> None:
        epoch, topic, text = str(notification[-1]).split(" ", 2)
        if epoch != str(self.epoch):
            self._hints.tell(topic, text)

    async def submit(self, events: Sequence[Event]) -> None:
        await self._queued(lambda finish: Piece(finish, events))

    async def run(self, job: Job[T]) -> T:
        result: T = await self._queued(lambda finish: Piece(finish, job=job))
        return result

    async def _queued(self, piece: Callable[[Callable[[Any], None]], Piece]) -> Any:
        if not self._opened:
            raise StoreUnavailable("closed")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[future] = None

        def finish(result: Any) -> None:
            if future.done():
                return
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)

        self._queue.put_nowait(piece(finish))
        return await future

    async def _flusher(self, db: PostgresConnection, step: Step, on_commit: Callable[[Committed], None]) -> None:
        while True:
            pieces = [await self._queue.get()]
            while len(pieces) < MOST_TOGETHER and not self._queue.empty():
                pieces.append(self._queue.get_nowait())
            flushed = await self._flushed(db, pieces, step)
            for committed in flushed.committed:
                on_commit(committed)
            for piece, result in flushed.finished:
                piece.finish(result)

    async def _flushed(self, db: PostgresConnection, pieces: Sequence[Piece], step: Step) -> Flushed:
        """While the database is away everything is told so at once; nothing waits for its return."""
        try:
            return await flush(db, pieces, step)
        except Exception as cause:
            await db.rollback()
            answer = StoreUnavailable(type(cause).__name__) if is_transient(cause) else cause
            return Flushed([(piece, answer) for piece in pieces], ())

    async def look(self, job: Job[T]) -> T:
        try:
            async with self._readers.acquire() as raw:
                return await job(PostgresConnection(self._url, self._statements, self.epoch, raw))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as cause:
            raise StoreUnavailable(type(cause).__name__) from cause

    async def connected(self, job: Callable[[SqlConnection], T]) -> T:
        async def work() -> T:
            async with self._engine.begin() as connection:
                return await connection.run_sync(job)

        return await _translated(work())

    async def read(self, job: Callable[[Session], T]) -> T:
        async def reading() -> T:
            async with AsyncSession(self._engine, expire_on_commit=False) as session:
                return await session.run_sync(lambda sync: job(_session(sync)))

        return await _translated(reading())

    async def write(self, job: Callable[[Session], T]) -> T:
        async def writing() -> T:
            async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
                return await session.run_sync(lambda sync: job(_session(sync)))

        return await _translated(writing())

    async def alive(self) -> Sequence[int]:
        """Who holds his lock of life."""
        rows = await self._life.fetch(
            "SELECT objid::bigint AS epoch FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND granted", LIFE
        )
        return [int(row["epoch"]) for row in rows] or [self.epoch]

    def hint(self, topic: str, text: str) -> None:
        """Within this process at once; to the others with NOTIFY."""
        self._hints.tell(topic, text)
        self._unsent.add(f"{self.epoch} {topic} {text}")
        self._some_hints.set()

    def listen(self, topic: str, tell: Callable[[str], None]) -> None:
        self._hints.listen(topic, tell)

    async def close(self) -> None:
        if self._opened:
            self._opened = False
            await self._drained()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            for connection in self._connections:
                await connection.close()
            await self._readers.close()
            await self._life.close()
        await self._engine.dispose()

    async def _drained(self) -> None:
        pending = [future for future in self._waiting if not future.done()]
        if pending:
            await asyncio.wait(pending, timeout=COMMAND_TIMEOUT)


def _session(sync: Any) -> Session:
    assert isinstance(sync, Session)
    return sync


async def _translated(work: Awaitable[T]) -> T:
    try:
        return await work
    except (DBAPIError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as cause:
        if isinstance(cause, DBAPIError) and not cause.connection_invalidated and not isinstance(cause.orig, OSError):
            raise
        raise StoreUnavailable(type(cause).__name__) from cause
