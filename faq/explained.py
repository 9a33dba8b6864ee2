"""Why the FAQ answers a question as it does: everything that was weighed. Pure types."""

from dataclasses import dataclass

from faq.confidence import Calibration, Evidence
from faq.outcomes import Match
from faq.scoring import Candidate


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a match came from.

    `text`         as it was compared: normalised
    `candidates`   the likeliest matters, best first, whatever the outcome
    `evidence`     what spoke for the first; None: nothing was near
    `first`        probability that the first is right, `among` that the right one is among the best three
    `calibration`  the models and the thresholds that these were held against
    """

    outcome: Match
    text: str
    candidates: tuple[Candidate, ...]
    evidence: Evidence | None
    first: float
    among: float
    calibration: Calibration
