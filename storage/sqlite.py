"""SQLite: one writer thread with group commit (WAL, synchronous=FULL), readers beside it, a lock on the file."""

import asyncio
import fcntl
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from queue import SimpleQueue
from time import time
from typing import IO, Any, TypeVar

import msgspec
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from core.errors import StoreUnavailable, WrongSetting
from core.messages import Event
from core.step import Committed
from storage.commits import MOST_TOGETHER, Flushed, Piece, Step, flush
from storage.connection import Connection, Job, Row
from storage.hints import Hints
from storage.statements import Statement, compiled

T = TypeVar("T")

READERS = 4
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
)


class SqliteConnection:
    """Implements storage.connection.Connection; its coroutines never wait, so `drive` can run them."""

    def __init__(self, raw: sqlite3.Connection, statements: dict[str, Statement]) -> None:
        self._raw = raw
        self._statements = statements
        self.epoch = 0

    async def rows(self, statement: str, /, **values: Any) -> Sequence[Row]:
        chosen = self._statements[statement]
        arguments = [
            msgspec.json.encode(value).decode() if isinstance(value, list) else value
            for value in chosen.arguments(values)
        ]
        return self._raw.execute(chosen.sql, arguments).fetchall()

    async def many(self, statement: str, rows: Sequence[Row], /) -> None:
        self._raw.executemany(self._statements[statement].sql, rows)

    async def lock_audit(self) -> None:
        """The writer is alone anyway."""

    async def now(self) -> float:
        return time()

    async def begin(self) -> None:
        self._raw.execute("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        self._raw.execute("COMMIT")

    async def rollback(self) -> None:
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine that never waits. Raises: RuntimeError: it waited after all, which a step must not."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a step awaited something else than its transaction")


@dataclass(frozen=True, slots=True)
class Alone:
    """A session's write: a transaction of its own, between two batches."""

    finish: Callable[[Any], None]
    call: Callable[[], Any]


class Stop(Enum):
    STOP = "stop"


STOP = Stop.STOP


class SqliteDatabase:
    """Implements storage.database.Database on one file."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: SimpleQueue[Piece | Alone | Stop] = SimpleQueue()
        self._statements = compiled("sqlite")
        self._hints = Hints()
        _make_writable(path)
        self._lock: IO[bytes] | None = None
        self._engine = _sessions_engine(path)
        self._writing = self._engine.execution_options(immediate=True)
        self._readers = ThreadPoolExecutor(READERS, "sqlite-reader")
        self._local = threading.local()
        self._thread: threading.Thread | None = None
        self._on_commit: Callable[[Committed], None] = lambda _: None
        self.epoch = 0

    async def open(self, step: Step, on_commit: Callable[[Committed], None]) -> None:
        self._lock = _lock(self._path)
        self._loop = asyncio.get_running_loop()
        self._on_commit = on_commit
        self._connection = SqliteConnection(_connect(self._path), self._statements)
        self.epoch = self._connection.epoch = _new_epoch(self._path)
        self._thread = threading.Thread(target=self._write, args=(step,), name="sqlite-writer", daemon=True)
        self._thread.start()

    async def submit(self, events: Sequence[Event]) -> None:
        await self._queued(lambda finish: Piece(finish, events))

    async def run(self, job: Job[T]) -> T:
        result: T = await self._queued(lambda finish: Piece(finish, job=job))
        return result

    async def _queued(self, piece: Callable[[Callable[[Any], None]], Piece]) -> Any:
        if self._thread is None:
            raise StoreUnavailable("closed")
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.put(piece(_finisher(future)))
        return await future

    def _write(self, step: Step) -> None:
        """The writer thread: takes what has arrived, commits it, tells the loop once."""
        while True:
            pieces, other = self._gather()
            if pieces:
                flushed = drive(flush(self._connection, pieces, step))
                self._loop.call_soon_threadsafe(self._finish, flushed)
            if isinstance(other, Alone):
                self._loop.call_soon_threadsafe(other.finish, _outcome(other.call))
            elif other is STOP:
                return

    def _gather(self) -> tuple[list[Piece], Alone | Stop | None]:
        """Waits for the first; then takes what is there, up to something that is no piece of a batch."""
        pieces: list[Piece] = []
        item = self._queue.get()
        while isinstance(item, Piece):
            pieces.append(item)
            if len(pieces) == MOST_TOGETHER or self._queue.empty():
                return pieces, None
            item = self._queue.get()
        return pieces, item

    def _finish(self, flushed: Flushed) -> None:
        for committed in flushed.committed:
            self._on_commit(committed)
        for piece, result in flushed.finished:
            piece.finish(result)

    async def look(self, job: Job[T]) -> T:
        result: T = await self._on_reader(lambda: drive(_awaiting(job(self._reader()))))
        return result

    def _reader(self) -> Connection:
        """Each reader thread has its own read-only connection."""
        if not hasattr(self._local, "reader"):
            self._local.reader = SqliteConnection(_connect(self._path, read_only=True), self._statements)
        self._local.reader.epoch = self.epoch
        reader: Connection = self._local.reader
        return reader

    async def _on_reader(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, call)

    async def read(self, job: Callable[[Session], T]) -> T:
        def reading() -> T:
            with Session(self._engine) as session:
                return job(session)

        return await _translated(self._on_reader(reading))

    async def write(self, job: Callable[[Session], T]) -> T:
        """Runs on the writer thread, between two batches."""
        if self._thread is None:
            return await _translated(self._on_reader(lambda: self._commit(job)))
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(Alone(_finisher(future), lambda: self._commit(job)))
        return await _translated(future)

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

    def hint(self, topic: str, text: str) -> None:
        self._hints.tell(topic, text)

    def listen(self, topic: str, tell: Callable[[str], None]) -> None:
        self._hints.listen(topic, tell)

    async def close(self) -> None:
        if self._thread is not None:
            self._queue.put(STOP)
            await asyncio.get_running_loop().run_in_executor(None, self._thread.join)
            self._thread = None
        self._readers.shutdown()
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


def _finisher(future: asyncio.Future[Any]) -> Callable[[Any], None]:
    def finish(result: Any) -> None:
        if future.done():
            return
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)

    return finish


async def _translated(work: Awaitable[T]) -> T:
    try:
        return await work
    except OperationalError as cause:
        raise StoreUnavailable(type(cause.orig).__name__) from cause


def _connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        raw.execute(pragma)
    if read_only:
        raw.execute("PRAGMA query_only=ON")
    return raw


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
    raw = _connect(path)
    try:
        epoch = raw.execute("INSERT INTO nodes (started_at) VALUES (?) RETURNING epoch", (time(),)).fetchone()[0]
    finally:
        raw.close()
    return int(epoch)


def _make_writable(path: Path) -> None:
    """Raises: WrongSetting."""
    remedy = "Give this user the right to write there, or set database.url to another place."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
    except OSError as cause:
        raise WrongSetting("database.url", f"{path} cannot be written ({cause.strerror}).", remedy) from cause


def _lock(path: Path) -> IO[bytes]:
    """A second process that answers buyers would break the order of messages: it is refused. (Imports may run.)"""
    lock = path.with_name(path.name + ".lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as cause:
        lock.close()
        other = "Stop the other one first; for several processes use PostgreSQL."
        raise WrongSetting("database.url", f"{path} is in use by another KamiDesk.", other) from cause
    return lock
