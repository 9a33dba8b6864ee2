"""The optional parts of a shop behind the HTTP contract: a class for each, and one made of those that a shop serves."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import cast

from core.channel import HttpRoute
from core.errors import NothingInStock, NotPossible, PieceTaken, ShopUnavailable
from core.shop import NEVER_PAID, Order, OrderNo, Proof, ProvenOrder, StockId
from core.shopparts import (
    Changes,
    Known,
    NewKey,
    Paid,
    Poke,
    Refund,
    RefundWay,
    Replacement,
    SetAside,
    StockLine,
)
from storage.shops.contacts import contact_of
from storage.shops.gateway import AsksGateway
from storage.shops.http.payloads import (
    ChangesTold,
    OrdersTold,
    RefundTold,
    ReplacementTold,
    StockTold,
    key_of,
    order_of,
)
from storage.shops.http.settings import HttpSettings, Part
from storage.shops.http.shop import HttpShop
from storage.shops.http.wire import NoSuchOrder, OutOfStock, not_ours
from storage.shops.sealing import key_fingerprint

FEW = 10
"""Orders with one key."""


class Searches(HttpShop):
    """What finding by a contact, a key and a messenger id share."""

    __slots__ = ()

    async def found(self, by: str, value: str, limit: int, messenger: str = "") -> Sequence[Order]:
        """Raises: ShopUnavailable."""
        asked: dict[str, str | int] = {"by": by, "value": value, "messenger": messenger, "limit": limit}
        try:
            told = await self.wire.post("/v1/search", OrdersTold, asked)
        except NoSuchOrder:
            return ()
        if by == "contact" and any(_other(order.contact, value) for order in told.orders):
            raise not_ours("contact")
        return [order_of(self.shop, order) for order in told.orders[:limit]]


def _other(told: str, asked: str) -> bool:
    """A masked contact, or none, tells nothing."""
    return bool(told) and "*" not in told and contact_of(told).value != asked


class SearchesContact(Searches):
    __slots__ = ()

    async def orders_with(self, contact: str, limit: int) -> Sequence[Order]:
        known = contact_of(contact).value
        return await self.found("contact", known, limit) if known else ()


class SearchesKey(Searches):
    __slots__ = ()

    async def orders_with_key(self, key: str) -> Sequence[OrderNo]:
        text = key.strip()
        return [order.number for order in await self.found("key", text, FEW)] if text else ()


class KnowsMessengers(Searches):
    __slots__ = ()

    async def proven_by(self, number: OrderNo, buyer: Known) -> ProvenOrder | None:
        said = await self.verified(number, {"messenger": buyer.messenger, "messenger_id": buyer.id})
        return ProvenOrder(self.shop, OrderNo(said.number), Proof.A) if said.proof == "messenger" else None

    async def orders_of(self, buyer: Known, limit: int) -> Sequence[Order]:
        return await self.found("messenger", buyer.id, limit, buyer.messenger)


class Stock(HttpShop):
    __slots__ = ()

    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        told = await self.wire.get("/v1/stock", StockTold, words=words, limit=str(limit))
        return [StockLine(StockId(line.product, line.variant), line.title, line.left) for line in told.lines[:limit]]


class Replaces(Stock):
    """The shop chooses and takes the piece in one step, once for each name; so what is set aside is only noted."""

    __slots__ = ()

    async def set_aside(self, wanted: Replacement) -> SetAside:
        """The token is the shop's id of the bad piece; empty: no piece is named."""
        bad = await self._bad_piece(wanted)
        if await self.stock(wanted.item.stock) == 0:
            raise NothingInStock
        return SetAside(bad)

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        item = wanted.item
        asked = {
            "number": wanted.order,
            "product": item.product,
            "variant": item.variant,
            "bad_id": aside.token or None,
        }
        try:
            told = await self.wire.act("/v1/replacements", ReplacementTold, asked, wanted.name)
        except OutOfStock:
            raise PieceTaken from None
        except NoSuchOrder:
            raise NotPossible("The shop has no such order any more.") from None
        if told.number != wanted.order or (told.key.product, told.key.variant) != (item.product, item.variant):
            raise not_ours("order")
        if aside.token and (told.key.id == aside.token or key_fingerprint(self.vault, told.key.key) == wanted.bad):
            raise ShopUnavailable("It gives the bad key once more.")
        return NewKey(key_of(self.vault, told.key), told.visible)

    async def _bad_piece(self, wanted: Replacement) -> str:
        if not wanted.bad:
            return ""
        for piece in await self.keys_told(wanted.order):
            if key_fingerprint(self.vault, piece.key) == wanted.bad:
                return piece.id
        raise NotPossible("The order does not have that key any more.")


class Refunds(HttpShop):
    __slots__ = ()

    @property
    def refund_ways(self) -> frozenset[RefundWay]:
        ways = {Part.REFUNDS: RefundWay.RECORDED, Part.WALLET_REFUNDS: RefundWay.WALLET}
        return frozenset(way for part, way in ways.items() if part in self.settings.serves)

    async def record_refund(self, refund: Refund) -> None:
        if refund.way not in self.refund_ways:
            raise NotPossible("The shop does not refund in this way.")
        asked = {
            "number": refund.order,
            "amount": f"{refund.amount:f}",
            "remark": refund.remark,
            "way": refund.way.value,
        }
        try:
            told = await self.wire.act("/v1/refunds", RefundTold, asked, refund.name)
        except (NoSuchOrder, OutOfStock):
            raise NotPossible("The shop has no such order any more.") from None
        if (told.number, Decimal(told.amount), told.way) != (refund.order, refund.amount, refund.way):
            raise not_ours("refund")


class TellsPayments(HttpShop):
    __slots__ = ()

    async def payment_of(self, number: OrderNo) -> Paid:
        told = await self.told_of(number)
        if told is None:
            return Paid.UNKNOWN
        if told.payment is not None:
            return told.payment
        return Paid.UNKNOWN if told.status in NEVER_PAID else Paid.ARRIVED


class WithGateway(AsksGateway, HttpShop):
    __slots__ = ()


class TellsWhatChanged(HttpShop):
    __slots__ = ()

    async def changes(self, cursor: str, limit: int) -> Changes:
        told = await self.wire.get("/v1/changes", ChangesTold, cursor=cursor, limit=str(limit))
        if told.more and told.cursor == cursor:
            raise ShopUnavailable("Its changes do not move on.")
        return Changes([order_of(self.shop, order) for order in told.orders], told.cursor, told.more)


class CallsUs(HttpShop):
    """core.shopparts.CallsBack and core.channel.ServesHttp."""

    __slots__ = ()

    def call_back(self, poke: Poke) -> None:
        self.hook.tell(poke)

    def routes(self) -> Sequence[HttpRoute]:
        return self.hook.routes()


CLASSES: Mapping[Part, type[HttpShop]] = {
    Part.REPLACEMENTS: Replaces,
    Part.STOCK: Stock,
    Part.SEARCH_CONTACT: SearchesContact,
    Part.SEARCH_KEY: SearchesKey,
    Part.MESSENGERS: KnowsMessengers,
    Part.REFUNDS: Refunds,
    Part.WALLET_REFUNDS: Refunds,
    Part.PAYMENTS: TellsPayments,
    Part.CHANGES: TellsWhatChanged,
    Part.HOOK: CallsUs,
}


def shop_class(settings: HttpSettings) -> type[HttpShop]:
    """With just the parts that the shop serves: nobody is offered what it does not."""
    served = dict.fromkeys(kind for part, kind in CLASSES.items() if part in settings.serves)
    kinds = [*served, *([WithGateway] if settings.gateway else [])]
    return reduce(_with, kinds, HttpShop)


def _with(kind: type[HttpShop], part: type[HttpShop]) -> type[HttpShop]:
    if issubclass(kind, part):
        return kind
    bases = (part,) if issubclass(part, kind) else (kind, part)
    return cast("type[HttpShop]", type("HttpShop", bases, {"__slots__": ()}))
