"""The entries and the index of their phrasings: which are near a question, and what speaks for them. Pure.

Readers may run while one writer edits: what they read is replaced as a whole, or only ever added to.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from faq.confidence import Evidence
from faq.entries import EVERYWHERE, LANGUAGES, Entry, EntryKey, Language, Scope, Situation
from faq.features import Numbers
from faq.index import Hits, Index, Query
from faq.kernel import Near, compared
from faq.normalize import Normalizer
from faq.pinyin import pinyin
from faq.segment import Places, Reals

_NEIGHBOURS = 64
_WHOLE = 0.3
"""What the cosine to all phrasings together counts beside the votes of the nearest."""
_LIKELY = 8
"""Entries that are told of; one behind these eight never came first."""
_COPY = 0.97
_TINY = 1e-6
_INSTEAD: Mapping[str, tuple[Language, ...]] = {"zh-Hant": ("zh",), "es": ("en",)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matter as a possible answer.

    `score`    by which candidates are ranked: `votes` of its near phrasings, and `whole`, its cosine as a whole
    `nearest`  its phrasing nearest to the question, `near` and `spelling` how near that is
    """

    entry: Entry
    score: float
    votes: float
    whole: float
    nearest: str
    near: float
    spelling: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest first, one per matter; and what speaks for that one. `same`: it is a phrasing word for word."""

    candidates: tuple[Candidate, ...] = ()
    evidence: Evidence | None = None
    same: Entry | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """`groups` of each owner: entries of one matter whose languages share their words are one group."""

    index: Index
    groups: Numbers


def _family(language: str) -> str:
    return language.partition("-")[0]


class Corpus:
    def __init__(self, entries: Iterable[Entry], normal: Normalizer) -> None:
        self._normal = normal
        self._numbered: list[Entry] = []
        self._number: dict[EntryKey, int] = {}
        self._groups: dict[tuple[str, str], int] = {}
        self._scoped: dict[int, Scope] = {}
        self._shelf = _Shelf(Index(pinyin()), np.zeros(0, np.int32))
        latest = {entry.key: entry for entry in entries}
        self._add([entry for entry in latest.values() if entry.enabled])

    def find(self, matter: str, language: str | None) -> Entry | None:
        """The entry of a matter in that language, in the nearest one to it, or in any."""
        wanted = (language, *_INSTEAD.get(language or "", ()))
        keys = [EntryKey(matter, one) for one in sorted(LANGUAGES, key=lambda one: _place(one, wanted))]
        return next((self._numbered[number] for key in keys if (number := self._number.get(key)) is not None), None)

    def entries(self) -> Sequence[Entry]:
        return tuple(self._numbered[number] for number in tuple(self._number.values()))

    def phrasings(self) -> list[tuple[int, str]]:
        """Every phrasing, normalised, with the number of its entry."""
        index = self._shelf.index
        return [
            (owner, text)
            for part in index.parts
            for owner, text in zip(part.held.owners.tolist(), part.held.texts, strict=True)
            if index.alive[owner]
        ]

    def entry(self, number: int) -> Entry:
        return self._numbered[number]

    def numbers(self, matter: str) -> tuple[int, ...]:
        """Of its entries in all languages."""
        found = (self._number.get(EntryKey(matter, language)) for language in LANGUAGES)
        return tuple(number for number in found if number is not None)

    # -------------------------------------------------------------- editing

    def put(self, entry: Entry) -> None:
        if not entry.enabled:
            self.drop(entry.key)
        else:
            self._add([entry], self._number.get(entry.key))

    def drop(self, key: EntryKey) -> None:
        number = self._number.pop(key, None)
        if number is not None:
            self._scoped.pop(number, None)
            self._shelf = replace(self._shelf, index=self._shelf.index.drop(number))

    def _add(self, entries: Sequence[Entry], instead: int | None = None) -> None:
        first = len(self._numbered)
        owners, texts = self._texts(entries, first)
        groups = [self._groups.setdefault((one.id, _family(one.language)), len(self._groups)) for one in entries]
        index = self._shelf.index if instead is None else self._shelf.index.drop(instead)
        self._numbered.extend(entries)
        self._scoped.update({first + at: one.scope for at, one in enumerate(entries) if one.scope != EVERYWHERE})
        index = index.put(texts, owners, len(self._numbered))
        self._shelf = _Shelf(index, np.append(self._shelf.groups, groups).astype(np.int32))
        self._number.update({one.key: first + at for at, one in enumerate(entries)})
        if instead is not None:
            self._scoped.pop(instead, None)

    def _texts(self, entries: Sequence[Entry], first: int) -> tuple[Numbers, list[str]]:
        normal = iter(self._normal.all([wording for entry in entries for wording in entry.wordings]))
        found = [
            (number, text)
            for number, entry in enumerate(entries, first)
            for text in dict.fromkeys(next(normal) for _ in entry.wordings)
            if text
        ]
        return np.array([number for number, _ in found], np.int32), [text for _, text in found]

    # -------------------------------------------------------------- comparing

    def refused(self, situation: Situation) -> tuple[int, ...]:
        """The numbers of entries that do not count in this situation."""
        return tuple(number for number, scope in tuple(self._scoped.items()) if not scope.admits(situation))

    def rank(
        self, text: str, language: str | None, refused: Collection[int] = (), without: int | None = None
    ) -> Ranking:
        """The entries near a normalised text.

        `without`: the number of an entry of which what is (nearly) the same as the text does not count: so a phrasing
        is asked as if it were not known."""
        shelf = self._shelf
        if heard := shelf.index.spoken(text):
            shelf, query = replace(shelf, index=heard[0]), heard[1]
        else:
            query = shelf.index.query(text)
        hits = shelf.index.nearest(query, _NEIGHBOURS, refused)
        if without is not None:
            hits = hits.but((hits.owners == without) & (hits.cosines > _COPY))
        if not len(hits.rows):
            return Ranking()
        near = compared(shelf.index, query, hits)
        scores = _scores(shelf, near, hits, without)
        matters = self._matters(near, scores, language)
        same = self._same(near, query, language)
        return Ranking(tuple(one for _, one in matters), _evidence(query, near, scores, matters), same)

    def _matters(self, near: Near, scores: "_Scores", language: str | None) -> list[tuple[int, Candidate]]:
        """Groups as candidates, one per matter; of equally likely ones that in the buyer's language comes first."""
        best = np.argsort(-scores.total, kind="stable")[: 2 * _LIKELY].tolist()
        found = [(group, self._candidate(near, scores, group, language)) for group in best]
        found.sort(key=lambda one: (-one[1].score, one[1].entry.language != language, one[1].entry.id))
        matters: dict[str, tuple[int, Candidate]] = {}
        for group, candidate in found:
            matters.setdefault(candidate.entry.id, (group, candidate))
        return list(matters.values())[:_LIKELY]

    def _candidate(self, near: Near, scores: "_Scores", group: int, language: str | None) -> Candidate:
        mine = np.flatnonzero(scores.group == group)
        first = int(mine[0])
        return Candidate(
            entry=self._variant(int(near.owners[first]), language),
            score=float(scores.total[group]),
            votes=float(scores.votes[group]),
            whole=float(scores.whole[group]),
            nearest=near.texts[first],
            near=float(near.cosines[mine].max()),
            spelling=float(near.spelt[mine].max()),
        )

    def _variant(self, number: int, language: str | None) -> Entry:
        """The entry, or the one of its matter in the buyer's own script."""
        entry = self._numbered[number]
        if language == entry.language or language is None or _family(language) != _family(entry.language):
            return entry
        other = self._number.get(EntryKey(entry.id, language))  # type: ignore[arg-type]  # such a key is just not there
        return entry if other is None else self._numbered[other]

    def _same(self, near: Near, query: Query, language: str | None) -> Entry | None:
        """The one matter that has exactly this phrasing, if it is one."""
        owners = {owner for owner, text in zip(near.owners.tolist(), near.texts, strict=True) if text == query.text}
        entries = [self._numbered[owner] for owner in sorted(owners)]
        if len({entry.id for entry in entries}) != 1:
            return None
        return self.find(entries[0].id, language if len(entries) > 1 else entries[0].language)


def _place(language: str, wanted: Sequence[str | None]) -> int:
    return wanted.index(language) if language in wanted else len(wanted)


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """`group` of each near phrasing, as a number from 0 on; and what each group has."""

    group: Places
    votes: Reals
    whole: Reals
    total: Reals


def _scores(shelf: _Shelf, near: Near, hits: Hits, without: int | None) -> _Scores:
    _, group = np.unique(shelf.groups[near.owners], return_inverse=True)
    votes = np.bincount(group, near.votes).astype(np.float64)
    whole = np.zeros(len(votes))
    owners, firsts = np.unique(near.owners, return_index=True)
    for owner, first in zip(owners.tolist(), firsts.tolist(), strict=True):
        cosine = _whole(shelf.index, hits, owner, copies=int(owner == without))
        whole[group[first]] = max(whole[group[first]], cosine)
    return _Scores(group, votes, whole, votes + _WHOLE * whole)


def _whole(index: Index, hits: Hits, owner: int, copies: int) -> float:
    """Cosine to the sum of the owner's phrasings, where `copies` of the question itself are left out of it."""
    along, length = float(hits.sums[owner]), index.length(owner)
    if copies:
        length = sqrt(max(length * length - 2 * copies * (along + copies) + copies * copies, _TINY))
    return min(along / length, 1.0) if length else 0.0


def _evidence(query: Query, near: Near, scores: _Scores, matters: list[tuple[int, Candidate]]) -> Evidence:
    (group, best), others = matters[0], [candidate for _, candidate in matters[1:]]
    mine = scores.group == group
    return Evidence(
        vote=best.votes,
        lead=best.score - max((other.score for other in others), default=0.0),
        near=best.near,
        whole=best.whole,
        ahead=best.whole - max((other.whole for other in others), default=0.0),
        spelling=best.spelling,
        covered=float(near.weighs @ near.has[mine].any(axis=0)),
        used=float(near.used[mine].max()),
        known=query.known,
        short=1 / max(query.size, 1),
    )
