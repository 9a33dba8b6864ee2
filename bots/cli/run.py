"""kamidesk run, kamidesk version."""

import asyncio
from typing import TYPE_CHECKING

import typer

from bots.cli.options import settings_of

if TYPE_CHECKING:
    from bots.app import Started

IN_THE_BROWSER = frozenset({"web", "web-staff"})


def run(context: typer.Context) -> None:
    """Serve buyers and agents until you press Ctrl+C."""
    settings = settings_of(context)
    from bots import app

    asyncio.run(app.run(settings, _tell))


def version() -> None:
    """Tell which KamiDesk this is."""
    import platform
    from importlib import metadata

    typer.echo(f"KamiDesk {metadata.version('kamidesk')}, Python {platform.python_version()}, {platform.system()}")


def _tell(started: "Started") -> None:
    from bots.cli.shown import console, sayer

    say, out = sayer(), console()
    out.print(f"[bold green]{say('cli-run-title')}[/]")
    if started.buyer_url:
        out.print(say("cli-run-buyers", address=started.buyer_url), soft_wrap=True)
    for link in started.staff_links:
        out.print(say("cli-run-agents", address=link), soft_wrap=True)
    others = [name for name in started.channels if name.partition("/")[0] not in IN_THE_BROWSER]
    if others:
        out.print(say("cli-run-channels", names=", ".join(others)), soft_wrap=True)
    out.print(say("cli-run-stop"))
