"""All entries of the book as they are now, read once and then followed by its edits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.reading import fold
from faq.book import FaqBook
from faq.entries import Entry, EntryKey


@dataclass(slots=True)
class Shelf:
    """Raises: StoreUnavailable, from `entries`."""

    book: FaqBook
    _known: dict[EntryKey, Entry] = field(default_factory=dict)
    _last: int | None = None

    async def entries(self) -> Mapping[EntryKey, Entry]:
        if self._last is None:
            entries, self._last = await self.book.load()
            self._known = {entry.key: entry for entry in entries}
        known, last = dict(self._known), self._last
        for edit in await self.book.since(last):
            last = edit.number
            if edit.after is None:
                known.pop(edit.key, None)
            else:
                known[edit.key] = edit.after
        self._known, self._last = known, last
        return known


def of_matter(entries: Mapping[EntryKey, Entry], matter: str, language: str = "") -> Sequence[Entry]:
    """The matter in all its languages, that one first."""
    found = [entry for key, entry in entries.items() if key.id == matter]
    return sorted(found, key=lambda entry: (entry.language != language, entry.language))


def matters(entries: Iterable[Entry], language: str) -> Sequence[Entry]:
    """One entry for each matter, in that language where there is one, by category and question."""
    chosen: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: one.language):
        if entry.id not in chosen or entry.language == language:
            chosen[entry.id] = entry
    return sorted(chosen.values(), key=lambda entry: (entry.category, entry.id))


def holding(entries: Iterable[Entry], words: str) -> Sequence[Entry]:
    """Those in which all of these words stand, in the question first; width and case do not matter."""
    wanted = fold(words).split()
    found = [(place, entry) for entry in entries if (place := _place(entry, wanted)) is not None]
    return [entry for _, entry in sorted(found, key=lambda one: (one[0], one[1].key))]


def _place(entry: Entry, wanted: Sequence[str]) -> int | None:
    """How far from the heart of the entry all words are found; None: nowhere."""
    text = ""
    for place, part in enumerate((f"{entry.id} {entry.question}", " ".join(entry.phrasings), entry.answer)):
        text += f" {fold(part)}"
        if all(word in text for word in wanted):
            return place
    return None
