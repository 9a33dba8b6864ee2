"""One connection to a SQLite file, and the file itself: writable, and of one process."""

import asyncio
import errno
import fcntl
import os
import sqlite3
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from time import perf_counter, time
from typing import IO, Any, TypeVar

import msgspec

from core.errors import WrongSetting
from storage.compiling import Statement
from storage.connection import Row

T = TypeVar("T")

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-4096",  # 4 MiB a connection; beyond that the system's page cache serves, as fast (measured)
    "PRAGMA wal_autocheckpoint=4000",  # 16 MiB: pages that are written again and again are copied back once
)


class SqliteConnection:
    """Implements storage.connection.Connection; its coroutines never wait, so `drive` can run them."""

    def __init__(self, raw: sqlite3.Connection, statements: Mapping[str, Statement]) -> None:
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

    def close(self) -> None:
        self._raw.close()


QUICK = 0.0005
"""Seconds of a commit that the event loop may wait for."""
LOOK_AGAIN = 64
"""Commits; a disk that was slow for a while may have become quick again."""


class WriterConnection(SqliteConnection):
    """For the one writer, on the event loop: only what may wait long (for the lock, for a slow disk) goes to a thread.

    sqlite3 lets go of Python's lock at every statement; beside a busy loop to get it back costs more than the
    statement, so a writer thread of its own was a tenth slower (measured)."""

    def __init__(self, raw: sqlite3.Connection, statements: Mapping[str, Statement], aside: Executor) -> None:
        super().__init__(raw, statements)
        self._aside = aside
        self._commits = 0
        self._usual = 0.0
        raw.execute("PRAGMA busy_timeout=0")

    async def begin(self) -> None:
        """At once as a rule; behind an import that writes just now, aside."""
        try:
            self._raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            await asyncio.get_running_loop().run_in_executor(self._aside, self._begin_later)

    def _begin_later(self) -> None:
        self._raw.execute("PRAGMA busy_timeout=5000")
        try:
            self._raw.execute("BEGIN IMMEDIATE")
        finally:
            self._raw.execute("PRAGMA busy_timeout=0")

    async def commit(self) -> None:
        """On a quick disk at once: the way to a thread and back costs more than the wait. On a slow one aside."""
        self._commits += 1
        if self._usual > QUICK and self._commits % LOOK_AGAIN:
            await asyncio.get_running_loop().run_in_executor(self._aside, self._raw.execute, "COMMIT")
            return
        began = perf_counter()
        self._raw.execute("COMMIT")
        took = min(perf_counter() - began, 2 * QUICK)  # a checkpoint now and then does not count for more
        self._usual += (took - self._usual) / 16


def drive(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine that never waits. Raises: RuntimeError: it waited after all, which a step must not."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a step awaited something else than its transaction")


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        raw.execute(pragma)
    if read_only:
        raw.execute("PRAGMA query_only=ON")
    return raw


def make_writable(path: Path) -> None:
    """Raises: WrongSetting.

    A file that is there is only asked about. To open and close it would drop every lock that SQLite holds on it in
    this process (POSIX): the next program that closes the database would take itself for the last and remove the WAL,
    with all that is committed there (https://www.sqlite.org/howtocorrupt.html, section 2.2)."""
    remedy = "Give this user the right to write there, or set database.url to another place."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file():  # also of a folder, which is refused so
            path.open("ab").close()
        elif not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as cause:
        raise WrongSetting("database.url", f"{path} cannot be written ({cause.strerror}).", remedy) from cause


def lock_file(path: Path) -> IO[bytes]:
    """A second process that answers buyers would break the order of messages: it is refused. (Imports may run.)"""
    lock = path.with_name(path.name + ".lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as cause:
        lock.close()
        other = "Stop the other one first; for several processes use PostgreSQL."
        raise WrongSetting("database.url", f"{path} is in use by another KamiDesk.", other) from cause
    return lock
