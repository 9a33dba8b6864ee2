"""kamidesk audit: proves that nobody changed the log of who did what."""

from typing import TYPE_CHECKING

import typer

from bots.cli.opening import on_the_shop

if TYPE_CHECKING:
    from bots.app import Parts
    from storage.audit import AuditVerdict

group = typer.Typer(name="audit", help="Who did what to which order.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """A group of one command keeps its name."""


@group.command()
def verify(context: typer.Context) -> None:
    """Check the whole log; exit code 1 if an entry was changed or removed."""
    from bots.cli.shown import sayer
    from storage.audit import verify_audit

    async def verified(parts: "Parts") -> "AuditVerdict":
        return await verify_audit(parts.sessions)

    verdict = on_the_shop(context, verified)
    say = sayer()
    if verdict.broken is not None:
        typer.echo(say("cli-audit-broken", entry=str(verdict.broken), good=verdict.entries), err=True)
        raise typer.Exit(1)
    typer.echo(say("cli-audit-good", count=verdict.entries, head=verdict.head))
