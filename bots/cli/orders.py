"""kamidesk orders: bringing an export of another shop into the built-in one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.opening import on_the_shop

if TYPE_CHECKING:
    from bots.app import Parts
    from bots.cli.shown import Say
    from storage.orders_import import Summary

SHOWN = 20

group = typer.Typer(name="orders", help="Orders of the built-in shop.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """A group of one command keeps its name."""


@group.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The CSV export.", exists=True, dir_okay=False, readable=True)],
) -> None:
    """Import orders from a CSV file. Interrupted? Type it again: it goes on. Exit code 2 if lines were bad."""
    from bots.cli.shown import sayer

    async def imported(parts: "Parts") -> "Summary":
        return await _import(parts, file)

    say = sayer()
    summary = on_the_shop(context, imported)
    counts = {"added": summary.imported, "updated": summary.updated, "same": summary.unchanged}
    typer.echo(say("cli-orders-done", **counts))
    if summary.bad_count:
        _show_bad(summary, say)
        raise typer.Exit(2)


async def _import(parts: "Parts", file: Path) -> "Summary":
    from zoneinfo import ZoneInfo

    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from bots.cli.shown import console, sayer
    from storage.orders_import import Progress as Step
    from storage.orders_import import import_orders

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(errors=True)) as bar:
        task = bar.add_task(sayer()("cli-orders-reading"), total=None)

        def tell(step: Step) -> None:
            bar.update(task, completed=step.read, total=step.size)

        zone = ZoneInfo(parts.settings.shop.time_zone)
        return await import_orders(parts.sessions, parts.vault, file, tell, zone=zone)


def _show_bad(summary: "Summary", say: "Say") -> None:
    from rich.markup import escape
    from rich.table import Table

    from bots.cli.shown import console

    table = Table(title=say("cli-orders-bad-title"), title_justify="left")
    table.add_column(say("cli-orders-bad-line"), justify="right")
    table.add_column(say("cli-orders-bad-why"), overflow="fold")
    for line in summary.bad[:SHOWN]:
        table.add_row(str(line.no), escape(str(line.why)))
    console(errors=True).print(table)
    if summary.bad_file:
        more = max(summary.bad_count - SHOWN, 0)
        typer.echo(say("cli-orders-bad-more", count=more, file=str(summary.bad_file)), err=True)
