"""What happens to orders in the shops, for buyers who have proven them and for the staff room. Pure types."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.messages import Event
from core.shop import Order, OrderNo, OrderStatus, ShopId


class Happening(StrEnum):
    """LATE: paid a while ago, and no key yet. RESTOCKED: what was late, short or partly delivered is whole now.

    FAILED_PAYMENTS: several payments of one known buyer in a row came to nothing. AT_GATEWAY: paid there, and not
    arrived at the shop."""

    PAID = "paid"
    LATE = "late"
    SHORT = "short"
    PARTLY = "partly"
    DELIVERED = "delivered"
    DOUBLED = "doubled"
    RESTOCKED = "restocked"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly-refunded"
    FAILED_PAYMENTS = "failed-payments"
    AT_GATEWAY = "at-gateway"


OWED = frozenset({Happening.LATE, Happening.SHORT, Happening.PARTLY})
TROUBLES = OWED | {Happening.DOUBLED, Happening.RESTOCKED, Happening.FAILED_PAYMENTS, Happening.AT_GATEWAY}
"""What the staff room hears of."""
NOTICES = OWED | {
    Happening.PAID,
    Happening.DELIVERED,
    Happening.REFUNDED,
    Happening.PARTLY_REFUNDED,
    Happening.AT_GATEWAY,
}
"""What buyers hear of."""


class ShopHappened(Event, frozen=True, kw_only=True):
    """To a chat in which the order was proven. `order`: as it is now, without the shop's note on its use."""

    happening: Happening
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One order that the staff room hears of. `goods`: what was bought, in words. `batch`: of the message that tells
    of it; 0: none yet. `trade_no`: of the payment at the gateway."""

    shop: ShopId
    number: OrderNo
    happening: Happening
    status: OrderStatus
    goods: str
    at: datetime
    paid_at: datetime | None = None
    batch: int = 0
    trade_no: str = ""


class TroublesSeen(Event, frozen=True, kw_only=True):
    """To a staff room, of one shop; never none."""

    troubles: tuple[Trouble, ...]


class ShopSilent(Event, frozen=True, kw_only=True):
    """To a staff room: the shop has not answered since then, or answers again."""

    shop: ShopId
    since: datetime
    back: bool = False
