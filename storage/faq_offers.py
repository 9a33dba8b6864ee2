"""The gaps of the FAQ that were offered to admins, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Float, Text, delete
from sqlmodel import Field, Session, SQLModel, col, select

from faq.offers import Cluster, Offer, biggest_first
from storage.bulk import upsert
from storage.codec import from_json, to_json
from storage.sessions import Sessions


class FaqOfferRow(SQLModel, table=True):
    """See faq.offers.Offer; `body` is the cluster as JSON, `at` seconds since 1970 (UTC)."""

    __tablename__ = "faq_offers"

    id: str = Field(sa_column=Column(Text, primary_key=True))
    at: float = Field(sa_column=Column(Float, nullable=False, index=True))
    body: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True, slots=True)
class OffersInSql:
    """faq.offers.Offers."""

    sessions: Sessions

    async def put(self, clusters: Sequence[Cluster], at: datetime) -> None:
        rows = [{"id": one.id, "at": at.timestamp(), "body": to_json(one)} for one in clusters]
        await self.sessions.write(lambda session: upsert(session, FaqOfferRow, rows, ("id",)))

    async def get(self, id_: str) -> Cluster | None:
        def get(session: Session) -> Cluster | None:
            row = session.get(FaqOfferRow, id_)
            return from_json(Cluster, row.body) if row else None

        return await self.sessions.read(get)

    async def since(self, at: datetime) -> Sequence[Offer]:
        query = select(FaqOfferRow).where(col(FaqOfferRow.at) >= at.timestamp())
        return biggest_first(await self.sessions.read(lambda session: [_offer(row) for row in session.exec(query)]))

    async def forget(self, before: datetime) -> int:
        old = delete(FaqOfferRow).where(col(FaqOfferRow.at) < before.timestamp())
        return await self.sessions.write(lambda session: int(session.exec(old).rowcount))


def _offer(row: FaqOfferRow) -> Offer:
    return Offer(from_json(Cluster, row.body), datetime.fromtimestamp(row.at, UTC))
