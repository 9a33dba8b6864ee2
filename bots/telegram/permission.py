"""Who may act in the agents' group: its administrators, all its members, or a list."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

import structlog

from bots.telegram.memory import Admins, Memory
from bots.telegram.staffinbound import Staff
from core.errors import ChannelError, ChannelUnavailable, RetryLater
from core.messages import Person

log = structlog.get_logger(__name__)

Who = Literal["admins", "members"] | tuple[int, ...]

GOOD_FOR: Final = timedelta(minutes=10)
"""How long we believe what Telegram has told, unless it tells of a change."""
ASK_AGAIN: Final = timedelta(seconds=30)
"""Somebody we do not know may have been made administrator just now."""
_KEY: Final = "admins"


class Permission:
    """`ask`: for the user ids of the group's administrators. `now`: the time."""

    def __init__(
        self, who: Who, ask: Callable[[], Awaitable[Sequence[int]]], memory: Memory, now: Callable[[], datetime]
    ) -> None:
        self._who = who
        self._ask = ask
        self._memory = memory
        self._now = now
        self._admins: frozenset[str] = frozenset()
        self._asked: datetime | None = None

    async def allows(self, person: Person, staff: Staff) -> bool:
        """Somebody who writes as a channel is nobody we know. Raises: ChannelUnavailable: that cannot be told now."""
        if staff.is_anonymous(person):
            return True
        if self._who == "members":
            return not person.id.startswith("-")
        if self._who != "admins":
            return person.id in {str(one) for one in self._who}
        await self._refresh(GOOD_FOR)
        if person.id not in self._admins:
            await self._refresh(ASK_AGAIN)
        return person.id in self._admins

    def may_invite(self, user: str) -> bool:
        """Is it somebody whom the owner has listed? Until the group is known there are no administrators to ask."""
        return not isinstance(self._who, str) and user in {str(one) for one in self._who}

    def forget(self) -> None:
        """Somebody's rank has changed."""
        self._asked = None

    async def _refresh(self, good_for: timedelta) -> None:
        if self._asked is not None and self._now() - self._asked < good_for:
            return
        try:
            ids = await self._ask()
        except ChannelError as why:
            await self._remember(why)
        else:
            await self._memory.put(_KEY, Admins(tuple(sorted(ids))))
            self._admins, self._asked = frozenset(map(str, ids)), self._now()

    async def _remember(self, why: ChannelError) -> None:
        """Those of the last time. Raises: ChannelUnavailable: there was none, and asking later may help."""
        known = await self._memory.get(Admins, _KEY)
        if known is None and isinstance(why, RetryLater):
            raise ChannelUnavailable("nobody tells who administrates the group") from why
        log.warning("Telegram does not tell who administrates the group", why=str(why), known=known is not None)
        self._admins, self._asked = frozenset(map(str, known.ids if known else ())), self._now()
