"""A length of time as people say it. Pure."""

from datetime import timedelta
from math import ceil

from core.turns import Words


def in_words(words: Words, language: str, wait: timedelta) -> str:
    """ "3 分钟", "2 hours": rounded up, so that what is promised for then is true then."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    if minutes < 60:
        return words(language, "wait-minutes", minutes=minutes)
    hours = ceil(minutes / 60)
    if hours < 48:
        return words(language, "wait-hours", hours=hours)
    return words(language, "wait-days", days=ceil(hours / 24))
