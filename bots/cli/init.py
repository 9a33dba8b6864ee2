"""kamidesk init: the few questions, the secrets, the two files."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bots.cli.firstfiles import FirstFiles
    from bots.cli.shown import Say
    from bots.cli.wechat_setup import WechatSetup
    from config.config_file import FirstAnswers

DATABASE_VARIABLE = "KAMIDESK_DATABASE__URL"


def init(
    folder: Annotated[Path, typer.Option(help="Where the two files and the data go.")] = Path(),
    name: Annotated[str, typer.Option(help="The shop's name, as buyers know it.")] = "KamiDesk",
    language: Annotated[str, typer.Option(help="zh, zh-Hant, en or es.")] = "zh",
    public_url: Annotated[str, typer.Option(help="https://… as buyers type it; empty: this machine only.")] = "",
    agent: Annotated[str, typer.Option(help="Who answers the buyers first.")] = "Admin",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: take the defaults and what is given.")] = False,
) -> None:
    """Begin a new shop, or change what you are asked: a few questions, then settings and secrets.

    Typed again it changes only what you answer anew. A database address with its password and the tokens of bots are
    asked for, or taken from variables, never from the command."""
    from bots.cli.firstfiles import FirstFiles
    from bots.cli.questions import refuse_wrong
    from bots.cli.shown import sayer
    from config.config_file import FirstAnswers

    say, files = sayer(), FirstFiles(folder)
    given = FirstAnswers(name=name, language=language, public_url=public_url, agents=[agent])
    if files.config.exists() and not _may_change(files.config, say, yes=yes):
        typer.echo(say("cli-init-kept", file=str(files.config)))
        raise typer.Exit(1)
    if yes:
        refuse_wrong(given, "")
        files.write(given)
    wechat = None if yes else _asked(files, given, say)
    typer.echo(say("cli-init-written", folder=str(folder.resolve())))
    if wechat is None or not wechat.tell():
        typer.echo(say("cli-init-next"))


def _asked(files: "FirstFiles", given: "FirstAnswers", say: "Say") -> "WechatSetup":
    """Asks everything, and writes it."""
    from bots.cli.discord_setup import DiscordSetup
    from bots.cli.questions import ask_all, refuse_wrong
    from bots.cli.telegram_setup import TelegramSetup
    from bots.cli.wechat_setup import WechatSetup

    answers, url = ask_all(files.known(given), say)
    refuse_wrong(answers, url)
    telegram = TelegramSetup(files, say)
    telegram.ask_for_tokens()
    files.write(replace(answers, web_staff=not telegram.staffed), {DATABASE_VARIABLE: url} | telegram.secrets)
    telegram.set_up()
    wechat = WechatSetup(files, say, answers.public_url)
    wechat.ask()
    discord = DiscordSetup(files, say)
    discord.ask()
    files.write(replace(answers, public_url=wechat.public_url), wechat.secrets | discord.secrets)
    wechat.set_up()
    discord.set_up()
    return wechat


def _may_change(file: Path, say: "Say", *, yes: bool) -> bool:
    return not yes and typer.confirm(say("cli-init-again", file=str(file)), default=False)
