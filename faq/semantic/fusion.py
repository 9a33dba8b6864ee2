"""Classical and semantic evidence as one ranking with one confidence, both learnt from the FAQ itself. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.entries import Entry

_RIDGE = 1.0
_ROUNDS = 40
_SAFE, _LIKELY = 0.97, 0.92
"""Precision that is asked of answers and of suggestions where it is learnt: a little more than is promised."""
_LEAST_SURE, _LEAST_LIKELY = 0.5, 0.1
"""However well the samples are told apart: what is new looks like none of them."""
_FEWEST = 200
"""With fewer samples nothing is learnt."""


class Evidence(NamedTuple):
    """What speaks for one matter: its share of the classical confidence; cosine and votes of its nearest phrasings."""

    classical: float
    cosine: float
    share: float


class Weighed(NamedTuple):
    entry: Entry
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Fusion:
    """`ranking`: weights of Evidence. `confidence`: bias and weights of `signs`. `answer_at` and `suggest_at`: None:
    not calibrated, so that the classical confidence decides."""

    ranking: tuple[float, ...] = (1.0, 0.5, 1.0)
    confidence: tuple[float, ...] = ()
    answer_at: float | None = None
    suggest_at: float | None = None

    def ranked(self, weighed: Sequence[Weighed]) -> list[tuple[Weighed, float]]:
        """Best first, with the share of belief that each has."""
        if not weighed:
            return []
        scores = np.array([one.evidence for one in weighed]) @ np.array(self.ranking)
        beliefs = np.exp(scores - scores.max())
        beliefs /= beliefs.sum()
        order = sorted(range(len(weighed)), key=lambda at: (-scores[at], weighed[at].entry.key))
        return [(weighed[at], float(beliefs[at])) for at in order]

    def sure(self, ranked: Sequence[tuple[Weighed, float]], classical: float) -> float:
        """Probability that the first is right. `classical`: what the classical matcher thinks of its own first."""
        total = float(np.dot(self.confidence, (1.0, *signs(ranked, classical))))
        return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def signs(ranked: Sequence[tuple[Weighed, float]], classical: float) -> tuple[float, ...]:
    """What tells whether the first is right."""
    (first, belief), second = ranked[0], ranked[1][1] if len(ranked) > 1 else 0.0
    others = [one.evidence for one, _ in ranked[1:]]
    lead = first.evidence.classical - max((one.classical for one in others), default=0.0)
    ahead = first.evidence.cosine - max((one.cosine for one in others), default=0.0)
    return (belief, belief - second, classical, lead, first.evidence.cosine, ahead, first.evidence.share)


@dataclass(frozen=True, slots=True)
class Sample:
    """One question put to the FAQ as if it were new. `right`: the id that answers it; None: nothing does.

    `answered`: whether the classical matcher alone answered, and rightly or not."""

    weighed: tuple[Weighed, ...]
    classical: float
    right: str | None
    answered: bool | None = None


def learnt(samples: Sequence[Sample]) -> Fusion:
    """Weights and thresholds. Thresholds only where a half that was not learnt from says that they keep their promise,
    and answer at least as many as the classical matcher."""
    known = [one for one in samples if one.weighed]
    if len(known) < _FEWEST:
        return Fusion()
    ranking = _ranking([one for one in known if one.right is not None])
    fused = Fusion(ranking)
    lines = [(one, fused.ranked(one.weighed)) for one in known]
    held = lines[1::2]
    trial = Fusion(ranking, _confidence(lines[::2]))
    judged = [(trial.sure(ranked, one.classical), _place(one, ranked)) for one, ranked in held]
    answer_at = _lowest([(sure, place == 0) for sure, place in judged], _SAFE)
    answer_at = None if answer_at is None else max(answer_at, _LEAST_SURE)
    if answer_at is None or _gained(judged, answer_at, [one for one, _ in held]) < 0:
        return fused
    rest = [(sure, place is not None and place < 3) for sure, place in judged if sure < answer_at]
    suggest_at = _lowest(rest, _LIKELY)
    suggest_at = answer_at if suggest_at is None else max(suggest_at, _LEAST_LIKELY)
    return Fusion(ranking, trial.confidence, answer_at, suggest_at)


def _gained(judged: Sequence[tuple[float, int | None]], at: float, held: Sequence[Sample]) -> int:
    """Right answers more than the classical matcher gives."""
    mine = sum(sure >= at and place == 0 for sure, place in judged)
    return mine - sum(one.answered is True for one in held)


def _place(sample: Sample, ranked: Sequence[tuple[Weighed, float]]) -> int | None:
    ids = [one.entry.id for one, _ in ranked]
    return ids.index(sample.right) if sample.right in ids else None


def _lowest(judged: Sequence[tuple[float, bool]], wanted: float) -> float | None:
    """The lowest confidence from which on so many are right; None: there is none worth it."""
    ordered = sorted(judged, reverse=True)
    right, found = 0, None
    for count, (sure, good) in enumerate(ordered, 1):
        right += good
        if right >= wanted * count and count >= _FEWEST // 10:
            found = sure
    return found


def _ranking(samples: Sequence[Sample]) -> tuple[float, ...]:
    """Conditional logit by gradient ascent: the right candidate's score against the others'. Never below 0: every kind
    of evidence speaks for an entry."""
    sets = [
        (
            np.array([one.evidence for one in sample.weighed]),
            [one.entry.id for one in sample.weighed].index(sample.right),
        )
        for sample in samples
        if sample.right in {one.entry.id for one in sample.weighed}
    ]
    weights: NDArray[np.float64] = np.array(Fusion().ranking)
    for _ in range(_ROUNDS * 5):
        slope = -_RIDGE / 100 * weights
        for features, right in sets:
            beliefs = np.exp(features @ weights - (features @ weights).max())
            slope = slope + (features[right] - beliefs / beliefs.sum() @ features) / len(sets)
        weights = np.maximum(weights + 2.0 * slope, 0.0)
    return tuple(weights.tolist())


def _confidence(lines: Sequence[tuple[Sample, Sequence[tuple[Weighed, float]]]]) -> tuple[float, ...]:
    """Logistic regression by Newton's method; what has no right answer weighs as much as what has one."""
    inputs = np.array([(1.0, *signs(ranked, one.classical)) for one, ranked in lines])
    right = np.array([_place(one, ranked) == 0 for one, ranked in lines], np.float64)
    answerable = np.array([one.right is not None for one, _ in lines])
    counts: Mapping[bool, int] = {kind: max(1, int(np.count_nonzero(answerable == kind))) for kind in (True, False)}
    weigh = np.where(answerable, len(lines) / 2 / counts[True], len(lines) / 2 / counts[False])
    weights = np.zeros(inputs.shape[1])
    ridge = np.full(len(weights), _RIDGE)
    ridge[0] = 0.0
    for _ in range(_ROUNDS):
        sure = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (weigh * (right - sure)) - ridge * weights
        bend = (inputs.T * (weigh * sure * (1 - sure))) @ inputs + np.diag(ridge + 1e-9)
        weights = weights + np.linalg.solve(bend, slope)
    return tuple(weights.tolist())
