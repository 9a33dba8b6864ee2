"""What stands before the command: which settings, and how much to tell."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

if TYPE_CHECKING:
    from config.loading import Sources
    from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Options:
    config: Path | None = None
    debug: bool = False


def options_of(context: typer.Context) -> Options:
    return cast(Options, context.find_root().obj or Options())


def sources_of(context: typer.Context) -> "Sources":
    """Where the settings come from; a shop of variables alone gets its first secrets here. Raises: WrongSettings."""
    from bots.cli.shown import sayer
    from config.loading import find_sources, make_secrets

    sources = find_sources(options_of(context).config)
    made = make_secrets(sources)
    if made is None:
        return sources
    typer.echo(sayer()("cli-secrets-made", file=str(made)), err=True)
    return find_sources(options_of(context).config)


def settings_of(context: typer.Context) -> "Settings":
    """Reads the settings and sets up the logs. Raises: WrongSettings."""
    from config.loading import read
    from config.logs import set_up_logs

    options = options_of(context)
    settings = read(sources_of(context))
    set_up_logs("debug" if options.debug else settings.log.level, settings.log.format)
    return settings
