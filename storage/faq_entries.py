"""The FAQ's book in SQL."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Column, CursorResult, Text, delete
from sqlmodel import Field, Session, SQLModel, col, select

from faq.entries import Action, Entry, EntryKey, Language, Priority
from storage.bulk import upsert
from storage.sessions import Sessions


class FaqEntryRow(SQLModel, table=True):
    """One matter in one language; `phrasings` and `actions` are JSON lists."""

    __tablename__ = "faq_entries"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    language: str = Field(sa_column=Column(Text, primary_key=True))
    question: str = Field(sa_column=Column(Text, nullable=False))
    answer: str = Field(sa_column=Column(Text, nullable=False))
    phrasings: str = Field(sa_column=Column(Text, nullable=False))
    category: str = Field(sa_column=Column(Text, nullable=False))
    priority: str = Field(sa_column=Column(Text, nullable=False))
    actions: str = Field(sa_column=Column(Text, nullable=False))
    enabled: bool = Field(default=True, nullable=False)


@dataclass(frozen=True, slots=True)
class FaqBookInSql:
    """faq.entries.FaqBook."""

    sessions: Sessions

    async def load(self) -> Sequence[Entry]:
        entries = await self.sessions.read(
            lambda session: [_entry(row) for row in session.exec(select(FaqEntryRow))],
        )
        return sorted(entries, key=lambda entry: (entry.id, entry.language))

    async def save(self, entries: Iterable[Entry]) -> None:
        rows = list({entry.key: _columns(entry) for entry in entries}.values())
        await self.sessions.write(lambda session: upsert(session, FaqEntryRow, rows, ("id", "language")))

    async def remove(self, key: EntryKey) -> bool:
        gone = delete(FaqEntryRow).where(col(FaqEntryRow.id) == key.id, col(FaqEntryRow.language) == key.language)

        def remove(session: Session) -> bool:
            done: CursorResult[*tuple[object, ...]] = session.exec(gone)
            return done.rowcount > 0

        return await self.sessions.write(remove)


def _columns(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "language": entry.language,
        "question": entry.question,
        "answer": entry.answer,
        "phrasings": json.dumps(entry.phrasings, ensure_ascii=False),
        "category": entry.category,
        "priority": entry.priority.value,
        "actions": json.dumps(entry.actions),
        "enabled": entry.enabled,
    }


def _entry(row: FaqEntryRow) -> Entry:
    return Entry(
        id=row.id,
        language=cast(Language, row.language),
        question=row.question,
        answer=row.answer,
        phrasings=tuple(json.loads(row.phrasings)),
        category=row.category,
        priority=Priority(row.priority),
        actions=tuple(map(Action, json.loads(row.actions))),
        enabled=row.enabled,
    )
