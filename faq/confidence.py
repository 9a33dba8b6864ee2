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
    `several`  cosine to its three nearest phrasings, on average
    `told`     what all phrasings say that have learnt to: about 1 is sure, -1 surely not; 0: none have learnt
    `told_lead`  how far that is ahead of the next such one (below 0: behind)
    `told_share`  of what they say of all that are near, what part is for it
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
    several: float
    told: float
    told_lead: float
    told_share: float


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
    `heeded`    by how many that were really asked it was moved since (`faq/prevailing.py`), and `shift`: how far, in
                log-odds; below 0: less sure
    """

    first: Weights
    among: Weights
    answer_at: float
    suggest_at: float
    learnt_on: int = 0
    heeded: int = 0
    shift: float = 0.0


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
        first=Weights(-4.97, (3.36, 1.94, -0.83, 0.94, 3.14, 1.29, 0.84, 1.32, 2.58, -4.82, -1.13, 0.00, 0.00, 0.00)),
        among=Weights(-5.45, (4.62, 0.19, 0.01, 2.81, 0.70, 1.14, 1.38, 1.40, 2.20, -3.23, 0.48, 0.00, 0.00, 0.00)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-4.78, (3.28, 1.66, -0.70, 1.52, 3.09, 0.08, 1.21, 1.74, 2.43, -0.63, -2.69, 0.00, 0.00, 0.00)),
    among=Weights(-4.65, (4.69, 0.01, 0.44, 3.19, 0.78, -0.89, 1.71, 1.84, 2.15, 4.16, -3.00, 0.00, 0.00, 0.00)),
)
"""Where nothing has been learnt yet."""

SHIPPED_VOTING = Shipped(
    Calibration(
        first=Weights(-4.33, (1.27, 0.28, 0.06, 0.26, 1.09, 1.51, 0.64, 1.27, 2.31, -5.34, -0.41, 0.71, 0.63, 0.43)),
        among=Weights(-4.35, (1.79, -0.10, 0.38, 2.00, -0.12, 1.29, 0.65, 1.28, 2.56, -2.19, 0.74, 1.30, -0.07, 1.37)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-6.93, (5.81, -0.03, -0.07, 1.71, 3.41, 0.11, 1.77, 1.74, 2.84, -0.29, -2.14, -2.28, 0.71, 1.20)),
    among=Weights(-6.44, (7.14, -0.19, -0.34, 3.79, 1.06, -1.26, 1.65, 1.86, 3.32, 5.52, -1.36, -1.95, 0.09, 1.02)),
)
"""Where the phrasings have learnt their votes."""
