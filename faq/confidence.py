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
    `several`  cosine to its three nearest phrasings, on average
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
    several: float


@dataclass(frozen=True, slots=True)
class Weights:
    bias: float
    parts: tuple[float, ...]

    def moved(self, begin: "Weights", end: "Weights", far: float) -> "Weights":
        """As far as from `begin` to `end`, times `far`."""
        steps = zip(self.parts, begin.parts, end.parts, strict=True)
        return Weights(
            self.bias + far * (end.bias - begin.bias), tuple(one + far * (new - old) for one, old, new in steps)
        )


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


@dataclass(frozen=True, slots=True)
class Shipped:
    """`calibration`: what holds until something is learnt. `first` and `among`: what phrasings that are asked as if
    they were not known teach of the same FAQs; it differs, because phrasings are not questions."""

    calibration: Calibration
    first: Weights
    among: Weights


# Fitted by benchmarks/faqweights.py.

SHIPPED = Shipped(
    Calibration(
        first=Weights(-4.98, (3.34, 2.26, -0.47, 0.89, 2.39, 1.14, 0.87, 1.33, 2.60, -5.18, 0.0, 0.0, -1.27)),
        among=Weights(-5.47, (4.65, 0.25, 0.10, 2.84, 0.76, 1.14, 1.30, 1.48, 2.29, -2.39, 0.0, 0.0, 0.16)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-4.72, (3.30, 1.81, -0.40, 1.60, 2.44, -0.06, 1.30, 1.76, 2.43, -0.43, 0.0, 0.0, -3.06)),
    among=Weights(-4.69, (4.81, -0.05, 0.25, 3.19, 0.97, -0.75, 1.72, 1.76, 2.28, 4.60, 0.0, 0.0, -3.19)),
)
"""Where nothing has been learnt yet."""

SHIPPED_VOTING = Shipped(
    Calibration(
        first=Weights(-4.73, (3.06, 0.70, 0.53, 0.31, 2.01, 0.79, 0.90, 1.08, 2.14, -5.63, 0.84, 0.07, -1.03)),
        among=Weights(-5.35, (2.99, -0.03, 0.79, 2.17, 0.01, 1.12, 0.80, 1.14, 2.32, -2.18, 2.20, -0.41, 0.36)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-5.35, (5.96, -0.12, 0.38, -0.06, 5.34, 0.15, 1.70, 2.03, 2.25, -1.09, -0.28, -0.79, -2.61)),
    among=Weights(-4.99, (5.79, -0.49, 0.51, 2.61, 1.54, -1.08, 1.26, 2.00, 2.57, 5.23, 0.37, -0.41, -2.00)),
)
"""Where the phrasings have learnt their votes."""
