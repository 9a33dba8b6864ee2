"""What a matcher's verdicts on labelled questions amount to: accuracy, coverage, calibration. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from faq.measuring.labelled import Question
from faq.outcomes import Answer, Match, Suggest

_BINS = 10
_PRECISE = 0.95


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one question.

    `ranked`   ids of the likeliest entries, up to three, whatever was said
    `score`    of the likeliest: the probability that it is right, or anything that grows with it; 0 if there is none
    `said`     what the matcher would do; None for a peer, which only ranks
    `parts`    what it would do with each wish of a message that is cut into its wishes
    `seconds`  of the look-up
    """

    question: Question
    ranked: tuple[str, ...]
    score: float
    said: Match | None = None
    seconds: float = 0.0
    parts: tuple[Match, ...] = ()

    @property
    def first_is_right(self) -> bool:
        return self.question.takes(self.ranked[0]) if self.ranked else False

    @property
    def right_is_near(self) -> bool:
        return any(map(self.question.takes, self.ranked[:3]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All shares are of 1; None where there was nothing to count.

    `top1`, `recall3`         of the in-scope questions, those whose right entry came first, among the first three
    `precision`               of all answers given (also to out-of-scope questions), those that were right
    `coverage`                of the in-scope questions, those answered at once
    `suggested`, `passed`     of the in-scope questions, those that got suggestions, those that got nothing
    `suggest_recall3`         of the in-scope questions that got suggestions, those that were offered the right entry
    `oos_answered`, `oos_suggested`  of the out-of-scope questions
    `ece`                     expected calibration error: see `calibration_error`
    `auroc`                   chance that an in-scope question scores above an out-of-scope one
    `coverage_at_95`          as `coverage`, with hindsight: at the lowest score from which on 95 % of answers are right
    `wishes3`                 of the wishes in messages with several, those whose entry is among the first three
    `wishes_answered`         of the same wishes, those answered at once when the message is cut into its wishes
    `ms`                      median milliseconds of one look-up
    """

    questions: int
    out_of_scope: int
    top1: float | None
    recall3: float | None
    precision: float | None
    coverage: float | None
    suggested: float | None
    passed: float | None
    suggest_recall3: float | None
    oos_answered: float | None
    oos_suggested: float | None
    ece: float | None
    auroc: float | None
    coverage_at_95: float | None
    wishes3: float | None
    wishes_answered: float | None
    ms: float | None


def figures(verdicts: Sequence[Verdict]) -> Figures:
    inside = [one for one in verdicts if one.question.wishes]
    outside = [one for one in verdicts if not one.question.wishes]
    answered, suggested = _said(Answer, inside), _said(Suggest, inside)
    wrongly = _said(Answer, outside)
    judged = bool(verdicts) and all(one.said is not None for one in verdicts)
    return Figures(
        questions=len(inside),
        out_of_scope=len(outside),
        top1=_share(sum(one.first_is_right for one in inside), len(inside)),
        recall3=_share(sum(one.right_is_near for one in inside), len(inside)),
        precision=_share(sum(map(_offers_right, answered)), len(answered) + len(wrongly)),
        coverage=_share(len(answered), len(inside)) if judged else None,
        suggested=_share(len(suggested), len(inside)) if judged else None,
        passed=_share(len(inside) - len(answered) - len(suggested), len(inside)) if judged else None,
        suggest_recall3=_share(sum(map(_offers_right, suggested)), len(suggested)),
        oos_answered=_share(len(wrongly), len(outside)) if judged else None,
        oos_suggested=_share(len(_said(Suggest, outside)), len(outside)) if judged else None,
        ece=_rounded(calibration_error([(one.score, one.first_is_right) for one in verdicts])),
        auroc=_rounded(separation([one.score for one in inside], [one.score for one in outside])),
        coverage_at_95=_rounded(coverage_at(_PRECISE, verdicts)),
        wishes3=_wishes_in(inside, lambda one: frozenset(one.ranked[:3])),
        wishes_answered=_wishes_in(inside, _told) if judged else None,
        ms=_rounded(median(one.seconds for one in verdicts) * 1000) if verdicts else None,
    )


def grouped(verdicts: Iterable[Verdict], name: Callable[[Question], str]) -> dict[str, Figures]:
    """The figures of every group that has a name."""
    groups: dict[str, list[Verdict]] = {}
    for one in verdicts:
        if title := name(one.question):
            groups.setdefault(title, []).append(one)
    return {title: figures(groups[title]) for title in sorted(groups)}


# ------------------------------------------------------------------ the curves


def calibration_error(scored: Sequence[tuple[float, bool]]) -> float | None:
    """Of (score of the best candidate, whether it was right): all questions in ten bins of as many questions each, by
    score; the distance between mean score and share of right ones in a bin, averaged over the bins by their size.

    The best candidate of an out-of-scope question is wrong. Equal scores share their outcomes: order is no matter."""
    evened: list[tuple[float, float]] = []
    for score, ties in groupby(sorted(scored), key=lambda one: one[0]):
        outcomes = [right for _, right in ties]
        evened += [(score, sum(outcomes) / len(outcomes))] * len(outcomes)
    size = len(evened)
    edges = [size * number // _BINS for number in range(_BINS + 1)]
    bins = [evened[start:end] for start, end in pairwise(edges)]
    return sum(abs(sum(score - right for score, right in one)) for one in bins) / size if size else None


def separation(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """Area under the ROC curve of the scores, by ranks; equal scores count half."""
    if not inside or not outside:
        return None
    marked = sorted([(score, True) for score in inside] + [(score, False) for score in outside])
    below, won = 0, 0.0
    for _, ties in groupby(marked, key=lambda one: one[0]):
        outcomes = [is_inside for _, is_inside in ties]
        insiders = sum(outcomes)
        won += insiders * (below + (len(outcomes) - insiders) / 2)
        below += len(outcomes) - insiders
    return won / (len(inside) * len(outside))


def coverage_at(precision: float, verdicts: Sequence[Verdict]) -> float | None:
    """The largest share of the in-scope questions answered by a threshold on the score that keeps this precision."""
    inside = sum(bool(one.question.wishes) for one in verdicts)
    answers, right, asked, best = 0, 0, 0, 0
    ordered = sorted(verdicts, key=lambda one: -one.score)
    for _, ties in groupby((one for one in ordered if one.ranked), key=lambda one: one.score):
        for one in ties:
            answers, right, asked = answers + 1, right + one.first_is_right, asked + bool(one.question.wishes)
        best = asked if right >= precision * answers else best
    return best / inside if inside else None


# ------------------------------------------------------------------ counting


def _said(kind: type[Answer] | type[Suggest], verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if isinstance(one.said, kind)]


def _offers_right(one: Verdict) -> bool:
    match one.said:
        case Answer(entry=entry):
            return one.question.takes(entry.id)
        case Suggest(entries=entries):
            return any(one.question.takes(entry.id) for entry in entries)
    return False


def _wishes_in(inside: Iterable[Verdict], held: Callable[[Verdict], frozenset[str]]) -> float | None:
    several = [(held(one), wish) for one in inside for wish in one.question.wishes if len(one.question.wishes) > 1]
    return _share(sum(not wish.isdisjoint(ids) for ids, wish in several), len(several))


def _told(one: Verdict) -> frozenset[str]:
    return frozenset(said.entry.id for said in (one.said, *one.parts) if isinstance(said, Answer))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
