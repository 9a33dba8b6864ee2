"""A matcher that asks an embedding model beside the classical one, behind the same port.

The classical matcher is there at once after every edit; vectors of new wordings follow in the background. A model that
fails or is slow is passed over, and everything is as without it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.embedding import Embedder, EmbedderUnavailable, VectorStore
from faq.calibrate import outside
from faq.confidence import Evidence as Spoke
from faq.entries import ANYBODY, Entry, EntryKey, Situation
from faq.favour import Favours
from faq.heeding import Heeds
from faq.matcher import Answer, Explanation, Match, Matcher, Pass, Suggest
from faq.semantic.fusion import Evidence, Fusion, Sample, Weighed, learnt
from faq.semantic.index import Near, SemanticIndex

_LONGEST = 500
_AT_ONCE = 16
"""Texts that are embedded in one go: a question waits for no more than these."""
_SUGGESTIONS = 3
_BELIEVED = 0.05
"""A suggestion has at least this share of the belief."""
_ASKED, _MASKED = 400, 200
"""Phrasings that are asked while they are left out, and while their whole matter is."""

Run = Callable[[Callable[[], None]], object]


class Classical(Matcher, Protocol):
    """The matcher that is always there."""

    def explain(self, text: str, situation: Situation = ANYBODY) -> Explanation: ...

    def learn(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SemanticParts:
    """`rehearse`: a classical matcher of these entries, to learn on. `run`: does a job in the background, one after
    another."""

    embedder: Embedder
    store: VectorStore
    rehearse: Callable[[Iterable[Entry]], Classical]
    run: Run


class SemanticMatcher:
    """Implements faq.matcher.Matcher."""

    def __init__(self, classical: Classical, parts: SemanticParts) -> None:
        self._classical = classical
        self._parts = parts
        self._index = SemanticIndex()
        self._fusion = Fusion()
        self._missing: dict[EntryKey, None] = dict.fromkeys(entry.key for entry in classical.entries())
        self._busy = Lock()
        self._editing = Lock()
        self._closed = False

    # -------------------------------------------------------------- looking up

    def match(self, text: str, situation: Situation = ANYBODY) -> Match:
        found = self._classical.explain(text, situation)
        if found.first >= 1.0:
            return found.outcome
        weighed = self._weighed(text, situation, found)
        return found.outcome if weighed is None else self._decided(weighed, found)

    def explain(self, text: str, situation: Situation = ANYBODY) -> Explanation:
        """What the classical matcher weighs."""
        return self._classical.explain(text, situation)

    def find(self, matter: str, language: str | None = None) -> Entry | None:
        return self._classical.find(matter, language)

    def entries(self) -> Sequence[Entry]:
        return self._classical.entries()

    def nearest(self, text: str, situation: Situation, most: int) -> Sequence[Entry]:
        """The entries that both together think of, the likeliest first."""
        found = self._classical.explain(text, situation)
        weighed = self._weighed(text, situation, found)
        if weighed is None:
            return [one.entry for one in found.candidates[:most]]
        return [one.entry for one, _ in self._fusion.ranked(weighed)[:most]]

    def _weighed(self, text: str, situation: Situation, found: Explanation) -> list[Weighed] | None:
        """None: the model cannot be asked."""
        if self._missing and not self._busy.locked():
            self._parts.run(self.embed_missing)
        if not len(self._index):
            return None
        try:
            vector = self._parts.embedder.embed([text[:_LONGEST]])[0]
        except EmbedderUnavailable:
            return None
        return self._together(found, self._index.nearest(vector), situation)

    def _together(self, found: Explanation, near: Sequence[Near], situation: Situation) -> list[Weighed]:
        """One for each matter that either thinks of. The classical scores as shares of its confidence: their own scale
        is the classical matcher's affair."""
        best = max((one.score for one in found.candidates), default=0.0)
        scale = found.first / best if best > 0 else 0.0
        scores = {one.entry.id: (one.entry, max(one.score, 0.0) * scale) for one in found.candidates}
        cosines: dict[str, float] = {}
        shares: dict[str, float] = {}
        for one in near:
            entry = self._classical.find(one.key.id, _variant(one.key, situation))
            if entry is None or not entry.scope.admits(situation):
                continue
            scores.setdefault(entry.id, (entry, 0.0))
            cosines[entry.id] = max(cosines.get(entry.id, 0.0), one.cosine)
            shares[entry.id] = shares.get(entry.id, 0.0) + one.share
        return [
            Weighed(entry, Evidence(score, cosines.get(matter, 0.0), shares.get(matter, 0.0)))
            for matter, (entry, score) in scores.items()
        ]

    def _decided(self, weighed: list[Weighed], found: Explanation) -> Match:
        """Not calibrated: the classical confidence decides, and the model only on what is suggested."""
        ranked, fusion = self._fusion.ranked(weighed), self._fusion
        if fusion.answer_at is None or fusion.suggest_at is None or not ranked:
            return Suggest(_near(ranked), found.outcome.score) if isinstance(found.outcome, Suggest) else found.outcome
        sure = fusion.sure(ranked, found.first)
        if sure >= fusion.answer_at:
            asks = not isinstance(found.outcome, Suggest) or found.first < found.calibration.answer_at
            return Answer(ranked[0][0].entry, sure) if asks else found.outcome
        return Suggest(_near(ranked), sure) if sure >= fusion.suggest_at else Pass()

    # -------------------------------------------------------------- editing

    def put(self, entry: Entry) -> None:
        """The classical matcher has it at once; the index as soon as the background comes to it."""
        self._classical.put(entry)
        with self._editing:
            self._index.drop(entry.key)
            self._missing[entry.key] = None
        self._parts.run(self.embed_missing)

    def drop(self, key: EntryKey) -> None:
        self._classical.drop(key)
        with self._editing:
            self._missing.pop(key, None)
            self._index.drop(key)

    def favour(self, weights: Mapping[str, float]) -> None:
        """The classical matcher's scores tell of it."""
        if isinstance(self._classical, Favours):
            self._classical.favour(weights)

    @property
    def learnings(self) -> int:
        return self._classical.learnings if isinstance(self._classical, Heeds) else 0

    def heed(self, asked: Sequence[Spoke]) -> None:
        """The classical confidence follows; what both together are sure of comes from that."""
        if isinstance(self._classical, Heeds):
            self._classical.heed(asked)

    # -------------------------------------------------------------- in the background

    def learn(self) -> None:
        """Embeds what is not embedded yet, and calibrates both. Minutes with a slow model and a large FAQ."""
        self._classical.learn()
        with self._busy:
            if self._embed_all() and not self._closed:
                self._fusion = self._learnt()

    def close(self) -> None:
        """What runs in the background ends soon."""
        self._closed = True

    def embed_missing(self) -> None:
        """What a start and edits have left to do."""
        with self._busy:
            self._embed_all()

    def _embed_all(self) -> bool:
        """Whether everything is embedded now."""
        while self._missing and not self._closed:
            key = next(iter(tuple(self._missing)))
            try:
                self._embed(key)
            except EmbedderUnavailable:
                return False
        return not self._closed

    def _embed(self, key: EntryKey) -> None:
        """Edited meanwhile, it is made anew."""
        entry = self._classical.find(*key)
        vectors = None if entry is None or entry.key != key else self._vectors(entry.wordings)
        with self._editing:
            if self._classical.find(*key) is not entry:
                return
            if vectors is not None:
                self._index.put(key, vectors)
            self._missing.pop(key, None)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """From the store, and what it lacks from the model."""
        embedder, wanted = self._parts.embedder, list(dict.fromkeys(text[:_LONGEST] for text in texts))
        held = dict(self._parts.store.get(embedder.name, wanted))
        lacking = [text for text in wanted if text not in held]
        for start in range(0, len(lacking), _AT_ONCE):
            some = lacking[start : start + _AT_ONCE]
            made = dict(zip(some, embedder.embed(some), strict=True))
            self._parts.store.put(embedder.name, made)
            held |= made
        return np.stack([held[text] for text in wanted])

    def _learnt(self) -> Fusion:
        """Phrasings asked as if they were new, and as if the FAQ had no answer to them; and what no FAQ answers."""
        entries = [entry for entry in self._classical.entries() if entry.phrasings]
        asked = [(entry, phrasing) for entry in entries for phrasing in entry.phrasings]
        rehearsal = self._parts.rehearse(self._classical.entries())
        rehearsal.learn()
        samples = [self._left_out(rehearsal, *one) for one in _spread(asked, _ASKED) if not self._closed]
        samples += [self._masked(rehearsal, *one) for one in _spread(asked, _MASKED) if not self._closed]
        samples += [
            self._stranger(rehearsal, text) for text in outside()[:: 1 + len(outside()) // _MASKED] if not self._closed
        ]
        return Fusion() if self._closed else learnt(samples)

    def _stranger(self, rehearsal: Classical, text: str) -> Sample:
        found = rehearsal.explain(text)
        return _sample(found, self._together(found, self._index.nearest(self._vectors([text])[0]), ANYBODY), None)

    def _left_out(self, rehearsal: Classical, entry: Entry, phrasing: str) -> Sample:
        left = tuple(one for one in entry.phrasings if one != phrasing)
        rehearsal.put(replace(entry, phrasings=left))
        found = rehearsal.explain(phrasing)
        rehearsal.put(entry)
        near = self._index.nearest(self._vectors([phrasing])[0], without=entry.id)
        return _sample(found, self._together(found, near, ANYBODY), entry.id)

    def _masked(self, rehearsal: Classical, entry: Entry, phrasing: str) -> Sample:
        same = [one for one in self._classical.entries() if one.id == entry.id]
        for one in same:
            rehearsal.drop(one.key)
        found = rehearsal.explain(phrasing)
        for one in same:
            rehearsal.put(one)
        near = [one for one in self._index.nearest(self._vectors([phrasing])[0]) if one.key.id != entry.id]
        return _sample(found, self._together(found, near, ANYBODY), None)


def _sample(found: Explanation, weighed: list[Weighed], right: str | None) -> Sample:
    said = found.outcome.entry.id == right if isinstance(found.outcome, Answer) else None
    return Sample(tuple(weighed), found.first, right, said)


def _variant(key: EntryKey, situation: Situation) -> str:
    """Chinese is Chinese: the buyer's own of two variants."""
    wanted = situation.language or ""
    return wanted if wanted.partition("-")[0] == key.language.partition("-")[0] else key.language


def _near(ranked: Sequence[tuple[Weighed, float]]) -> tuple[Entry, ...]:
    likely = [one.entry for one, belief in ranked[:_SUGGESTIONS] if belief >= _BELIEVED]
    return tuple(likely) or (ranked[0][0].entry,)


def _spread(asked: Sequence[tuple[Entry, str]], most: int) -> Sequence[tuple[Entry, str]]:
    """At most so many, evenly from all."""
    step = max(1, -(-len(asked) // most))
    return asked[::step]
