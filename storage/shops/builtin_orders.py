"""The built-in shop's rows as orders: many at once, with what was bought and how many keys count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from sqlmodel import Session, col, func, select

from core.shop import Handing, Order, OrderItem, OrderNo, OrderStatus, ShopId
from storage.bulk import chunks
from storage.shops.tables import AUTO, SOLD, CardKeyRow, OrderItemRow, ProductRow, ShopOrderRow


def orders_of(session: Session, shop: ShopId, rows: Sequence[ShopOrderRow]) -> list[Order]:
    """As they come."""
    items: dict[str, tuple[OrderItem, ...]] = {}
    keys: dict[str, int] = {}
    for numbers in chunks([row.number for row in rows]):
        items |= _items(session, numbers)
        keys |= _keys(session, numbers)
    return [_order(shop, row, items.get(row.number, ()), keys.get(row.number, 0)) for row in rows]


def _items(session: Session, numbers: Sequence[str]) -> Mapping[str, tuple[OrderItem, ...]]:
    query = (
        select(OrderItemRow, ProductRow.kind, ProductRow.unlimited)
        .where(col(OrderItemRow.order_number).in_(numbers), OrderItemRow.product_id == ProductRow.id)
        .order_by(col(OrderItemRow.order_number), col(OrderItemRow.position))
    )
    found: dict[str, list[OrderItem]] = defaultdict(list)
    for item, kind, unlimited in session.exec(query):
        handing = Handing.AUTO if kind == AUTO and not unlimited else Handing.MANUAL
        found[item.order_number].append(OrderItem(item.product_id, item.title, item.quantity, handing=handing))
    return {number: tuple(some) for number, some in found.items()}


def _keys(session: Session, numbers: Sequence[str]) -> Mapping[str, int]:
    """Those that count now, of each order that has any."""
    query = (
        select(CardKeyRow.order_number, func.count())
        .where(col(CardKeyRow.order_number).in_(numbers), CardKeyRow.state == SOLD)
        .group_by(col(CardKeyRow.order_number))
    )
    return {number: count for number, count in session.exec(query) if number is not None}


def _order(shop: ShopId, row: ShopOrderRow, items: tuple[OrderItem, ...], keys: int) -> Order:
    """What a person delivers leaves no key here: then it is not known how many there were."""
    known = keys or all(item.handing is Handing.AUTO for item in items)
    return Order(
        shop=shop,
        number=OrderNo(row.number),
        status=OrderStatus(row.status),
        items=items,
        amount=Decimal(row.amount),
        currency=row.currency,
        created_at=datetime.fromtimestamp(row.created_at, UTC),
        paid_at=_time(row.paid_at),
        delivered_at=_time(row.delivered_at),
        contact=row.contact_masked,
        pieces=keys if known else None,
        refunded=None if row.refunded is None else Decimal(row.refunded),
    )


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
