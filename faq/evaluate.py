"""Puts labelled questions to a matcher, and counts; writes `build/faq-report.json`.

As in a shop's life: questions come in days, in an order that has nothing to do with what they are; and a matcher that
heeds what is asked has heeded those of the days before, without their labels, when a day begins.
"""

import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Protocol, runtime_checkable

import msgspec

from faq.confidence import Evidence
from faq.entries import Entry
from faq.explained import Explanation
from faq.heeding import HEEDED
from faq.matcher import FuzzyMatcher
from faq.measuring.figures import Figures, Verdict, figures, grouped
from faq.measuring.labelled import LabelledSet, Question
from faq.outcomes import Answer
from faq.wishes import clauses

A_DAY = 200
"""Questions."""
_COLD = ("precision", "coverage", "suggest_recall3", "oos_answered", "ece")
"""What depends on what was asked before: told also as on the first day, when nothing was."""


class Explains(Protocol):
    def explain(self, text: str) -> Explanation: ...


@runtime_checkable
class Heeds(Protocol):
    """How sure it is follows what is asked; an ability of matchers."""

    def heed(self, asked: Sequence[Evidence]) -> None: ...

    def again(self, found: Explanation) -> Explanation:
        """As it would be judged now."""


BuildMatcher = Callable[[Iterable[Entry]], Explains]
Track = Callable[[Sequence[Question], str], Iterable[Question]]
"""(questions, name of the set) -> the same questions, shown as they pass."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set, of its kinds of questions, and of its languages where it has several; `cold`: of the set
    if every question were asked on the first day."""

    whole: Figures
    kinds: Mapping[str, Figures] = field(default_factory=dict)
    languages: Mapping[str, Figures] = field(default_factory=dict)
    strangers: tuple[str, ...] = ()
    cold: Figures | None = None

    def plain(self) -> dict[str, object]:
        """As it stands in the report: {"top1": ..., "cold_ece": ..., "zh": {"top1": ...}, "kinds": {"typo": {...}}}."""
        languages = {name: asdict(one) for name, one in self.languages.items()}
        kinds = {name: asdict(one) for name, one in self.kinds.items()}
        cold = {f"cold_{name}": getattr(self.cold, name) for name in _COLD if self.cold is not None}
        return {**asdict(self.whole), **cold, **languages, **({"kinds": kinds} if kinds else {})}


def calibrated(entries: Iterable[Entry]) -> FuzzyMatcher:
    """As it runs in a shop a few seconds after the start; looks every text up anew."""
    matcher = FuzzyMatcher(entries, remembering=False)
    matcher.learn()
    return matcher


def untracked(questions: Sequence[Question], _: str) -> Iterable[Question]:
    return questions


def evaluate(tried: LabelledSet, build: BuildMatcher = calibrated, track: Track = untracked) -> Evaluation:
    """One look-up for each question, by a matcher that knows nothing of the buyer but his words."""
    matcher = build(tried.entries)
    asked = [_looked_up(matcher, question) for question in track(tried.questions, tried.name)]
    cold, strangers = [_verdict(one) for one in asked], tried.strangers()
    if not isinstance(matcher, Heeds):
        return evaluation(cold, strangers)
    return replace(evaluation(list(_day_by_day(matcher, asked)), strangers), cold=figures(cold))


def evaluation(verdicts: Sequence[Verdict], strangers: tuple[str, ...] = ()) -> Evaluation:
    kinds = grouped(verdicts, lambda question: question.kind)
    languages = grouped(verdicts, lambda question: question.language)
    return Evaluation(figures(verdicts), kinds, languages, strangers)


def ask(matcher: Explains, question: Question) -> Verdict:
    return _verdict(_looked_up(matcher, question))


# ------------------------------------------------------------------ asking


@dataclass(frozen=True, slots=True)
class _Asked:
    """`parts`: of a message with several wishes, each."""

    question: Question
    found: Explanation
    parts: tuple[Explanation, ...]
    seconds: float


def _looked_up(matcher: Explains, question: Question) -> _Asked:
    began = perf_counter()
    found = matcher.explain(question.text)
    seconds = perf_counter() - began
    parts = [matcher.explain(one.text) for one in clauses(question.text)] if question.further else []
    return _Asked(question, found, tuple(parts), seconds)


def _day_by_day(matcher: Heeds, asked: Sequence[_Asked]) -> Iterator[Verdict]:
    """None knows of its own day."""
    order = sorted(asked, key=lambda one: sha256(one.question.text.encode()).digest())
    for start in range(0, len(order), A_DAY):
        matcher.heed([one.found.evidence for one in order[:start] if one.found.evidence is not None][-HEEDED:])
        for one in order[start : start + A_DAY]:
            parts = tuple(map(matcher.again, one.parts))
            yield _verdict(replace(one, found=matcher.again(one.found), parts=parts))


def _verdict(asked: _Asked) -> Verdict:
    found = asked.found
    ranked = [one.entry.id for one in found.candidates]
    if isinstance(found.outcome, Answer):
        ranked.insert(0, found.outcome.entry.id)
    parts = tuple(one.outcome for one in asked.parts)
    best = tuple(dict.fromkeys(ranked))[:3]
    return Verdict(asked.question, best, found.first, found.outcome, asked.seconds, parts)


def write_report(target: Path, evaluations: Mapping[str, Evaluation], speeds: Mapping[str, float | None]) -> None:
    """One JSON object: the commit, the speeds, and every set's figures under its name."""
    sets = {name: one.plain() for name, one in evaluations.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(msgspec.json.format(msgspec.json.encode({"commit": _commit(), **speeds, **sets}), indent=2))


def _commit() -> str:
    """HEAD of the checkout that this code stands in; empty outside of one."""
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return ""
