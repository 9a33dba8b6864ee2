"""Files in and out of the pages: taken in by content, handed out at signed addresses only."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

from msgspec import DecodeError, Struct, json, structs

from bots.web.entries import Entry, KeptFile, milliseconds
from bots.web.errors import NotTaken, Why
from bots.web.places import spot_of
from bots.web.signing import Purpose, Signer
from bots.web.sniffing import HEAD, INLINE, allowed, kind_of, safe_name, sniff
from core.channel import Files
from core.errors import ContentRejected, Forged
from core.messages import Media, MediaKind, MediaRef
from core.ports import Blobs

TOKEN_VALID = timedelta(days=7)
"""How long a page may keep an upload before it says something with it."""
LINK_DAYS = 7
NAME = 100
"""Characters of a place's name."""


class Upload(Struct, frozen=True):
    """A file that a page has uploaded and may now send in that box."""

    file: KeptFile
    box: str
    until: int


class FileLink(Struct, frozen=True):
    """What a file's address vouches for: this file, for the readers of that box."""

    ref: str
    name: str
    mime: str
    box: str
    until: int


class Uploads:
    """Takes files into the blob store. `limit`: bytes."""

    def __init__(self, blobs: Blobs, signer: Signer, limit: int) -> None:
        self._blobs = blobs
        self._signer = signer
        self._limit = limit

    async def take(self, chunks: AsyncIterator[bytes], name: str, box: str, at: datetime) -> tuple[KeptFile, str]:
        """Stores what a page sends; gives the file and the token by which a `say` names it.

        Raises: NotTaken: too large, or of a kind that we do not take."""
        head = await _head(chunks)
        if not head:
            raise NotTaken(Why.EMPTY)
        mime = sniff(head, name)
        if not allowed(mime):
            raise NotTaken(Why.WRONG_KIND)
        try:
            ref, size = await self._blobs.put(_chained(head, chunks), self._limit)
        except ContentRejected:
            raise NotTaken(Why.TOO_LARGE) from None
        file = KeptFile(kind_of(mime), ref, safe_name(name, mime), mime, size)
        upload = Upload(file, box, milliseconds(at + TOKEN_VALID))
        return file, self._signer.sign(Purpose.UPLOAD, json.encode(upload))

    def claim(self, token: str, box: str, at: datetime) -> Upload:
        """The upload of a token. Raises: NotTaken: not ours, of another box, or too old."""
        try:
            upload = json.decode(self._signer.read(Purpose.UPLOAD, token), type=Upload)
        except (Forged, DecodeError):
            raise NotTaken(Why.BAD_FILE) from None
        if upload.box != box or upload.until < milliseconds(at):
            raise NotTaken(Why.BAD_FILE)
        return upload

    async def carry(self, media: Media, files: Files) -> KeptFile:
        """Brings a file from its home channel; its type is told anew. Raises: ContentRejected, ChannelError."""
        if media.kind is MediaKind.LOCATION:
            return KeptFile(media.kind, MediaRef(""), media.name[:NAME], spot=spot_of(media.ref))
        chunks = files.open(media)
        head = await _head(chunks)
        mime = sniff(head, media.name)
        ref, size = await self._blobs.put(_chained(head, chunks), self._limit)
        return KeptFile(media.kind, ref, safe_name(media.name, mime), mime, size)


class FileLinks:
    """Makes and reads the addresses of files. `path`: where this page's files are served."""

    def __init__(self, signer: Signer, path: str) -> None:
        self._signer = signer
        self._path = path

    def shown(self, entry: Entry, box: str, at: datetime) -> Entry:
        """The entry as a page gets it: files with an address, without our own name for them."""
        if not entry.files:
            return entry
        # The end is rounded to whole days, so that a browser finds a picture it has loaded already.
        until = milliseconds(at) // 86_400_000 * 86_400_000 + (LINK_DAYS + 1) * 86_400_000
        return structs.replace(entry, files=tuple(f if f.spot else self._addressed(f, box, until) for f in entry.files))

    def _addressed(self, file: KeptFile, box: str, until: int) -> KeptFile:
        return structs.replace(file, url=self._address(file, box, until), ref="")

    def _address(self, file: KeptFile, box: str, until: int) -> str:
        link = FileLink(file.ref, file.name, file.mime, box, until)
        return f"{self._path}/{self._signer.sign(Purpose.FILE, json.encode(link))}/{quote(file.name)}"

    def read(self, token: str, at: datetime) -> FileLink:
        """Raises: Forged: not one of ours, or older than a week."""
        try:
            link = json.decode(self._signer.read(Purpose.FILE, token), type=FileLink)
        except DecodeError:
            raise Forged("file link") from None
        if link.until < milliseconds(at):
            raise Forged("an expired file link")
        return link


def file_headers(link: FileLink) -> Mapping[str, str]:
    """Only a picture is shown in place; nothing that is served here may run."""
    way = "inline" if link.mime in INLINE else "attachment"
    return {
        "Content-Type": link.mime,
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(link.name)}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, max-age=86400, immutable",
    }


async def _head(chunks: AsyncIterator[bytes]) -> bytes:
    head = b""
    async for chunk in chunks:
        head += chunk
        if len(head) >= HEAD:
            break
    return head


async def _chained(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if head:
        yield head
    async for chunk in rest:
        yield chunk
