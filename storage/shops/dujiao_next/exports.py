"""Our own note of each key that we take from the shop's stock, so that a taking that was broken off is found again.

The shop's export takes a key and marks it used, but for no order and under no name of ours; so the note is written
before the question, and the key's row is claimed in it before the key is given to anybody."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Column, Float, Text, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from core.errors import ShopUnavailable, StoreUnavailable
from core.messages import Sealed
from core.shop import OrderNo, ShopId, StockId
from storage.sessions import Sessions
from storage.tables import Big

T = TypeVar("T")


class ShopExportRow(SQLModel, table=True):
    """`asked_at`, `tried_at`: the first and the last question for it, on the shop's clock. `card`: the key's row.

    `mark`: what the key is recognised by."""

    __tablename__ = "shop_exports"
    __table_args__ = (UniqueConstraint("shop", "card", name="shop_exports_card"),)

    name: str = Field(sa_column=Column(Text, primary_key=True))
    shop: str = Field(sa_column=Column(Text, nullable=False))
    order_number: str = Field(sa_column=Column(Text, nullable=False))
    product: str = Field(sa_column=Column(Text, nullable=False))
    variant: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: float = Field(sa_column=Column(Float, nullable=False))
    tried_at: float = Field(sa_column=Column(Float, nullable=False))
    card: int | None = Field(default=None, sa_column=Column(Big))
    sealed: str | None = Field(default=None, sa_column=Column(Text))
    mark: str | None = Field(default=None, sa_column=Column(Text))
    masked: str = Field(default="", sa_column=Column(Text, nullable=False))


@dataclass(frozen=True, slots=True)
class Export:
    """`card` None: asked for, and the answer is not known."""

    name: str
    asked_at: datetime
    tried_at: datetime
    card: int | None
    sealed: Sealed | None
    masked: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A key as it may be kept."""

    sealed: Sealed
    mark: str
    masked: str


class Exports:
    """Of one shop. Every method raises ShopUnavailable if our own database does not answer."""

    def __init__(self, sessions: Sessions, shop: ShopId) -> None:
        self._sessions = sessions
        self._shop = shop

    async def of(self, name: str) -> Export | None:
        return await self._read(lambda session: _export(session.get(ShopExportRow, self._key(name))))

    async def ask(self, name: str, order: OrderNo, stock: StockId, at: datetime) -> None:
        """Notes that the shop is about to be asked."""

        def note(session: Session) -> None:
            row = session.get(ShopExportRow, self._key(name))
            row = row or ShopExportRow(
                name=self._key(name),
                shop=self._shop,
                order_number=order,
                product=stock.product,
                variant=stock.variant,
                asked_at=at.timestamp(),
                tried_at=at.timestamp(),
            )
            row.tried_at = max(row.tried_at, at.timestamp())
            session.add(row)

        try:
            await self._write(note)
        except IntegrityError:
            raise ShopUnavailable("The same replacement is being made elsewhere just now.") from None

    async def claim(self, name: str, card: int, taken: Taken) -> bool:
        """False: another replacement has that key, or this one has another already."""

        def note(session: Session) -> bool:
            row = session.get(ShopExportRow, self._key(name))
            if row is None or row.card not in (None, card):
                return False
            row.card, row.sealed, row.mark, row.masked = card, taken.sealed, taken.mark, taken.masked
            session.add(row)
            return True

        try:
            return await self._write(note)
        except IntegrityError:
            return False

    async def withdraw(self, name: str) -> None:
        """The shop has declined for certain: nothing was taken, and nothing will be looked for."""

        def forget(session: Session) -> None:
            row = session.get(ShopExportRow, self._key(name))
            if row is not None and row.card is None:
                session.delete(row)

        await self._write(forget)

    async def claimed(self, cards: Collection[int]) -> set[int]:
        """Those of them that are some replacement's."""
        wanted = select(ShopExportRow.card).where(
            ShopExportRow.shop == self._shop, col(ShopExportRow.card).in_(list(cards))
        )
        found = await self._read(lambda session: list(session.exec(wanted)))
        return {card for card in found if card is not None}

    async def gave(self, order: OrderNo, mark: str) -> bool:
        """Was this key given for this order, in place of another?"""
        wanted = select(ShopExportRow.name).where(
            ShopExportRow.shop == self._shop, ShopExportRow.order_number == order, ShopExportRow.mark == mark
        )
        return await self._read(lambda session: session.exec(wanted).first()) is not None

    async def open_for(self, stock: StockId) -> list[Export]:
        """Those whose answer is not known."""
        wanted = select(ShopExportRow).where(
            ShopExportRow.shop == self._shop,
            ShopExportRow.product == stock.product,
            ShopExportRow.variant == stock.variant,
            col(ShopExportRow.card).is_(None),
        )
        found = await self._read(lambda session: [_export(row) for row in session.exec(wanted)])
        return [export for export in found if export is not None]

    def _key(self, name: str) -> str:
        return f"{self._shop}/{name}"

    async def _read(self, job: Callable[[Session], T]) -> T:
        try:
            return await self._sessions.read(job)
        except StoreUnavailable as away:
            raise ShopUnavailable(away.detail) from away

    async def _write(self, job: Callable[[Session], T]) -> T:
        try:
            return await self._sessions.write(job)
        except StoreUnavailable as away:
            raise ShopUnavailable(away.detail) from away


def _export(row: ShopExportRow | None) -> Export | None:
    if row is None:
        return None
    asked, tried = (datetime.fromtimestamp(moment, UTC) for moment in (row.asked_at, row.tried_at))
    return Export(row.name, asked, tried, row.card, Sealed(row.sealed) if row.sealed else None, row.masked)
