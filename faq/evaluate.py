"""Puts labelled questions to a matcher, and counts; writes `build/faq-report.json`."""

import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Protocol

import msgspec

from faq.entries import Entry
from faq.explained import Explanation
from faq.matcher import FuzzyMatcher
from faq.measuring.figures import Figures, Verdict, figures, grouped
from faq.measuring.labelled import LabelledSet, Question
from faq.outcomes import Answer
from faq.wishes import clauses


class Explains(Protocol):
    def explain(self, text: str) -> Explanation: ...


BuildMatcher = Callable[[Iterable[Entry]], Explains]
Track = Callable[[Sequence[Question], str], Iterable[Question]]
"""(questions, name of the set) -> the same questions, shown as they pass."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set, of its kinds of questions, and of its languages where it has several."""

    whole: Figures
    kinds: Mapping[str, Figures] = field(default_factory=dict)
    languages: Mapping[str, Figures] = field(default_factory=dict)
    strangers: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """As it stands in the report: {"top1": ..., "zh": {"top1": ...}, "kinds": {"typo": {"top1": ...}}}."""
        languages = {name: asdict(one) for name, one in self.languages.items()}
        kinds = {name: asdict(one) for name, one in self.kinds.items()}
        return {**asdict(self.whole), **languages, **({"kinds": kinds} if kinds else {})}


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
    verdicts = [ask(matcher, question) for question in track(tried.questions, tried.name)]
    return evaluation(verdicts, tried.strangers())


def evaluation(verdicts: Sequence[Verdict], strangers: tuple[str, ...] = ()) -> Evaluation:
    kinds = grouped(verdicts, lambda question: question.kind)
    languages = grouped(verdicts, lambda question: question.language)
    return Evaluation(figures(verdicts), kinds, languages, strangers)


def ask(matcher: Explains, question: Question) -> Verdict:
    began = perf_counter()
    found = matcher.explain(question.text)
    seconds = perf_counter() - began
    ranked = [one.entry.id for one in found.candidates]
    if isinstance(found.outcome, Answer):
        ranked.insert(0, found.outcome.entry.id)
    parts = [matcher.explain(one.text).outcome for one in clauses(question.text)] if question.further else []
    return Verdict(question, tuple(dict.fromkeys(ranked))[:3], found.first, found.outcome, seconds, tuple(parts))


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
