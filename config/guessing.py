"""Guessing runs: how many wrong order proofs are more than buyers' mistakes."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from config.section import Section, Time

_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=1)


def _some_time(value: timedelta) -> timedelta:
    if not _SHORTEST <= value <= _LONGEST:
        raise ValueError('must be at least "1m" and at most "1d"')
    return value


SomeTime = Annotated[Time, AfterValidator(_some_time)]


class Guessing(Section):
    failures: int = Field(ge=2, examples=["30"])
    times_usual: int = Field(ge=1, examples=["5"])
    within: SomeTime = Field(examples=['"10m"'])
    calm_after: SomeTime = Field(examples=['"15m"'])
    buyers: int = Field(ge=2, examples=["4"])
    orders: int = Field(ge=2, examples=["8"])
