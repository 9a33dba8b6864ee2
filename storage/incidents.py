"""Incidents and their orders, in SQL. Asked seldom, by people: with SQLModel."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Column, Float, Index, Integer, Text, delete, func
from sqlmodel import Field, Session, SQLModel, col, select

from core.incident import Affected, Incident, IncidentId, Stage
from core.incidentbook import IncidentShelf, Prover
from core.replacing import Entry
from core.replacing import Stage as EntryStage
from core.shop import OrderNo, ShopId
from storage.alone import Book, write_alone
from storage.bulk import chunks, upsert
from storage.codec import from_json, state_of, to_json
from storage.replacements import ReplacementRow, entry_of
from storage.sessions import Sessions
from storage.tables import ConversationRow, ProvenRow

T = TypeVar("T")


class IncidentRow(SQLModel, table=True):
    """See core.incident.Incident. `body`: all of it as JSON. `at`: seconds since 1970 (UTC)."""

    __tablename__ = "incidents"

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    stage: str = Field(sa_column=Column(Text, nullable=False))
    at: float = Field(sa_column=Column(Float, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))


class AffectedRow(SQLModel, table=True):
    """See core.incident.Affected. `body`: all of it as JSON."""

    __tablename__ = "incident_orders"
    __table_args__ = (Index("incident_orders_number", "number", "shop"),)

    incident: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    shop: str = Field(sa_column=Column(Text, primary_key=True))
    number: str = Field(sa_column=Column(Text, primary_key=True))
    place: int = Field(sa_column=Column(Integer, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True, slots=True)
class IncidentsInSql:
    """Implements core.incidentbook.IncidentBook."""

    sessions: Sessions

    async def run(self, job: Callable[[IncidentShelf], T]) -> T:
        """Agents are few: one at a time, so that no incident is begun or paused twice."""
        return await write_alone(self.sessions, Book.INCIDENTS, lambda session: job(_Shelf(session)))

    async def look(self, job: Callable[[IncidentShelf], T]) -> T:
        return await self.sessions.read(lambda session: job(_Shelf(session)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.incidentbook.IncidentShelf."""

    session: Session

    def incident(self, id_: IncidentId) -> Incident | None:
        body = self.session.exec(select(IncidentRow.body).where(IncidentRow.id == id_)).one_or_none()
        return from_json(Incident, body) if body else None

    def next_id(self) -> IncidentId:
        return IncidentId((self.session.exec(select(func.max(IncidentRow.id))).one() or 0) + 1)

    def put(self, incident: Incident) -> None:
        row = {"id": incident.id, "stage": incident.stage.value, "at": incident.at.timestamp()}
        upsert(self.session, IncidentRow, [row | {"body": to_json(incident)}], ["id"])

    def open_ones(self) -> Sequence[Incident]:
        bodies = select(IncidentRow.body).where(IncidentRow.stage == Stage.OPEN.value).order_by(col(IncidentRow.id))
        return [from_json(Incident, body) for body in self.session.exec(bodies)]

    def forget_drafts(self, before: datetime) -> None:
        old = (IncidentRow.stage == Stage.DRAFT.value, IncidentRow.at < before.timestamp())
        ids = self.session.exec(select(IncidentRow.id).where(*old)).all()
        for some in chunks(ids):
            self.session.exec(delete(AffectedRow).where(col(AffectedRow.incident).in_(some)))
            self.session.exec(delete(IncidentRow).where(col(IncidentRow.id).in_(some)))

    def orders(self, id_: IncidentId) -> Sequence[Affected]:
        turn = (col(AffectedRow.place), col(AffectedRow.shop), col(AffectedRow.number))
        bodies = select(AffectedRow.body).where(AffectedRow.incident == id_).order_by(*turn)
        return [from_json(Affected, body) for body in self.session.exec(bodies)]

    def order(self, id_: IncidentId, shop: ShopId, number: OrderNo) -> Affected | None:
        this = (AffectedRow.incident == id_, AffectedRow.shop == shop, AffectedRow.number == number)
        body = self.session.exec(select(AffectedRow.body).where(*this)).one_or_none()
        return from_json(Affected, body) if body else None

    def put_orders(self, orders: Sequence[Affected]) -> None:
        rows: list[dict[str, object]] = [
            {
                "incident": one.incident,
                "shop": one.shop,
                "number": one.number,
                "place": one.place,
                "body": to_json(one),
            }
            for one in orders
        ]
        upsert(self.session, AffectedRow, rows, ["incident", "shop", "number"])

    def touching(self, shop: ShopId, number: OrderNo) -> Sequence[tuple[Incident, Affected]]:
        bodies = (
            select(IncidentRow.body, AffectedRow.body)
            .join(AffectedRow, col(AffectedRow.incident) == col(IncidentRow.id))
            .where(AffectedRow.number == number, AffectedRow.shop == shop, IncidentRow.stage == Stage.OPEN.value)
            .order_by(col(IncidentRow.id).desc())
        )
        return [(from_json(Incident, one), from_json(Affected, other)) for one, other in self.session.exec(bodies)]

    def entries(self, shop: ShopId, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Sequence[Entry]]:
        found: dict[OrderNo, list[Entry]] = {}
        for row in self._ledger(shop, numbers):
            found.setdefault(OrderNo(row.order_number), []).append(entry_of(row))
        return found

    def _ledger(self, shop: ShopId, numbers: Sequence[OrderNo]) -> Iterator[ReplacementRow]:
        for some in chunks(numbers):
            these = (col(ReplacementRow.order_number).in_(some), ReplacementRow.shop == shop)
            rows = select(ReplacementRow).where(*these, ReplacementRow.stage != EntryStage.BEGUN.value)
            yield from self.session.exec(rows.order_by(col(ReplacementRow.at), col(ReplacementRow.name)))

    def provers(self, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Prover]:
        found: dict[OrderNo, Prover] = {}
        for some in chunks(numbers):
            proven = (
                select(ProvenRow.number, ConversationRow.state)
                .join(ConversationRow, col(ConversationRow.id) == col(ProvenRow.conversation))
                .where(col(ProvenRow.number).in_(some))
                .order_by(col(ProvenRow.at), col(ProvenRow.conversation))
            )
            for number, state in self.session.exec(proven):
                known = state_of(state)
                if not known.memory.unreachable:
                    found[OrderNo(number)] = Prover(known.where, known.buyer)
        return found
