"""The entries that a language model is shown: those that the matcher weighs, whether or not it is sure of one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from faq.entries import Entry, Situation


class Weighed(Protocol):
    @property
    def entry(self) -> Entry: ...


class Explained(Protocol):
    @property
    def candidates(self) -> Sequence[Weighed]: ...


class Explains(Protocol):
    """A matcher that tells what it weighed."""

    def explain(self, text: str, situation: Situation) -> Explained: ...


@dataclass(frozen=True, slots=True)
class NearestOf:
    """Implements faq.grounded.desk.Nearest."""

    matcher: Explains

    def __call__(self, text: str, situation: Situation, most: int) -> Sequence[Entry]:
        return [one.entry for one in self.matcher.explain(text, situation).candidates[:most]]
