"""The port of the book that keeps the entries, and every edit of them with who and when. Pure types."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.errors import Refused
from faq.entries import Entry, EntryKey

OWNER = "owner"
"""Who edits on the command line, or gave the shop its first FAQ."""


class EditConflict(Refused):
    """The entry has been edited again since: nothing was undone."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry before and after; None: there was none, or there is none any more. `number` counts all edits."""

    number: int
    at: datetime
    by: str
    key: EntryKey
    before: Entry | None
    after: Entry | None


class FaqBook(Protocol):
    """Keeps the entries. Raises: StoreUnavailable, from every member."""

    async def load(self) -> tuple[Sequence[Entry], int]:
        """All entries, disabled ones too, by id and language; and the number of the last edit that they hold."""

    async def edit(self, changes: Sequence[tuple[EntryKey, Entry | None]], by: str, at: datetime) -> Sequence[Edit]:
        """Puts entries, or removes those that are None: all of them or, on an error, none. What changes nothing is no
        edit."""

    async def since(self, number: int) -> Sequence[Edit]:
        """What was edited after that one, in order: so another process takes it over without reading all."""

    async def history(self, key: EntryKey | None = None, limit: int = 20) -> Sequence[Edit]:
        """The newest first; of one entry or of all."""

    async def undo(self, number: int, by: str, at: datetime) -> Edit:
        """Makes the entry what it was before that edit. Raises: EditConflict, UnknownEdit."""


class UnknownEdit(Refused):
    """There is no edit of that number."""
