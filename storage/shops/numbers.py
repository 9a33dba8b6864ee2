"""Order numbers: those that we make, and the shapes of those that get imported. Pure.

Ours: `KD`, the date, and at least six digits counted over the day: `KD20261122000017`. Imported ones keep the number
their shop gave (sources: the shops' own generators)."""

import re
import unicodedata
from datetime import datetime

from core.shop import OrderNo

_SHAPES = re.compile(
    r"KD[0-9]{14,20}"
    r"|[A-Z]{0,4}[0-9]{12,30}(?:-[0-9]{1,3})?"  # dujiao-next DJ + 20 digits (+ -01), acg-faka 18 digits, zfaka
    r"|(?=[A-Z0-9]*[0-9])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{16}"  # dujiaoka: 16 random letters and digits
    r"|[0-9]{14}[A-Z0-9]{5}"  # card-system: time and five characters
)
_WRITABLE = re.compile(r"[!-~]{1,64}")


def new_number(at: datetime, count: int) -> OrderNo:
    """`count`: how many orders this day has had."""
    return OrderNo(f"KD{at:%Y%m%d}{count:06d}")


def could_be(number: str) -> bool:
    """Has it the shape of an order number that this shop may hold?"""
    return _SHAPES.fullmatch(canonical(number).upper()) is not None


def canonical(number: str) -> str:
    """As it is stored: one width, nothing around it; empty if no order can have it (so it may go to any database)."""
    text = unicodedata.normalize("NFKC", number).strip().lstrip("#")
    return text if _WRITABLE.fullmatch(text) else ""
