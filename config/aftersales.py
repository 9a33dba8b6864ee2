"""After the sale: when a second person must agree, what is asked about a key that does not work, and warranties."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from config.section import Section, Time

_MOST, _LONGEST = 8, 200


def _checklist(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(value) > _MOST or any(not 0 < len(one.strip()) <= _LONGEST for one in value):
        raise ValueError(f"must be at most {_MOST} questions of at most {_LONGEST} characters")
    return value


Checklist = Annotated[tuple[str, ...], AfterValidator(_checklist)]


class Aftersales(Section):
    """`evidence` and `warranty`: by patterns of products' names. Of the questions, `error`, `screenshot`, `region` and
    `tried-at` are known; others are asked as they stand. A warranty of 0s: none is counted.

    `suppliers`: what came from whom: patterns of products' names or ids, and `batch:NAME`."""

    approve_above: int = Field(ge=0, examples=["100"])
    approve_after: int = Field(ge=0, examples=["3"])
    replace_within: Time = Field(examples=['"30d"'])
    evidence: Mapping[str, Checklist] = Field(examples=['{ "Steam*" = ["error", "screenshot"] }'])
    warranty: Mapping[str, Time] = Field(examples=['{ "Steam*" = "30d" }'])
    incident_above: int = Field(ge=0, examples=["500"])
    incident_orders: int = Field(ge=0, examples=["20"])
    incident_agents: tuple[str, ...] = Field(examples=['["12345678"]'])
    suppliers: Mapping[str, tuple[str, ...]] = Field(examples=['{ "Wang" = ["steam-*", "batch:S50-1120"] }'])
