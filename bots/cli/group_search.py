"""Waits until the staff bot is added to the agents' group: what `kamidesk init` does at its end."""

import asyncio
from typing import TYPE_CHECKING, Final

import typer

from bots.cli.shown import Say, console
from bots.telegram.findgroup import FoundGroup, find_group
from core.errors import ChannelError

if TYPE_CHECKING:
    from rich.status import Status

    from bots.telegram.facts import Me

LOOK_AGAIN: Final = 2.0
"""Seconds between looks at a group that has no topics yet."""


def search_group(token: str, api_url: str, me: "Me | None", say: Say) -> int | None:
    """The group's id; None: Ctrl+C, not that group, or Telegram would not tell."""
    bot = f"@{me.username}" if me else say("cli-telegram-your-bot")
    typer.echo(say("cli-telegram-add", bot=bot))
    try:
        with console().status(say("cli-telegram-waiting")) as status:
            found = asyncio.run(_found(token, api_url, status, say))
    except KeyboardInterrupt:
        typer.echo()
        return None
    except ChannelError as why:
        typer.echo(f"  {say('cli-telegram-search-failed', why=str(why))}")
        return None
    typer.echo(f"  ✓ {say('cli-telegram-found', title=found.title, group=str(found.id))}")
    return found.id if typer.confirm(f"  {say('cli-telegram-right')}", default=True) else None


async def _found(token: str, api_url: str, status: "Status", say: Say) -> FoundGroup:
    """A group with topics. Raises: ChannelError."""
    while True:
        found = await find_group(token, api_url)
        if found.forum:
            return found
        status.update(say("cli-telegram-no-topics", title=found.title))
        await asyncio.sleep(LOOK_AGAIN)
