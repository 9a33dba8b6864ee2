"""`python -m tests.faults`: hundreds of kills. Prints what was found, writes build/faults.json; 1 if anything was."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.figures import write_figures
from tests.faults.campaign import Campaign, Outcome
from tests.faults.databases import CRASHING, KINDS, plan_for
from tests.faults.verdict import ZEROS

SHOWN = (
    *("kills", "crashes", "messages", "repeats", "tickets", "keys", "keys_held"),
    *(*ZEROS, "sent_twice_other_channels", "accidents", "restart_seconds", "took_seconds"),
)
SUMS = ("kills", "crashes", "messages", "repeats", *ZEROS, "sent_twice_other_channels", "keys_held")
TOLD = 10


def main(
    kills: Annotated[int, typer.Option(help="On each database.")] = 110,
    crash_kills: Annotated[int, typer.Option(help="Kills while PostgreSQL itself crashes now and then.")] = 20,
    only: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}.")] = "",
    seed: Annotated[int, typer.Option(help="Of all that is left to chance.")] = 1,
) -> None:
    """Kills the product again and again while people talk, and counts what was lost, doubled or disordered."""
    console = Console()
    wanted = [kind for kind in KINDS if only in ("", kind)]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        counts = {kind: crash_kills if kind == CRASHING else kills for kind in wanted}
        tasks = {kind: progress.add_task(f"{kind}: killed", total=counts[kind], start=False) for kind in wanted}
        outcomes = [_fought(kind, counts[kind], seed, (progress, tasks[kind])) for kind in wanted]
    console.print(_table(outcomes))
    for outcome in outcomes:
        _tell_offences(console, outcome)
    console.print(f"figures: {write_figures('faults', _figures(outcomes))}")
    raise typer.Exit(1 if any(outcome.verdict.guilty for outcome in outcomes) else 0)


def _fought(kind: str, kills: int, seed: int, shown: tuple[Progress, TaskID]) -> Outcome:
    progress, task = shown
    progress.start_task(task)
    place = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with place as folder, plan_for(kind, Path(folder), kills, seed) as plan:
        return asyncio.run(Campaign(plan, lambda done: progress.update(task, completed=done)).run())


def _figures(outcomes: list[Outcome]) -> dict[str, object]:
    campaigns = [outcome.figures() for outcome in outcomes]
    sums = {name: sum(one[name] for one in campaigns) for name in SUMS}
    return {"rounds": len(outcomes), **sums, "campaigns": campaigns}


def _table(outcomes: list[Outcome]) -> Table:
    table = Table("", *(outcome.name for outcome in outcomes), title="Kill test")
    figures = [outcome.figures() for outcome in outcomes]
    for name in SHOWN:
        style = "bold" if name in ZEROS else ""
        table.add_row(name.replace("_", " "), *(str(one[name]) for one in figures), style=style)
    return table


def _tell_offences(console: Console, outcome: Outcome) -> None:
    for name, offences in outcome.verdict.offences.items():
        for offence in offences[:TOLD]:
            console.print(f"[red]{outcome.name}: {name}:[/] {offence}", highlight=False)
    for accident, count in sorted({(one, outcome.accidents.count(one)) for one in outcome.accidents}):
        console.print(f"{outcome.name}: {accident}, {count} times")


if __name__ == "__main__":
    typer.run(main)
