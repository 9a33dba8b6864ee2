"""Errors on the command line: one plain sentence and a way on. With --debug, the traceback too."""

from typing import Any

import typer
from typer.core import TyperGroup

from bots.cli.options import options_of

MISTAKE = "This may be a mistake of ours: type the same with --debug after `kamidesk`, and report what it shows."


class InPlainWords(TyperGroup):
    """Turns every failure of a command into words on standard error and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except Exception as error:
            if _is_usage(error) or options_of(ctx).debug:
                raise
            for parts in problems_of(error):
                typer.echo(in_one_line(parts), err=True)
            raise typer.Exit(1) from None


def problems_of(error: BaseException) -> list[tuple[str, str, str]]:
    """What is wrong as (its name, what is seen, what to do), one for each thing; no secret among it."""
    from config.problems import WrongSettings
    from config.redaction import redact
    from core.errors import KamiDeskError, StoreUnavailable, WrongSetting

    if isinstance(error, WrongSettings):
        return [(one.name, one.detail, one.remedy) for one in error.problems]
    if isinstance(error, WrongSetting):
        told = error.detail.removeprefix(f"{error.name}: ").removesuffix(error.remedy).strip()
        return [(error.name, redact(told), error.remedy)]
    if isinstance(error, StoreUnavailable):
        return [("database", redact(str(error)), "Is it running, is database.url right, is there room on its disk?")]
    if isinstance(error, KamiDeskError):
        return [("", redact(str(error)), "")]
    if isinstance(error, OSError) and error.filename:
        return [(str(error.filename), f"{error.strerror}.", "")]
    told = f"{type(error).__name__}: {error}".partition("\n")[0]
    return [("", redact(told), MISTAKE)]


def in_one_line(parts: tuple[str, str, str]) -> str:
    name, seen, remedy = parts
    return f"{name}: {seen} {remedy}".strip() if name else f"{seen} {remedy}".strip()


def _is_usage(error: Exception) -> bool:
    """Typer's own, for a wrong option or a missing argument: it shows those best itself."""
    return hasattr(error, "exit_code") and hasattr(error, "show")
