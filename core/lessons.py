"""What a turn teaches the FAQ: what was asked and what came of it, and whether an answer helped. Pure types."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    ANSWERED = "answered"
    SUGGESTED = "suggested"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A question in the buyer's words, without keys, numbers and addresses. `entry`: the id of the likeliest one.

    `trial`: he got the answer that is on trial."""

    text: str
    language: str
    outcome: Outcome
    entry: str = ""
    score: float = 0.0
    trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """The buyer said whether an answer helped."""

    entry: str
    language: str
    helped: bool
    trial: bool = False


Lesson = Heard | Voted
