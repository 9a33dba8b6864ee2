"""What stands before the command: which settings, and how much to tell."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

if TYPE_CHECKING:
    from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Options:
    config: Path | None = None
    debug: bool = False


def options_of(context: typer.Context) -> Options:
    return cast(Options, context.find_root().obj or Options())


def settings_of(context: typer.Context) -> "Settings":
    """Reads the settings and sets up the logs. Raises: WrongSettings."""
    from config.loading import load
    from config.logs import set_up_logs

    options = options_of(context)
    settings = load(options.config)
    set_up_logs("debug" if options.debug else settings.log.level, settings.log.format)
    return settings
