"""Order numbers of dujiao-next: letters, the time and six digits; parts of an order add -01, -02. Pure."""

import re

from core.shop import OrderNo
from storage.shops.numbers import canonical

_SHAPE = re.compile(r"(?P<whole>[A-Z]{1,4}[0-9]{18,24})(?P<part>-[0-9]{2,3})?")
_ASKABLE = re.compile(r"[A-Z0-9]{6,40}(?:-[0-9]{1,3})?")


def asked(number: str) -> OrderNo | None:
    """As the shop writes it; None: no order of any dujiao-next can have it, so the shop need not be asked."""
    text = canonical(number).upper()
    return OrderNo(text) if _ASKABLE.fullmatch(text) else None


def could_be(number: str) -> bool:
    return _SHAPE.fullmatch(canonical(number).upper()) is not None


def whole_of(number: OrderNo) -> OrderNo:
    """The order of which it is a part, or itself."""
    return OrderNo(number.partition("-")[0])
