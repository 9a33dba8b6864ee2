"""Files that we send: which of them the platform takes, and the media id that it gives each for three days."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from bots.wechat.api import Answer, Api
from bots.wechat.wire import File
from core.channel import Files
from core.errors import ContentRejected
from core.messages import Media
from core.ports import Clock

PATH: Final = "cgi-bin/media/upload"
KEPT: Final = timedelta(days=2, hours=12)
"""The platforms keep a file for three days (api_uploadtempmedia; 90253)."""
REMEMBERED: Final = 2_000


class Form(NamedTuple):
    """One kind of file that a platform takes. `type`: its name there; `begins`: the file's first bytes."""

    type: str
    suffix: str
    mime: str
    begins: re.Pattern[bytes]
    most: int


MEGA: Final = 1 << 20
SMALLEST: Final = 6
"""Bytes: less is no file (90253)."""


def form(type_: str, suffix: str, mime: str, begins: bytes, most: int) -> Form:
    return Form(type_, suffix, mime, re.compile(begins, re.DOTALL), most)


class Uploaded(NamedTuple):
    """`type`: image, voice, video, or another one of the platform's; `name`: for what is shown with a title."""

    type: str
    media_id: str
    name: str


class Unsuitable(ContentRejected):
    """The platform takes no file of this kind or size."""


class _Answer(Answer):
    media_id: str = ""


class _Known(NamedTuple):
    uploaded: Uploaded
    until: datetime


class Uploads:
    """`forms`: in the order in which they are tried; `most`: bytes beyond which nothing is even read."""

    def __init__(self, api: Api, forms: Sequence[Form], clock: Clock) -> None:
        self._api = api
        self._forms = forms
        self._most = max(form.most for form in forms)
        self._clock = clock
        self._known: dict[str, _Known] = {}

    async def send(self, media: Media, files: Files) -> Uploaded:
        """Uploads it, unless it is there already. Raises: Unsuitable; ChannelError."""
        ref = f"{media.home.key}#{media.ref}"
        known = self._remembered(ref)
        if known is not None:
            return known
        content = await self._read(media, files)
        digest = sha256(content).hexdigest()
        uploaded = self._remembered(digest)
        if uploaded is None:
            uploaded = await self._upload(media, content)
        self._remember(ref, uploaded)
        self._remember(digest, uploaded)
        return uploaded

    def forget(self, uploaded: Uploaded) -> None:
        """The platform does not know it any more."""
        self._known = {key: one for key, one in self._known.items() if one.uploaded.media_id != uploaded.media_id}

    async def _upload(self, media: Media, content: bytes) -> Uploaded:
        fitting = [one for one in self._forms if one.begins.match(content) and SMALLEST <= len(content) <= one.most]
        if not fitting:
            raise Unsuitable(f"{media.mime}, {len(content)} bytes")
        one = fitting[0]
        name = media.name or f"{media.kind.value}.{one.suffix}"
        if one.suffix and not name.lower().endswith(f".{one.suffix}"):
            name = f"{name}.{one.suffix}"
        told = await self._api.upload(PATH, {"type": one.type}, File(name, one.mime or media.mime, content), _Answer)
        return Uploaded(one.type, told.media_id, name)

    async def _read(self, media: Media, files: Files) -> bytes:
        if media.size > self._most:
            raise Unsuitable(f"{media.size} bytes")
        content = bytearray()
        async for chunk in files.open(media):
            content += chunk
            if len(content) > self._most:
                raise Unsuitable(f"more than {self._most} bytes")
        return bytes(content)

    def _remembered(self, key: str) -> Uploaded | None:
        known = self._known.get(key)
        return known.uploaded if known is not None and known.until > self._clock.now() else None

    def _remember(self, key: str, uploaded: Uploaded) -> None:
        self._known.pop(key, None)
        self._known[key] = _Known(uploaded, self._clock.now() + KEPT)
        while len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
