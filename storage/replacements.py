"""The ledger of replacements, refunds and keys sent again, in SQL. Asked seldom, by people: with SQLModel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, Float, Index, Text, delete, text
from sqlmodel import Field, Session, SQLModel, col, select

from core.messages import PersonId, Sealed
from core.replacing import Entry, LedgerShelf, Stage
from core.shop import OrderNo, ShopId
from storage.alone import Book, write_alone
from storage.bulk import upsert
from storage.codec import from_json, to_json
from storage.sessions import Sessions

T = TypeVar("T")
ONCE = text("kind = 'replaced' AND stage IN ('asked', 'approved', 'set-aside', 'taken', 'sent')")


class ReplacementRow(SQLModel, table=True):
    """See core.replacing.Entry. `body`: all of it as JSON but for the seal, which can be sealed anew here.

    `at`: seconds since 1970 (UTC)."""

    __tablename__ = "replacements"
    __table_args__ = (
        Index("replacements_order", "order_number", "shop"),
        Index("replacements_agent", "asked_by", "at"),
        Index("replacements_key", "bad"),
        Index(
            "replacements_once", "shop", "order_number", "bad", unique=True, sqlite_where=ONCE, postgresql_where=ONCE
        ),
    )

    name: str = Field(sa_column=Column(Text, primary_key=True))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    stage: str = Field(sa_column=Column(Text, nullable=False))
    shop: str = Field(sa_column=Column(Text, nullable=False))
    order_number: str = Field(sa_column=Column(Text, nullable=False))
    bad: str = Field(sa_column=Column(Text, nullable=False))
    asked_by: str = Field(sa_column=Column(Text, nullable=False))
    at: float = Field(sa_column=Column(Float, nullable=False, index=True))
    sealed: str | None = Field(default=None, sa_column=Column(Text))
    body: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True, slots=True)
class LedgerInSql:
    """Implements core.replacing.Ledger."""

    sessions: Sessions

    async def run(self, job: Callable[[LedgerShelf], T]) -> T:
        """Agents are few: one at a time, so that two of them never begin the same."""
        return await write_alone(self.sessions, Book.LEDGER, lambda session: job(_Shelf(session)))

    async def look(self, job: Callable[[LedgerShelf], T]) -> T:
        return await self.sessions.read(lambda session: job(_Shelf(session)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.replacing.LedgerShelf."""

    session: Session

    def entry(self, name: str) -> Entry | None:
        row = self.session.exec(select(ReplacementRow).where(ReplacementRow.name == name)).one_or_none()
        return entry_of(row) if row else None

    def of_order(self, shop: ShopId, order: OrderNo) -> Sequence[Entry]:
        here = (ReplacementRow.order_number == order, ReplacementRow.shop == shop, ReplacementRow.stage != Stage.BEGUN)
        rows = select(ReplacementRow).where(*here).order_by(col(ReplacementRow.at), col(ReplacementRow.name))
        return [entry_of(row) for row in self.session.exec(rows)]

    def by_agent(self, agent: PersonId, since: datetime) -> Sequence[Entry]:
        his = (ReplacementRow.asked_by == agent, ReplacementRow.at >= since.timestamp())
        rows = select(ReplacementRow).where(*his, ReplacementRow.stage != Stage.BEGUN)
        return [entry_of(row) for row in self.session.exec(rows.order_by(col(ReplacementRow.at)))]

    def of_number(self, order: OrderNo, limit: int) -> Sequence[Entry]:
        rows = select(ReplacementRow).where(ReplacementRow.order_number == order, ReplacementRow.stage != Stage.BEGUN)
        newest = rows.order_by(col(ReplacementRow.at).desc(), col(ReplacementRow.name).desc()).limit(limit)
        return [entry_of(row) for row in self.session.exec(newest)]

    def of_key(self, mark: str) -> Sequence[Entry]:
        rows = select(ReplacementRow).where(ReplacementRow.bad == mark, ReplacementRow.stage != Stage.BEGUN)
        return [entry_of(row) for row in self.session.exec(rows.order_by(col(ReplacementRow.at)))]

    def latest(self, limit: int) -> Sequence[Entry]:
        rows = select(ReplacementRow).where(ReplacementRow.stage != Stage.BEGUN)
        newest = rows.order_by(col(ReplacementRow.at).desc(), col(ReplacementRow.name).desc()).limit(limit)
        return [entry_of(row) for row in self.session.exec(newest)]

    def put(self, entry: Entry) -> None:
        row: dict[str, object] = {
            "name": entry.name,
            "kind": entry.kind.value,
            "stage": entry.stage.value,
            "shop": entry.shop,
            "order_number": entry.order,
            "bad": entry.bad,
            "asked_by": entry.by.id,
            "at": entry.at.timestamp(),
            "sealed": entry.sealed,
            "body": to_json(replace(entry, sealed=None)),
        }
        upsert(self.session, ReplacementRow, [row], ["name"])

    def forget_begun(self, before: datetime) -> None:
        begun, old = col(ReplacementRow.stage) == Stage.BEGUN, col(ReplacementRow.at) < before.timestamp()
        self.session.exec(delete(ReplacementRow).where(begun, old))


def entry_of(row: ReplacementRow) -> Entry:
    entry = from_json(Entry, row.body)
    return replace(entry, sealed=None if row.sealed is None else Sealed(row.sealed))
