"""Orders as every shop platform can tell them, and the proof that one belongs to a buyer. Pure types."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NewType

from core.messages import Sealed

_PRODUCTS = 6
"""Names that are remembered of one order."""

ShopId = NewType("ShopId", str)
OrderNo = NewType("OrderNo", str)


class OrderStatus(StrEnum):
    UNPAID = "unpaid"
    PAID_WAITING = "paid-waiting"
    PROCESSING = "processing"
    DELIVERED = "delivered"
    PARTLY_DELIVERED = "partly-delivered"
    SHORTAGE = "shortage"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly-refunded"


NEVER_PAID = frozenset({OrderStatus.UNPAID, OrderStatus.EXPIRED})
"""As far as the shop knows."""


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    QQ = "qq"
    OTHER = "other"


class Handing(StrEnum):
    """How an item reaches its buyer: from stock at once, by a person, or bought from another shop."""

    AUTO = "auto"
    MANUAL = "manual"
    UPSTREAM = "upstream"


@dataclass(frozen=True, slots=True)
class OrderItem:
    """`variant`: which of the product's (a sku, a race), as the shop names it; empty: it has none."""

    product: str
    title: str
    quantity: int = 1
    variant: str = ""
    handing: Handing = Handing.AUTO

    @property
    def stock(self) -> "StockId":
        return StockId(self.product, self.variant)


@dataclass(frozen=True, slots=True)
class StockId:
    """What a key is taken from: a product, or one variant of it."""

    product: str
    variant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. `contact` is masked already (`z***@qq.com`); the full one stays in the shop.

    `parent`       the order that this one is a part of
    `raw_status`   the shop's own word for the state, for agents
    `has_password` whether it has a query password; None: the shop does not tell
    `pieces`       how many keys have been delivered; None: not known
    `trade_no`     the payment's number at the gateway, where the shop keeps it
    `refunded`     how much has been given back; None: the shop keeps no account of it
    `note`         what the shop tells about the use of the goods (使用说明); not a key"""

    shop: ShopId
    number: OrderNo
    status: OrderStatus
    items: tuple[OrderItem, ...]
    amount: Decimal
    currency: str
    created_at: datetime
    paid_at: datetime | None = None
    delivered_at: datetime | None = None
    contact: str = ""
    parent: OrderNo | None = None
    raw_status: str = ""
    has_password: bool | None = None
    pieces: int | None = None
    trade_no: str = ""
    refunded: Decimal | None = None
    note: str = field(default="", repr=False)


class Proof(IntEnum):
    """How sure we are that this buyer owns this order.

    A: a messenger id bound earlier, or order number + contact + query password.
    B: order number + contact, where the order has no password. C: contact only."""

    NONE = 0
    C = 1
    B = 2
    A = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a buyer offers as proof; the password is sealed by the vault from the moment it is read."""

    contact: str = ""
    password: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ProvenOrder:
    """An order that a buyer has proven to own, as remembered. `products`: what was bought, as the shop names it; empty
    until the shop has told. They make no other proof of it.

    `via`: the key of the buyer's other chat, in which he proved it; empty: in this one."""

    shop: ShopId
    number: OrderNo
    proof: Proof
    products: tuple[str, ...] = field(default=(), compare=False)
    via: str = ""

    def of_order(self, order: Order | None) -> "ProvenOrder":
        """With what the shop tells of it."""
        if order is None:
            return self
        names = dict.fromkeys(name for item in order.items for name in (item.title, item.product) if name)
        return replace(self, products=tuple(names)[:_PRODUCTS])


@dataclass(frozen=True, slots=True)
class DeliveredKey:
    """A key that the shop gave for an order: sealed text, and the masked form that people may see."""

    product: str
    sealed: Sealed
    masked: str
