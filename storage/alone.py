"""Books that are written by one at a time, in whichever process."""

from collections.abc import Callable
from enum import IntEnum
from typing import Final, TypeVar

from sqlalchemy import text
from sqlmodel import Session

from storage.sessions import Sessions

T = TypeVar("T")
_LOCKS: Final = 19273


class Book(IntEnum):
    """The numbers of their locks in PostgreSQL: processes of different versions share them, so they stay.

    LEDGER and FAQ are edited by agents, who are few: one number does for both."""

    KIN = 0
    LEDGER = 1
    FAQ = 1
    WATCH = 2
    INCIDENTS = 3
    GUESSES = 10


async def write_alone(sessions: Sessions, book: Book, job: Callable[[Session], T]) -> T:
    """As `sessions.write`, but no two see half of each other. Raises: StoreUnavailable."""

    def alone(session: Session) -> T:
        keep_others_out(session, book)
        return job(session)

    return await sessions.write(alone)


def keep_others_out(session: Session, book: Book) -> None:
    """Until the transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCKS}, {book.value})"))
