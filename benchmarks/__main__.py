"""`python -m benchmarks`: measures everything; prints it, writes build/bench.json and docs/benchmarks.md."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from benchmarks.extent import IN_FLIGHT, Extent, Tell
from benchmarks.figures import write_figures
from benchmarks.product import seed, settings_for
from benchmarks.report import machine, tables, versions, write_page
from benchmarks.suite import Suite
from tests.postgres import ENABLE, fresh_database, server

NOWHERE = "http://127.0.0.1:1"


class Part(StrEnum):
    RATES = "rates"
    START = "start"
    MEMORY = "memory"
    FAQ = "faq"
    TELEGRAM = "telegram"
    WECHAT = "wechat"
    WEB = "web"


def main(
    rounds: Annotated[int, typer.Option(help="Of every measurement; their median counts.")] = 7,
    seconds: Annotated[float, typer.Option(help="Of one measurement.")] = 2.5,
    quick: Annotated[bool, typer.Option(help="One short round, to see that it works.")] = False,
    only: Annotated[list[Part] | None, typer.Option(help="Measure only this; may be repeated.")] = None,
) -> None:
    """Rates as ratios to floors of the same run, latencies, start, memory, look-ups; the shop bot beside echo bots."""
    console = Console()
    extent = Extent(1, 0.8) if quick else Extent(rounds, seconds)
    parts = set(only or Part)
    with _shown(console) as tell, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        suite = _measured(Path(folder), extent, parts, tell)
    figures = suite.medians()
    for table in tables(figures):
        console.print(table)
    known = {"rounds": extent.rounds, "machine": machine(), "versions": versions(), **figures}
    console.print(f"figures: {write_figures('bench', known)}")
    if parts == set(Part) and not quick:
        console.print(f"page: {write_page(figures, extent.rounds, IN_FLIGHT, len(suite.texts))}")


@contextmanager
def _shown(console: Console) -> Iterator[Tell]:
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("seeding")
        yield lambda text: progress.update(task, description=text)


def _measured(folder: Path, extent: Extent, parts: set[Part], tell: Tell) -> Suite:
    with _databases(folder, tell) as databases:
        texts = [asyncio.run(seed(settings_for(folder, url, NOWHERE, NOWHERE))) for url in databases.values()]
        suite = Suite(extent, databases, texts[0], folder, tell)
        if Part.FAQ in parts:
            suite.look_ups()
        if Part.START in parts:
            asyncio.run(suite.starts())
        if Part.MEMORY in parts:
            asyncio.run(suite.memory())
        if Part.TELEGRAM in parts:
            asyncio.run(suite.telegram())
        if Part.WECHAT in parts:
            asyncio.run(suite.wechat())
        if Part.WEB in parts:
            asyncio.run(suite.web())
        if Part.RATES in parts:  # last: it leaves behind what could not be sent
            asyncio.run(suite.rates())
    return suite


@contextmanager
def _databases(folder: Path, tell: Tell) -> Iterator[dict[str, str]]:
    """SQLite, and PostgreSQL where there is one."""
    (folder / "data").mkdir()
    found = {"sqlite": f"sqlite:///{folder / 'data' / 'kamidesk.sqlite3'}"}
    with ExitStack() as stack:
        try:
            found["postgresql"] = fresh_database(stack.enter_context(server(folder / "postgresql")))
        except ImportError:
            tell(ENABLE)
        yield found


if __name__ == "__main__":
    typer.run(main)
