"""`python -m tests.faults`: hundreds of kills, thousands of races. Prints and writes what was found; 1 if anything."""

import asyncio
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.figures import write_figures
from tests.faults.aftersales import Aftersales, sides
from tests.faults.campaign import Campaign, Outcome
from tests.faults.databases import CRASHING, KINDS, plan_for
from tests.faults.verdict import ZEROS

SHOWN = (
    *("kills", "crashes", "messages", "repeats", "tickets", "keys", "keys_held"),
    *(*ZEROS, "sent_twice_other_channels", "accidents", "restart_seconds", "took_seconds"),
)
SUMS = ("kills", "crashes", "messages", "repeats", *ZEROS, "sent_twice_other_channels", "keys_held")
TOLD = 10
REPLACING = "replacing"


def main(
    kills: Annotated[int, typer.Option(help="On each database.")] = 110,
    crash_kills: Annotated[int, typer.Option(help="Kills while PostgreSQL itself crashes now and then.")] = 20,
    rounds: Annotated[int, typer.Option(help="Of the race between shop and bot, at each shop.")] = 60,
    replace_kills: Annotated[int, typer.Option(help="Inside replacements, at each shop.")] = 30,
    only: Annotated[str, typer.Option(help=f"One of {', '.join((*KINDS, REPLACING))}.")] = "",
    seed: Annotated[int, typer.Option(help="Of all that is left to chance.")] = 1,
) -> None:
    """Kills the product again and again while people talk, and counts what was lost, doubled or disordered. Then shops
    sell while keys are replaced. Writes build/faults.json."""
    console = Console()
    wanted = [kind for kind in KINDS if only in ("", kind)]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        counts = {kind: crash_kills if kind == CRASHING else kills for kind in wanted}
        tasks = {kind: progress.add_task(f"{kind}: killed", total=counts[kind], start=False) for kind in wanted}
        outcomes = [_fought(kind, counts[kind], seed, (progress, tasks[kind])) for kind in wanted]
        after = _after_sales(progress, rounds, replace_kills) if only in ("", REPLACING) else None
    _tell(console, outcomes, after)
    figures = (_figures(outcomes) if outcomes else {}) | (after.figures() if after else {})
    console.print(f"figures: {write_figures('faults', figures)}")
    guilty = any(outcome.verdict.guilty for outcome in outcomes) or (after is not None and after.guilty)
    raise typer.Exit(1 if guilty else 0)


def _after_sales(progress: Progress, rounds: int, kills: int) -> Aftersales:
    after = Aftersales()
    for what, name, count in sides(rounds, kills):
        task = progress.add_task(f"{name}: {what}", total=count)
        run = after.race if what == "race" else after.kill
        run(name, count, partial(_shown, progress, task))
    return after


def _fought(kind: str, kills: int, seed: int, shown: tuple[Progress, TaskID]) -> Outcome:
    progress, task = shown
    progress.start_task(task)
    place = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with place as folder, plan_for(kind, Path(folder), kills, seed) as plan:
        return asyncio.run(Campaign(plan, partial(_shown, progress, task)).run())


def _shown(progress: Progress, task: TaskID, done: int) -> None:
    progress.update(task, completed=done)


def _tell(console: Console, outcomes: list[Outcome], after: Aftersales | None) -> None:
    if outcomes:
        console.print(_table(outcomes))
    for outcome in outcomes:
        _tell_offences(console, outcome)
    if after is not None:
        after.tell(console)


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
