"""Files on their way to Telegram: what it has is named by its id, the rest is brought over by way of the disk."""

import re
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from bots.telegram.staffoutbound import Attachment
from core.channel import Files
from core.errors import ContentRejected
from core.messages import Address, Media, MediaKind

_FILE_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,512}", re.ASCII)


async def attach(media: Media, files: Files, us: Address, limit: int, until: ExitStack) -> Attachment:
    """`us`: our room; `limit`: bytes; the file lives as long as `until`.

    Raises: ContentRejected: too big, or no file of ours; what the file's home raises."""
    if media.kind is MediaKind.LOCATION:
        return Attachment(media, media.ref)
    if is_home(media, us):
        if not _FILE_ID.fullmatch(media.ref):  # the library would read a file of this machine by such a name
            raise ContentRejected("not a file id")
        return Attachment(media, media.ref, media.size)
    spool = cast(BinaryIO, until.enter_context(TemporaryFile()))  # noqa: SIM115 - the stack closes it
    size = 0
    async for chunk in files.open(media):
        size += len(chunk)
        if size > limit:
            raise ContentRejected(f"a file of more than {limit} bytes")
        spool.write(chunk)
    return Attachment(media, spool, size)


def is_home(media: Media, us: Address) -> bool:
    """Is it a file that this bot has seen? Places are at home everywhere."""
    here = (media.home.channel, media.home.account) == (us.channel, us.account)
    return here and media.kind is not MediaKind.LOCATION
