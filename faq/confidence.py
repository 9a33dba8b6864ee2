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
        first=Weights(-4.97, (3.36, 1.94, -0.83, 0.94, 3.14, 1.29, 0.84, 1.32, 2.58, -4.82, 0.0, 0.0, -1.13)),
        among=Weights(-5.45, (4.62, 0.19, 0.01, 2.81, 0.70, 1.14, 1.38, 1.40, 2.20, -3.23, 0.0, 0.0, 0.48)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-4.78, (3.28, 1.66, -0.70, 1.52, 3.09, 0.08, 1.21, 1.74, 2.43, -0.63, 0.0, 0.0, -2.69)),
    among=Weights(-4.65, (4.69, 0.01, 0.44, 3.19, 0.78, -0.89, 1.71, 1.84, 2.15, 4.16, 0.0, 0.0, -3.00)),
)
"""Where nothing has been learnt yet."""

SHIPPED_VOTING = Shipped(
    Calibration(
        first=Weights(-4.87, (2.55, 0.79, 0.26, 0.16, 1.78, 1.00, 0.66, 0.99, 2.45, -5.74, 1.26, 0.07, -0.63)),
        among=Weights(-5.45, (2.87, -0.06, 0.62, 2.00, 0.27, 1.17, 0.91, 1.18, 2.43, -2.21, 2.35, -0.59, 0.52)),
        answer_at=0.86,
        suggest_at=0.55,
    ),
    first=Weights(-5.21, (5.60, 0.29, 0.13, 0.19, 5.36, 0.06, 1.49, 1.90, 2.22, -0.84, 0.23, -2.55, -2.62)),
    among=Weights(-4.94, (5.96, -0.39, 0.42, 2.42, 2.23, -0.92, 1.39, 2.09, 2.37, 5.16, 0.65, -1.66, -2.47)),
)
"""Where the phrasings have learnt their votes."""
