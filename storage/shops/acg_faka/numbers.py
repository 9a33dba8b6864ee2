"""Order numbers of acg-faka: three random digits, the time, three more: `302261122095245598`. Pure."""

import re

from core.shop import OrderNo
from storage.shops.numbers import canonical

_NUMBER = re.compile(r"[0-9]{18}")


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def number_of(typed: str) -> OrderNo | None:
    """As it is stored; None: no order of such a shop has it. The shop, too, takes every 18 digits for a number."""
    text = canonical(typed)
    return OrderNo(text) if is_number(text) else None
