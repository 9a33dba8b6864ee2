"""What a shop answers over the HTTP contract (docs/shops/http-openapi.yaml), and what it means to us. Pure."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from core.errors import ShopUnavailable
from core.masking import mask_key
from core.ports import Vault
from core.shop import DeliveredKey, Handing, Order, OrderItem, OrderNo, OrderStatus, ShopId
from core.shopparts import Paid, RefundWay, Visible
from storage.shops.contacts import contact_of
from storage.shops.numbers import canonical

T = TypeVar("T")

PLAIN = r"^[^\x00-\x1f\x7f\ud800-\udfff]*\Z"
"""On one line, and nothing that is no character: what goes back to the shop as it came."""
Number = Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")]
Money = Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,8})?\Z")]
Time = Annotated[datetime, Meta(tz=True)]
Id = Annotated[str, Meta(max_length=128, pattern=PLAIN)]
Short = Annotated[str, Meta(max_length=128)]
Title = Annotated[str, Meta(max_length=500)]
Note = Annotated[str, Meta(max_length=8000)]
Key = Annotated[str, Meta(min_length=1, max_length=8000)]
Cursor = Annotated[str, Meta(min_length=1, max_length=500, pattern=PLAIN)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
_PLACE = re.compile(r"at `(\$[^`]{0,80})`")


class ItemTold(Struct, frozen=True):
    product: Id
    title: Title
    quantity: Annotated[int, Meta(ge=1, le=100_000)] = 1
    variant: Id = ""
    handing: Handing = Handing.AUTO


class OrderTold(Struct, frozen=True):
    number: Number
    status: OrderStatus
    items: Annotated[list[ItemTold], Meta(max_length=500)]
    amount: Money
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3,10}\Z")]
    created_at: Time
    has_password: bool | None
    paid_at: Time | None = None
    delivered_at: Time | None = None
    contact: Short = ""
    parent: Number | None = None
    raw_status: Short = ""
    pieces: Count | None = None
    trade_no: Short = ""
    refunded: Money | None = None
    note: Note = ""
    payment: Paid | None = None


class OrdersTold(Struct, frozen=True):
    orders: list[OrderTold]


class ChangesTold(Struct, frozen=True):
    orders: list[OrderTold]
    cursor: Cursor
    more: bool = False


class ProofTold(Struct, frozen=True):
    number: str
    proof: str


class KeyTold(Struct, frozen=True):
    """`id`: the shop's own note of the piece, no secret."""

    id: Annotated[str, Meta(min_length=1, max_length=128, pattern=PLAIN)]
    product: Id
    key: Key
    variant: Id = ""

    def __post_init__(self) -> None:
        if not self.key.strip() or self.id.strip() == self.key.strip():
            raise ValueError("there is no key, or the id is the key")

    def __repr__(self) -> str:
        return f"KeyTold({self.id!r})"


class KeysTold(Struct, frozen=True):
    number: Number
    keys: Annotated[list[KeyTold], Meta(max_length=10_000)]


class StockLineTold(Struct, frozen=True):
    product: Id
    title: Title
    left: Count | None
    variant: Id = ""


class StockTold(Struct, frozen=True):
    lines: list[StockLineTold]


class ReplacementTold(Struct, frozen=True):
    number: Number
    key: KeyTold
    visible: Visible


class RefundTold(Struct, frozen=True):
    number: Number
    amount: Money
    way: RefundWay


class CapabilitiesTold(Struct, frozen=True):
    """`parts`: text, so that a shop may serve more than we know."""

    contract: int
    parts: list[str]
    time: Time
    name: Title = ""


class ErrorTold(Struct, frozen=True):
    code: str
    message: str = ""


class _Envelope(Struct, frozen=True):
    error: ErrorTold | UnsetType = UNSET


def told(payload: Any, kind: type[T]) -> T:
    """Raises: ShopUnavailable: it does not follow the contract; names the place and shows no value."""
    try:
        return msgspec.convert(payload, kind)
    except msgspec.ValidationError as error:
        place = _PLACE.search(str(error))
    raise ShopUnavailable(f"Its answer does not follow the contract{f' at {place[1]}' if place else ''}.")


def error_of(payload: Any) -> ErrorTold | None:
    """What a refusal tells; None: not in the contract's envelope."""
    try:
        envelope = msgspec.convert(payload, _Envelope)
    except msgspec.ValidationError:
        return None
    return None if isinstance(envelope.error, UnsetType) else envelope.error


def order_of(shop: ShopId, told: OrderTold) -> Order:
    return Order(
        shop=shop,
        number=OrderNo(told.number),
        status=told.status,
        items=tuple(
            OrderItem(item.product, item.title, item.quantity, item.variant, item.handing) for item in told.items
        ),
        amount=Decimal(told.amount),
        currency=told.currency,
        created_at=told.created_at.astimezone(UTC),
        paid_at=told.paid_at and told.paid_at.astimezone(UTC),
        delivered_at=told.delivered_at and told.delivered_at.astimezone(UTC),
        contact=told.contact if "*" in told.contact else contact_of(told.contact).masked,
        parent=OrderNo(told.parent) if told.parent else None,
        raw_status=told.raw_status,
        has_password=told.has_password,
        pieces=told.pieces,
        trade_no=told.trade_no,
        refunded=Decimal(told.refunded) if told.refunded is not None else None,
        note=told.note,
    )


def key_of(vault: Vault, told: KeyTold) -> DeliveredKey:
    text = told.key.strip()
    return DeliveredKey(told.product, vault.seal(text), mask_key(text))


def is_of(number: str, asked: OrderNo) -> bool:
    """Is this the order that was asked for? Buyers may type small letters."""
    return number == canonical(asked) or number.casefold() == canonical(asked).casefold()
