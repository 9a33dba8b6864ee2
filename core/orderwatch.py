"""What has happened to an order since we saw it last. Pure.

An order has its truths (it is paid, it is short, ...); what is true now and has not been told yet is news. So an order
that comes twice brings no news the second time, and one that comes late none is left out of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.ordercard import items
from core.payments import Payment, may_be_paid, next_probe
from core.shop import Handing, Order, OrderNo, OrderStatus
from core.shopnews import NOTICES, OWED, TROUBLES, Happening, Trouble
from core.shopparts import Paid
from core.watchbook import Seen, WatchShelf

_TRUTHS: Final = {
    OrderStatus.PAID_WAITING: Happening.PAID,
    OrderStatus.PROCESSING: Happening.PAID,
    OrderStatus.SHORTAGE: Happening.SHORT,
    OrderStatus.PARTLY_DELIVERED: Happening.PARTLY,
    OrderStatus.DELIVERED: Happening.DELIVERED,
    OrderStatus.REFUNDED: Happening.REFUNDED,
    OrderStatus.PARTLY_REFUNDED: Happening.PARTLY_REFUNDED,
}
_FAILED: Final = frozenset({OrderStatus.FAILED, OrderStatus.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`late_after`: the payment of what is delivered at once. `news_within`: an order that we have never seen and that
    last moved longer ago is nothing new. `failed`: so many payments in a row are a trouble; 0: none. `gather`: troubles
    are told together so long. `away_after`: a shop is silent. `probes`: the shop can tell where a payment is"""

    late_after: timedelta = timedelta(minutes=5)
    news_within: timedelta = timedelta(days=1)
    failed: int = 3
    gather: timedelta = timedelta(minutes=2)
    away_after: timedelta = timedelta(minutes=5)
    probes: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """`fresh`: what is to be told of the order, and `seen` how it is remembered when that is told."""

    order: Order
    seen: Seen
    fresh: tuple[Happening, ...] = ()
    trade_no: str = ""

    @property
    def for_buyer(self) -> tuple[Happening, ...]:
        """Of a key that is missing once; and then that the money has come goes without saying."""
        known = set(self.seen.told) - set(self.fresh)
        owed = [one for one in self.fresh if one in OWED]
        if not owed:
            return tuple(one for one in self.fresh if one in NOTICES)
        return (owed[0],) if owed[0] is Happening.PARTLY or not known & OWED else ()

    def troubles(self, now: datetime) -> tuple[Trouble, ...]:
        order = self.order
        return tuple(
            Trouble(
                shop=order.shop,
                number=order.number,
                happening=one,
                status=order.status,
                goods=items(order),
                at=now,
                paid_at=order.paid_at,
                trade_no=self.trade_no if one is Happening.AT_GATEWAY else "",
            )
            for one in self.fresh
            if one in TROUBLES
        )


def news(
    shelf: WatchShelf, orders: Sequence[Order], now: datetime, rules: Rules, payment: Payment | None = None
) -> list[News]:
    """Of each order, the last that was told of it. All of one shop. `payment`: of the only one, where it was asked."""
    latest: dict[OrderNo, Order] = {}
    for order in orders:
        latest.pop(order.number, None)
        latest[order.number] = order
    shop = next((order.shop for order in orders), None)
    before = shelf.seen(shop, list(latest)) if shop else {}
    return [_news(shelf, order, before.get(order.number), now, rules, payment) for order in latest.values()]


def _news(
    shelf: WatchShelf, order: Order, before: Seen | None, now: datetime, rules: Rules, payment: Payment | None
) -> News:
    due = _due(order, before, now, rules)
    late = due is not None and due <= now
    found = payment is not None and payment.paid is Paid.AT_GATEWAY
    true = [_TRUTHS[order.status]] if order.status in _TRUTHS else []
    true += [Happening.LATE] if late else []
    true += [Happening.AT_GATEWAY] if found else []
    true += [Happening.DOUBLED] if is_doubled(order) else []
    told = before.told if before else ()
    if order.status is OrderStatus.DELIVERED and OWED & set(told):
        true.append(Happening.RESTOCKED)
    if (before is None or before.status != order.status) and _keeps_failing(shelf, order, rules):
        true.append(Happening.FAILED_PAYMENTS)
    old = before is None and now - _moved(order) > rules.news_within
    fresh = () if old else tuple(one for one in true if one not in told)
    seen = Seen(
        shop=order.shop,
        number=order.number,
        status=order.status,
        at=now,
        pieces=order.pieces,
        told=tuple(dict.fromkeys((*told, *true))),
        due=None if late or old else due or _probe_due(shelf, order, before, now, rules, payment),
    )
    return News(order, seen, fresh, payment.trade_no if payment else "")


def _probe_due(
    shelf: WatchShelf, order: Order, before: Seen | None, now: datetime, rules: Rules, payment: Payment | None
) -> datetime | None:
    """When the gateway is asked about an unpaid order: once its buyer has looked it up, and when it expires."""
    if before is None or not rules.probes or not may_be_paid(order) or Happening.AT_GATEWAY in before.told:
        return None
    if payment is not None:
        return None if payment.paid is Paid.AT_GATEWAY else next_probe(order, now)
    if order.status != before.status and shelf.provers([order.number]):
        return now
    return before.due


def _due(order: Order, before: Seen | None, now: datetime, rules: Rules) -> datetime | None:
    """When an order without its key becomes late; None: it has it, or nobody promised it at once, or it is told."""
    waits = order.status is OrderStatus.PAID_WAITING and _at_once(order)
    if not waits or (before is not None and Happening.LATE in before.told):
        return None
    known = before.due if before else None
    return known or (order.paid_at or now) + rules.late_after


def _at_once(order: Order) -> bool:
    return any(item.handing is Handing.AUTO for item in order.items)


def is_doubled(order: Order) -> bool:
    """More pieces than were bought. What a person delivers is not counted: it is free text."""
    if order.pieces is None or any(item.handing is not Handing.AUTO for item in order.items):
        return False
    return order.pieces > sum(item.quantity for item in order.items) > 0


def _keeps_failing(shelf: WatchShelf, order: Order, rules: Rules) -> bool:
    """Just now the last of so many: the next one is told of no more."""
    if order.status not in _FAILED or not rules.failed:
        return False
    others = [[one in _FAILED for one in chat] for chat in shelf.beside(order.shop, order.number, rules.failed)]
    return any(sum(chat) == rules.failed - 1 and all(chat[: rules.failed - 1]) for chat in others)


def _moved(order: Order) -> datetime:
    return max(one for one in (order.created_at, order.paid_at, order.delivered_at) if one is not None)
