"""One connection to PostgreSQL, which finds its way back when it was lost."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import asyncpg

from storage.compiling import Statement
from storage.connection import Row

LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a connection may raise that has gone away."""
CONNECT_TIMEOUT = 10.0
COMMAND_TIMEOUT = 30.0
AUDIT = 0x4B45
"""Class of advisory locks: (AUDIT, 0) is held by who appends to the audit log."""


class PostgresConnection:
    """Implements storage.commits.Transactions on one asyncpg connection, which it opens anew when it was lost."""

    def __init__(self, url: str, statements: Mapping[str, Statement], epoch: int, raw: Any = None) -> None:
        self._url = url
        self._statements = statements
        self._raw: asyncpg.Connection[Any] | None = raw
        self.epoch = epoch

    async def begin(self) -> None:
        if self._raw is None or self._raw.is_closed():
            self._raw = await connect(self._url)
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
        except LOST:
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
            with suppress(*LOST):
                await self._raw.close(timeout=CONNECT_TIMEOUT)

    @property
    def _live(self) -> "asyncpg.Connection[Any]":
        if self._raw is None:
            raise asyncpg.InterfaceError("no transaction was begun")
        return self._raw


async def connect(url: str) -> "asyncpg.Connection[Any]":
    return await asyncpg.connect(url, timeout=CONNECT_TIMEOUT, command_timeout=COMMAND_TIMEOUT)
