"""Rows of the shop's tables as they come, checked at the edge; nothing of them shows up in a repr or an error."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

import structlog
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from core.errors import ShopUnavailable
from storage.shops.acg_faka.settings import SHOP_TIME

log = structlog.get_logger(__name__)


def _time(told: object) -> object:
    """The columns are local times; 0000-00-00 comes as text, and means none."""
    return None if isinstance(told, str) else told


def _text(told: object) -> object:
    return "" if told is None else told


Text = Annotated[str, BeforeValidator(_text)]
Time = Annotated[datetime | None, BeforeValidator(_time)]


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, strict=True)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    __str__ = __repr__


R = TypeVar("R", bound=Row)


class OrderRow(Row):
    """Of `order`, with its product beside it (None: deleted) and its member's contacts (empty: a guest's order).

    `sku`: JSON. `cards`, `sold_at`: how many cards are linked to it, and when the last was."""

    id: int
    owner: int
    trade_no: str
    amount: Decimal
    commodity_id: int
    card_num: int
    create_time: Time
    pay_time: Time
    status: int
    secret: Text
    password: Text
    contact: Text
    delivery_status: int
    race: Text
    sku: Text = ""
    leave_message: Text = ""
    refund_status: int | None = None
    name: str | None
    delivery_way: int | None
    delivery_auto_mode: int | None
    delivery_message: Text
    usage: Text
    shared_id: int | None
    email: Text
    phone: Text
    username: Text
    qq: Text
    cards: int
    sold_at: Time

    @property
    def refunded(self) -> bool:
        return self.refund_status == 1

    @property
    def contacts(self) -> tuple[str, ...]:
        """Those by which the buyer is known: a member's own (the order's is random then), or the order's."""
        return (self.email, self.phone, self.username, self.qq) if self.owner else (self.contact,)


class CardRow(Row):
    """Of `card`. `status`: 0 unsold, 1 sold, 2 locked."""

    id: int
    commodity_id: int
    secret: str
    status: int
    order_id: int | None
    purchase_time: Time


class ProductRow(Row):
    """Of `commodity`. `stock`: of goods that a person delivers."""

    id: int
    name: str
    delivery_way: int
    shared_id: int | None
    shared_code: Text
    stock: int | None = None


def row_of(kind: type[R], told: dict[str, Any]) -> R:
    """Raises: ShopUnavailable: this is no such row."""
    try:
        return kind.model_validate(told)
    except ValidationError as wrong:
        columns = sorted({str(error["loc"][0]) for error in wrong.errors(include_input=False) if error["loc"]})
    log.warning("a row of the shop is not as documented", kind=kind.__name__, columns=columns)
    raise ShopUnavailable("Its database holds something else than this connector knows.")


def rows_of(kind: type[R], told: Iterable[dict[str, Any]]) -> list[R]:
    """Raises: ShopUnavailable."""
    return [row_of(kind, one) for one in told]


def aware(moment: datetime) -> datetime:
    """A column's time, as everybody else knows it. Raises: ValueError, OverflowError: it has a zone, or is none."""
    return moment.replace(tzinfo=SHOP_TIME)
