"""The handle on the database that the cold paths are written against; storage/database.py implements it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlmodel import Session

T = TypeVar("T")


class Sessions(Protocol):
    """Runs synchronous jobs on a session. What a job gives back must not be tied to its session."""

    async def read(self, job: Callable[[Session], T]) -> T:
        """Runs `job` on a session that may only read. Raises: StoreUnavailable."""

    async def write(self, job: Callable[[Session], T]) -> T:
        """Runs `job` in one transaction: committed when it returns, rolled back when it raises.

        It may be run again after a serialization conflict, so it must be repeatable. Raises: StoreUnavailable."""
