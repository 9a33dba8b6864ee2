"""The watch over the shops: how often it looks, and what it takes for a trouble."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from config.section import Section, Time

_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(days=1)


def _some_time(value: timedelta) -> timedelta:
    if not _SHORTEST <= value <= _LONGEST:
        raise ValueError('must be at least "1s" and at most "1d"')
    return value


SomeTime = Annotated[Time, AfterValidator(_some_time)]


class Watchdog(Section):
    every: SomeTime = Field(examples=['"20s"'])
    late_after: SomeTime = Field(examples=['"5m"'])
    failed_payments: int = Field(ge=0, le=20, examples=["3"])
    gather: SomeTime = Field(examples=['"2m"'])
    away_after: SomeTime = Field(examples=['"5m"'])
