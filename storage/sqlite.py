"""SQLite: one writer with group commit (WAL, synchronous=FULL), readers beside it, a lock on the file."""

import asyncio
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from time import time
from typing import IO, Any, TypeVar

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from core.errors import StoreUnavailable
from core.messages import Event
from core.step import Committed
from storage.commits import MOST_TOGETHER, Flushed, Piece, Step, flush, fulfil, tell
from storage.connection import Job, Living
from storage.hints import Hints
from storage.sqlite_file import (
    PRAGMAS,
    SqliteConnection,
    WriterConnection,
    connect,
    drive,
    lock_file,
    make_writable,
)
from storage.statements import compiled

log = logging.getLogger(__name__)

T = TypeVar("T")

READERS = 4


@dataclass(frozen=True, slots=True)
class Alone:
    """A session's write: a transaction of its own, between two batches."""

    promise: asyncio.Future[Any]
    call: Callable[[], Any]


class Stop(Enum):
    STOP = "stop"


STOP = Stop.STOP


class SqliteDatabase:
    """Implements storage.database.Database on one file."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: deque[Piece | Alone | Stop] = deque()
        self._arrived = asyncio.Event()
        self._statements = compiled("sqlite")
        self._hints = Hints()
        make_writable(path)
        self._lock: IO[bytes] | None = None
        self._engine = _sessions_engine(path)
        self._writing = self._engine.execution_options(immediate=True)
        self._readers = ThreadPoolExecutor(READERS, "sqlite-reader")
        self._local = threading.local()
        self._connections: list[SqliteConnection] = []
        self._aside = ThreadPoolExecutor(1, "sqlite-writer")
        self._writer: asyncio.Task[None] | None = None
        self._on_commit: Callable[[Committed], None] = lambda _: None
        self.epoch = 0

    async def open(self, step: Step, on_commit: Callable[[Committed], None]) -> None:
        self._lock = lock_file(self._path)
        self._loop = asyncio.get_running_loop()
        self._on_commit = on_commit
        connection = WriterConnection(connect(self._path), self._statements, self._aside)
        self._connections.append(connection)
        self.epoch = connection.epoch = _new_epoch(self._path)
        self._writer = asyncio.create_task(self._write(connection, step), name="sqlite-writer")

    def submit(self, events: Sequence[Event]) -> Awaitable[None]:
        promise = self._promise()
        self._enqueue(Piece(promise, events))
        return promise

    async def run(self, job: Job[T], order: str = "") -> T:
        promise = self._promise()
        self._enqueue(Piece(promise, job=job, order=order))
        result: T = await promise
        return result

    def _promise(self) -> asyncio.Future[Any]:
        if self._writer is None:
            raise StoreUnavailable("closed")
        return self._loop.create_future()

    def _enqueue(self, item: Piece | Alone | Stop) -> None:
        """Where something waits already, the writer knows: it only sleeps when nothing is left."""
        if not self._queue:
            self._arrived.set()
        self._queue.append(item)

    async def _write(self, connection: WriterConnection, step: Step) -> None:
        """Takes what has arrived, commits it, tells those who wait."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            for _ in range(2):
                await asyncio.sleep(0)  # what comes in the same moment goes along
            while self._queue:
                if pieces := self._gather():
                    await self._flush(connection, pieces, step)
                    continue
                other = self._queue.popleft()
                if other is STOP:
                    return
                assert isinstance(other, Alone)
                fulfil(other.promise, await self._loop.run_in_executor(self._aside, _outcome, other.call))

    def _gather(self) -> list[Piece]:
        """What is there, up to something that is no piece of a batch."""
        pieces: list[Piece] = []
        while self._queue and len(pieces) < MOST_TOGETHER:
            item = self._queue[0]
            if not isinstance(item, Piece):
                break
            pieces.append(item)
            self._queue.popleft()
        return pieces

    async def _flush(self, connection: WriterConnection, pieces: list[Piece], step: Step) -> None:
        """The writer must live: whatever goes wrong is told to those who wait."""
        try:
            await flush(connection, pieces, step, self._told)
        except Exception as cause:
            log.error("a batch failed in an unforeseen way", extra={"cause": type(cause).__name__})  # noqa: TRY400
            with suppress(sqlite3.Error):
                await connection.rollback()
            self._told(Flushed([(piece, StoreUnavailable(type(cause).__name__)) for piece in pieces]))

    def _told(self, flushed: Flushed) -> None:
        tell(flushed, self._on_commit)

    async def look(self, job: Job[T]) -> T:
        try:
            return await self._on_reader(lambda: drive(_awaiting(job(self._reader()))))
        except sqlite3.OperationalError as cause:
            raise StoreUnavailable(type(cause).__name__) from cause

    def _reader(self) -> SqliteConnection:
        """Each reader thread has its own read-only connection."""
        if not hasattr(self._local, "reader"):
            self._local.reader = self._connected(read_only=True)
        reader: SqliteConnection = self._local.reader
        reader.epoch = self.epoch
        return reader

    def _connected(self, *, read_only: bool = False) -> SqliteConnection:
        connection = SqliteConnection(connect(self._path, read_only=read_only), self._statements)
        self._connections.append(connection)
        return connection

    async def _on_reader(self, call: Callable[[], T]) -> T:
        try:
            running = asyncio.get_running_loop().run_in_executor(self._readers, call)
        except RuntimeError as cause:
            raise StoreUnavailable("closed") from cause
        return await running

    async def read(self, job: Callable[[Session], T]) -> T:
        def reading() -> T:
            with Session(self._engine) as session:
                return job(session)

        return await _translated(self._on_reader(reading))

    async def write(self, job: Callable[[Session], T]) -> T:
        """Runs aside, between two batches."""
        if self._writer is None:
            return await _translated(self._on_reader(lambda: self._commit(job)))
        promise: asyncio.Future[T] = self._loop.create_future()
        self._enqueue(Alone(promise, lambda: self._commit(job)))
        return await _translated(promise)

    def _commit(self, job: Callable[[Session], T]) -> T:
        with Session(self._writing) as session, session.begin():
            return job(session)

    async def connected(self, job: Callable[[SqlConnection], T]) -> T:
        def work() -> T:
            with self._engine.begin() as connection:
                return job(connection)

        return await _translated(self._on_reader(work))

    async def alive(self) -> Sequence[int]:
        return [self.epoch]

    async def living(self) -> Living:
        return Living([self.epoch], self.epoch)

    def hint(self, topic: str, text: str) -> None:
        self._hints.tell(topic, text)

    def listen(self, topic: str, tell: Callable[[str], None]) -> None:
        self._hints.listen(topic, tell)

    async def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            self._enqueue(STOP)
            await writer
        self._aside.shutdown()
        self._readers.shutdown()
        for connection in self._connections:
            connection.close()
        self._engine.dispose()
        if self._lock is not None:
            self._lock.close()


async def _awaiting(work: Awaitable[T]) -> T:
    return await work


def _outcome(call: Callable[[], Any]) -> Any:
    """The result, or the exception as a value: it travels to another thread."""
    try:
        return call()
    except Exception as cause:
        return cause


async def _translated(work: Awaitable[T]) -> T:
    try:
        return await work
    except OperationalError as cause:
        raise StoreUnavailable(type(cause.orig).__name__) from cause


def _sessions_engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _configure(raw: sqlite3.Connection, _: object) -> None:
        raw.isolation_level = None
        for pragma in PRAGMAS:
            raw.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        """A writer takes its lock at once: to get it later, after reading, SQLite would refuse without waiting."""
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _new_epoch(path: Path) -> int:
    raw = connect(path)
    try:
        epoch = raw.execute("INSERT INTO nodes (started_at) VALUES (?) RETURNING epoch", (time(),)).fetchone()[0]
    finally:
        raw.close()
    return int(epoch)
