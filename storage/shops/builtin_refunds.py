"""Refunds as the built-in shop records them: each name once, never more than was paid. The money moves elsewhere."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, select

from core.errors import NotPossible
from core.shop import OrderStatus
from core.shopparts import Refund, RefundWay
from storage.shops.allocation import locked
from storage.shops.tables import ShopRefundRow

UNPAID = frozenset({OrderStatus.UNPAID, OrderStatus.EXPIRED})
WAYS = frozenset({RefundWay.RECORDED})


def record(session: Session, refund: Refund, at: datetime) -> None:
    """Raises: NotPossible."""
    order = locked(session, refund.order)
    if order is None:
        raise NotPossible("There is no such order.")
    if session.exec(select(ShopRefundRow).where(ShopRefundRow.name == refund.name)).one_or_none() is not None:
        return
    if refund.way not in WAYS:
        raise NotPossible("This shop keeps no balance for buyers.")
    if order.status in UNPAID:
        raise NotPossible("The order has not been paid.")
    whole, total = Decimal(order.amount), Decimal(order.refunded or "0") + refund.amount
    if refund.amount <= 0 or total > whole:
        raise NotPossible("It is more than was paid.")
    order.refunded = str(total)
    order.status = OrderStatus.REFUNDED if total == whole else OrderStatus.PARTLY_REFUNDED
    row = {"name": refund.name, "order_number": refund.order, "amount": str(refund.amount), "remark": refund.remark}
    session.add(ShopRefundRow(**row, at=at.timestamp()))
    session.flush()
