"""The entries and the index of their phrasings: which are near a question, and what speaks for them. Pure.

Readers may run while one writer edits: what they read is replaced as a whole, or only ever added to.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Lock

import numpy as np

from faq.entries import EVERYWHERE, LANGUAGES, Entry, EntryKey, Language, Scope, Situation
from faq.features import Numbers
from faq.index import Index, Query
from faq.kernel import Near, compared
from faq.normalize import Normalizer
from faq.pinyin import pinyin
from faq.scoring import Candidate, Ranking, Scores, evidence, scored
from faq.segment import Segment
from faq.shelf import Hidden, Shelf
from faq.teaching import Part, fold_of, learnt_votes, work
from faq.votes import Votes

_LIKELY = 8
"""Entries that are told of; one behind these eight never came first."""
_FAVOUR = 0.03
"""What the favour of buyers counts at most: enough between entries that are as near, too little for a wrong one."""
_INSTEAD: Mapping[str, tuple[Language, ...]] = {"zh-Hant": ("zh",), "es": ("en",)}


def _family(language: str) -> str:
    return language.partition("-")[0]


def _base(language: Language) -> Language:
    """That whose words it shares."""
    return next(one for one in LANGUAGES if one == _family(language))


class Corpus:
    def __init__(self, entries: Iterable[Entry], normal: Normalizer) -> None:
        self._normal = normal
        self._numbered: list[Entry] = []
        self._number: dict[EntryKey, int] = {}
        self._groups: dict[tuple[str, str], int] = {}
        self._scoped: dict[int, Scope] = {}
        self._favour: Mapping[str, float] = {}
        self._shelf = Shelf(Index(pinyin()), np.zeros(0, np.int32))
        self._writing = Lock()
        latest = {entry.key: entry for entry in entries}
        self._add([entry for entry in latest.values() if entry.enabled])

    def find(self, matter: str, language: str | None) -> Entry | None:
        """The entry of a matter in that language, in the nearest one to it, or in any."""
        wanted = (language, *_INSTEAD.get(language or "", ()))
        keys = [EntryKey(matter, one) for one in sorted(LANGUAGES, key=lambda one: _place(one, wanted))]
        return next((self._numbered[number] for key in keys if (number := self._number.get(key)) is not None), None)

    def entries(self) -> Sequence[Entry]:
        return tuple(self._numbered[number] for number in tuple(self._number.values()))

    def phrasings(self) -> list[tuple[int, str, int]]:
        """Every phrasing, normalised, with the number of its entry before it, and its fold after it."""
        index = self._shelf.index
        return [
            (owner, text, fold)
            for part in index.parts
            for owner, text, fold in _told_apart(part.held)
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
            with self._writing:
                shelf = self._shelf.forgetting([number], self._shelf.index)
                self._shelf = replace(shelf, index=shelf.index.drop(number))

    def _add(self, entries: Sequence[Entry], instead: int | None = None) -> None:
        first = len(self._numbered)
        owners, texts = self._texts(entries, first)
        groups = [self._groups.setdefault((one.id, _family(one.language)), len(self._groups)) for one in entries]
        self._numbered.extend(entries)
        self._scoped.update({first + at: one.scope for at, one in enumerate(entries) if one.scope != EVERYWHERE})
        with self._writing:
            shelf = self._shelf.forgetting([] if instead is None else [instead], self._shelf.index)
            index = shelf.index if instead is None else shelf.index.drop(instead)
            index = index.put(texts, owners, len(self._numbered))
            numbers = np.append(shelf.groups, groups).astype(np.int32)
            self._shelf = replace(shelf, index=index, groups=numbers, size=len(self._groups))
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

    def favour(self, weights: Mapping[str, float]) -> None:
        """From -1 to 1 by id of the entry: of entries that are as near, that with more comes first."""
        self._favour = dict(weights)

    def learn(self) -> bool:
        """Lets the phrasings learn what they say for their entry and against others; takes seconds.

        False: they are too few an entry, or too many altogether."""
        before = self._shelf
        votes = self._votes(before)
        with self._writing:
            shelf = replace(self._shelf, votes=votes)
            gone = np.flatnonzero(before.index.alive & ~shelf.index.alive[: len(before.index.alive)])  # meanwhile
            self._shelf = shelf.forgetting(gone.tolist(), before.index)
        return votes is not None

    def votes(self, hidden: int | None = None) -> Votes | None:
        """What they would learn where one fold of them is hidden."""
        return self._votes(self._shelf, hidden)

    def _votes(self, shelf: Shelf, hidden: int | None = None) -> Votes | None:
        if not len(shelf.index):
            return None
        return learnt_votes(_alive(shelf.index), shelf.groups, self._families(len(shelf.groups)), hidden)

    def work(self) -> int:
        """What it takes to learn once: phrasings times entries of the language that has most of both."""
        shelf = self._shelf
        owners = [part.held.owners[rows] for part, rows in _alive(shelf.index)]
        return work(np.concatenate(owners), shelf.groups, self._families(len(shelf.groups))) if owners else 0

    def _families(self, size: int) -> Numbers:
        """The base language of the first so many entries."""
        return np.array([LANGUAGES.index(_base(entry.language)) for entry in self._numbered[:size]], np.int32)

    # -------------------------------------------------------------- comparing

    def refused(self, situation: Situation) -> tuple[int, ...]:
        """The numbers of entries that do not count in this situation."""
        return tuple(number for number, scope in tuple(self._scoped.items()) if not scope.admits(situation))

    def rank(
        self, text: str, language: str | None, refused: Collection[int] = (), hidden: Hidden | None = None
    ) -> Ranking:
        """The entries near a normalised text; `hidden`: asks a phrasing as if it were not known."""
        shelf = self._shelf if hidden is None or hidden.owner is None else replace(self._shelf, votes=hidden.votes)
        without = None if hidden is None else hidden.owner
        if heard := shelf.index.spoken(text):
            shelf, query = replace(shelf, index=heard[0]), heard[1]
        else:
            query = shelf.index.query(text, None if hidden is None else hidden.gone)
        hits = shelf.hits(query, refused if hidden is None else hidden.gone, without)
        if not len(hits.rows):
            return Ranking()
        near = compared(shelf.index, query, hits)
        scores = scored(shelf, near, hits, without)
        matters = self._matters(near, scores, language)
        same = self._same(near, query, language)
        return Ranking(tuple(one for _, one in matters), evidence(query, scores, matters), same)

    def _matters(self, near: Near, scores: Scores, language: str | None) -> list[tuple[int, Candidate]]:
        """Groups as candidates, one per matter; of equally likely ones that in the buyer's language comes first."""
        best = np.argsort(-scores.total, kind="stable")[: 2 * _LIKELY]
        found: list[tuple[float, bool, str, int, Entry]] = []
        for group, total, first in zip(best.tolist(), scores.total[best].tolist(), scores.first[best], strict=True):
            entry = self._variant(int(near.owners[first]), language)
            score = total + _FAVOUR * self._favour.get(entry.id, 0.0)
            found.append((-score, entry.language != language, entry.id, group, entry))
        found.sort(key=lambda one: one[:3])
        matters: dict[str, tuple[int, Candidate]] = {}
        for score, _, matter, group, entry in found:
            if matter not in matters and len(matters) < _LIKELY:
                matters[matter] = group, _candidate(near, scores, group, entry, -score)
        return list(matters.values())

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
        matters = {self._numbered[owner].id for owner in owners}
        if len(matters) != 1:
            return None
        return self.find(matters.pop(), language) if len(owners) > 1 else self._variant(owners.pop(), language)


def _candidate(near: Near, scores: Scores, group: int, entry: Entry, score: float) -> Candidate:
    return Candidate(
        entry=entry,
        score=score,
        votes=float(scores.votes[group]),
        whole=float(scores.whole[group]),
        nearest=near.texts[int(scores.first[group])],
        near=float(scores.near[group]),
        spelling=float(scores.spelling[group]),
    )


def _place(language: str, wanted: Sequence[str | None]) -> int:
    return wanted.index(language) if language in wanted else len(wanted)


def _alive(index: Index) -> list[Part]:
    return [(part, np.flatnonzero(index.alive[part.held.owners])) for part in index.parts]


def _told_apart(held: Segment) -> Iterator[tuple[int, str, int]]:
    folds = fold_of(np.arange(len(held))).tolist()
    return zip(held.owners.tolist(), held.texts, folds, strict=True)
