"""The FAQ's book in SQL: the entries as they are, and every edit of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import Column, Float, Index, Text, delete, func, tuple_
from sqlalchemy.sql.elements import Tuple
from sqlmodel import Field, Session, SQLModel, col, select

from faq.book import Change, Edit, edits_for, undoing
from faq.entries import Entry, EntryKey, Language
from storage.alone import Book, keep_others_out
from storage.bulk import chunks, insert_rows, upsert
from storage.codec import from_json, to_json
from storage.sessions import Sessions
from storage.tables import Big


class FaqEntryRow(SQLModel, table=True):
    """One matter in one language; `body` is JSON."""

    __tablename__ = "faq_entries"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    language: str = Field(sa_column=Column(Text, primary_key=True))
    body: str = Field(sa_column=Column(Text, nullable=False))


class FaqEditRow(SQLModel, table=True):
    """See faq.book.Edit; `before` and `after` are JSON, `at` is seconds since 1970 (UTC)."""

    __tablename__ = "faq_edits"
    __table_args__ = (Index("faq_edits_entry", "id", "language", "number"),)

    number: int = Field(sa_column=Column(Big, primary_key=True, autoincrement=False))
    at: float = Field(sa_column=Column(Float, nullable=False))
    by: str = Field(sa_column=Column(Text, nullable=False))
    id: str = Field(sa_column=Column(Text, nullable=False))
    language: str = Field(sa_column=Column(Text, nullable=False))
    before: str | None = Field(default=None, sa_column=Column(Text))
    after: str | None = Field(default=None, sa_column=Column(Text))


@dataclass(frozen=True, slots=True)
class FaqBookInSql:
    """faq.book.FaqBook."""

    sessions: Sessions

    async def load(self) -> tuple[Sequence[Entry], int]:
        def load(session: Session) -> tuple[list[Entry], int]:
            last = _last(session)  # first: what is edited meanwhile is then read too, and taken over again
            return [from_json(Entry, body) for body in session.exec(select(FaqEntryRow.body))], last

        entries, last = await self.sessions.read(load)
        return sorted(entries, key=lambda entry: entry.key), last

    async def edit(self, changes: Sequence[Change], by: str, at: datetime) -> Sequence[Edit]:
        def edit(session: Session) -> Sequence[Edit]:
            _alone(session)
            return _edit(session, changes, by, at)

        return await self.sessions.write(edit) if changes else ()

    async def since(self, number: int) -> Sequence[Edit]:
        query = select(FaqEditRow).where(col(FaqEditRow.number) > number).order_by(col(FaqEditRow.number))
        return await self.sessions.read(lambda session: [_edit_of(row) for row in session.exec(query)])

    async def history(self, key: EntryKey | None = None, limit: int = 20) -> Sequence[Edit]:
        query = select(FaqEditRow).order_by(col(FaqEditRow.number).desc()).limit(limit)
        if key is not None:
            query = query.where(FaqEditRow.id == key.id, FaqEditRow.language == key.language)
        return await self.sessions.read(lambda session: [_edit_of(row) for row in session.exec(query)])

    async def undo(self, number: int, by: str, at: datetime) -> Edit:
        def undo(session: Session) -> Edit:
            _alone(session)
            row = session.get(FaqEditRow, number)
            edit = _edit_of(row) if row else None
            now = _known(session, [edit.key]).get(edit.key) if edit else None
            return _edit(session, [undoing(edit, now)], by, at)[0]

        return await self.sessions.write(undo)


def _alone(session: Session) -> None:
    """One edits at a time: so edits can be read in the order of their numbers as soon as they are there, no gaps."""
    keep_others_out(session, Book.FAQ)


def _last(session: Session) -> int:
    return session.exec(select(func.max(FaqEditRow.number))).one() or 0


def _edit(session: Session, changes: Sequence[Change], by: str, at: datetime) -> list[Edit]:
    edits = edits_for(changes, _known(session, dict(changes)), _last(session), by, at)
    for gone in chunks([edit.key for edit in edits if edit.after is None]):
        session.exec(delete(FaqEntryRow).where(_entry_key().in_(gone)))
    rows = [{**edit.key._asdict(), "body": to_json(edit.after)} for edit in edits if edit.after]
    upsert(session, FaqEntryRow, rows, ("id", "language"))
    insert_rows(session, FaqEditRow, [_columns(edit) for edit in edits])
    return edits


def _known(session: Session, keys: Collection[EntryKey]) -> dict[EntryKey, Entry]:
    return {entry.key: entry for entry in _entries(session, keys)}


def _entries(session: Session, keys: Collection[EntryKey]) -> Iterator[Entry]:
    for some in chunks(list(keys)):
        for body in session.exec(select(FaqEntryRow.body).where(_entry_key().in_(some))):
            yield from_json(Entry, body)


def _entry_key() -> Tuple:
    return tuple_(col(FaqEntryRow.id), col(FaqEntryRow.language))


def _columns(edit: Edit) -> dict[str, object]:
    before, after = (entry and to_json(entry) for entry in (edit.before, edit.after))
    return {
        "number": edit.number,
        "at": edit.at.timestamp(),
        "by": edit.by,
        **edit.key._asdict(),
        "before": before,
        "after": after,
    }


def _edit_of(row: FaqEditRow) -> Edit:
    before, after = (from_json(Entry, body) if body else None for body in (row.before, row.after))
    key = EntryKey(row.id, cast(Language, row.language))
    return Edit(row.number, datetime.fromtimestamp(row.at, UTC), row.by, key, before, after)
