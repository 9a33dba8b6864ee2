"""A database as the rest of storage uses it, and the choice of the one that is configured."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection as SqlConnection

from core.messages import Event
from core.step import Committed
from storage.commits import Step
from storage.connection import Job, Living
from storage.sessions import Sessions

T = TypeVar("T")


class Database(Sessions, Protocol):
    """SQLite or PostgreSQL: group commit for what is hot, SQLModel sessions (see Sessions) for what is cold."""

    dialect: str
    epoch: int

    async def open(self, step: Step, on_commit: Callable[[Committed], None]) -> None:
        """Begins to take writes; `on_commit` is called on the event loop after each commit that stored events."""

    def submit(self, events: Sequence[Event]) -> Awaitable[None]:
        """Over when the events are stored and answered. Raises: StoreUnavailable."""

    async def run(self, job: Job[T], order: str = "") -> T:
        """Runs a writing job in a transaction with its neighbours. Raises: StoreUnavailable.

        `order`: what it locks. Jobs of one transaction run in this order, so two transactions never wait crosswise."""

    async def look(self, job: Job[T]) -> T:
        """Runs a reading job, beside the writers. Raises: StoreUnavailable."""

    async def alive(self) -> Sequence[int]:
        """The epochs of the processes that run now, ours among them. Raises: StoreUnavailable."""

    async def living(self) -> Living:
        """Raises: StoreUnavailable."""

    def hint(self, topic: str, text: str) -> None:
        """Tells every process, ours included, that something may be new; may get lost: polling is the truth."""

    def listen(self, topic: str, tell: Callable[[str], None]) -> None: ...

    async def connected(self, job: Callable[[SqlConnection], T]) -> T:
        """Runs a job on a connection of SQLAlchemy, in one transaction: for the migrations."""

    async def close(self) -> None:
        """Writes what was taken, then lets go."""


def database_from(url: str, data: Path) -> Database:
    """`sqlite:///relative/or/absolute.db` or `postgresql://user:password@host/name`. Relative paths start at `data`."""
    if url.startswith("postgresql"):
        from storage.postgres import PostgresDatabase

        return PostgresDatabase(url)
    from storage.sqlite import SqliteDatabase

    return SqliteDatabase(data / url.removeprefix("sqlite:///"))
