"""kamidesk db: the database's schema."""

from typing import TYPE_CHECKING

import typer

from bots.cli.opening import on_the_shop

if TYPE_CHECKING:
    from bots.app import Parts

group = typer.Typer(name="db", help="The database.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """A group of one command keeps its name."""


@group.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database to the schema of this version. (`run` does so by itself.)"""
    from bots.cli.shown import sayer

    async def upgraded(_: "Parts") -> None:
        """To open the shop is to upgrade it."""

    on_the_shop(context, upgraded)
    typer.echo(sayer()("cli-database-ready"))
