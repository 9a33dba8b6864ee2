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
    `told`     what part of the learnt votes of all phrasings is for it; 0: none have learnt
    `told_lead` how far those put it ahead of the next, a tenth of it
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
    told: float
    told_lead: float


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
    first=Weights(-3.01, (3.65, 2.49, -0.24, 2.88, 1.90, 0.07, 1.66, 0.44, -0.94, -12.23, 0.0, 0.0)),
    among=Weights(-2.57, (7.08, -1.52, 0.96, 5.59, -0.16, -0.63, 0.91, 0.37, -1.53, -12.84, 0.0, 0.0)),
    answer_at=0.82,
    suggest_at=0.70,
)
"""Where nothing has been learnt yet."""

SHIPPED_VOTING = Calibration(
    first=Weights(-3.12, (5.09, -0.12, -0.09, 3.05, 1.73, 0.16, 2.29, 0.54, -1.40, -11.83, -1.38, 4.10)),
    among=Weights(-2.69, (8.18, -2.49, -0.08, 5.54, 1.13, -0.56, 1.95, 1.13, -1.83, -11.55, -1.36, 5.82)),
    answer_at=0.88,
    suggest_at=0.70,
)
"""Where the phrasings have learnt their votes."""
