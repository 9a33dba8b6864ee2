"""The FAQ's book in memory: for tests, and for a demo without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from faq.book import Change, Edit, edits_for, undoing
from faq.entries import Entry, EntryKey
from storage.memory.kept import Kept


@dataclass(slots=True)
class FaqBookInMemory:
    """faq.book.FaqBook."""

    kept: Kept = field(default_factory=Kept)
    entries: dict[EntryKey, Entry] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)

    async def load(self) -> tuple[Sequence[Entry], int]:
        self.kept.reach()
        return sorted(self.entries.values(), key=lambda entry: entry.key), len(self.edits)

    async def edit(self, changes: Sequence[Change], by: str, at: datetime) -> Sequence[Edit]:
        self.kept.reach()
        edits = edits_for(changes, self.entries, len(self.edits), by, at)
        for edit in edits:
            if edit.after is None:
                del self.entries[edit.key]
            else:
                self.entries[edit.key] = edit.after
        self.edits += edits
        return edits

    async def since(self, number: int) -> Sequence[Edit]:
        self.kept.reach()
        return self.edits[number:]

    async def history(self, key: EntryKey | None = None, limit: int = 20) -> Sequence[Edit]:
        self.kept.reach()
        return [edit for edit in reversed(self.edits) if key in {None, edit.key}][:limit]

    async def undo(self, number: int, by: str, at: datetime) -> Edit:
        self.kept.reach()
        edit = self.edits[number - 1] if 0 < number <= len(self.edits) else None
        change = undoing(edit, self.entries.get(edit.key) if edit else None)
        return (await self.edit([change], by, at))[0]
