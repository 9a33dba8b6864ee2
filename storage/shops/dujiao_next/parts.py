"""The parts that an admin account and a channel client bring, mixed into the shop that has them.

These have no slots, for Python cannot join two classes that have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from core.channel import HttpRoute
from core.shop import Order, OrderNo, ProvenOrder
from core.shopparts import (
    Changes,
    Known,
    NewKey,
    Paid,
    Poke,
    Refund,
    RefundWay,
    Replacement,
    Sale,
    Sales,
    SalesPage,
    SetAside,
    SoldBy,
    StockLine,
)
from storage.shops.dujiao_next.binding import Binding
from storage.shops.dujiao_next.callbacks import Callbacks
from storage.shops.dujiao_next.changing import Changing
from storage.shops.dujiao_next.channel import TELEGRAM, Channel
from storage.shops.dujiao_next.cursor import Cursor
from storage.shops.dujiao_next.listing import Listing
from storage.shops.dujiao_next.numbers import asked
from storage.shops.dujiao_next.payments import Payments
from storage.shops.dujiao_next.refunding import Refunding
from storage.shops.dujiao_next.replacing import Replacing
from storage.shops.dujiao_next.sales import SOLD_BY, goods_named, sold
from storage.shops.dujiao_next.shop import NextShop
from storage.shops.dujiao_next.wire import OrderShape


@dataclass(frozen=True, repr=False, kw_only=True)
class WithAdmin(NextShop):
    """core.shopparts: ListsOrders, FindsKeys, ReplacesKeys, RecordsRefunds, KnowsPayments, KnowsTrades,
    TellsChanges, ListsStock, FindsSales."""

    refund_ways: ClassVar[frozenset[RefundWay]] = frozenset(RefundWay)
    sold_by: ClassVar[frozenset[SoldBy]] = SOLD_BY
    listing: Listing
    replacing: Replacing
    refunding: Refunding
    payments: Payments
    changing: Changing

    async def orders_with(self, contact: str, limit: int) -> Sequence[Order]:
        return self.orders(await self.listing.orders_with(contact, limit))

    async def orders_with_key(self, key: str) -> Sequence[OrderNo]:
        """Of keys from the shop's stock; what a person has typed into an order is not searched."""
        return await self.listing.orders_with_key(key)

    async def set_aside(self, wanted: Replacement) -> SetAside:
        return await self.replacing.set_aside(wanted)

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        """DETACHED: the shop's order page keeps the old key. PieceTaken: it was sold out meanwhile; as long as there
        is any, the shop gives another one."""
        return await self.replacing.replace_key(wanted, aside)

    async def record_refund(self, refund: Refund) -> None:
        await self.refunding.record(refund)

    async def payment_of(self, number: OrderNo) -> Paid:
        return await self.payments.state(number)

    async def trade_of(self, number: OrderNo) -> str:
        return await self.payments.trade(number)

    async def changes(self, cursor: str, limit: int) -> Changes:
        if not cursor:
            return Changes((), str(await self.changing.begin()))
        at = Cursor.read(cursor, self.asking.shop_time())
        told, now_at = await self.changing.after(at, max(1, limit))
        return Changes(self.orders(told), str(now_at), now_at.told is not None)

    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        return await self.listing.stock_lines(words, limit)

    async def goods_named(self, words: str, limit: int) -> Sequence[StockLine]:
        return await goods_named(self.listing, words, limit)

    async def sales(self, wanted: Sales, after: str, limit: int) -> SalesPage:  # noqa: ARG002 - its pages have their size
        found, then = await sold(self.listing, wanted, after)
        orders = self.orders([told for told, _ in found])
        pieces = [count for _, count in found]
        return SalesPage([Sale(*one, wanted.goods) for one in zip(orders, pieces, strict=True)], then)


@dataclass(frozen=True, repr=False, kw_only=True)
class WithChannel(NextShop):
    """core.shopparts: KnowsBuyers, BindsBuyers, CallsBack; core.channel.ServesHttp."""

    messengers: ClassVar[frozenset[str]] = frozenset({TELEGRAM})
    bound: Channel
    binding: Binding
    callbacks: Callbacks

    async def proven_by(self, number: OrderNo, buyer: Known) -> ProvenOrder | None:
        known = asked(number)
        return self.proven(known, await self.bound.order(known, buyer)) if known else None

    async def orders_of(self, buyer: Known, limit: int) -> Sequence[Order]:
        told: Sequence[OrderShape] = await self.bound.orders(buyer, limit)
        return self.orders(told)

    async def send_code(self, mail: str) -> None:
        await self.binding.send_code(mail)

    async def bind(self, buyer: Known, mail: str, code: str) -> bool:
        return await self.binding.bind(buyer, mail, code)

    def call_back(self, poke: Poke) -> None:
        self.callbacks.poke = poke

    def routes(self) -> Sequence[HttpRoute]:
        return self.callbacks.routes()


@dataclass(frozen=True, repr=False, kw_only=True)
class WithBoth(WithAdmin, WithChannel):
    """Everything that dujiao-next allows."""
