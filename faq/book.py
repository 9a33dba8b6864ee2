"""The port of the book that keeps the entries, and every edit of them with who and when. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.errors import Refused
from faq.entries import Entry, EntryKey

OWNER = "owner"
"""Who edits on the command line, or gave the shop its first FAQ."""

Change = tuple[EntryKey, Entry | None]
"""What an entry is to be; None: it is to be removed."""


class EditConflict(Refused):
    """The entry has been edited again since: nothing was undone."""


class UnknownEdit(Refused):
    """There is no edit of that number."""


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
        """All entries, disabled ones too, by id and language; and the number of the last edit that they hold, 0: none.

        They may hold later edits too: taking over `since` that number is right in any case."""

    async def edit(self, changes: Sequence[Change], by: str, at: datetime) -> Sequence[Edit]:
        """Puts entries, or removes those that are None: all of them or, on an error, none. What changes nothing is no
        edit; of two changes of one entry the last counts. Numbers follow one another without a gap."""

    async def since(self, number: int) -> Sequence[Edit]:
        """What was edited after that one, in order: so another process takes it over without reading all."""

    async def history(self, key: EntryKey | None = None, limit: int = 20) -> Sequence[Edit]:
        """The newest first; of one entry or of all."""

    async def undo(self, number: int, by: str, at: datetime) -> Edit:
        """Makes the entry what it was before that edit. Raises: EditConflict, UnknownEdit."""


def putting(entries: Iterable[Entry]) -> list[Change]:
    """The changes that put all of these."""
    return [(entry.key, entry) for entry in entries]


def edits_for(
    changes: Sequence[Change], known: Mapping[EntryKey, Entry], last: int, by: str, at: datetime
) -> list[Edit]:
    """The edits that `changes` make of what is `known` of these entries; `last` is the number of the edit before."""
    real = [(key, known.get(key), after) for key, after in dict(changes).items() if known.get(key) != after]
    return [Edit(number, at, by, *change) for number, change in enumerate(real, last + 1)]


def undoing(edit: Edit | None, now: Entry | None) -> Change:
    """The change that undoes an edit of an entry that is `now` so. Raises: EditConflict, UnknownEdit."""
    if edit is None:
        raise UnknownEdit
    if edit.after != now:
        raise EditConflict(str(edit.number))
    return edit.key, edit.before
