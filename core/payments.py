"""Where the money is of an order that its shop calls unpaid: asked at the gateway, seldom, and noted for the staff."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.errors import ShopUnavailable
from core.ordercard import items
from core.ports import Attempts, ShopPort
from core.severalshops import named
from core.shop import NEVER_PAID, Order
from core.shopnews import Happening, Trouble
from core.shopparts import KnowsPayments, KnowsTrades, Paid
from core.step import NewWork
from core.tries import count_once
from core.watchbook import Seen, WatchBook, WatchShelf
from core.work import WorkDone

PATIENCE = timedelta(seconds=8)
ASKED, WITHIN = 5, timedelta(minutes=10)
"""So often the gateway is asked about one order, and for one chat, because somebody looks it up."""
FIRST, LAST = timedelta(minutes=3), timedelta(days=1)
"""An order that its buyer has looked up is asked about again after so long, more and more seldom, until so old."""


@dataclass(frozen=True, slots=True)
class Payment:
    """`trade_no`: the gateway's own number of it, for people; empty: not known."""

    paid: Paid
    trade_no: str = ""


def may_be_paid(order: Order) -> bool:
    """The gateway may know more than the shop. Pure."""
    return order.status in NEVER_PAID and order.paid_at is None


def next_probe(order: Order, now: datetime) -> datetime | None:
    """None: no more. Pure."""
    age = now - order.created_at
    return now + max(FIRST, age / 2) if age < LAST else None


async def payment_of(shop: KnowsPayments, order: Order) -> Payment:
    """UNKNOWN, too, when nobody answers: that is not the shop's fault. Raises nothing."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            paid = await shop.payment_of(order.number)
            wanted = paid is Paid.AT_GATEWAY and not order.trade_no
            trade = await shop.trade_of(order.number) if wanted and isinstance(shop, KnowsTrades) else ""
    except (ShopUnavailable, TimeoutError):
        return Payment(Paid.UNKNOWN)
    return Payment(paid, order.trade_no or trade)


def at_gateway(order: Order, payment: Payment, now: datetime) -> Trouble:
    return Trouble(
        shop=order.shop,
        number=order.number,
        happening=Happening.AT_GATEWAY,
        status=order.status,
        goods=items(order),
        at=now,
        trade_no=payment.trade_no,
    )


@dataclass(frozen=True, slots=True)
class Payments:
    """For who looks an order up."""

    book: WatchBook
    attempts: Attempts

    async def completed(self, shops: Sequence[ShopPort], done: WorkDone, new: NewWork) -> WorkDone:
        """The outcome, with where the money is, if that is known. Raises: StoreUnavailable."""
        order = done.order
        if order is None or not may_be_paid(order):
            return done
        shop = named(shops, order.shop)
        if shop is None or not isinstance(shop, KnowsPayments):
            return done
        return replace(done, paid=await self._paid(shop, order, done, new))

    async def _paid(self, shop: KnowsPayments, order: Order, done: WorkDone, new: NewWork) -> Paid:
        seen = await self.book.look(lambda shelf: shelf.seen(order.shop, [order.number]).get(order.number))
        if seen is not None and Happening.AT_GATEWAY in seen.told:
            return Paid.AT_GATEWAY
        scopes = [f"payment:{order.shop}:{order.number}", f"payment:{new.where.key}"]
        if await count_once(self.attempts, new, "payment", scopes, ASKED, WITHIN) is not None:
            return Paid.UNKNOWN
        payment = await payment_of(shop, order)
        if payment.paid is not Paid.ARRIVED:
            await self.book.run(lambda shelf: _noted(shelf, order, payment, done.at))
        return payment.paid


def _noted(shelf: WatchShelf, order: Order, payment: Payment, now: datetime) -> None:
    """For the watchdog: to tell the staff room, or to look again."""
    new = Seen(shop=order.shop, number=order.number, status=order.status, at=now)
    seen = shelf.seen(order.shop, [order.number]).get(order.number, new)
    if payment.paid is not Paid.AT_GATEWAY:
        shelf.put_seen([replace(seen, due=seen.due or next_probe(order, now))])
    elif Happening.AT_GATEWAY not in seen.told:
        shelf.put_seen([replace(seen, due=None, told=(*seen.told, Happening.AT_GATEWAY))])
        shelf.put_troubles([at_gateway(order, payment, now)])
