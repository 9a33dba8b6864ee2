"""Finds the entry that answers a question: the port, its outcomes, and the matcher on n-grams and rapidfuzz. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.remembering import judged
from faq.confidence import ANSWER_AT, SUGGEST_AT, confidence
from faq.corpus import Candidate, Corpus
from faq.entries import ANYBODY, Entry, EntryKey, Situation
from faq.features import is_chinese
from faq.normalize import Normalizer


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


class Matcher(Protocol):
    """Reads from any thread; one thread at a time edits, and an edit counts from the next look-up on."""

    def match(self, text: str, situation: Situation = ANYBODY) -> Match:
        """Looks over all languages; the entry's language is that of the phrasing that matched."""

    def find(self, matter: str, language: str | None = None) -> Entry | None:
        """The enabled entry of a matter in that language, else in another."""

    def entries(self) -> Sequence[Entry]:
        """The enabled entries, in the order in which they came."""

    def put(self, entry: Entry) -> None:
        """Adds an entry, or replaces the one with its key."""

    def drop(self, key: EntryKey) -> None:
        """Forgets an entry, if there is one."""


_LONGEST = 500
"""Characters of a message that are looked at: what is longer is a story, and its question stands at the beginning."""
_SUGGESTIONS = 3
_NEAR_BEST = 0.35
"""A suggestion has at least this part of the best one's votes."""


class FuzzyMatcher:
    """No training, so every edit is live at once. Outcomes are remembered, the texts are not."""

    def __init__(self, entries: Iterable[Entry] = (), *, remembering: bool = True) -> None:
        """`remembering`: False looks everything up each time."""
        self._remembering = remembering
        self._normal = Normalizer()
        self._corpus = Corpus(entries, self._normal)
        self._matched = self._afresh()

    def match(self, text: str, situation: Situation = ANYBODY) -> Match:
        return self._matched(text, situation.language)

    def find(self, matter: str, language: str | None = None) -> Entry | None:
        return self._corpus.find(matter, language)

    def entries(self) -> Sequence[Entry]:
        return self._corpus.entries()

    def put(self, entry: Entry) -> None:
        self._corpus.put(entry)
        self._matched = self._afresh()

    def drop(self, key: EntryKey) -> None:
        self._corpus.drop(key)
        self._matched = self._afresh()

    def _afresh(self) -> Callable[[str, str | None], Match]:
        """A new memory at each edit: a reader that began before it still fills the old one."""
        return judged(self._look_up) if self._remembering else self._look_up

    def _look_up(self, typed: str, language: str | None) -> Match:
        text = self._normal(typed[:_LONGEST])
        if same := self._corpus.word_for_word(text, language):
            return Answer(same, 1.0)
        ranked, evidence = self._corpus.rank(text, language)
        if evidence is None:
            return Pass()
        sure = confidence(evidence)
        if sure >= ANSWER_AT and not _is_bare(text):
            return Answer(ranked[0].entry, sure)
        return Suggest(_near(ranked), sure) if sure >= SUGGEST_AT else Pass()


def _is_bare(text: str) -> bool:
    """One word ("密码", "code") names a topic, not a question."""
    return len(text) <= 2 if is_chinese(text) else " " not in text


def _near(ranked: list[Candidate]) -> tuple[Entry, ...]:
    enough = _NEAR_BEST * ranked[0].votes
    return tuple(candidate.entry for candidate in ranked[:_SUGGESTIONS] if candidate.votes >= enough)
