"""A shop's MySQL or MariaDB: a few connections, each asked by one thread at a time, behind the shop's breaker."""

import asyncio
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import uniform
from threading import Lock
from time import monotonic, sleep
from typing import TypeVar

import pymysql

from core.errors import ShopUnavailable
from storage.shops.breaker import Breaker
from storage.shops.mysql_access import Connection, MysqlAccess, connect

__all__ = ["Connection", "Mysql", "MysqlAccess"]

T = TypeVar("T")

POOL = 4
TRIES = 3
IDLE = 60.0
"""Seconds; a connection that waited longer is not trusted: firewalls forget it without a word."""

READ, WRITE = "START TRANSACTION READ ONLY", "START TRANSACTION"
CONFLICTS = frozenset({1205, 1213})
"""Waited too long for a lock, deadlock: nothing was changed, the same may work in a moment."""
DENIED = frozenset({1044, 1045, 1142, 1143, 1227, 1370})
SILENT = frozenset({1040, 1053, 1129, 1203, 1226, 1317, 1927, 1969, 3024})
"""The server is there but cannot work: too busy, ending, or too slow (1969 of MariaDB, 3024 of MySQL)."""
CLIENT = range(2000, 3000)
DRIVER = (pymysql.MySQLError, OSError, UnicodeError, struct.error, AssertionError, IndexError)
"""What the driver raises when the server is away or talks nonsense. Its texts may hold data: they are not passed on."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """The server has answered, with an error; so the breaker is not to count it."""

    cause: str


class Mysql:
    """Jobs get a connection inside a transaction. They may be run again, so they must be repeatable."""

    def __init__(self, access: MysqlAccess, breaker: Breaker) -> None:
        self._access = access
        self._breaker = breaker
        self._threads = ThreadPoolExecutor(POOL, thread_name_prefix="shop-mysql")
        self._lock = Lock()
        self._idle: list[tuple[Connection, float]] = []
        self._closed = False

    async def read(self, job: Callable[[Connection], T]) -> T:
        """Runs `job` in a transaction that may only read, and sees one state throughout. Raises: ShopUnavailable."""
        return await self._ask(lambda: self._once(READ, job))

    async def write(self, job: Callable[[Connection], T]) -> T:
        """Runs `job` in one transaction: committed when it returns, rolled back when it raises.

        Raises: ShopUnavailable: also when it is unknown whether the commit arrived, so ask again."""
        return await self._ask(lambda: self._until_free(job))

    async def close(self) -> None:
        """Lets go of the connections; one that is being asked goes when its answer has come. Raises nothing."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            _discard(connection)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, asked: Callable[[], T | _Refused]) -> T:
        if self._closed:
            raise ShopUnavailable("The connection to its database has been closed.")
        async with self._breaker.passing():
            outcome = await asyncio.wrap_future(self._threads.submit(asked))
        if isinstance(outcome, _Refused):
            raise ShopUnavailable(outcome.cause)
        return outcome

    def _until_free(self, job: Callable[[Connection], T]) -> T | _Refused:
        for _ in range(TRIES - 1):
            try:
                return self._once(WRITE, job, CONFLICTS)
            except _Conflict:
                sleep(uniform(0.01, 0.05))  # noqa: S311 - only so that two do not meet again
        return self._once(WRITE, job)

    def _once(
        self, begin: str, job: Callable[[Connection], T], passed_on: frozenset[int] = frozenset()
    ) -> T | _Refused:
        """Raises: ShopUnavailable: the server is silent; _Conflict, for the codes of `passed_on`; what `job` raises."""
        try:
            with self._transaction(begin) as connection:
                return job(connection)
        except UnicodeEncodeError:
            return _Refused("No database can hold what is asked for.")
        except DRIVER as error:
            code = _code(error)
        if code in passed_on:
            raise _Conflict
        if code is None or code in SILENT or code in CLIENT:
            raise ShopUnavailable(f"Its database does not answer{_numbered(code)}.")
        hint = " A right is missing: `kamidesk check` names it." if code in DENIED else ""
        return _Refused(f"Its database refuses the question{_numbered(code)}.{hint}")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        connection = self._begun(begin)
        try:
            yield connection
            (connection.commit if begin == WRITE else connection.rollback)()
        except DRIVER:
            _discard(connection)
            raise
        except BaseException:
            self._rolled_back(connection)
            raise
        self._give_back(connection)

    def _begun(self, begin: str) -> Connection:
        """One that answers, with its transaction begun: a waiting one if there is, else a new one."""
        while (waiting := self._waiting()) is not None:
            try:
                _begin(waiting, begin)
            except DRIVER:
                _discard(waiting)
            else:
                return waiting
        try:
            fresh = connect(self._access)
        except Exception as error:  # a server that talks nonsense makes the driver stumble anywhere
            raise ShopUnavailable(f"Its database cannot be reached{_numbered(_code(error))}.") from None
        try:
            _begin(fresh, begin)
        except BaseException:
            _discard(fresh)
            raise
        return fresh

    def _waiting(self) -> Connection | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection, since = self._idle.pop()
            if monotonic() - since < IDLE:
                return connection
            _discard(connection)

    def _rolled_back(self, connection: Connection) -> None:
        try:
            connection.rollback()
        except DRIVER:
            _discard(connection)
        else:
            self._give_back(connection)

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append((connection, monotonic()))
                return
        _discard(connection)


class _Conflict(Exception):
    """Somebody else holds the rows."""


def _begin(connection: Connection, begin: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(begin)


def _discard(connection: Connection) -> None:
    with suppress(*DRIVER):
        connection.close()


def _code(error: BaseException) -> int | None:
    first = error.args[0] if isinstance(error, pymysql.MySQLError) and error.args else None
    return first if isinstance(first, int) else None


def _numbered(code: int | None) -> str:
    return f" (error {code})" if code else ""
