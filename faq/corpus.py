"""The phrasings of all entries, ready to be compared: which are near a question, and what speaks for them. Pure.

All phrasings of an entry vote together: a single best phrasing is right 5 to 10 % less often. Readers may run while one
writer edits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from faq.confidence import Evidence
from faq.entries import LANGUAGES, Entry, EntryKey
from faq.features import features
from faq.index import Index, Vector, cosine
from faq.normalize import Normalizer

_NEIGHBOURS = 24
_LIKELY = 8
"""Entries that are looked at as a whole; one behind these eight never came first."""
_FADING = 0.7
_FADE = tuple(_FADING**place for place in range(_NEIGHBOURS))
"""How much the nearest, the second nearest, ... phrasing of an entry counts."""
_SPELLING = 0.25
"""Share of edit similarity in a vote; the rest is the cosine of the features."""
_MOST_VOTES = 1 / (1 - _FADING) + 1


@dataclass(frozen=True, slots=True)
class Phrasing:
    text: str
    key: EntryKey


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry as a possible answer.

    `votes` of its phrasings, 1 at most; `spelling` of the nearest one; `whole`: all phrasings together, as a cosine."""

    entry: Entry
    votes: float
    spelling: float
    whole: float


_Neighbour = tuple[float, float]
"""The vote of one phrasing, and its edit similarity to the question."""


class Corpus:
    def __init__(self, entries: Iterable[Entry], normal: Normalizer) -> None:
        self._normal = normal
        self._entries: dict[EntryKey, Entry] = {}
        self._phrasings: dict[int, Phrasing] = {}
        self._numbers: dict[EntryKey, tuple[int, ...]] = {}
        self._same: dict[str, tuple[EntryKey, ...]] = {}
        self._next = 0
        for entry in entries:
            self._note(entry)
        self._measure()

    def find(self, matter: str, language: str | None) -> Entry | None:
        """The entry of a matter in that language, else in another."""
        keys = [EntryKey(matter, one) for one in sorted(LANGUAGES, key=lambda one: one != language)]
        return next((entry for key in keys if (entry := self._entries.get(key))), None)

    def entries(self) -> Sequence[Entry]:
        return tuple(self._entries.values())

    # -------------------------------------------------------------- editing

    def put(self, entry: Entry) -> None:
        self.drop(entry.key)
        for number in self._note(entry):
            self._index.add(number, features(self._phrasings[number].text))
        if len(self._index) >= 2 * max(self._index.measured_on, _NEIGHBOURS):
            self._measure()
        elif entry.enabled:
            self._centres[entry.key] = self._index.centre(self._numbers[entry.key])

    def drop(self, key: EntryKey) -> None:
        self._entries.pop(key, None)
        self._centres.pop(key, None)
        for number in self._numbers.pop(key, ()):
            text = self._phrasings.pop(number).text
            self._same[text] = tuple(one for one in self._same[text] if one != key)
            self._index.remove(number)

    def _measure(self) -> None:
        """Builds the index with the rarity of every feature as it is now: at first, and when the FAQ has doubled."""
        index = Index({number: features(phrasing.text) for number, phrasing in self._phrasings.items()})
        self._centres = {key: index.centre(numbers) for key, numbers in self._numbers.items()}
        self._index = index

    def _note(self, entry: Entry) -> tuple[int, ...]:
        if not entry.enabled:
            return ()
        texts = [text for text in dict.fromkeys(map(self._normal, entry.wordings)) if text]
        numbers = tuple(range(self._next, self._next + len(texts)))
        self._next += len(texts)
        for number, text in zip(numbers, texts, strict=True):
            self._phrasings[number] = Phrasing(text, entry.key)
            self._same[text] = (*self._same.get(text, ()), entry.key)
        self._entries[entry.key] = entry
        self._numbers[entry.key] = numbers
        return numbers

    # -------------------------------------------------------------- comparing

    def word_for_word(self, text: str, language: str | None) -> Entry | None:
        """The one matter that has exactly this phrasing, if it is one."""
        keys = self._same.get(text, ())
        if len({key.id for key in keys}) != 1:
            return None
        return self.find(keys[0].id, language if len(keys) > 1 else keys[0].language)

    def rank(self, text: str, language: str | None) -> tuple[list[Candidate], Evidence | None]:
        """The entries near a normalised text, one per matter, the likeliest first; and what speaks for that one."""
        query = self._index.vector(features(text))
        near: dict[EntryKey, list[_Neighbour]] = {}
        for number, cosine_to in self._index.nearest(query, _NEIGHBOURS):
            if phrasing := self._phrasings.get(number):
                near.setdefault(phrasing.key, []).append(_neighbour(cosine_to, ratio(text, phrasing.text) / 100))
        likely = sorted(near.items(), key=lambda item: -_together(item[1]))[:_LIKELY]
        candidates = [
            _candidate(entry, neighbours, cosine(query, self._centres.get(key, {})))
            for key, neighbours in likely
            if (entry := self._entries.get(key))
        ]
        ranked = _one_per_matter(candidates, language)
        return ranked, self._evidence(query, ranked) if ranked else None

    def _evidence(self, query: Vector, ranked: list[Candidate]) -> Evidence:
        best, others = ranked[0], ranked[1:]
        words = self._centres.get(best.entry.key, {})
        return Evidence(
            vote=best.votes,
            lead=1 - others[0].votes / best.votes if others else 1.0,
            whole=best.whole - max((other.whole for other in others), default=0.0),
            spelling=best.spelling,
            covered=sum(weight * weight for feature, weight in query.items() if feature in words),
            short=1 / max(len(query), 1),
        )


def _neighbour(near: float, spelling: float) -> _Neighbour:
    return (1 - _SPELLING) * max(near, 0.0) ** 1.5 + _SPELLING * spelling * spelling, spelling


def _together(neighbours: list[_Neighbour]) -> float:
    """The votes of an entry's phrasings, which come nearly in order."""
    neighbours.sort(reverse=True)
    return sum([vote * weight for (vote, _), weight in zip(neighbours, _FADE, strict=False)])


def _candidate(entry: Entry, neighbours: list[_Neighbour], whole: float) -> Candidate:
    """`whole`: the question's cosine to all phrasings of the entry together."""
    return Candidate(entry, (_together(neighbours) + whole) / _MOST_VOTES, neighbours[0][1], whole)


def _one_per_matter(candidates: list[Candidate], language: str | None) -> list[Candidate]:
    """The likeliest first; where a matter matched equally in two languages, the buyer's comes first."""
    candidates.sort(key=lambda one: (-one.votes, one.entry.language != language, one.entry.id))
    matters: dict[str, Candidate] = {}
    for candidate in candidates:
        matters.setdefault(candidate.entry.id, candidate)
    return list(matters.values())
