"""The agents' group: its configured id is its name for ever, whatever id Telegram gives it when it is upgraded."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

from bots.telegram.memory import Memory, RealGroup
from core.errors import RecipientUnreachable, RetryLater
from core.messages import Address

log = structlog.get_logger(__name__)

T = TypeVar("T")
_KEY: Final = "group"


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
        """Raises: ChannelUnavailable."""
        if self._real is None:
            known = await self._memory.get(RealGroup, _KEY)
            self._real = known.id if known else self._configured
        return self._real

    def is_ours(self, chat: int) -> bool:
        """After `real` was asked once."""
        return chat in (self._configured, self._real)

    async def learn(self, to: int) -> None:
        """Raises: ChannelUnavailable."""
        if to == await self.real():
            return
        log.warning("the group was upgraded; its new id is remembered", old=self._configured, new=to)
        await self._memory.put(_KEY, RealGroup(to))
        self._real = to

    async def at(self, where: Address, call: Callable[[int], Awaitable[T]]) -> T:
        """Calls with the chat's real id, and once more when Telegram tells a new one.

        Raises: RecipientUnreachable: that is not our group; ChannelUnavailable; what `call` raises."""
        if where.chat != self.address.chat:
            raise RecipientUnreachable("a chat that is not the agents' group")
        try:
            return await call(await self.real())
        except GroupMoved as moved:
            await self.learn(moved.to)
            return await call(moved.to)
