"""Remembers what was read in texts that buyers write alike ("在吗", "没收到卡密"), and forgets what may be private."""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

_COMMON = 2048
_LAST = 8
"""One text is read by several skills in a row; what was read before that is nobody's business."""
_LONGEST = 60
_PRIVATE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ@]")


def remembered(read: Callable[[str], T]) -> Callable[[str], T]:
    """A pure function of a text, asked once for texts that are common.

    One with a Latin letter or a digit may hold a key, a password or a contact: of those only the last few are kept."""
    common, last = lru_cache(_COMMON)(read), lru_cache(_LAST)(read)

    @wraps(read)
    def ask(text: str) -> T:
        if len(text) <= _LONGEST and _PRIVATE.search(text) is None:
            return common(text)
        return last(text)

    return ask
