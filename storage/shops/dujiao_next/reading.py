"""From what the shop says to an order and its keys. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.masking import mask_contact
from core.shop import Handing, Order, OrderItem, OrderNo, OrderStatus, ShopId
from storage.shops.dujiao_next.wire import (
    ChannelItemShape,
    ChannelOrderShape,
    FulfillmentShape,
    ItemShape,
    Localized,
    OrderShape,
)

STATUSES = {
    "pending_payment": OrderStatus.UNPAID,
    "paid": OrderStatus.PAID_WAITING,
    "fulfilling": OrderStatus.PROCESSING,
    "partially_delivered": OrderStatus.PARTLY_DELIVERED,
    "delivered": OrderStatus.DELIVERED,
    "completed": OrderStatus.DELIVERED,
    "canceled": OrderStatus.EXPIRED,
    "partially_refunded": OrderStatus.PARTLY_REFUNDED,
    "refunded": OrderStatus.REFUNDED,
}
OPEN = frozenset({"paid", "fulfilling"})
DELIVERED = "delivered"
HANDINGS = {"auto": Handing.AUTO, "upstream": Handing.UPSTREAM}


@dataclass(frozen=True, slots=True)
class Reader:
    """`shortage_after`: since the payment; then a key from stock that was not given is missing."""

    shop: ShopId
    language: str
    shortage_after: timedelta

    def order(self, told: OrderShape, now: datetime, parent: OrderShape | None = None) -> Order:
        """`parent`: of which it is a part; what is paid and whose it is stands there."""
        whole = parent or told
        paid_at = told.paid_at or whole.paid_at
        parts = list(_parts(told))
        items = tuple(self._item(item) for item in _items(told))
        return Order(
            shop=self.shop,
            number=OrderNo(told.order_no),
            status=self._status(told, items, paid_at, now),
            items=items,
            amount=told.total_amount,
            currency=told.currency or whole.currency,
            created_at=told.created_at,
            paid_at=paid_at,
            delivered_at=max((part.delivered_at for _, part in parts if part.delivered_at), default=None),
            contact=mask_contact(whole.guest_email or whole.user_email),
            parent=OrderNo(parent.order_no) if parent else None,
            raw_status=told.status,
            has_password=True if whole.guest_email else None,
            pieces=sum(max(part.payload_line_count, len(pieces)) for pieces, part in _counted(told)),
            refunded=told.refunded_amount,
            note=self._note(told) if paid_at else "",
        )

    def _item(self, item: ItemShape) -> OrderItem:
        variant = self.text((item.sku_snapshot or {}).get("spec_values"))
        title = self.text(item.title)
        return OrderItem(
            product=str(item.product_id or ""),
            title=f"{title} {variant}".strip(),
            quantity=item.quantity,
            variant=str(item.sku_id or ""),
            handing=HANDINGS.get(item.fulfillment_type, Handing.MANUAL),
        )

    def _status(
        self, told: OrderShape, items: Sequence[OrderItem], paid_at: datetime | None, now: datetime
    ) -> OrderStatus:
        """A state that we do not know is being worked at: an agent sees the shop's own word."""
        status = STATUSES.get(told.status, OrderStatus.PROCESSING)
        if told.status == "canceled" and paid_at is not None:
            return OrderStatus.FAILED
        waited = told.status in OPEN and paid_at is not None and now - paid_at >= self.shortage_after
        missing = not any(pieces for pieces, _ in _counted(told))
        if waited and missing and any(item.handing is Handing.AUTO for item in items):
            return OrderStatus.SHORTAGE
        return status

    def _note(self, told: OrderShape) -> str:
        notes = (self.text(item.instructions).strip() for item in _items(told))
        return "\n\n".join(dict.fromkeys(note for note in notes if note))

    def text(self, told: Localized | Any) -> str:
        """In the configured language, else in Chinese, else in any."""
        if isinstance(told, dict):
            texts = [told.get(self.language), told.get("zh-CN"), *told.values()]
            return next((str(text) for text in texts if text), "")
        return str(told) if told else ""


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A key as it was delivered, in clear: it is sealed at once."""

    product: str
    text: str


def pieces_of(told: OrderShape) -> list[Piece]:
    """All that was delivered: of the order itself, then of its parts."""
    return [Piece(product, text) for part in _whole(told) for product, text in _named(part)]


def cut_short(told: OrderShape) -> bool:
    """Has the shop left out lines of what was delivered?"""
    return any(part.payload_line_count > len(part.payload.split("\n")) for _, part in _parts(told))


def with_payload(told: OrderShape, payload: str) -> OrderShape:
    """The order, or the one part that it is, with its payload as downloaded."""
    given = (told.fulfillment or FulfillmentShape()).model_copy(
        update={"payload": payload, "payload_line_count": 0, "status": DELIVERED}
    )
    return told.model_copy(update={"fulfillment": given})


def part_of(whole: OrderShape | None, number: OrderNo) -> OrderShape | None:
    """The order itself, or that part of it."""
    if whole is None or whole.order_no == number:
        return whole
    return next((part for part in whole.children if part.order_no == number), None)


def _whole(told: OrderShape) -> list[OrderShape]:
    return [told, *told.children]


def _parts(told: OrderShape) -> Iterator[tuple[OrderShape, FulfillmentShape]]:
    """What counts as given: a payload, in a fulfillment that is done (an older shop names no state)."""
    for order in _whole(told):
        given = order.fulfillment
        if given is not None and given.payload.strip() and given.status in (DELIVERED, ""):
            yield order, given


def _counted(told: OrderShape) -> Iterator[tuple[list[tuple[str, str]], FulfillmentShape]]:
    for order, given in _parts(told):
        yield _named(order), given.model_copy(update={"payload_line_count": _lines_told(given)})


def _lines_told(given: FulfillmentShape) -> int:
    """Only where lines were left out: an empty line is no piece."""
    return given.payload_line_count if given.payload_line_count > len(given.payload.split("\n")) else 0


def _items(told: OrderShape) -> tuple[ItemShape, ...]:
    """Of a parent, those of its parts: the shop may repeat them above."""
    return told.items or tuple(item for child in told.children for item in child.items)


def _named(order: OrderShape) -> list[tuple[str, str]]:
    """The pieces of this order alone, with the product that each belongs to."""
    given = next((part for one, part in _parts(order) if one is order), None)
    if given is None:
        return []
    items = _items(order)
    lines = [line.strip() for line in given.payload.split("\n") if line.strip()]
    wanted = sum(item.quantity for item in items)
    if given.type == "manual" and len(lines) != wanted:
        return [(_product(items[:1]), given.payload.strip())]
    owners = [_product([item]) for item in items for _ in range(min(item.quantity, len(lines)))]
    if len(owners) != len(lines):
        owners = [_product(items[:1])] * len(lines)
    return list(zip(owners, lines, strict=True))


def _product(items: Sequence[ItemShape]) -> str:
    return str(items[0].product_id or "") if items else ""


def from_channel(told: ChannelOrderShape) -> OrderShape:
    """The buyer's view in the shape of the others; the parts have no items there."""
    given = FulfillmentShape(
        type=told.fulfillment_type,
        status=told.fulfillment_status,
        payload=told.fulfillment_result,
        delivered_at=told.fulfillment_delivered_at,
    )
    items = tuple(_channel_item(item) for item in told.items)
    children = tuple(
        OrderShape(
            order_no=child.order_no,
            status=child.status or told.status,
            created_at=told.created_at,
            items=items if len(told.children) == 1 else _own(items, place, len(told.children)),
            fulfillment=child.fulfillment,
        )
        for place, child in enumerate(told.children)
    )
    return OrderShape(
        id=told.order_id,
        order_no=told.order_no,
        status=told.status,
        currency=told.currency,
        total_amount=told.total_amount,
        refunded_amount=told.refunded_amount,
        created_at=told.created_at,
        updated_at=told.updated_at,
        paid_at=told.paid_at,
        items=items,
        fulfillment=given if told.fulfillment_result else None,
        children=children,
    )


def _own(items: tuple[ItemShape, ...], place: int, children: int) -> tuple[ItemShape, ...]:
    """A part has one item, in the same order, if there are as many of them."""
    return items[place : place + 1] if len(items) == children else ()


def _channel_item(item: ChannelItemShape) -> ItemShape:
    return ItemShape(
        product_id=item.product_id,
        sku_id=item.sku_id,
        title=f"{item.product_title} {item.sku_name}".strip(),
        quantity=item.quantity,
        fulfillment_type=item.fulfillment_type,
        instructions=item.instructions,
    )
