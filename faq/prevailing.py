"""How much surer, or less sure, to be than the samples taught: by the questions that are really asked. Pure.

Of them nobody knows the right entry; but half of one shop's may have no answer here, and hardly any of another's. How
sure the matcher is of its samples is known by kind: those of the right entry, of a wrong one, of a matter that is not
here. In which shares these kinds add up to what is asked is found by expectation maximisation (Saerens, Latinne and
Decaestecker 2002), and the confidence moves as a whole until it is, on average, the share of right ones.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faq.confidence import Calibration
from faq.regression import log_odds, sigmoid, threshold
from faq.segment import Reals

_SCALE = np.linspace(-8.0, 12.0, 201)
"""Log-odds at which densities are told."""
_BLUR, _ELSEWHERE = 0.5, 0.04
"""A sample stands for its neighbourhood; and so much lies where no sample was."""
_LEAST_HARDER, _HARDER_BY, _MOST_HARDER, _USUAL = 0.5, 0.2, 1.6, 0.4
"""Phrasings are written with care, questions are not: those lie lower by at least so much, in log-odds; how much is
found in such steps up to a limit, and more by `_USUAL` than the least is already unusual."""
_TRUST, _DOUBT = 100.0, 50.0
"""How many questions as usual are added, and how many questions' worth the confidence as it was learnt is."""
_SEEN = 0.95
"""A question of which it is surer than of so many samples says no more than these."""
_ROUNDS = 60
_LESS_SURE, _SURER = -2.5, 0.8
"""Bounds, in log-odds: too careful does less harm than too bold, whoever it is that asks."""
_MOVES = np.linspace(_LESS_SURE, _SURER, 301)
_PRECISION = 0.97
"""What share of the answers to what is asked is expected to be right, at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """What a confidence was learnt from, by kind; the first kind are those of the right entry.

    `parts`   of each kind: evidence by rows
    `shares`  of the kinds among questions, as long as nothing is known of those
    `harder`  of each kind: whether questions lie lower than these, because these are phrasings
    """

    parts: tuple[Reals, ...]
    shares: tuple[float, ...]
    harder: tuple[bool, ...]


def prevailing(learnt: Calibration, samples: Samples, asked: Reals) -> Calibration:
    """`asked`: the evidence on questions that were asked, by rows; few of them move little.

    Who is surer answers more, but does not offer more: what is left then is harder than before."""
    if not len(asked):
        return learnt
    odds = log_odds(asked, learnt.first)
    shift = _shift(samples, learnt, odds) * len(asked) / (len(asked) + _DOUBT)
    careful = threshold(sigmoid(odds + shift), np.ones(len(asked)), _PRECISION)
    return replace(
        learnt,
        first=replace(learnt.first, bias=learnt.first.bias + shift),
        among=replace(learnt.among, bias=learnt.among.bias + min(shift, 0.0)),
        answer_at=max(learnt.answer_at, careful),
        heeded=len(asked),
        shift=shift,
    )


def _shift(samples: Samples, learnt: Calibration, asked: Reals) -> float:
    """To where the mean is the share of right ones, by the likeliest way in which the kinds add up to what is asked.

    Some questions as usual are added to those: a few odd ones, or all alike, then do not say too much."""
    known = [log_odds(parts, learnt.first) for parts in samples.parts]
    seen, usual = np.concatenate(known), np.array(samples.shares)
    counted = _counted(np.clip(asked, seen.min(), np.quantile(seen, _SEEN)))
    tried = np.arange(_LEAST_HARDER, _MOST_HARDER, _HARDER_BY) if any(samples.harder) else np.zeros(1)
    found: list[tuple[float, float]] = []
    for harder in tried.tolist():
        told = [_density(one - harder * low) for one, low in zip(known, samples.harder, strict=True)]
        densities = np.array(told)
        together = counted + _TRUST * usual @ densities
        shares = _added_up(densities, together, usual)
        likely = float(counted @ np.log(shares @ densities)) - ((harder - float(tried[0])) / _USUAL) ** 2 / 2
        found.append((likely, _moved(together / together.sum(), float(shares[0]))))
    return max(found)[1]


def _added_up(densities: Reals, counted: Reals, usual: Reals) -> Reals:
    """The shares of the kinds."""
    shares = usual
    for _ in range(_ROUNDS):
        each = shares[:, None] * densities
        shares = (each / each.sum(axis=0)) @ counted / counted.sum()
    return shares


def _moved(parts: Reals, share: float) -> float:
    """How far what is asked has to move until its mean is this share."""
    return float(np.interp(share, parts @ sigmoid(_SCALE[:, None] + _MOVES), _MOVES))


def _counted(odds: Reals) -> Reals:
    places: NDArray[np.intp] = np.rint((np.clip(odds, _SCALE[0], _SCALE[-1]) - _SCALE[0]) / _step()).astype(np.intp)
    return np.bincount(places, minlength=len(_SCALE)).astype(np.float64)


def _density(odds: Reals) -> Reals:
    near = np.exp(-(((_SCALE[:, None] - odds) / _BLUR) ** 2) / 2).sum(axis=1) + 1e-9
    wide = np.exp(-(((_SCALE - 1) / 3) ** 2) / 2)
    told: Reals = (1 - _ELSEWHERE) * near / near.sum() + _ELSEWHERE * wide / wide.sum()
    return told


def _step() -> float:
    return float(_SCALE[1] - _SCALE[0])
