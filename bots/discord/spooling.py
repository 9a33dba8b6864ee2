"""Files on their way to Discord, by way of the disk: a call that is tried again reads them again."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from bots.discord.connection import Upload
from bots.discord.outbound import filename
from core.channel import Files, Parcel
from core.errors import ContentRejected
from core.messages import Media, MediaKind, OutgoingMessage

SPOT: Final = 100
"""Bytes of "latitude,longitude"."""


async def spooled(media: Sequence[Media], files: Files, limit: int, until: ExitStack) -> Sequence[Upload]:
    """They live as long as `until`. Raises: ContentRejected: more than `limit` bytes; what a file's home raises."""
    return [Upload(filename(one), await _spool(one, files, limit, until)) for one in media]


async def without_spots(parcel: Parcel) -> OutgoingMessage:
    """A place is a line of words here: Discord has no pin on a map. Raises: what its home raises."""
    message = parcel.message
    spots = [one for one in message.media if one.kind is MediaKind.LOCATION]
    if not spots:
        return message
    lines = [line for line in (message.text, *[await _spot(one, parcel.files) for one in spots]) if line]
    rest = tuple(one for one in message.media if one.kind is not MediaKind.LOCATION)
    return replace(message, text="\n".join(lines), media=rest)


async def _spool(media: Media, files: Files, limit: int, until: ExitStack) -> BinaryIO:
    spool = cast(BinaryIO, until.enter_context(TemporaryFile()))  # noqa: SIM115 - the stack closes it
    size = 0
    async for chunk in files.open(media):
        size += len(chunk)
        if size > limit:
            raise ContentRejected(f"a file of more than {limit} bytes")
        await asyncio.to_thread(spool.write, chunk)
    spool.seek(0)
    return spool


async def _spot(media: Media, files: Files) -> str:
    told = b"".join([chunk async for chunk in files.open(media)])[:SPOT].decode(errors="replace")
    return f"📍 {media.name} {told}".replace("  ", " ")
