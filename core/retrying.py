"""When work is tried again at a shop that does not answer. Pure."""

from datetime import timedelta
from typing import Final

TELL_AT: Final = 2
"""After so many tries in vain whoever asked is told that the shop is silent."""
SILENT_FOR: Final = timedelta(seconds=2)
LASTING_FIRST: Final = timedelta(minutes=1)
LASTING_LONGEST: Final = timedelta(days=1)
"""How long work that is never given up waits after it was told; twice as long each time, up to a day."""
AWAITED_FIRST: Final = (timedelta(seconds=15), timedelta(seconds=30), timedelta(minutes=1))
AWAITED_EVERY: Final = timedelta(minutes=2)
AWAITED_FOR: Final = timedelta(days=1)
"""What a buyer waits for is asked again and again, for a day: then he is told that nothing came of it."""
_MOST: Final = TELL_AT + len(AWAITED_FIRST) + AWAITED_FOR // AWAITED_EVERY


def next_try(tries: int, *, lasting: bool, awaited: bool) -> timedelta | None:
    """After so many in vain; None: it is given up. `lasting`: work that never is; `awaited`: a buyer was told that he
    hears of it."""
    if tries < TELL_AT:
        return SILENT_FOR
    if lasting:
        return min(LASTING_LONGEST, LASTING_FIRST * (1 << min(tries - TELL_AT, 11)))
    if not awaited or tries >= _MOST:
        return None
    place = tries - TELL_AT
    return AWAITED_FIRST[place] if place < len(AWAITED_FIRST) else AWAITED_EVERY
