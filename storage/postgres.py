"""PostgreSQL: a few flushers with group commit, row locks instead of one writer, an advisory lock as sign of life.

No broker: rows are handed over after commit or claimed; NOTIFY is a hint, once per batch, and polling is the truth."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
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
from storage.commits import MOST_TOGETHER, Flushed, Piece, Step, Told, flush, tell
from storage.connection import Job, Living
from storage.hints import Hints
from storage.postgres_connection import COMMAND_TIMEOUT, CONNECT_TIMEOUT, LOST, PostgresConnection, connect
from storage.statements import compiled

log = logging.getLogger(__name__)

T = TypeVar("T")

READERS = 4
FLUSHERS = 2
"""Two transactions in flight hide one another's round trips; more only wait for the same rows."""
LIFE = 0x4B44
"""Class of advisory locks: (LIFE, epoch) is held by a living process."""
LIVING = """
SELECT objid::bigint AS epoch FROM pg_locks
WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
RETRY = 0.5
HINT_PAUSE = 0.005
"""Seconds; NOTIFY takes a lock of the whole database at commit, so hints are gathered."""


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
        life = await connect(self._url)
        try:
            await life.add_listener("kamidesk", self._heard)
            async with life.transaction():  # nobody may see the epoch before it is locked
                epoch = await life.fetchval("INSERT INTO nodes (started_at) VALUES ($1) RETURNING epoch", time())
                await life.execute(f"SELECT pg_advisory_lock({LIFE}, {epoch})")
        except BaseException:  # also when we are stopped in the middle: nobody else knows this session
            life.terminate()
            raise
        self.epoch = int(epoch)
        return life

    async def _stay_alive(self) -> None:
        """Reconnects the session that holds our lock, should the database have been away."""
        while True:
            await asyncio.sleep(RETRY)
            try:
                await self._life.execute("SELECT 1")
            except LOST:
                await self._revive()

    async def _revive(self) -> None:
        """The others may have taken our rows meanwhile: under a new epoch we own only what comes from now on."""
        self._life.terminate()
        try:
            self._life = await self._begin_life()
        except LOST:
            return
        self._hints.tell("epoch", str(self.epoch))

    async def _notify(self) -> None:
        """Sends the hints that came together meanwhile, in one commit."""
        while True:
            await self._some_hints.wait()
            self._some_hints.clear()
            texts, self._unsent = sorted(self._unsent), set()
            with suppress(*LOST):
                async with self._readers.acquire() as raw:
                    await raw.execute("SELECT pg_notify('kamidesk', one) FROM unnest($1::text[]) AS one", texts)
            await asyncio.sleep(HINT_PAUSE)

    def _heard(self, *notification: Any) -> None:
        epoch, topic, text = str(notification[-1]).split(" ", 2)
        if epoch != str(self.epoch):
            self._hints.tell(topic, text)

    async def submit(self, events: Sequence[Event]) -> None:
        await self._queued(lambda promise: Piece(promise, events))

    async def run(self, job: Job[T], order: str = "") -> T:
        result: T = await self._queued(lambda promise: Piece(promise, job=job, order=order))
        return result

    async def _queued(self, piece: Callable[[asyncio.Future[Any]], Piece]) -> Any:
        if not self._opened:
            raise StoreUnavailable("closed")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[future] = None
        self._queue.put_nowait(piece(future))
        return await future

    async def _flusher(self, db: PostgresConnection, step: Step, on_commit: Callable[[Committed], None]) -> None:
        while True:
            pieces = [await self._queue.get()]
            while len(pieces) < MOST_TOGETHER and not self._queue.empty():
                pieces.append(self._queue.get_nowait())
            db.epoch = self.epoch
            await self._flush(db, pieces, step, lambda flushed: tell(self._ours(db, flushed), on_commit))

    async def _flush(self, db: PostgresConnection, pieces: Sequence[Piece], step: Step, told: Told) -> None:
        """The flusher must live: whatever goes wrong is told to those who wait."""
        try:
            await flush(db, pieces, step, told)
        except Exception as cause:
            log.error("a batch failed in an unforeseen way", extra={"cause": type(cause).__name__})  # noqa: TRY400
            await db.rollback()
            told(Flushed([(piece, StoreUnavailable(type(cause).__name__)) for piece in pieces]))

    def _ours(self, db: PostgresConnection, flushed: Flushed) -> Flushed:
        """Rows of an epoch that has ended meanwhile are not ours to send: they will be adopted, perhaps by others."""
        if db.epoch == self.epoch:
            return flushed
        return Flushed(flushed.finished, [replace(committed, outgoing=()) for committed in flushed.committed])

    async def look(self, job: Job[T]) -> T:
        if not self._opened:
            raise StoreUnavailable("closed")
        try:
            async with self._readers.acquire() as raw:
                return await job(PostgresConnection(self._url, self._statements, self.epoch, raw))
        except LOST as cause:
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
        return (await self.living()).epochs

    async def living(self) -> Living:
        """Who holds his lock of life. First the newest, then the locks: so no start in between looks dead."""
        if not self._opened:
            raise StoreUnavailable("closed")
        try:
            async with self._readers.acquire() as raw:
                newest = await raw.fetchval("SELECT max(epoch) FROM nodes")
                rows = await raw.fetch(LIVING, LIFE)
        except LOST as cause:
            raise StoreUnavailable(type(cause).__name__) from cause
        return Living([int(row["epoch"]) for row in rows] or [self.epoch], int(newest or 0))

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
            with suppress(*LOST):
                await asyncio.wait_for(self._readers.close(), CONNECT_TIMEOUT)
            with suppress(*LOST):
                await self._life.close(timeout=CONNECT_TIMEOUT)
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
    except (DBAPIError, *LOST) as cause:
        if isinstance(cause, DBAPIError) and not cause.connection_invalidated and not isinstance(cause.orig, OSError):
            raise
        raise StoreUnavailable(type(cause).__name__) from cause
