"""`make faq-bench`: the FAQ's matcher beside its peers; prints the tables, and writes them into docs/faq.md."""

import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import jieba
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from benchmarks.faqpeers import REGRESSION
from benchmarks.faqtables import OURS, Measured, tables, write_page
from benchmarks.faqtrials import TIMED, compared, ours, speeds
from benchmarks.figures import commit, write_figures
from benchmarks.report import machine
from faq.evaluate import Track
from faq.measuring.labelled import LabelledSet, Question, folder_set, starter_set
from faq.measuring.speed import Speed


def main(
    folders: Annotated[list[Path] | None, typer.Argument(help="Folders with train.tsv, test.tsv, oos.tsv.")] = None,
    page: Annotated[bool, typer.Option(help="Write the tables into docs/faq.md.")] = True,
    speed: Annotated[bool, typer.Option(help="Measure speed and memory, too.")] = True,
    noise: Annotated[bool, typer.Option(help="Ask disturbed questions, too.")] = True,
) -> None:
    """Top-1, recall@3, separation, coverage, calibration, noise, speed, on the starter FAQ and labelled sets."""
    jieba.setLogLevel("WARNING")
    console = Console(highlight=False)
    sets = [starter_set(), *map(folder_set, folders or ())]
    timed = _speeds(console) if speed else {}
    text = tables(measured := _measured(console, sets, timed, noise=noise))
    console.print(text, markup=False, soft_wrap=True)
    console.print(f"figures: {_written(measured)}")
    if page:
        write_page(text)


def _measured(
    console: Console, sets: Sequence[LabelledSet], timed: dict[str, dict[int, Speed]], *, noise: bool
) -> Measured:
    with _tracking(console) as track:
        found, noises = ours(sets, track, noise=noise)
        peers, theirs = compared(sets, track, noise=noise)
    methods = {OURS: {name: one.whole for name, one in found.items()}} | peers
    both = {group: top1 | theirs[group] for group, top1 in noises.items()}
    return Measured(_told(), found, methods, frozenset({OURS, REGRESSION}), both, timed)


def _speeds(console: Console) -> dict[str, dict[int, Speed]]:
    with _bar(console) as bar:
        wanted = [(name, size) for name, sizes in TIMED.items() for size in sizes]
        return speeds(bar.track(wanted, description="speed and memory"))


# ------------------------------------------------------------------ telling


def _told() -> str:
    names = ("numpy", "rapidfuzz", "scikit-learn", "bm25s", "jieba")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return f"Measured {when} on {machine()}, {platform.machine()}, one thread; commit {commit()[:8]}; {versions}."


def _written(one: Measured) -> Path:
    peers = {name: sets for name, sets in one.compared.items() if name != OURS}
    plain = {
        "told": one.told,
        "sets": {name: found.plain() for name, found in one.ours.items()},
        "peers": {name: {of: asdict(found) for of, found in sets.items()} for name, sets in peers.items()},
        "noise": one.noise,
        "speeds": {name: {size: asdict(found) for size, found in of.items()} for name, of in one.speeds.items()},
    }
    return write_figures("faq-bench", plain)


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True)


@contextmanager
def _tracking(console: Console) -> Iterator[Track]:
    with _bar(console) as bar:
        task = bar.add_task("")

        def track(questions: Sequence[Question], name: str) -> Iterator[Question]:
            bar.reset(task, total=len(questions), description=name)
            for question in questions:
                yield question
                bar.advance(task)

        yield track


if __name__ == "__main__":
    typer.run(main)
