"""What was written while we were away: read from the places that we know, when a session could not be resumed.

Whatever we have read before comes again under the same names, and is dropped. Who wrote to us for the first time in
that while is not found: Discord tells bots of no direct messages but those whose place they know."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import structlog

from bots.discord.background import persist
from bots.discord.connection import Connection
from bots.discord.frames import Frame
from bots.discord.places import Places
from core.errors import ChannelError

log = structlog.get_logger(__name__)

PAGE: Final = 100
"""resources/message#get-channel-messages"""
AT_ONCE: Final = 4
CAUGHT_UP: Final = "CAUGHT_UP"
"""An event of our own, behind all that was missed in one place: when it is taken, they are."""


async def catch_up(connection: Connection, places: Places, hear: Callable[[Frame], None]) -> None:
    """`hear` is told of each message as the gateway would."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(channel: str, last: str) -> None:
        async with turn:
            await _read_on(connection, channel, last, hear)
        hear(Frame(CAUGHT_UP, 0, {"channel_id": channel}))

    await asyncio.gather(*[one(channel, last) for channel, last in places.unread()])


async def _read_on(connection: Connection, channel: str, last: str, hear: Callable[[Frame], None]) -> None:
    while True:
        path = f"/channels/{channel}/messages?after={last}&limit={PAGE}"

        async def ask(path: str = path) -> Any:
            return await connection.ask("GET", path)

        try:
            told = await persist(connection.background.subject, "reading what was missed", ask)
        except ChannelError as why:
            log.info("a place cannot be read any more", channel=channel, why=str(why))
            return
        for message in sorted(told, key=lambda one: int(one["id"])):
            hear(Frame("MESSAGE_CREATE", 0, message))
            last = message["id"]
        if len(told) < PAGE:
            return
