"""How good and how fast a matcher is on labelled questions: figures, a table, and `build/faq-report.json`."""

import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import msgspec
from rich.console import Console
from rich.table import Table

from faq.entries import Entry
from faq.labelled import LabelledSet, Question, folder_set, starter_set
from faq.matcher import Answer, FuzzyMatcher, Match, Matcher, Suggest

BuildMatcher = Callable[[Iterable[Entry]], Matcher]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All shares are of 1.

    `answer_precision`      of all answers given (also to out-of-scope questions), those that were right
    `answered_share`        of the in-scope questions, those answered at once
    `suggest_recall3`       of the in-scope questions that got suggestions, those where the right one was among them
    `helped_share`          of the in-scope questions, those answered rightly or offered the right entry
    `passed_share`          of the in-scope questions, those that got nothing
    `out_of_scope_answered` of the out-of-scope questions, those answered as if they were not
    `lookup_ms_*`           milliseconds of one look-up, uncached, normalising included
    """

    questions: int
    out_of_scope: int
    answer_precision: float
    answered_share: float
    suggest_recall3: float
    helped_share: float
    passed_share: float
    out_of_scope_answered: float
    out_of_scope_suggested: float
    lookup_ms_median: float
    lookup_ms_p99: float
    build_ms: float


def uncached(entries: Iterable[Entry]) -> Matcher:
    return FuzzyMatcher(entries, remembering=False)


def evaluate(tried: LabelledSet, build: BuildMatcher = uncached, rounds: int = 5) -> Figures:
    began = perf_counter()
    matcher = build(tried.entries)
    built = perf_counter() - began
    times: list[float] = []
    for _ in range(rounds):
        outcomes = [(question, _timed(matcher, question.text, times)) for question in tried.questions]
    return _figures(outcomes, times, built)


def _timed(matcher: Matcher, text: str, times: list[float]) -> Match:
    began = perf_counter()
    outcome = matcher.match(text)
    times.append(perf_counter() - began)
    return outcome


def _figures(outcomes: Sequence[tuple[Question, Match]], times: Sequence[float], built: float) -> Figures:
    asked = [one for one in outcomes if one[0].matter is not None]
    outside = [outcome for question, outcome in outcomes if question.matter is None]
    answers = [one for one in outcomes if isinstance(one[1], Answer)]
    offers = [one for one in asked if isinstance(one[1], Suggest)]
    answered = [one for one in asked if isinstance(one[1], Answer)]
    right = sum(map(_is_right, answers))
    offered_right = sum(map(_is_right, offers))
    return Figures(
        questions=len(asked),
        out_of_scope=len(outside),
        answer_precision=_share(right, len(answers)),
        answered_share=_share(len(answered), len(asked)),
        suggest_recall3=_share(offered_right, len(offers)),
        helped_share=_share(right + offered_right, len(asked)),
        passed_share=_share(len(asked) - len(answered) - len(offers), len(asked)),
        out_of_scope_answered=_share(sum(isinstance(one, Answer) for one in outside), len(outside)),
        out_of_scope_suggested=_share(sum(isinstance(one, Suggest) for one in outside), len(outside)),
        lookup_ms_median=round(median(times) * 1000, 4),
        lookup_ms_p99=round(quantiles(times, n=100)[98] * 1000, 4),
        build_ms=round(built * 1000, 1),
    )


def _is_right(one: tuple[Question, Match]) -> bool:
    question, outcome = one
    match outcome:
        case Answer(entry=entry):
            return entry.id == question.matter
        case Suggest(entries=entries):
            return question.matter in {entry.id for entry in entries}
    return False


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


# ------------------------------------------------------------------ the report


def report(
    folders: Sequence[Path] = (),
    *,
    rounds: int = 5,
    target: Path = Path("build/faq-report.json"),
    console: Console | None = None,
    build: BuildMatcher = uncached,
) -> dict[str, Figures]:
    """Measures the starter FAQ and every folder of labelled questions, prints a table and writes `target`.

    The file's `faq_...` figures are the starter FAQ's; `sets` holds all. Raises: LabelledFilesUnusable."""
    tried = [starter_set(), *map(folder_set, folders)]
    measured = {one.name: evaluate(one, build, rounds) for one in tried}
    (console or Console()).print(_table(measured))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(msgspec.json.format(msgspec.json.encode(_report(measured, rounds)), indent=2))
    return measured


def _report(measured: dict[str, Figures], rounds: int) -> dict[str, object]:
    stable = {f"faq_{name}": value for name, value in asdict(measured["starter"]).items()}
    return {"commit": _commit(), "rounds": rounds, **stable, "sets": measured}


def _commit() -> str:
    """HEAD of the checkout that this code stands in; empty outside of one."""
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return ""


def _table(measured: dict[str, Figures]) -> Table:
    table = Table("figure", title="FAQ matching")
    for name in measured:
        table.add_column(name, justify="right")
    for one in fields(Figures):
        values = (getattr(figures, one.name) for figures in measured.values())
        table.add_row(one.name.replace("_", " "), *map(str, values))
    return table
