"""kamidesk init: the few questions, the secrets, the two files."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bots.cli.shown import Say
    from config.config_file import FirstAnswers

DATABASE_VARIABLE = "KAMIDESK_DATABASE__URL"


def init(
    folder: Annotated[Path, typer.Option(help="Where the two files and the data go.")] = Path(),
    name: Annotated[str, typer.Option(help="The shop's name, as buyers know it.")] = "KamiDesk",
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    public_url: Annotated[str, typer.Option(help="https://… as buyers type it; empty: this machine only.")] = "",
    agent: Annotated[str, typer.Option(help="Who answers the buyers first.")] = "Admin",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: take the defaults and what is given.")] = False,
) -> None:
    """Begin a new shop: a few questions, then its settings and secrets.

    A database address with its password is asked for, or taken from KAMIDESK_DATABASE__URL, never from the command."""
    from bots.cli.shown import sayer
    from config.config_file import FirstAnswers

    say = sayer()
    given = FirstAnswers(name=name, language=language, public_url=public_url, agents=[agent])
    if not _may_write(folder, say, yes=yes):
        typer.echo(say("cli-init-kept", file=str(folder / "kamidesk.toml")))
        raise typer.Exit(1)
    answers, url = (given, "") if yes else _asked(given, say)
    _refuse_wrong(answers, url)
    write_files(folder, answers, url)
    typer.echo(say("cli-init-written", folder=str(folder.resolve())))
    typer.echo(say("cli-init-next"))


def write_files(folder: Path, answers: "FirstAnswers", database_url: str = "") -> None:
    """kamidesk.toml anew; kamidesk.env keeps the secrets it has: without them stored card keys could not be read."""
    from config.config_file import first_config
    from config.loading import CONFIG_FILE
    from config.secrets_file import ENV_FILE, new_secrets, read_secrets, write_secrets

    folder.mkdir(parents=True, exist_ok=True)
    secrets = folder / ENV_FILE
    kept = read_secrets(secrets) if secrets.is_file() else {}
    chosen = {DATABASE_VARIABLE: database_url} if database_url else {}
    write_secrets(secrets, {**new_secrets(), **kept, **chosen})
    (folder / CONFIG_FILE).write_text(first_config(answers), "utf-8")


def _may_write(folder: Path, say: "Say", *, yes: bool) -> bool:
    file = folder / "kamidesk.toml"
    return not file.exists() or (not yes and typer.confirm(say("cli-init-overwrite", file=str(file)), default=False))


def _asked(given: "FirstAnswers", say: "Say") -> tuple["FirstAnswers", str]:
    from config.config_file import FirstAnswers

    typer.echo(say("cli-init-hello"))
    return (
        FirstAnswers(
            name=_ask(say("cli-init-name"), given.name, ("shop", "name")),
            language=_ask(say("cli-init-language"), given.language, ("shop", "language")),
            public_url=_ask(say("cli-init-address"), given.public_url, ("web", "public_url")),
            agents=[_ask(say("cli-init-agent"), given.agents[0], ())],
        ),
        _ask(say("cli-init-database"), "", ("database", "url")),
    )


def _ask(question: str, default: str, setting: Sequence[str]) -> str:
    """Until the answer is one that the settings take."""
    from config.config_file import complaint

    while True:
        answer = str(typer.prompt(question, default=default, show_default=bool(default))).strip()
        wrong = complaint(setting, answer) if setting else ""
        if not wrong:
            return answer
        typer.echo(f"  {wrong}")


def _refuse_wrong(answers: "FirstAnswers", database: str) -> None:
    from config.config_file import complaint
    from config.problems import Wrong, WrongSettings

    chosen = {
        ("shop", "name"): answers.name,
        ("shop", "language"): answers.language,
        ("web", "public_url"): answers.public_url,
        ("database", "url"): database,
    }
    wrong = [Wrong(".".join(path), told, "") for path, value in chosen.items() if (told := complaint(path, value))]
    if wrong:
        raise WrongSettings(wrong)
