"""What is remembered of the shops' orders while they are watched, in SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Boolean, Column, Float, Index, Integer, Text, delete, text
from sqlmodel import Field, Session, SQLModel, col, select

from core.messages import Address
from core.shop import OrderNo, OrderStatus, ShopId
from core.shopnews import Happening, Trouble
from core.watchbook import Seen, Watch, WatchShelf
from storage.alone import Book, write_alone
from storage.bulk import chunks, upsert
from storage.codec import from_json, state_of, to_json
from storage.sessions import Sessions
from storage.tables import Big, ConversationRow, ProvenRow

T = TypeVar("T")
WAITING = text("due IS NOT NULL")


class WatchRow(SQLModel, table=True):
    """See core.watchbook.Watch. Times: seconds since 1970 (UTC), as in the other tables here."""

    __tablename__ = "shop_watch"

    shop: str = Field(sa_column=Column(Text, primary_key=True))
    cursor: str = Field(sa_column=Column(Text, nullable=False))
    batch: int = Field(sa_column=Column(Big, nullable=False))
    told_at: float | None = Field(default=None, sa_column=Column(Float))
    away_since: float | None = Field(default=None, sa_column=Column(Float))
    away_told: bool = Field(sa_column=Column(Boolean, nullable=False))


class SeenRow(SQLModel, table=True):
    """See core.watchbook.Seen. `told`: names of happenings, parted by commas."""

    __tablename__ = "shop_orders_seen"
    __table_args__ = (Index("shop_orders_seen_due", "shop", "due", sqlite_where=WAITING, postgresql_where=WAITING),)

    shop: str = Field(sa_column=Column(Text, primary_key=True))
    number: str = Field(sa_column=Column(Text, primary_key=True))
    status: str = Field(sa_column=Column(Text, nullable=False))
    pieces: int | None = Field(default=None, sa_column=Column(Integer))
    at: float = Field(sa_column=Column(Float, nullable=False, index=True))
    told: str = Field(sa_column=Column(Text, nullable=False))
    due: float | None = Field(default=None, sa_column=Column(Float))


class TroubleRow(SQLModel, table=True):
    """See core.shopnews.Trouble. `body`: all of it as JSON."""

    __tablename__ = "shop_troubles"

    shop: str = Field(sa_column=Column(Text, primary_key=True))
    number: str = Field(sa_column=Column(Text, primary_key=True))
    happening: str = Field(sa_column=Column(Text, primary_key=True))
    batch: int = Field(sa_column=Column(Big, nullable=False))
    at: float = Field(sa_column=Column(Float, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True, slots=True)
class WatchBookInSql:
    """Implements core.watchbook.WatchBook."""

    sessions: Sessions

    async def run(self, job: Callable[[WatchShelf], T]) -> T:
        """One page of changes at a time, so that two processes never tell the staff room the same."""
        return await write_alone(self.sessions, Book.WATCH, lambda session: job(_Shelf(session)))

    async def look(self, job: Callable[[WatchShelf], T]) -> T:
        return await self.sessions.read(lambda session: job(_Shelf(session)))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.watchbook.WatchShelf."""

    session: Session

    def watch(self, shop: ShopId) -> Watch:
        row = self.session.exec(select(WatchRow).where(WatchRow.shop == shop)).one_or_none()
        if row is None:
            return Watch(shop=shop)
        return Watch(
            shop=shop,
            cursor=row.cursor,
            batch=row.batch,
            told_at=_time(row.told_at),
            away_since=_time(row.away_since),
            away_told=row.away_told,
        )

    def put_watch(self, watch: Watch) -> None:
        row: dict[str, object] = {
            "shop": watch.shop,
            "cursor": watch.cursor,
            "batch": watch.batch,
            "told_at": _seconds(watch.told_at),
            "away_since": _seconds(watch.away_since),
            "away_told": watch.away_told,
        }
        upsert(self.session, WatchRow, [row], ["shop"])

    def seen(self, shop: ShopId, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Seen]:
        found: dict[OrderNo, Seen] = {}
        for some in chunks(numbers):
            rows = self.session.exec(select(SeenRow).where(SeenRow.shop == shop, col(SeenRow.number).in_(some)))
            found |= {OrderNo(row.number): _seen(row) for row in rows}
        return found

    def put_seen(self, seen: Sequence[Seen]) -> None:
        upsert(self.session, SeenRow, [_columns(one) for one in seen], ["shop", "number"])

    def due(self, shop: ShopId, now: datetime, limit: int) -> Sequence[OrderNo]:
        waiting = (SeenRow.shop == shop, col(SeenRow.due).is_not(None), col(SeenRow.due) <= now.timestamp())
        query = select(SeenRow.number).where(*waiting).order_by(col(SeenRow.due), col(SeenRow.number)).limit(limit)
        return [OrderNo(number) for number in self.session.exec(query)]

    def provers(self, numbers: Sequence[OrderNo]) -> Mapping[OrderNo, Mapping[Address, datetime]]:
        found: dict[OrderNo, dict[Address, datetime]] = {}
        for some in chunks(numbers):
            query = (
                select(ProvenRow.number, ConversationRow.state, ProvenRow.at)
                .join(ProvenRow, col(ProvenRow.conversation) == col(ConversationRow.id))
                .where(col(ProvenRow.number).in_(some))
                .order_by(col(ConversationRow.id))
            )
            for number, state, at in self.session.exec(query):
                since = datetime.fromtimestamp(at, UTC)
                found.setdefault(OrderNo(number), {})[state_of(state).where] = since
        return found

    def beside(self, shop: ShopId, number: OrderNo, limit: int) -> Sequence[Sequence[OrderStatus]]:
        chats = select(ProvenRow.conversation).where(ProvenRow.number == number).order_by(col(ProvenRow.conversation))
        return [self._others(shop, number, chat, limit) for chat in self.session.exec(chats).all()]

    def _others(self, shop: ShopId, number: OrderNo, chat: int, limit: int) -> list[OrderStatus]:
        query = (
            select(SeenRow.status)
            .join(ProvenRow, col(ProvenRow.number) == col(SeenRow.number))
            .where(ProvenRow.conversation == chat, SeenRow.shop == shop, SeenRow.number != number)
            .order_by(col(SeenRow.at).desc(), col(SeenRow.number).desc())
            .limit(limit)
        )
        return [OrderStatus(status) for status in self.session.exec(query)]

    def put_troubles(self, troubles: Sequence[Trouble]) -> None:
        rows: list[dict[str, object]] = [
            {
                "shop": one.shop,
                "number": one.number,
                "happening": one.happening.value,
                "batch": one.batch,
                "at": one.at.timestamp(),
                "body": to_json(one),
            }
            for one in troubles
        ]
        upsert(self.session, TroubleRow, rows, ["shop", "number", "happening"])

    def troubles(self, shop: ShopId, batch: int, limit: int) -> Sequence[Trouble]:
        oldest = (col(TroubleRow.at), col(TroubleRow.number), col(TroubleRow.happening))
        query = select(TroubleRow.body).where(TroubleRow.shop == shop, TroubleRow.batch == batch)
        return [from_json(Trouble, body) for body in self.session.exec(query.order_by(*oldest).limit(limit))]

    def drop_troubles(self, shop: ShopId, batch: int) -> None:
        self.session.exec(delete(TroubleRow).where(col(TroubleRow.shop) == shop, col(TroubleRow.batch) == batch))

    def forget(self, before: datetime) -> None:
        self.session.exec(delete(SeenRow).where(col(SeenRow.at) < before.timestamp()))


def _columns(seen: Seen) -> dict[str, object]:
    return {
        "shop": seen.shop,
        "number": seen.number,
        "status": seen.status.value,
        "pieces": seen.pieces,
        "at": seen.at.timestamp(),
        "told": ",".join(seen.told),
        "due": _seconds(seen.due),
    }


def _seen(row: SeenRow) -> Seen:
    return Seen(
        shop=ShopId(row.shop),
        number=OrderNo(row.number),
        status=OrderStatus(row.status),
        at=datetime.fromtimestamp(row.at, UTC),
        pieces=row.pieces,
        told=tuple(Happening(name) for name in row.told.split(",") if name),
        due=_time(row.due),
    )


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
