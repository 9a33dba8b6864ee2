"""Gives a paid order its keys from stock: each piece once, each key once, however often and by whomever it is asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, func, select

from core.shop import OrderNo, OrderStatus
from storage.bulk import table_of
from storage.shops.tables import AUTO, AVAILABLE, SOLD, CardKeyRow, OrderItemRow, ProductRow, ShopOrderRow

PAYABLE = frozenset({OrderStatus.UNPAID, OrderStatus.EXPIRED})
OWED = frozenset({OrderStatus.PAID_WAITING, OrderStatus.PROCESSING, OrderStatus.SHORTAGE, OrderStatus.PARTLY_DELIVERED})


def pay(session: Session, number: OrderNo, at: datetime) -> None:
    """Marks an unpaid (or expired: payments arrive late) order as paid, and allocates; otherwise only allocates."""
    order = locked(session, number)
    if order is not None and order.status in PAYABLE:
        order.status, order.paid_at = OrderStatus.PAID_WAITING, at.timestamp()
        session.flush()
    allocate(session, number, at)


def allocate(session: Session, number: OrderNo, at: datetime) -> None:
    """Gives every piece of a paid order that lacks one a key, and sets the status to what is true then."""
    order = locked(session, number)
    if order is None or order.status not in OWED:
        return
    owed, manual = _pieces(session, number)
    filled = _given(session, number) & set(owed)
    for position, product in owed.items():
        if position not in filled and _take(session, product, number, position):
            filled.add(position)
    order.status = _status(len(owed), len(filled), manual=manual)
    if order.status == OrderStatus.DELIVERED:
        order.delivered_at = at.timestamp()
    session.flush()


def fill_owed(session: Session, product: str, at: datetime, limit: int) -> None:
    """Gives what has come in to the orders that wait for it: who paid first comes first; `limit` orders at most."""
    waiting = (
        select(ShopOrderRow.number)
        .where(col(ShopOrderRow.status).in_(OWED), OrderItemRow.order_number == ShopOrderRow.number)
        .where(OrderItemRow.product_id == product)
        .order_by(func.coalesce(ShopOrderRow.paid_at, ShopOrderRow.created_at), col(ShopOrderRow.number))
        .limit(limit)
    )
    for number in session.exec(waiting).all():
        allocate(session, OrderNo(number), at)


def _status(owed: int, filled: int, *, manual: bool) -> OrderStatus:
    if filled == owed and not manual:
        return OrderStatus.DELIVERED
    if filled:
        return OrderStatus.PARTLY_DELIVERED
    return OrderStatus.SHORTAGE if owed else OrderStatus.PROCESSING


def locked(session: Session, number: OrderNo) -> ShopOrderRow | None:
    """Who changes an order or its keys does it alone."""
    return session.exec(select(ShopOrderRow).where(ShopOrderRow.number == number).with_for_update()).one_or_none()


def _pieces(session: Session, number: OrderNo) -> tuple[dict[int, str], bool]:
    """Position of each piece that gets a key -> its product; and whether a person has something to deliver too."""
    items = session.exec(
        select(OrderItemRow, ProductRow)
        .where(OrderItemRow.order_number == number, OrderItemRow.product_id == ProductRow.id)
        .order_by(col(OrderItemRow.position))
    ).all()
    owed: dict[int, str] = {}
    start, manual = 0, False
    for item, product in items:
        pieces = range(start, start + item.quantity)
        if product.kind == AUTO and not product.unlimited:
            owed |= dict.fromkeys(pieces, product.id)
        else:
            manual = True
        start = pieces.stop
    return owed, manual


def _given(session: Session, number: OrderNo) -> set[int]:
    places = session.exec(select(CardKeyRow.position).where(CardKeyRow.order_number == number)).all()
    return {place for place in places if place is not None}


def _take(session: Session, product: str, number: OrderNo, position: int) -> bool:
    """The oldest free key; on PostgreSQL those that another order is taking are passed over."""
    free = session.exec(
        select(CardKeyRow.id)
        .where(CardKeyRow.product_id == product, CardKeyRow.state == AVAILABLE)
        .order_by(col(CardKeyRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if free is None:
        return False
    keys = table_of(CardKeyRow)
    taken: CursorResult[*tuple[object, ...]] = session.exec(
        update(keys)
        .where(keys.c.id == free, keys.c.state == AVAILABLE)
        .values(state=SOLD, order_number=number, position=position)
    )
    return taken.rowcount == 1


def keys_of(session: Session, number: OrderNo) -> Sequence[CardKeyRow]:
    """Those that count now, in the order of the pieces: a new key stands where the one was that it replaces."""
    keys = session.exec(select(CardKeyRow).where(CardKeyRow.order_number == number)).all()
    by_id = {key.id: key for key in keys}

    def place(key: CardKeyRow) -> int:
        while key.replaces is not None and key.replaces in by_id:
            key = by_id[key.replaces]
        return key.position or 0

    return sorted((key for key in keys if key.state == SOLD), key=place)


def next_place(session: Session, number: OrderNo) -> int:
    """Behind all pieces of the order, those that it has not got yet too."""
    pieces = select(func.coalesce(func.sum(OrderItemRow.quantity), 0)).where(OrderItemRow.order_number == number)
    last = select(func.coalesce(func.max(CardKeyRow.position), -1)).where(CardKeyRow.order_number == number)
    return max(session.exec(pieces).one() or 0, (session.exec(last).one() or 0) + 1)
