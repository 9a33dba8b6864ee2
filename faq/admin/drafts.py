"""Edits that are prepared and not yet saved: they wait for a button, a day at most, for the one who made them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from core.messages import Person
from core.ports import Mailbox
from faq.book import Change
from faq.entries import Entry, EntryKey

_BOX = "faq-drafts"
_KEPT = timedelta(days=1)
_SWEPT = 100
"""Drafts that are looked at, the newest, whether their day is over."""


class Fate(StrEnum):
    OPEN = "open"
    SAVED = "saved"
    DROPPED = "dropped"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Changed:
    """What an entry is to be (None: gone), and the mark of what it was when this was prepared."""

    key: EntryKey
    after: Entry | None
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`edits`: the numbers of the book's edits, once it is saved."""

    id: str
    at: datetime
    by: Person
    changes: tuple[Changed, ...]
    fate: Fate = Fate.OPEN
    edits: tuple[int, ...] = ()

    @property
    def to_save(self) -> Sequence[Change]:
        return [(one.key, one.after) for one in self.changes]

    def overtaken(self, now: Mapping[EntryKey, Entry]) -> EntryKey | None:
        """An entry that somebody else has changed meanwhile; one that is already as it is to be counts as ours."""
        return next(
            (one.key for one in self.changes if mark(now.get(one.key)) != one.was and now.get(one.key) != one.after),
            None,
        )


@dataclass(frozen=True, slots=True)
class Drafts:
    """Raises: StoreUnavailable, from every member."""

    mailbox: Mailbox

    async def put(self, draft: Draft) -> None:
        await self.mailbox.post(_BOX, draft.id, msgspec.json.encode(draft))

    async def get(self, id_: str, at: datetime) -> Draft | None:
        """None: there is none, or its day is over."""
        posted = await self.mailbox.get(_BOX, id_)
        draft = _read(posted.body) if posted and posted.body else None
        return draft if draft is not None and at - draft.at < _KEPT else None

    async def close(self, draft: Draft, fate: Fate, edits: Sequence[int] = ()) -> None:
        """What it was to change is in the book, or forgotten."""
        await self.put(replace(draft, fate=fate, changes=(), edits=tuple(edits)))

    async def sweep(self, at: datetime) -> None:
        """Empties those whose day is over."""
        for posted in await self.mailbox.latest(_BOX, _SWEPT):
            if posted.body and at - _read(posted.body).at >= _KEPT:
                await self.mailbox.post(_BOX, posted.key, b"")


def draft_id(work: str) -> str:
    """The same for the same work, should it be done again."""
    return hashlib.sha256(work.encode()).hexdigest()[:10]


def mark(entry: Entry | None) -> str:
    """Differs where entries differ."""
    return hashlib.sha256(msgspec.json.encode(entry)).hexdigest()[:16] if entry is not None else ""


def changed(changes: Mapping[EntryKey, Entry | None], now: Mapping[EntryKey, Entry]) -> tuple[Changed, ...]:
    """Without those that change nothing."""
    return tuple(Changed(key, after, mark(now.get(key))) for key, after in changes.items() if now.get(key) != after)


def _read(body: bytes) -> Draft:
    return _decoder.decode(body)


_decoder = msgspec.json.Decoder(Draft)
