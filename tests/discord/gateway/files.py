"""Files on the server's CDN, under addresses that are signed and expire.

discord.com/developers/docs/reference#signed-attachment-cdn-urls"""

import hashlib
import hmac
import mimetypes
from dataclasses import dataclass
from urllib.parse import quote

from tests.discord.gateway.clock import MovableClock

FILE_LIMIT = 10 << 20
REQUEST_LIMIT = 25 << 20
GOOD_FOR = 24 * 3600
"""Seconds; the real ones are good for about a day."""
SECRET = b"only the CDN knows this"


@dataclass(slots=True, eq=False)
class StoredFile:
    name: str
    data: bytes
    mime: str


class Files:
    """`base`: where the CDN is; `stickers`: PNGs by the name of their file."""

    def __init__(self, clock: MovableClock) -> None:
        self.base = ""
        self.stickers: dict[str, bytes] = {}
        self._clock = clock
        self._stored: dict[str, StoredFile] = {}

    def keep(self, channel: int, attachment: int, file: StoredFile) -> None:
        self._stored[_path(channel, attachment, file.name)] = file

    def forget(self, channel: int, attachment: int, file: StoredFile) -> None:
        self._stored.pop(_path(channel, attachment, file.name), None)

    def url(self, channel: int, attachment: int, file: StoredFile) -> str:
        """Signed now, good for a day."""
        path = _path(channel, attachment, file.name)
        expires = f"{int(self._clock.now() + GOOD_FOR):x}"
        issued = f"{int(self._clock.now()):x}"
        return f"{self.base}/{quote(path)}?ex={expires}&is={issued}&hm={_signature(path, expires)}&"

    def at(self, path: str, expires: str, signature: str) -> StoredFile | None:
        """None: there is none, or the address is no longer good."""
        good = hmac.compare_digest(signature, _signature(path, expires)) and int(expires, 16) > self._clock.now()
        return self._stored.get(path) if good else None


def mime_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _path(channel: int, attachment: int, name: str) -> str:
    return f"attachments/{channel}/{attachment}/{name}"


def _signature(path: str, expires: str) -> str:
    return hmac.new(SECRET, f"{path}?{expires}".encode(), hashlib.sha256).hexdigest()
