"""Who may act in the agents' forum: who manages threads there, who has one of certain roles, or everybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from bots.discord.errors import Declined
from bots.discord.forumchannel import Calls, ForumPlace, told
from bots.discord.rights import Guild, Right, may, rights_of
from bots.discord.shapes import Member
from bots.discord.staffinbound import Actor
from bots.discord.staffsettings import EVERYBODY, MANAGERS

GOOD_FOR: Final = timedelta(minutes=10)
"""How long we believe what Discord has told of roles and rights."""
ASK_AGAIN: Final = timedelta(seconds=30)
"""Somebody who may not may have been given the right just now."""


class Permission:
    """`who`: as in the settings. `now`: the time. Raises: ChannelError: it cannot be told now."""

    def __init__(
        self, who: str | tuple[int, ...], calls: Calls, place: ForumPlace, now: Callable[[], datetime]
    ) -> None:
        self._who = who
        self._calls = calls
        self._place = place
        self._now = now
        self._guild: Guild | None = None
        self._asked: datetime | None = None

    async def allows(self, actor: Actor) -> bool:
        if self._who == EVERYBODY:
            return True
        if self._who == MANAGERS and actor.rights is not None:
            return may(actor.rights, Right.MANAGE_THREADS)
        roles = actor.roles if actor.roles is not None else await self._roles(actor.id)
        if roles is None:
            return False
        if isinstance(self._who, tuple):
            return bool({*roles} & {str(one) for one in self._who})
        return await self._manages(actor.id, roles)

    async def _manages(self, user: str, roles: tuple[str, ...]) -> bool:
        for good_for in (GOOD_FOR, ASK_AGAIN):
            guild = await self._server(good_for)
            forum = await self._place.channel()
            if may(rights_of(guild, forum.permission_overwrites, user, roles), Right.MANAGE_THREADS):
                return True
        return False

    async def _server(self, good_for: timedelta) -> Guild:
        if self._guild is None or self._asked is None or self._now() - self._asked >= good_for:
            self._place.forget()
            forum = await self._place.channel()
            self._guild = told(await self._calls.ask("GET", f"/guilds/{forum.guild_id}"), Guild)
            self._asked = self._now()
        return self._guild

    async def _roles(self, user: str) -> tuple[str, ...] | None:
        """None: nobody of that server."""
        guild = (await self._place.channel()).guild_id
        try:
            answer: Any = await self._calls.call("GET", f"/guilds/{guild}/members/{user}")
        except Declined as no:
            if no.status == 404:
                return None
            raise no.meaning from None
        try:
            return msgspec.convert(answer, Member).roles
        except msgspec.ValidationError:
            return None
