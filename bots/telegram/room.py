"""The agents' group: its configured id is its name for ever, whatever id Telegram gives it when it is upgraded.

Without an id in the settings its name is "0", and the real id is that of the first group which the bot is added to."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

from bots.telegram.memory import Memory, RealGroup
from core.errors import ChannelUnavailable, RecipientUnreachable, RetryLater
from core.messages import Address

log = structlog.get_logger(__name__)

T = TypeVar("T")
UNKNOWN: Final = 0


class GroupMoved(RetryLater):
    """The group has another id now."""

    def __init__(self, to: int) -> None:
        super().__init__(str(to))
        self.to = to


class Room:
    """`address` is what the rest of the product knows; `real` is for calls to Telegram."""

    def __init__(self, address: Address, memory: Memory) -> None:
        self.address = address
        self._configured = int(address.chat)
        self._memory = memory
        self._real: int | None = None

    async def real(self) -> int:
        """UNKNOWN (0) until the bot is in a group. Raises: ChannelUnavailable."""
        if self._real is None:
            known = await self._memory.get(RealGroup, self.address.chat)
            self._real = known.id if known else self._configured
        return self._real

    async def learn(self, to: int) -> None:
        """Raises: ChannelUnavailable."""
        if to == await self.real():
            return
        log.warning("the group was upgraded; its new id is remembered", old=self._configured, new=to)
        await self._remember(to)

    async def adopt(self, group: int) -> None:
        """The group that was not known until now. Raises: ChannelUnavailable."""
        await self._remember(group)

    async def _remember(self, group: int) -> None:
        await self._memory.put(self.address.chat, RealGroup(group))
        self._real = group

    async def at(self, where: Address, call: Callable[[int], Awaitable[T]]) -> T:
        """Calls with the chat's real id, and once more when Telegram tells a new one.

        Raises: RecipientUnreachable: that is not our group; ChannelUnavailable: also while no group is known; what
        `call` raises."""
        if where.chat != self.address.chat:
            raise RecipientUnreachable("a chat that is not the agents' group")
        if await self.real() == UNKNOWN:
            raise ChannelUnavailable("no agents' group is known yet: add the staff bot to it")
        try:
            return await call(await self.real())
        except GroupMoved as moved:
            await self.learn(moved.to)
            return await call(moved.to)
