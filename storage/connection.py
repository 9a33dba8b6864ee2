"""What the hot path asks of a database connection: statements by name, in bulk."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Living:
    """The epochs of the processes that run. `newest`: one beyond it started later and is not to be called dead."""

    epochs: Sequence[int]
    newest: int


class Connection(Protocol):
    """One transaction's view of the database. `epoch` is this process's number among all that ever ran."""

    epoch: int

    async def rows(self, statement: str, /, **values: Any) -> Sequence[Row]:
        """Runs one of `storage.statements`; a list is given to an `any_of` parameter."""

    async def many(self, statement: str, rows: Sequence[Row], /) -> None:
        """Runs a statement once for each row, whose values stand in the statement's order."""

    async def lock_audit(self) -> None:
        """Nobody else appends to the audit log until this transaction ends."""

    async def now(self) -> float:
        """The database's clock, seconds since 1970: the one that all processes share."""


Job = Callable[[Connection], Awaitable[T]]
"""Runs inside a transaction; may be run again, so it must be repeatable."""
