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
        first=Weights(-4.92, (3.19, 2.28, -0.92, 0.72, 2.37, 1.00, 0.80, 1.25, 2.52, -5.21, 0.0, 0.0)),
        among=Weights(-5.47, (4.66, 0.25, 0.16, 2.85, 0.76, 1.15, 1.31, 1.49, 2.30, -2.39, 0.0, 0.0)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-4.61, (2.91, 1.87, -1.59, 1.17, 2.52, -0.31, 1.19, 1.49, 2.29, -0.38, 0.0, 0.0)),
    among=Weights(-4.61, (4.47, -0.03, -0.92, 2.79, 1.04, -1.00, 1.60, 1.42, 2.15, 4.61, 0.0, 0.0)),
)
"""Where nothing has been learnt yet."""

SHIPPED_VOTING = Shipped(
    Calibration(
        first=Weights(-4.68, (2.97, 0.70, 0.17, 0.17, 2.00, 0.69, 0.85, 1.02, 2.08, -5.67, 0.81, 0.09)),
        among=Weights(-5.36, (3.02, -0.03, 0.91, 2.22, 0.02, 1.15, 0.81, 1.16, 2.34, -2.17, 2.20, -0.41)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-5.26, (5.77, -0.12, -0.66, -0.46, 5.53, -0.06, 1.61, 1.81, 2.15, -1.13, -0.31, -0.85)),
    among=Weights(-4.95, (5.67, -0.49, -0.23, 2.34, 1.65, -1.24, 1.18, 1.78, 2.51, 5.22, 0.35, -0.44)),
)
"""Where the phrasings have learnt their votes."""
