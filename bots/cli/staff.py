"""kamidesk staff: login links for the staff room."""

from typing import Annotated

import typer

from bots.cli.options import settings_of

group = typer.Typer(name="staff", help="The people who answer.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """A group of one command keeps its name."""


@group.command()
def link(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The agent's name, as colleagues and buyers see it.")],
    role: Annotated[str, typer.Option(help="agent or admin.")] = "agent",
    room: Annotated[str, typer.Option(help="Which web staff room, where there are several.")] = "",
) -> None:
    """Make a login link. Whoever opens it is that agent: send it to nobody else."""
    settings = settings_of(context)
    from bots import app

    typer.echo(app.staff_link(settings, name, role, room))
