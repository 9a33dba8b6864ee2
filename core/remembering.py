"""Remembers what was read in texts that buyers write alike ("在吗", "没收到卡密"), and forgets what may be private."""

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

_COMMON = 4096
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


def judged(judge: Callable[P, T]) -> Callable[P, T]:
    """A pure judgement of texts ("wants a person"), asked once for texts of every kind.

    For results that hold nothing of the text itself: the text is not kept either, but its hash, keyed anew in every
    process. That two texts of four thousand share one of 2^61 is not to be expected in the life of a shop."""
    kept: dict[int, T] = {}

    @wraps(judge)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        place = hash(args)
        try:
            return kept[place]
        except KeyError:
            verdict = judge(*args, **kwargs)
        if len(kept) >= _COMMON:
            kept.clear()
        kept[place] = verdict
        return verdict

    return ask
