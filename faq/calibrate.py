"""Learns from a FAQ itself how sure a match has to be: each phrasing is asked as if it were not known. Pure.

Also asked: phrasings whose whole matter is hidden, and chat that no shop's FAQ answers (`outside.txt`); what comes up
then is wrong. The models begin at the shipped weights and move as far as the samples carry them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from faq.confidence import SHIPPED, SHIPPED_VOTING, Calibration, Evidence, Weights
from faq.corpus import Corpus
from faq.scoring import Ranking
from faq.shelf import Hidden
from faq.votes import FOLDS

_ROUNDS = 60
_LONGEST_STEP = 1.0
_TRUST = 100.0
"""How many samples' worth the shipped weights are."""
_ASKED = 600
_FOLDS = 2
"""Of a large FAQ so many folds are asked, each after learning anew without it."""
_HIDDEN_EVERY = 3
_STRANGE = 0.3
"""What part of buyers' questions is taken to have no answer in the FAQ."""
_ENOUGH = 60
"""Phrasings of matters with several, below which there is nothing to learn."""
_PRECISION, _AMONG = 0.97, 0.92
_MOST_CAREFUL = 0.95


@dataclass(frozen=True, slots=True)
class Sample:
    """What spoke for the best entry; whether it was the right one, and whether that was among the best three."""

    evidence: Evidence
    first: bool
    among: bool


@lru_cache(1)
def outside() -> tuple[str, ...]:
    """Questions and chat that the FAQ of no shop answers, in all languages."""
    lines = files("faq").joinpath("outside.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def sample(ranking: Ranking, matter: str | None) -> Iterator[Sample]:
    """None where nothing came near: that passes without being judged."""
    if ranking.evidence is not None:
        best = [candidate.entry.id for candidate in ranking.candidates[:3]]
        yield Sample(ranking.evidence, best[0] == matter, matter in best)


def inside(corpus: Corpus, *, voting: bool) -> list[Sample]:
    """Phrasings asked as if they were not known; `voting`: and as if nothing had been learnt from their fold."""
    asked = _asked(corpus)
    folds = range(_FOLDS if voting and len(asked) >= _ASKED else FOLDS)
    votes = [corpus.votes(fold) if voting else None for fold in folds]
    return [
        one
        for owner, text, fold in asked
        if fold in folds
        for one in sample(corpus.rank(text, None, hidden=Hidden(owner, votes[fold])), corpus.entry(owner).id)
    ]


def strange(corpus: Corpus, chat: Sequence[str]) -> list[Sample]:
    """Phrasings asked while their matter is hidden, and `chat`, which is normalised."""
    hidden = [
        one
        for owner, text, _ in _asked(corpus)[::_HIDDEN_EVERY]
        for one in sample(corpus.rank(text, None, corpus.numbers(corpus.entry(owner).id)), None)
    ]
    return hidden + [one for text in chat for one in sample(corpus.rank(text, None), None)]


def _asked(corpus: Corpus) -> list[tuple[int, str, int]]:
    """Some hundreds of phrasings, evenly from all entries that have several."""
    phrasings = corpus.phrasings()
    several = {one[0] for one, after in pairwise(phrasings) if one[0] == after[0]}
    known = [one for one in phrasings if one[0] in several]
    return known[:: _step(len(known))]


def _step(known: int) -> int:
    """One that meets all folds."""
    step = max(1, -(-known // _ASKED))
    return step + (step % FOLDS == 0)


def learnt(corpus: Corpus, chat: Sequence[str]) -> Calibration:
    """Lets the corpus learn its votes, and how sure it then can be. Takes seconds.

    What is shipped where the FAQ is too small to learn from."""
    voting = corpus.learn()
    shipped = SHIPPED_VOTING if voting else SHIPPED
    good = inside(corpus, voting=voting)
    return calibrated(good, strange(corpus, chat), shipped) if len(good) >= _ENOUGH else shipped


def calibrated(good: Sequence[Sample], bad: Sequence[Sample], shipped: Calibration) -> Calibration:
    parts = np.array([one.evidence for one in (*good, *bad)])
    weights = np.append(np.ones(len(good)), np.full(len(bad), _STRANGE / (1 - _STRANGE) * len(good) / max(len(bad), 1)))
    first = np.array([one.first for one in (*good, *bad)])
    among = np.array([one.among for one in (*good, *bad)])
    for_first, for_among = fit(parts, first, weights, shipped.first), fit(parts, among, weights, shipped.among)
    return Calibration(
        first=for_first,
        among=for_among,
        answer_at=threshold(probabilities(parts, for_first), weights, _PRECISION),
        suggest_at=threshold(probabilities(parts, for_among), weights, _AMONG),
        learnt_on=len(good),
    )


def fit(parts: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64], begin: Weights) -> Weights:
    """Logistic regression by Newton's method, drawn towards where it begins."""
    inputs = np.column_stack((np.ones(len(parts)), parts))
    start = np.array([begin.bias, *begin.parts])
    found = start.copy()
    pull = _TRUST * np.append(0.01, np.var(parts, axis=0) + 0.01)
    for _ in range(_ROUNDS):
        sure = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        slope = inputs.T @ (weights * (right - sure)) - pull * (found - start)
        bend = (inputs * (weights * sure * (1 - sure))[:, None]).T @ inputs + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        found += step * min(1.0, _LONGEST_STEP / float(np.abs(step).max() + 1e-12))
    return Weights(float(found[0]), tuple(found[1:].tolist()))


def probabilities(parts: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
    told = parts @ np.array(weights.parts) + weights.bias
    return np.asarray(1 / (1 + np.exp(-np.clip(told, -30, 30))))


def threshold(sure: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """The lowest probability from which on, of all samples, this share is expected to be right."""
    order = np.argsort(-sure, kind="stable")
    mean = np.cumsum((sure * weights)[order]) / np.cumsum(weights[order])
    enough = np.flatnonzero(mean >= share)
    return min(float(sure[order][enough[-1]]), _MOST_CAREFUL) if len(enough) else _MOST_CAREFUL
