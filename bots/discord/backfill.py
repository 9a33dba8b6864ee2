"""What was written while we were away: read from the places that we know, when a session could not be resumed.

Whatever we have read before comes again under the same names, and is dropped. Who wrote to us for the first time in
that while is not found: Discord tells bots of no direct messages but those whose place they know."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import structlog

from bots.discord.connection import Connection
from bots.discord.frames import Frame
from bots.discord.places import Places
from core.errors import ChannelError, RetryLater
from core.patience import persist

log = structlog.get_logger(__name__)

PAGE: Final = 100
"""resources/message#get-channel-messages"""
AT_ONCE: Final = 4
CAUGHT_UP: Final = "CAUGHT_UP"
"""An event of our own, behind all that was missed in one place: when it is taken, they are."""


class Backfill:
    """`hear` is told of each missed message as the gateway would have.

    What is said in a place meanwhile waits behind what was missed there, unless Discord does not let us read on."""

    def __init__(self, connection: Connection, places: Places, hear: Callable[[Frame], None]) -> None:
        self._connection = connection
        self._places = places
        self._tell = hear
        self._behind: dict[str, list[Frame]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    def hear(self, frame: Frame) -> None:
        """Of the gateway."""
        behind = self._behind.get(frame.place) if frame.event.startswith("MESSAGE_") else None
        if behind is None:
            self._tell(frame)
        else:
            behind.append(frame)

    async def run(self) -> None:
        """After the beginning of a session."""
        unread = self._places.unread()
        for channel, _ in unread:
            self._behind.setdefault(channel, [])
        await asyncio.gather(*[self._place(channel, last) for channel, last in unread])

    async def _place(self, channel: str, last: str) -> None:
        async with self._turn:
            try:
                await self._read_on(channel, last)
            except ChannelError as why:
                log.info("a place cannot be read any more", channel=channel, why=str(why))
            self._release(channel)
            self._tell(Frame(CAUGHT_UP, 0, {"channel_id": channel}))

    async def _read_on(self, channel: str, last: str) -> None:
        """Raises: ChannelError: never again."""
        count = PAGE
        while count == PAGE:
            page = partial(self._page, f"/channels/{channel}/messages?after={last}&limit={PAGE}")
            told = await persist(self._connection.background.subject, "reading on", page)
            for message in sorted(told, key=lambda one: int(one["id"])):
                self._tell(Frame("MESSAGE_CREATE", 0, message))
                last = message["id"]
            count = len(told)

    async def _page(self, path: str) -> Any:
        try:
            return await self._connection.ask("GET", path)
        except RetryLater:
            self._release(path.split("/")[2])
            raise

    def _release(self, channel: str) -> None:
        for frame in self._behind.pop(channel, ()):
            self._tell(frame)
