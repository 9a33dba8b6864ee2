"""Shows the other side that somebody is typing: kept nowhere, asked seldom."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from time import monotonic

from core.channel import ShowsTyping
from core.delivery import Channels
from core.errors import StoreUnavailable
from core.messages import Address, Person
from storage.overview import Overview

REMEMBERED = 10.0
"""Seconds for which we do not ask again who sits at the other end."""
MOST = 10_000
SHOWN_AGAIN = 4.0
"""Seconds after which it is shown that we still type (Telegram forgets it after five)."""


class TypingRelay:
    """`rooms`: the staff rooms by their key."""

    def __init__(self, channels: Channels, rooms: dict[str, Address], overview: Overview) -> None:
        self._channels = channels
        self._rooms = rooms
        self._overview = overview
        self._known: dict[str, tuple[float, Address | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def typing(self, where: Address, who: Person) -> None:
        task = asyncio.ensure_future(self._pass_on(where, who.name))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def show(self, where: Address, name: str) -> None:
        channel: object = self._channels.get((where.channel, where.account))
        if isinstance(channel, ShowsTyping):
            await channel.typing(where, name)

    @asynccontextmanager
    async def typing_at(self, where: Address) -> AsyncIterator[None]:
        """Shown at once, and again as long as it takes: platforms forget it after some seconds."""
        await self.show(where, "")
        again = asyncio.ensure_future(self._again(where))
        try:
            yield
        finally:
            again.cancel()
            await asyncio.gather(again, return_exceptions=True)

    async def _again(self, where: Address) -> None:
        while True:
            await asyncio.sleep(SHOWN_AGAIN)
            await self.show(where, "")

    async def _pass_on(self, where: Address, name: str) -> None:
        other = await self._other_side(where)
        if other is not None:
            await self.show(other, name)

    async def _other_side(self, where: Address) -> Address | None:
        since, known = self._known.get(where.key, (0.0, None))
        if monotonic() - since < REMEMBERED:
            return known
        if len(self._known) > MOST:
            self._known.clear()
        ask: Callable[[Address], Awaitable[Address | None]]
        ask = self._overview.buyer_of if where.whole_chat.key in self._rooms else self._thread_of
        try:
            other = await ask(where)
        except StoreUnavailable:
            return None
        self._known[where.key] = (monotonic(), other)
        return other

    async def _thread_of(self, buyer: Address) -> Address | None:
        found = await self._overview.thread_of(buyer)
        if found is None or found[0] not in self._rooms:
            return None
        return replace(self._rooms[found[0]], thread=found[1])
