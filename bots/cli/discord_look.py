"""Looks at a Discord bot before its token is kept: is it one, may it read, which servers and forums does it see?"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from pydantic import ValidationError

from bots.cli.bot_tokens import NotABot
from bots.discord.content import shaped
from bots.discord.errors import Declined
from bots.discord.examining import READS_EVERYTHING, SHOP_RIGHTS, Application, Bot, invitation
from bots.discord.forumchannel import FORUM
from bots.discord.looking import Looker
from bots.discord.settings import BotSettings
from bots.discord.staffexamining import NICE, RIGHTS
from core.errors import ChannelError, Unreadable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """A bot. `reads`: its Message Content Intent is on. `invitation`: the address that puts it into a server."""

    id: str
    name: str
    reads: bool
    invitation: str


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum channel, and the server it is in."""

    id: int
    name: str
    guild: int
    server: str


class _Named(msgspec.Struct):
    id: int
    name: str = ""
    type: int = -1


def look_at(token: str, api_url: str, *, staff: bool) -> Seen:
    """Raises: NotABot."""

    async def look(ask: Looker) -> Seen:
        bot = shaped(await ask.ask("/users/@me"), Bot)
        application = shaped(await ask.ask("/applications/@me"), Application)
        rights = (*RIGHTS, *NICE) if staff else SHOP_RIGHTS
        reads = bool(application.flags & READS_EVERYTHING)
        return Seen(bot.id, bot.username, reads, invitation(application, rights))

    return _asked(token, api_url, look)


def forums(token: str, api_url: str) -> Sequence[Forum]:
    """All that the bot sees in all its servers. Raises: NotABot."""

    async def look(ask: Looker) -> Sequence[Forum]:
        found = []
        for guild in _named(await ask.ask("/users/@me/guilds")):
            channels = _named(await ask.ask(f"/guilds/{guild.id}/channels"))
            found += [Forum(one.id, one.name, guild.id, guild.name) for one in channels if one.type == FORUM]
        return found

    return _asked(token, api_url, look)


def _asked(token: str, api_url: str, look: Callable[[Looker], Awaitable[T]]) -> T:
    try:
        settings = BotSettings.model_validate({"token": token, "api_url": api_url})
    except ValidationError:
        raise NotABot("cli-discord-no-token") from None

    async def ask() -> T:
        async with Looker(settings) as looker:
            return await look(looker)

    try:
        return asyncio.run(ask())
    except Declined as no:
        if no.status == 401:
            raise NotABot("cli-discord-wrong-token") from None
        raise NotABot("cli-discord-away", away=True) from None
    except (ChannelError, Unreadable):
        raise NotABot("cli-discord-away", away=True) from None


def _named(told: object) -> Sequence[_Named]:
    """Raises: Unreadable. Discord's ids are numbers written as text."""
    try:
        return msgspec.convert(told, list[_Named], strict=False)
    except msgspec.ValidationError as why:
        raise Unreadable(str(why)) from None
