"""kamidesk faq evaluate and report: how well a FAQ answers, as tables and as a file for machines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from bots.cli.shown import Say
    from faq.evaluate import Evaluation, Track
    from faq.measuring.figures import Figures
    from faq.measuring.labelled import LabelledSet, Question
    from faq.measuring.speed import Speed

SHOWN = (
    "questions",
    "out_of_scope",
    "top1",
    "recall3",
    "precision",
    "coverage",
    "suggest_recall3",
    "oos_answered",
    "ece",
    "auroc",
    "coverage_at_95",
    "ms",
)
IN_ROWS = 9
"""So many of these fit into 80 columns."""
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
REPORT = Path("build/faq-report.json")


def evaluate(
    train: Annotated[Path, typer.Option(metavar="FILE", help="The FAQ: in each line a phrasing, a tab, its label.")],
    test: Annotated[Path, typer.Option(metavar="FILE", help="What to ask: a question, a tab, the right label.")],
    oos: Annotated[Path | None, typer.Option(metavar="FILE", help="Questions that no label answers.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all figures there, too.")] = None,
) -> None:
    """Measure how well labelled questions are answered, of any FAQ in tab-separated files."""
    from bots.cli.shown import console, sayer
    from faq.measuring.labelled import files_set

    tried = files_set(train, test, oos, test.stem)
    say = sayer()
    found = _measured([tried], say)[tried.name]
    console().print(_meanings(say("faq-figures-yours", file=str(test)), found.whole, say))
    if found.cold is not None:
        days = {say("faq-figures-cold"): found.cold, say("faq-figures-all-days"): found.whole}
        console().print(_rows(say("faq-figures-days"), days, say))
    if found.kinds:
        console().print(_rows(say("faq-figures-kinds"), found.kinds, say))
    if json:
        _write(json, found)
        typer.echo(say("faq-figures-written", file=str(json)))


def report(
    folders: Annotated[list[Path] | None, typer.Argument(help="Folders with train.tsv, test.tsv, oos.tsv.")] = None,
    speed: Annotated[bool, typer.Option(help="Measure speed and memory, too.")] = True,
) -> None:
    """Measure how well the starter FAQ answers, and how fast; also writes build/faq-report.json."""
    from bots.cli.shown import console, sayer
    from faq.evaluate import write_report
    from faq.measuring.labelled import folder_set, starter_set

    say = sayer()
    found = _measured([starter_set(), *map(folder_set, folders or ())], say)
    console().print(_rows(say("faq-figures-report"), {name: one.whole for name, one in found.items()}, say))
    cold = {name: one.cold for name, one in found.items() if one.cold is not None}
    console().print(_rows(say("faq-figures-report-cold"), cold, say))
    shop = next(iter(found.values()))
    console().print(_rows(say("faq-figures-kinds"), {**shop.languages, **shop.kinds}, say))
    speeds = _speeds(say) if speed else {}
    if speeds:
        console().print(_speed_table(speeds.values(), say))
    write_report(REPORT, found, plain_speeds(speeds))
    typer.echo(say("faq-figures-written", file=str(REPORT)))


# ------------------------------------------------------------------ measuring


def _measured(sets: "Sequence[LabelledSet]", say: "Say") -> "dict[str, Evaluation]":
    from faq.evaluate import evaluate as measure

    with _tracking(sum(len(one.questions) for one in sets), say) as track:
        found = {one.name: measure(one, track=track) for one in sets}
    for name, one in found.items():
        if one.strangers:
            typer.echo(say("faq-figures-strangers", name=name, labels=", ".join(one.strangers)), err=True)
    return found


@contextmanager
def _tracking(total: int, say: "Say") -> "Iterator[Track]":
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from bots.cli.shown import console

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(errors=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def track(questions: "Sequence[Question]", name: str) -> "Iterator[Question]":
            bar.update(task, description=say("faq-figures-asking", name=name))
            for question in questions:
                yield question
                bar.advance(task)

        yield track


def _speeds(say: "Say") -> "dict[str, Speed]":
    from rich.progress import track

    from bots.cli.shown import console
    from faq.measuring.speed import speed_of

    told = track(SIZES.items(), say("faq-figures-speed"), console=console(errors=True), transient=True)
    return {name: speed_of(phrasings) for name, phrasings in told}


def plain_speeds(speeds: "Mapping[str, Speed]") -> dict[str, float | None]:
    """ms_1k, ms_10k, ms_100k, ...; what is told of the largest only: mb_100k, warm_start_s, edit_ms."""
    flat: dict[str, float | None] = {}
    for name, one in speeds.items():
        flat |= {f"ms_{name}": one.ms, f"ms_p95_{name}": one.ms_p95, f"mb_{name}": one.mb}
    for one in list(speeds.values())[-1:]:
        flat |= {"warm_start_s": one.start_s, "learn_s": one.learn_s, "edit_ms": one.edit_ms}
    return flat


def _write(file: Path, found: "Evaluation") -> None:
    import msgspec

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(found.plain()), indent=2))


# ------------------------------------------------------------------ tables


def _meanings(title: str, whole: "Figures", say: "Say") -> "Table":
    """One figure a line, in words."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for name in SHOWN:
        table.add_row(say(f"faq-means-{_key(name)}"), _number(getattr(whole, name)))
    return table


def _rows(title: str, found: "Mapping[str, Figures]", say: "Say") -> "Table":
    """One set, language or kind a line."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(say("faq-figures-set"), no_wrap=True)
    for name in SHOWN[:IN_ROWS]:
        table.add_column(say(f"faq-figure-{_key(name)}"), justify="right")
    for group, one in found.items():
        table.add_row(group, *(_number(getattr(one, name)) for name in SHOWN[:IN_ROWS]))
    return table


def _speed_table(speeds: "Iterable[Speed]", say: "Say") -> "Table":
    from rich.table import Table

    table = Table(title=say("faq-figures-speed"), title_justify="left")
    for head in ("phrasings", "ms", "start", "learn", "edit", "memory"):
        table.add_column(say(f"faq-figure-{head}"), justify="right")
    for one in speeds:
        told = (one.phrasings, one.ms, one.start_s, one.learn_s, one.edit_ms, one.mb)
        table.add_row(*("-" if value is None else f"{value:,}" for value in told))
    return table


def _key(name: str) -> str:
    return name.replace("_", "-")


def _number(value: float | None) -> str:
    """Shares as .912, without the nought that says nothing; counts as they are."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}".removeprefix("0")
