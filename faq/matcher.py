"""Finds the entry that answers a question: the port, its outcomes, and the matcher on n-grams and rapidfuzz. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Protocol

import numpy as np

from core.remembering import judged
from faq.calibrate import Practice, Taught, learnt, outside, practice
from faq.confidence import SHIPPED, Calibration, Evidence, probability
from faq.corpus import Corpus
from faq.entries import ANYBODY, Entry, EntryKey, Situation
from faq.explained import Explanation
from faq.features import is_chinese
from faq.normalize import Normalizer
from faq.outcomes import Answer, Match, Pass, Suggest
from faq.prevailing import prevailing
from faq.scoring import Candidate, Ranking

__all__ = ["Answer", "Explanation", "FuzzyMatcher", "Match", "Matcher", "Pass", "Suggest"]


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
_UNDERSTOOD = 0.9
"""Of one word, this much must stand in what is suggested."""
_NEAR_BEST = 0.2
"""A suggestion has at least this part of the best one's score."""


class FuzzyMatcher:
    """Every edit is live at once. Outcomes are remembered, the texts are not."""

    def __init__(
        self, entries: Iterable[Entry] = (), *, remembering: bool = True, calibration: Calibration = SHIPPED.calibration
    ) -> None:
        """`remembering`: False looks everything up each time. `calibration`: what holds until it learns its own."""
        self._remembering = remembering
        self._normal = Normalizer()
        self._corpus = Corpus(entries, self._normal)
        self._taught = Taught(calibration)
        self._heeded: Sequence[Evidence] = ()
        self._calibration = calibration
        self.learnings = 0
        """How often it has learnt."""
        self._learning = Lock()
        self._matched = self._afresh()

    def match(self, text: str, situation: Situation = ANYBODY) -> Match:
        return self._matched(text, situation.language, self._corpus.refused(situation))

    def explain(self, text: str, situation: Situation = ANYBODY) -> Explanation:
        """What `match` finds, and why; with candidates even where it passes."""
        return self._weigh(text, situation.language, self._corpus.refused(situation))

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

    def favour(self, weights: Mapping[str, float]) -> None:
        """How far buyers found each entry helpful, from -1 to 1 by id: it decides between entries that are as near."""
        self._corpus.favour(weights)
        self._matched = self._afresh()

    def learn(self) -> None:
        """Fits the confidence to the entries that are here now; takes seconds, for which others go on (the starter FAQ:
        about twelve of a processor).

        Without it, and until it is done, the shipped or the last calibration holds. Call it after the start and some
        time after edits, in a thread of its own; the same entries give the same calibration."""
        with self._learning:
            practised = [Practice(self._normal(text), right) for text, right in practice()]
            self._taught = learnt(self._corpus, [self._normal(text) for text in outside()], practised)
            self._acted_upon()
            self.learnings += 1

    def heed(self, asked: Sequence[Evidence]) -> None:
        """`asked`: what spoke for the best entry of each question that was really asked lately, whatever came of it.

        How sure it is follows the part of them that has no answer here. The same ones lead to the same."""
        with self._learning:
            self._heeded = asked
            self._acted_upon()

    def again(self, found: Explanation) -> Explanation:
        """As it would be judged now: nothing is looked up anew."""
        same = found.outcome.entry if isinstance(found.outcome, Answer) and found.outcome.score == 1.0 else None
        return self._judged(found.text, Ranking(found.candidates, found.evidence, same))

    def _acted_upon(self) -> None:
        known, samples = self._taught.calibration, self._taught.samples
        asked = np.array(self._heeded, np.float64)
        self._calibration = known if samples is None else prevailing(known, samples, asked)
        self._matched = self._afresh()

    def _afresh(self) -> Callable[[str, str | None, tuple[int, ...]], Match]:
        """A new memory at each edit: a reader that began before it still fills the old one."""
        return judged(self._look_up) if self._remembering else self._look_up

    def _look_up(self, typed: str, language: str | None, refused: tuple[int, ...]) -> Match:
        return self._weigh(typed, language, refused).outcome

    def _weigh(self, typed: str, language: str | None, refused: tuple[int, ...]) -> Explanation:
        text = self._normal(typed[:_LONGEST])
        return self._judged(text, self._corpus.rank(text, language, refused))

    def _judged(self, text: str, ranking: Ranking) -> Explanation:
        calibration = self._calibration
        if ranking.evidence is None:
            return Explanation(Pass(), text, (), None, 0.0, 0.0, calibration)
        first = probability(ranking.evidence, calibration.first)
        among = max(first, probability(ranking.evidence, calibration.among))
        outcome = _outcome(text, ranking, (first, among), calibration)
        if ranking.same:
            first = among = 1.0
        return Explanation(outcome, text, ranking.candidates, ranking.evidence, first, among, calibration)


def _outcome(text: str, ranking: Ranking, sure: tuple[float, float], calibration: Calibration) -> Match:
    first, among = sure
    if ranking.same:
        return Answer(ranking.same, 1.0)
    if _is_bare(text):
        found = ranking.evidence
        understood = found is not None and found.covered * found.known > _UNDERSTOOD
        return Suggest(_near(ranking.candidates), first) if understood else Pass()
    if first >= calibration.answer_at:
        return Answer(ranking.candidates[0].entry, first)
    return Suggest(_near(ranking.candidates), first) if among >= calibration.suggest_at else Pass()


def _is_bare(text: str) -> bool:
    """One word ("密码", "code") names a topic, not a question."""
    return len(text) <= 2 if is_chinese(text) else " " not in text


def _near(ranked: Sequence[Candidate]) -> tuple[Entry, ...]:
    enough = _NEAR_BEST * ranked[0].score
    return tuple(candidate.entry for candidate in ranked[:_SUGGESTIONS] if candidate.score >= enough)
