"""Files that people sent: downloaded when they arrive, since the platform keeps them for three days alone."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from hashlib import sha256
from typing import Final

import msgspec
import structlog

from bots.wechat.api import BAD_JSON, Api
from bots.wechat.wire import Wire
from core.background import Background
from core.channelmemory import asking_the_store
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    ReplyWindowClosed,
    RetryLater,
    StoreUnavailable,
    TargetGone,
)
from core.messages import MediaRef
from core.patience import persist
from core.ports import Surroundings

log = structlog.get_logger(__name__)

PATH: Final = "cgi-bin/media/get"
AT_ONCE: Final = 8
LARGEST: Final = 64 << 20
PATIENCE: Final = 20.0
"""Seconds that somebody who wants a file waits for it to arrive."""


class _Elsewhere(msgspec.Struct):
    """What the official account answers for a video."""

    video_url: str = ""


_read: Final = msgspec.json.Decoder(_Elsewhere).decode


class ReceivedMedia:
    """By the platform's media id. `box`: this account's, in the mailbox, with the blob of each.

    `api`: None for an account that may not call the platform; its pictures come from their public address."""

    def __init__(self, api: Api | None, wire: Wire, around: Surroundings, box: str, background: Background) -> None:
        self._api = api
        self._wire = wire
        self._around = around
        self._box = box
        self._background = background
        self._coming: dict[str, asyncio.Task[MediaRef]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    def arrived(self, media_id: str, address: str = "") -> None:
        """Begins to bring it, in the background and until it is here. `address`: of a picture that is public."""
        self._bring(media_id, address)

    async def open(self, media_id: str, address: str = "") -> AsyncGenerator[bytes, None]:
        """The bytes. Raises: TargetGone: too old or unknown; ChannelUnavailable; what the platform's refusal means."""
        with asking_the_store():
            ref = await self._known(media_id)
            if ref is None:
                coming = self._bring(media_id, address)
                await asyncio.wait([coming], timeout=PATIENCE)
                if not coming.done() or coming.cancelled():
                    raise ChannelUnavailable("the file is not here yet")
                ref = coming.result()
            async for chunk in self._around.blobs.open(ref):
                yield chunk

    def _bring(self, media_id: str, address: str) -> asyncio.Task[MediaRef]:
        task = self._coming.get(media_id)
        if task is None:
            task = self._coming[media_id] = self._background.run(self._persist(media_id, address))
            task.add_done_callback(lambda done: self._came(media_id, done))
        return task

    def _came(self, media_id: str, task: asyncio.Task[MediaRef]) -> None:
        self._coming.pop(media_id, None)
        if not task.cancelled() and isinstance(why := task.exception(), ChannelError):
            log.warning("a file of a buyer could not be brought", channel=self._box, why=str(why))

    async def _persist(self, media_id: str, address: str) -> MediaRef:
        async with self._room:
            return await persist(
                self._box, "bringing a file", lambda: self._brought(media_id, address), (RetryLater, StoreUnavailable)
            )

    async def _brought(self, media_id: str, address: str) -> MediaRef:
        known = await self._known(media_id)
        if known is not None:
            return known
        try:
            ref, _ = await self._around.blobs.put(self._download(media_id, address), LARGEST)
        except (ContentRejected, ReplyWindowClosed) as why:  # too old; or files are not for this account
            raise TargetGone(why.detail) from None
        await self._around.mailbox.post(self._box, _key(media_id), ref.encode())
        return ref

    async def _known(self, media_id: str) -> MediaRef | None:
        posted = await self._around.mailbox.get(self._box, _key(media_id))
        return MediaRef(posted.body.decode()) if posted is not None else None

    async def _download(self, media_id: str, address: str) -> AsyncGenerator[bytes, None]:
        """A picture from its public address if the platform does not let us have it."""
        first, elsewhere = b"", address
        if self._api is not None:
            chunks = self._api.download(PATH, {"media_id": media_id})
            async with aclosing(chunks):
                try:
                    first = await anext(chunks, b"")
                    elsewhere = _elsewhere(first)
                except ChannelError:
                    if not address:
                        raise
                if not elsewhere:
                    yield first
                    async for chunk in chunks:
                        yield chunk
                    return
        async for chunk in self._public(elsewhere):
            yield chunk

    async def _public(self, address: str) -> AsyncGenerator[bytes, None]:
        if not address:
            raise TargetGone("this account may not fetch files, and it has no public address")
        async with aclosing(self._wire.download(address, {})) as chunks:
            async for chunk in chunks:
                yield chunk


def _key(media_id: str) -> str:
    return sha256(media_id.encode()).hexdigest()


def _elsewhere(first: bytes) -> str:
    if not first.startswith(b"{"):
        return ""
    try:
        return _read(first).video_url
    except BAD_JSON:
        return ""
