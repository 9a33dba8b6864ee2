"""The questions of `kamidesk init` about the shop itself."""

from collections.abc import Sequence
from dataclasses import replace

import typer

from bots.cli.shown import Say
from config.config_file import FirstAnswers, complaint
from config.problems import Wrong, WrongSettings


def ask_all(known: FirstAnswers, say: Say) -> tuple[FirstAnswers, str]:
    """The answers, and the database's address. `known`: what is taken where nothing is typed."""
    typer.echo(say("cli-init-hello"))
    name = ask_for(say("cli-init-name"), known.name, ("shop", "name"))
    language = ask_for(say("cli-init-language"), known.language, ("shop", "language"))
    public_url = ask_for(say("cli-init-address"), known.public_url, ("web", "public_url"))
    agent = ask_for(say("cli-init-agent"), known.agents[0], ())
    database = ask_for(say("cli-init-database"), "", ("database", "url"))
    agents = [agent, *known.agents[1:]]
    return replace(known, name=name, language=language, public_url=public_url, agents=agents), database


def refuse_wrong(answers: FirstAnswers, database: str) -> None:
    """Raises: WrongSettings: all that is wrong."""
    chosen = {
        ("shop", "name"): answers.name,
        ("shop", "language"): answers.language,
        ("web", "public_url"): answers.public_url,
        ("database", "url"): database,
    }
    wrong = [Wrong(".".join(path), told, "") for path, value in chosen.items() if (told := complaint(path, value))]
    if wrong:
        raise WrongSettings(wrong)


def ask_for(question: str, default: str, setting: Sequence[str]) -> str:
    """Until the answer is one that the settings take."""
    while True:
        answer = str(typer.prompt(question, default=default, show_default=bool(default))).strip()
        wrong = complaint(setting, answer) if setting else ""
        if not wrong:
            return answer
        typer.echo(f"  {wrong}")
