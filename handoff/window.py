"""What a platform that counts still lets us write to a buyer: what follows from it, and how it reads. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.messages import Allowance
from core.turns import Timer, Words

WINDOW_TIMER = "reply-window"
BEFORE_END = timedelta(hours=1)
NOTICEABLE = timedelta(minutes=10)
SPARED = 2
"""So many are left for the agents' own words: the bot's asides do not use them."""


def open_at(allowance: Allowance | None, at: datetime) -> bool:
    """May anything be written then? True also where nobody counts."""
    return allowance is None or (allowance.left > 0 and at < allowance.until)


def spares(allowance: Allowance | None, at: datetime) -> bool:
    """Is there enough for what the buyer can do without?"""
    return allowance is None or (allowance.left > SPARED and at < allowance.until)


def reads_differently(shown: Allowance | None, now: Allowance | None) -> bool:
    """A moment's difference of the end is not worth an edit of the card."""
    if shown is None or now is None:
        return shown is not now
    if shown.left <= 0 and now.left <= 0:
        return False
    same = (shown.left, shown.total) == (now.left, now.total)
    return not same or abs(now.until - shown.until) > NOTICEABLE


def last_call(allowance: Allowance | None, ticket: str, at: datetime) -> tuple[Timer, ...]:
    """Rings before the end, if that is some time away."""
    if allowance is None or allowance.left <= 0:
        return ()
    after = allowance.until - BEFORE_END - at
    return (Timer(WINDOW_TIMER, after, ticket),) if after > timedelta() else ()


def keeps_its_call(shown: Allowance | None, now: Allowance | None) -> bool:
    """The timer that was set for the one rings well for the other."""
    if shown is None or now is None or min(shown.left, now.left) <= 0:
        return False
    return abs(now.until - shown.until) <= NOTICEABLE


def until_text(words: Words, language: str, until: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "14:20", "tomorrow (24 Nov), 14:20", "24 Nov, 14:20"; the day, too, as a card is read on the next one."""
    local, today = until.astimezone(zone), now.astimezone(zone).date()
    days, time = (local.date() - today).days, f"{local:%H:%M}"
    if days == 0:
        return time
    month = words(language, f"month-{local.month}")
    return words(language, "time-tomorrow" if days == 1 else "time-date", time=time, day=str(local.day), month=month)
