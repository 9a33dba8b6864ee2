"""What can come of a question put to the FAQ. Pure types."""

from dataclasses import dataclass

from faq.entries import Entry


@dataclass(frozen=True, slots=True)
class Answer:
    """This entry answers the question; `score` is the probability that it does."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class Suggest:
    """One of these entries (up to three, the likeliest first) may; `score` is the probability for the first."""

    entries: tuple[Entry, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Pass:
    """Nothing in the FAQ is near enough."""


Match = Answer | Suggest | Pass
