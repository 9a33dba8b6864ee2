"""How sure a match is, from what speaks for it. Pure.

A raw score is no confidence. The weights were fitted by `python -m faq.calibrate` (November 2026) on the starter FAQ
with one phrasing left out at a time, on out-of-scope questions put to it, and on the public sets smp2017 (Chinese),
banking77 with 8 phrasings an entry, clinc150 with 10, and hint3_curekart (English). The labelled questions of the
starter FAQ had no part in the weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple


class Evidence(NamedTuple):
    """What speaks for the best entry; every part is between -1 and 1.

    `vote`     its score, of the highest possible
    `lead`     how far that is ahead of the second's, of its own
    `whole`    how far the entry as a whole is ahead of the next such one (cosines; below 0: behind)
    `spelling` edit similarity to its nearest phrasing
    `covered`  share of the question's weight that the entry's words cover
    `short`    1 / number of the question's features
    """

    vote: float
    lead: float
    whole: float
    spelling: float
    covered: float
    short: float


@dataclass(frozen=True, slots=True)
class Weights:
    bias: float
    parts: tuple[float, ...]


WEIGHTS = Weights(-3.55, (4.58, 1.92, 5.20, 1.18, 2.09, -3.55))

ANSWER_AT = 0.5
"""Of answers from here on, right: starter .95, smp2017 .94, clinc150 .90, banking77 .84, hint3_curekart .77 (half of
whose questions are out of scope). 0.05 more or less moves each by about .01, and the share answered by .04."""

SUGGEST_AT = 0.12
"""Of suggestions from here on, holding the right entry: .69 to .93. Of out-of-scope questions .3 to .6 get suggestions:
a wrong one costs a glance, but a lost buyer is worse."""


def probability(parts: Sequence[float], weights: Weights = WEIGHTS) -> float:
    """Of the best entry being the right one."""
    total = weights.bias + sum(weight * part for weight, part in zip(weights.parts, parts, strict=True))
    return 1 / (1 + exp(-total))


def confidence(evidence: Evidence) -> float:
    return probability(evidence)
