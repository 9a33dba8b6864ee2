"""kamidesk check: the doctor."""

import asyncio
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bots.cli.options import options_of, sources_of

if TYPE_CHECKING:
    from config.loading import Sources
    from config.settings import Settings
    from core.channel import Finding

COLORS = {"ok": "green", "warning": "yellow", "failure": "red"}


def check(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: a list of findings.")] = False,
) -> None:
    """Look at everything that could go wrong; exit code 1 if something is."""
    from bots.doctor import worst
    from config.loading import read
    from config.logs import set_up_logs
    from config.problems import WrongSettings
    from core.channel import Severity

    set_up_logs("debug" if options_of(context).debug else "error")
    try:
        sources = sources_of(context)
        settings = read(sources)
    except WrongSettings as wrong:
        findings = _as_findings(wrong)
    else:
        findings = asyncio.run(_examined(sources, settings))
    _show_json(findings) if as_json else _show(findings)
    raise typer.Exit(1 if worst(findings) is Severity.FAILURE else 0)


def _as_findings(wrong: Exception) -> "list[Finding]":
    from bots.cli.failing import problems_of
    from core.channel import Finding, Severity

    return [Finding(name, Severity.FAILURE, seen, remedy) for name, seen, remedy in problems_of(wrong)]


async def _examined(sources: "Sources", settings: "Settings") -> "list[Finding]":
    from bots import app, doctor
    from bots.rooms import examine_rooms
    from core.errors import KamiDeskError
    from storage.doctor import examine_database

    findings = [
        doctor.data_folder(settings.data_dir),
        doctor.free_disk(settings.data_dir),
        doctor.secrets_file(sources.secrets),
        doctor.public_address(settings.public_url, set_by_owner=bool(settings.web.public_url)),
        doctor.channels(settings.channels),
    ]
    try:
        async with app.opened(settings) as parts:
            findings += [*await examine_database(parts.database), *examine_rooms(settings, parts.channels)]
            return findings + await doctor.examine_all(parts.examined)
    except KamiDeskError as error:
        return findings + _as_findings(error)


def _show_json(findings: "Sequence[Finding]") -> None:
    from dataclasses import asdict

    typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))


def _show(findings: "Sequence[Finding]") -> None:
    from rich.table import Table

    from bots.cli.shown import console, sayer

    say = sayer()
    table = Table(title=say("cli-check-title"), title_justify="left")
    for column in ("cli-check-subject", "", "cli-check-seen", "cli-check-remedy"):
        table.add_column(say(column) if column else "", overflow="fold")
    for one in findings:
        mark = f"[{COLORS[one.severity]}]{say(f'cli-check-{one.severity}')}[/]"
        table.add_row(_plain(one.subject), mark, _plain(one.seen), _plain(one.remedy))
    console().print(table)
    if all(finding.severity == "ok" for finding in findings):
        typer.echo(say("cli-check-all-good"))


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
