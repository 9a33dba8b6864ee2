"""How sure a match is, from what speaks for it. Pure.

A raw score is no confidence: a logistic model over several of them is. Its shipped weights are where every FAQ begins;
`faq/calibrate.py` moves them towards what the FAQ's own phrasings show. The labelled questions of the starter FAQ had
no part in the weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple


class Evidence(NamedTuple):
    """What speaks for the best entry, and against.

    `vote`     what its phrasings add up to; about 1 where the question is one of them
    `lead`     how far that is ahead of the second's
    `near`     cosine to its nearest phrasing
    `whole`    cosine to all its phrasings together
    `ahead`    how far that is ahead of the next such one (below 0: behind)
    `spelling` edit similarity to its nearest phrasing
    `covered`  share of the question's weight that its near phrasings cover
    `used`     share of its nearest phrasing's weight that the question covers
    `known`    share of the question's weight in features that the FAQ has at all
    `short`    1 / number of the question's features
    """

    vote: float
    lead: float
    near: float
    whole: float
    ahead: float
    spelling: float
    covered: float
    used: float
    known: float
    short: float


@dataclass(frozen=True, slots=True)
class Weights:
    bias: float
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two models over the same evidence, and from which probability on each is acted upon.

    `first`     that the best entry is the right one: enough for an answer from `answer_at` on
    `among`     that the right one is among the best three: enough for suggestions from `suggest_at` on
    `learnt_on` how many questions have moved the shipped weights
    """

    first: Weights
    among: Weights
    answer_at: float
    suggest_at: float
    learnt_on: int = 0


def probability(parts: Sequence[float], weights: Weights) -> float:
    total = weights.bias + sum([weight * part for weight, part in zip(weights.parts, parts, strict=True)])
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


SHIPPED = Calibration(
    first=Weights(-2.69, (4.55, 2.14, -1.73, 3.14, 2.80, -1.71, 2.05, 1.00, -0.08, -12.02)),
    among=Weights(-2.44, (7.46, -1.33, -0.01, 6.08, -0.43, -2.62, 1.17, 1.14, -0.60, -5.54)),
    answer_at=0.86,
    suggest_at=0.72,
)
