"""`make faq-bench`: the FAQ's matcher beside its peers; prints the tables, and writes them into docs/faq.md."""

import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Annotated

import jieba
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from benchmarks import faqspeed
from benchmarks.faqpeers import PEERS, REGRESSION, BuildPeer, Peer
from benchmarks.faqtables import OURS, Measured, tables, write_page
from benchmarks.figures import commit, write_figures
from benchmarks.report import machine
from faq.evaluate import Evaluation, Track, evaluate
from faq.figures import Figures, Verdict, figures
from faq.labelled import LabelledSet, Question, folder_set, starter_set
from faq.speed import Speed, speed_of

SIZES = (1_000, 10_000, 100_000)
TIMED = {
    OURS: SIZES,
    "rapidfuzz ratio": SIZES,
    "rapidfuzz WRatio": SIZES,
    "BM25 (character bigrams)": SIZES,
    "TF-IDF char 1-2, best phrasing": SIZES,
    "TF-IDF + LinearSVC": SIZES[:-1],
}
"""Whose speed is measured; a classifier for 5,000 entries would be trained for many minutes."""


def main(
    folders: Annotated[list[Path] | None, typer.Argument(help="Folders with train.tsv, test.tsv, oos.tsv.")] = None,
    page: Annotated[bool, typer.Option(help="Write the tables into docs/faq.md.")] = True,
    speed: Annotated[bool, typer.Option(help="Measure speed and memory, too.")] = True,
) -> None:
    """Top-1, recall@3, separation, coverage, calibration, speed, on the starter FAQ and labelled sets."""
    jieba.setLogLevel("WARNING")
    console = Console(highlight=False)
    sets = [starter_set(), *map(folder_set, folders or ())]
    with _tracking(console, (1 + len(PEERS)) * sum(len(one.questions) for one in sets)) as track:
        ours = {one.name: evaluate(one, track=track) for one in sets}
        compared = {OURS: {name: one.whole for name, one in ours.items()}} | _peers(sets, track)
    speeds = _speeds(console) if speed else {}
    measured = Measured(_told(), ours, compared, frozenset({OURS, REGRESSION}), speeds)
    text = tables(measured)
    console.print(text, markup=False, soft_wrap=True)
    console.print(f"figures: {_written(ours, measured)}")
    if page:
        write_page(text)


# ------------------------------------------------------------------ measuring


def _peers(sets: Sequence[LabelledSet], track: Track) -> dict[str, dict[str, Figures]]:
    return {name: {one.name: _peer(name, build, one, track) for one in sets} for name, build in PEERS.items()}


def _peer(name: str, build: BuildPeer, tried: LabelledSet, track: Track) -> Figures:
    questions = track(tried.questions, f"{tried.name}: {name}")
    pairs = [(text, entry.id) for entry in tried.entries for text in entry.wordings]
    peer = build([text for text, _ in pairs], [label for _, label in pairs])
    return figures([_asked(peer, question) for question in questions])


def _asked(peer: Peer, question: Question) -> Verdict:
    began = perf_counter()
    ranked, score = peer.rank(question.text)
    return Verdict(question, ranked, score, seconds=perf_counter() - began)


def _speeds(console: Console) -> dict[str, dict[int, Speed]]:
    found: dict[str, dict[int, Speed]] = {}
    with _bar(console) as bar:
        wanted = [(name, size) for name, sizes in TIMED.items() for size in sizes]
        for name, size in bar.track(wanted, description="speed"):
            one = speed_of(size) if name == OURS else faqspeed.speed_of(name, size)
            found.setdefault(name, {})[size] = one
    return found


# ------------------------------------------------------------------ telling


def _told() -> str:
    names = ("numpy", "rapidfuzz", "scikit-learn", "bm25s", "jieba")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return f"Measured {when} on {machine()}, {platform.machine()}, one thread; commit {commit()[:8]}; {versions}."


def _written(ours: dict[str, Evaluation], measured: Measured) -> Path:
    plain = {
        "told": measured.told,
        "sets": {name: one.plain() for name, one in ours.items()},
        "peers": {
            name: {of: asdict(one) for of, one in sets.items()}
            for name, sets in measured.compared.items()
            if name != OURS
        },
        "speeds": {name: {size: asdict(one) for size, one in sizes.items()} for name, sizes in measured.speeds.items()},
    }
    return write_figures("faq-bench", plain)


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console, transient=True)


@contextmanager
def _tracking(console: Console, total: int) -> Iterator[Track]:
    with _bar(console) as bar:
        task = bar.add_task("", total=total)

        def track(questions: Sequence[Question], name: str) -> Iterator[Question]:
            for question in questions:
                bar.update(task, description=name)
                yield question
                bar.advance(task)

        yield track


if __name__ == "__main__":
    typer.run(main)
