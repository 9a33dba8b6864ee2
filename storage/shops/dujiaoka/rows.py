"""What is read of the shop's tables, checked as it comes in. Texts of rows never appear in a repr or an error. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from core.errors import ShopUnavailable

UNPAID, WAITING, PROCESSING, COMPLETED, FAILED, SHORT, EXPIRED = 1, 2, 3, 4, 5, 6, -1
AUTO, MANUAL = 1, 2
UNSOLD, SOLD = 1, 2


class _Silent(msgspec.Struct, frozen=True):
    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class OrderRow(_Silent, frozen=True):
    """One order. Times are the shop's local ones, without a zone."""

    id: int
    order_sn: str
    status: int
    actual_price: Decimal
    created_at: datetime | None = None
    updated_at: datetime | None = None
    email: str | None = None
    search_pwd: str | None = None
    trade_no: str | None = None


class ItemRow(_Silent, frozen=True):
    """What was bought; of 2.0.x the order itself (`id` is the order's then), of V3 a row of `order_items`."""

    id: int
    order_id: int
    goods_id: int
    name: str
    quantity: int
    type: int
    sub_id: int | None = None
    info: str | None = None


class CardRow(_Silent, frozen=True):
    id: int
    status: int
    carmi: str


class GoodsRow(_Silent, frozen=True):
    """`sub_id`: one of its variants (V3). `in_stock`: of goods that a person delivers."""

    id: int
    name: str
    type: int
    in_stock: int | None = None
    sub_id: int | None = None
    sub_name: str | None = None


class Bought(_Silent, frozen=True):
    order: OrderRow
    items: tuple[ItemRow, ...]


R = TypeVar("R", bound=_Silent)


def taken_from(kind: type[R], rows: Iterable[Mapping[str, Any]]) -> tuple[R, ...]:
    """Raises: ShopUnavailable: a row is not what the platform writes."""
    try:
        return tuple(msgspec.convert(row, kind) for row in rows)
    except msgspec.ValidationError:
        cause = "A row of its database cannot be understood."
    raise ShopUnavailable(cause)
