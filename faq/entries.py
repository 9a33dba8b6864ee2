"""What the FAQ is made of: entries, and the port of the book that keeps them. Pure types."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Priority(StrEnum):
    """PERSON: the buyer gets the answer, and a person at once (stolen account, charged twice)."""

    NORMAL = "normal"
    PERSON = "person"


class Action(StrEnum):
    """What the bot can do itself about a matter; each becomes a button under the answer."""

    ORDER = "order"
    KEYS = "keys"
    PERSON = "person"


class EntryKey(NamedTuple):
    """What names an entry: one matter in one language."""

    id: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One matter in one language; the same `id` in the other language is the same matter.

    `question`   how the matter is shown (on a button, in a list); also a phrasing
    `phrasings`  how buyers put it in their own words
    `answer`     may hold `{shop}`, `{hours}`, `{refund_days}`, filled in from the settings
    """

    id: str
    language: Language
    question: str
    answer: str
    phrasings: tuple[str, ...] = ()
    category: str = "general"
    priority: Priority = Priority.NORMAL
    actions: tuple[Action, ...] = ()
    enabled: bool = True

    @property
    def key(self) -> EntryKey:
        return EntryKey(self.id, self.language)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Everything that a buyer's words are compared with."""
        return (self.question, *self.phrasings)


class FaqBook(Protocol):
    """Keeps the entries."""

    async def load(self) -> Sequence[Entry]:
        """All entries, disabled ones too, by id and language."""

    async def save(self, entries: Iterable[Entry]) -> None:
        """Adds them, or replaces those with the same id and language: all of them or, on an error, none."""

    async def remove(self, key: EntryKey) -> bool:
        """False: there was no such entry."""


@dataclass(slots=True)
class FaqBookInMemory:
    """The reference implementation: for tests and for a demo without a database."""

    kept: dict[EntryKey, Entry] = field(default_factory=dict)

    async def load(self) -> Sequence[Entry]:
        return sorted(self.kept.values(), key=lambda entry: (entry.id, entry.language))

    async def save(self, entries: Iterable[Entry]) -> None:
        self.kept |= {entry.key: entry for entry in entries}

    async def remove(self, key: EntryKey) -> bool:
        return self.kept.pop(key, None) is not None
