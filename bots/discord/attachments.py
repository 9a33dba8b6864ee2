"""Files that people send: copied on arrival, since Discord's addresses are signed and expire; fetched when wanted.

A copy that failed, or that a crash has prevented, is made up for by asking Discord for a fresh address, as long as the
message stands."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import aiohttp
import structlog

from bots.discord.connection import Connection
from bots.discord.content import shaped
from bots.discord.shapes import Attachment, Message
from core.errors import ChannelUnavailable, KamiDeskError, TargetGone
from core.messages import Address, Media, MediaRef
from core.ports import Blobs, Mailbox

log = structlog.get_logger(__name__)

COPIED: Final = 25 << 20
"""Bytes of the largest file that is copied; larger ones are fetched from Discord when wanted."""
AT_ONCE: Final = 4
CHUNK: Final = 64 << 10
TIMEOUT: Final = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=30)
_FAILURES: Final = (aiohttp.ClientError, OSError)
_SENT: Final = re.compile(r"(\d{1,20})/(\d{1,20})/(\d{1,20})", re.ASCII)
_STICKER: Final = re.compile(r"sticker/(\d{1,20}\.(?:png|gif))", re.ASCII)


class Attachments:
    """`stickers`: the address below which Discord has them. A file's ref is "channel/message/attachment"."""

    def __init__(self, connection: Connection, account: Address, mailbox: Mailbox, blobs: Blobs, stickers: str) -> None:
        self._connection = connection
        self._mailbox = mailbox
        self._blobs = blobs
        self._box = f"{account.channel}/{account.account}/files"
        self._stickers = stickers
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def copy(self, told: Any) -> None:
        """All files of a message, as the gateway has told it; raises nothing."""
        message = shaped(told, Message)
        for one in _all(message):
            if 0 < one.size <= COPIED:
                async with self._turn:
                    await self._copied(f"{message.channel_id}/{message.id}/{one.id}", one.url)

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """Raises: TargetGone: no such file, or not any more; ChannelUnavailable."""
        sticker, sent = _STICKER.fullmatch(media.ref), _SENT.fullmatch(media.ref)
        if sticker is not None:
            chunks = self._download(f"{self._stickers}/{sticker[1]}")
        elif sent is not None:
            chunks = await self._found(media.ref, *sent.groups())
        else:
            raise TargetGone("not a file of Discord's")
        async for chunk in chunks:
            yield chunk

    async def _found(self, ref: MediaRef, channel: str, message: str, attachment: str) -> AsyncIterator[bytes]:
        kept = await self._mailbox.get(self._box, ref)
        if kept is not None:
            return self._blobs.open(MediaRef(kept.body.decode()))
        told = await self._connection.ask("GET", f"/channels/{channel}/messages/{message}")
        for one in _all(shaped(told, Message)):
            if one.id == attachment:
                return self._download(one.url)
        raise TargetGone("the message has no such file any more")

    async def _copied(self, ref: str, url: str) -> None:
        try:
            if await self._mailbox.get(self._box, ref) is not None:
                return
            blob, _ = await self._blobs.put(self._download(url), COPIED)
            await self._mailbox.post(self._box, ref, blob.encode())
        except KamiDeskError as why:
            log.info("a file is not copied: it will be fetched when wanted", why=str(why))

    async def _download(self, url: str) -> AsyncIterator[bytes]:
        """Without our token: the address is the permission. Raises: TargetGone, ChannelUnavailable."""
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), trust_env=True, timeout=TIMEOUT)
        try:
            async with self._session.get(url) as response:
                if response.status >= 300:
                    raise TargetGone(f"{response.status}") if response.status < 500 else ChannelUnavailable()
                async for chunk in response.content.iter_chunked(CHUNK):
                    yield chunk
        except _FAILURES as failure:
            raise ChannelUnavailable(type(failure).__name__) from None


def _all(message: Message) -> Iterator[Attachment]:
    yield from message.attachments
    for one in message.message_snapshots:
        yield from one.message.attachments
