"""The shop's rows as orders and keys of ours. Pure but for the vault."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from core.masking import mask_key
from core.ports import Vault
from core.shop import DeliveredKey, Handing, Order, OrderItem, OrderNo, OrderStatus, ShopId
from storage.shops.contacts import contact_of
from storage.shops.dujiaoka.keytext import lines_of
from storage.shops.dujiaoka.rows import (
    AUTO,
    COMPLETED,
    EXPIRED,
    FAILED,
    PROCESSING,
    SHORT,
    UNPAID,
    WAITING,
    Bought,
    ItemRow,
)
from storage.shops.proving import Marks
from storage.shops.sealing import contact_mark, password_mark

CHINA = timezone(timedelta(hours=8))
_STATUS = {
    UNPAID: OrderStatus.UNPAID,
    WAITING: OrderStatus.PAID_WAITING,
    PROCESSING: OrderStatus.PROCESSING,
    COMPLETED: OrderStatus.DELIVERED,
    FAILED: OrderStatus.FAILED,
    SHORT: OrderStatus.SHORTAGE,
    EXPIRED: OrderStatus.EXPIRED,
}
_TIMES = re.compile(r" ?x ?[0-9]+$")
NOBODY = "nobody@invalid"
_UNDATED = datetime(1970, 1, 1)  # noqa: DTZ001 - in the shop's own time, like all of its times


def order_of(shop: ShopId, bought: Bought, currency: str) -> Order:
    row = bought.order
    pieces = _pieces(bought)
    status = _STATUS.get(row.status, OrderStatus.PROCESSING)
    waiting = status in {OrderStatus.PAID_WAITING, OrderStatus.PROCESSING}
    return Order(
        shop=shop,
        number=OrderNo(row.order_sn),
        status=OrderStatus.PARTLY_DELIVERED if waiting and pieces else status,
        items=tuple(_item(item) for item in bought.items),
        amount=row.actual_price,
        currency=currency,
        created_at=moment(row.created_at or row.updated_at or _UNDATED),
        contact=contact_of(row.email or "").masked,
        raw_status=str(row.status),
        has_password=bool((row.search_pwd or "").strip()),
        pieces=pieces,
        trade_no=row.trade_no or "",
    )


def moment(local: datetime) -> datetime:
    """What the shop has written, in UTC."""
    return local.replace(tzinfo=CHINA).astimezone(UTC)


def marks_of(vault: Vault, bought: Bought | None) -> Marks:
    """What the buyer's evidence is compared with; the same work for no order at all."""
    number = OrderNo(bought.order.order_sn if bought else "-")
    email = (bought.order.email if bought else None) or NOBODY
    password = (bought.order.search_pwd if bought else None) or ""
    contact, secret = contact_mark(vault, email), password_mark(vault, number, password)
    known = bought is not None and bool(bought.order.email)
    return Marks(number, contact if known else None, secret if password.strip() else None)


def holds_keys(bought: Bought, item: ItemRow) -> bool:
    """Only automatic goods of a completed order, or of one that waits for a person because of its other goods (V3): the
    text of any other is a sentence of the shop, or the buyer's form."""
    mixed = any(other.type != AUTO for other in bought.items)
    status = bought.order.status
    return item.type == AUTO and (status == COMPLETED or (mixed and status in {WAITING, PROCESSING}))


def sealed_key(vault: Vault, item: ItemRow, key: str) -> DeliveredKey:
    return DeliveredKey(str(item.goods_id), vault.seal(key), mask_key(key))


def _item(row: ItemRow) -> OrderItem:
    handing = Handing.AUTO if row.type == AUTO else Handing.MANUAL
    variant = str(row.sub_id) if row.sub_id else ""
    return OrderItem(str(row.goods_id), _TIMES.sub("", row.name), row.quantity, variant, handing)


def _pieces(bought: Bought) -> int | None:
    """Never more than were bought: further lines are replacements, or belong to keys of several lines."""
    auto: Sequence[ItemRow] = [item for item in bought.items if item.type == AUTO]
    if not auto:
        return None
    return sum(min(len(lines_of(item.info)), item.quantity) for item in auto if holds_keys(bought, item))
