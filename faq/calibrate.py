"""Learns how sure a match has to be. Pure.

From buyers' questions of which the right entry is known, where there are enough (`Practice`). Else from the FAQ itself:
each phrasing is asked as if it were not known; also phrasings whose whole matter is hidden, and chat that no shop's FAQ
answers (`outside.txt`): what comes up then is wrong. Phrasings are not like buyers' questions in all: so what such
samples teach elsewhere is known (`Shipped`), and only what they teach here beside that moves the weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from faq.confidence import SHIPPED, SHIPPED_VOTING, Calibration, Evidence, Shipped, Weights
from faq.corpus import Corpus
from faq.prevailing import Samples
from faq.regression import fit, probabilities, threshold
from faq.scoring import Ranking
from faq.segment import Reals
from faq.shelf import Hidden
from faq.teaching import FOLDS

_HEED = 0.5
"""How far the weights follow what phrasings teach: they are written with more care than questions."""
_ASKED = 600
_FOLDS = 2
"""Of so many phrasings so many folds are asked, each after learning anew without it."""
_LARGE, _ASKED_OF_LARGE = 1_000_000, 300
"""Phrasings times entries of a language; above it one fold is asked, and so many of it: each learning takes seconds."""
_HIDDEN_EVERY = 3
_STRANGE = 0.3
"""What part of buyers' questions is taken to have no answer in the FAQ."""
_ENOUGH, _PRACTICE = 60, 200
"""Phrasings of matters with several, and questions with their right entry, below which there is nothing to learn."""
_PRECISION = {True: 0.95, False: 0.98}
_AMONG = {True: 0.75, False: 0.85}
"""What share of answers is to be right, and what share of suggestions to hold the right one: by buyers' questions, and
by phrasings, which flatter where many questions have no answer."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What spoke for the best entry; whether it was the right one, and whether that was among the best three."""

    evidence: Evidence
    first: bool
    among: bool


_Phrasing = tuple[int, str, int]
"""Its entry's number, the text, and its fold."""


@dataclass(frozen=True, slots=True)
class Practice:
    """A buyer's question, normalised, and the ids of the entries that answer it; none: no entry does."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """A confidence, and what it was learnt from; None: too little, and it is the shipped one."""

    calibration: Calibration
    samples: Samples | None = None


@lru_cache(1)
def outside() -> tuple[str, ...]:
    """Questions and chat that the FAQ of no shop answers, in all languages."""
    lines = files("faq").joinpath("outside.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@lru_cache(1)
def practice() -> tuple[tuple[str, frozenset[str]], ...]:
    """Buyers' messages, not normalised, and the ids of the starter FAQ's entries that answer them (`starter/practice`).

    They have nothing to do with the labelled questions that the FAQ is measured on."""
    folder = files("faq").joinpath("starter/practice")
    lines = [line for file in sorted(folder.iterdir(), key=str) for line in file.read_text("utf-8").splitlines()]
    asked = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((text, frozenset(label.split("|")) - {"-"}) for text, label in asked)


def sample(ranking: Ranking, *right: str) -> Iterator[Sample]:
    """Nothing where nothing came near: that passes without being judged."""
    if ranking.evidence is not None:
        best = [candidate.entry.id for candidate in ranking.candidates[:3]]
        yield Sample(ranking.evidence, best[0] in right, not set(best).isdisjoint(right))


def practised(corpus: Corpus, practice: Sequence[Practice]) -> list[Sample]:
    """Of questions whose entry is here, and of those that have none; nothing where the entries are too few of them."""
    known = [one for one in practice if any(map(corpus.numbers, one.right))]
    if len(known) < _PRACTICE:
        return []
    return [
        one
        for asked in practice
        if not asked.right or any(map(corpus.numbers, asked.right))
        for one in sample(corpus.rank(asked.text, None), *asked.right)
    ]


def inside(corpus: Corpus, *, voting: bool) -> list[Sample]:
    """Phrasings asked as if they were not known; `voting`: and as if nothing had been learnt from their fold."""
    if voting and corpus.work() > _LARGE:
        folds, asked = range(1), _spread([one for one in _known(corpus) if one[2] == 0], _ASKED_OF_LARGE)
    else:
        asked = _asked(corpus)
        folds = range(_FOLDS if voting and len(asked) >= _ASKED else FOLDS)
    votes = [corpus.votes(fold) if voting else None for fold in folds]
    return [
        one
        for owner, text, fold in asked
        if fold in folds
        for one in sample(corpus.rank(text, None, hidden=Hidden(owner, votes[fold])), corpus.entry(owner).id)
    ]


def strange(corpus: Corpus) -> list[Sample]:
    """Phrasings asked while their matter is hidden."""
    return [
        one
        for owner, text, _ in _asked(corpus)[::_HIDDEN_EVERY]
        for one in sample(corpus.rank(text, None, hidden=Hidden(gone=corpus.numbers(corpus.entry(owner).id))))
    ]


def foreign(corpus: Corpus, chat: Sequence[str]) -> list[Sample]:
    """`chat` is normalised."""
    return [one for text in chat for one in sample(corpus.rank(text, None))]


def _asked(corpus: Corpus) -> list[_Phrasing]:
    """Some hundreds of phrasings, evenly from all entries that have several."""
    known = _known(corpus)
    return known[:: _step(len(known))]


def _known(corpus: Corpus) -> list[_Phrasing]:
    phrasings = corpus.phrasings()
    several = {one[0] for one, after in pairwise(phrasings) if one[0] == after[0]}
    return [one for one in phrasings if one[0] in several]


def _spread(known: list[_Phrasing], most: int) -> list[_Phrasing]:
    return known[:: max(1, -(-len(known) // most))]


def _step(known: int) -> int:
    """One that meets all folds."""
    step = max(1, -(-known // _ASKED))
    return step + (step % FOLDS == 0)


def learnt(corpus: Corpus, chat: Sequence[str], practice: Sequence[Practice] = ()) -> Taught:
    """Lets the corpus learn its votes, and how sure it then can be. Takes seconds."""
    voting = corpus.learn()
    shipped = SHIPPED_VOTING if voting else SHIPPED
    if asked := practised(corpus, practice):
        return from_practice(asked, shipped)
    good = inside(corpus, voting=voting)
    if len(good) < _ENOUGH:
        return Taught(shipped.calibration)
    return from_phrasings(good, strange(corpus), foreign(corpus, chat), shipped)


def from_practice(asked: Sequence[Sample], shipped: Shipped) -> Taught:
    """As they come: they are what buyers ask."""
    known, weights = shipped.calibration, np.ones(len(asked))
    first = fit(_parts(asked), _first(asked), weights, known.first)
    among = fit(_parts(asked), _among(asked), weights, known.among)
    return Taught(
        _acted_upon(asked, weights, first, among, practised=True), _kinds(*_right_and_wrong(asked, 1.0, False))
    )


def from_phrasings(
    good: Sequence[Sample], hidden: Sequence[Sample], chat: Sequence[Sample], shipped: Shipped
) -> Taught:
    both, known, bad = (*good, *hidden, *chat), shipped.calibration, len(hidden) + len(chat)
    weights = np.append(np.ones(len(good)), np.full(bad, _STRANGE / (1 - _STRANGE) * len(good) / max(bad, 1)))
    first = fit(_parts(both), _first(both), weights, shipped.first)
    among = fit(_parts(both), _among(both), weights, shipped.among)
    moved = known.first.moved(shipped.first, first, _HEED), known.among.moved(shipped.among, among, _HEED)
    kinds = (*_right_and_wrong(good, 1 - _STRANGE, True), (hidden, _STRANGE / 2, True), (chat, _STRANGE / 2, False))
    return Taught(_acted_upon(both, weights, *moved, practised=False), _kinds(*kinds))


_Kind = tuple[Sequence[Sample], float, bool]
"""Samples, their share among questions, and whether they are phrasings."""


def _right_and_wrong(samples: Sequence[Sample], share: float, phrasings: bool) -> tuple[_Kind, _Kind]:
    right, wrong = [one for one in samples if one.first], [one for one in samples if not one.first]
    often = (len(right) + 1) / (len(samples) + 2)
    return (right, share * often, phrasings), (wrong, share * (1 - often), phrasings)


def _kinds(right: _Kind, *others: _Kind) -> Samples | None:
    """None: nothing was right."""
    if not right[0]:
        return None
    found = (right, *(kind for kind in others if kind[0]))
    shares = np.array([share for _, share, _ in found])
    parts, harder = tuple(_parts(of) for of, _, _ in found), tuple(phrasings for _, _, phrasings in found)
    return Samples(parts, tuple((shares / shares.sum()).tolist()), harder)


def _acted_upon(
    asked: Sequence[Sample], weights: Reals, first: Weights, among: Weights, *, practised: bool
) -> Calibration:
    """Suggestions are for what is not answered."""
    parts = _parts(asked)
    sure, near = probabilities(parts, first), probabilities(parts, among)
    answer_at = threshold(sure, weights, _PRECISION[practised])
    left = sure < answer_at
    suggest_at = threshold(near[left], weights[left], _AMONG[practised])
    return Calibration(first, among, answer_at, suggest_at, learnt_on=len(asked))


def _parts(samples: Sequence[Sample]) -> Reals:
    return np.array([one.evidence for one in samples])


def _first(samples: Sequence[Sample]) -> NDArray[np.bool_]:
    return np.array([one.first for one in samples])


def _among(samples: Sequence[Sample]) -> NDArray[np.bool_]:
    return np.array([one.among for one in samples])
