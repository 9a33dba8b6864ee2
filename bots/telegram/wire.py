"""The Bot API without an SDK: for taking in, for files and for the doctor, before (or without) aiogram is loaded."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec

from bots.telegram.errors import no_answer, translate
from bots.telegram.settings import BotSettings
from bots.telegram.updates import BAD_JSON
from core.errors import ChannelError, ChannelUnavailable, ContentRejected, TargetGone
from core.messages import Media, MediaKind

FAILURES: Final = (aiohttp.ClientError, OSError)  # TimeoutError is an OSError
UNSENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
CHUNK: Final = 64 << 10
SECONDS: Final = 30.0
"""For an answer that needs no waiting on Telegram's side."""


class Parameters(msgspec.Struct, gc=False):
    migrate_to_chat_id: int | None = None
    retry_after: float | None = None


class Answer(msgspec.Struct, gc=False):
    """What Telegram says to a call; `result` is not decoded yet. `date`: its clock, as in the HTTP header."""

    ok: bool = False
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0
    description: str = ""
    parameters: Parameters = msgspec.field(default_factory=Parameters)
    date: str = ""

    def refusal(self, *, group: bool = False) -> ChannelError:
        """What it means that it is not `ok`."""
        return translate(self.error_code, self.description, self.parameters.retry_after, group=group)


class Garbled(ChannelUnavailable):
    """An answer that is not of the Bot API's form: of something on the way to Telegram, or of a broken server."""

    def __init__(self, status: int, payload: bytes) -> None:
        super().__init__(f"{status} without an answer of the Bot API's form")
        self.status = status
        self.payload = payload


class _File(msgspec.Struct):
    file_path: str = ""


_decode = msgspec.json.Decoder(Answer).decode
_decode_parts = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_file = msgspec.json.Decoder(_File).decode


def read_answer(payload: bytes) -> Answer:
    """Servers that only look like Telegram say null where it says nothing. Raises: those of BAD_JSON."""
    try:
        return _decode(payload)
    except msgspec.ValidationError:
        told = {name: value for name, value in _decode_parts(payload).items() if bytes(value) != b"null"}
        return _decode(msgspec.json.encode(told))


class Wire:
    """One bot's calls over one kept-alive session, opened at the first call. Raises ChannelError only."""

    def __init__(self, settings: BotSettings) -> None:
        self._root = settings.api_url
        self._token = settings.token.get_secret_value()
        self._local = settings.local_files
        self._open: aiohttp.ClientSession | None = None

    async def call(self, method: str, *, seconds: float = SECONDS, **arguments: Any) -> Answer:
        """One call that may be repeated. Raises: ChannelUnavailable: no answer, or none of the Bot API's form."""
        url = f"{self._root}/bot{self._token}/{method}"
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=SECONDS / 2)
        body = msgspec.json.encode({name: value for name, value in arguments.items() if value is not None})
        try:
            async with self._session().post(url, data=body, headers=JSON, timeout=timeout) as response:
                payload, date = await response.read(), response.headers.get("Date", "")
        except FAILURES as failure:
            raise no_answer(type(failure).__name__, unsent=False, repeatable=True) from None
        try:
            answer = read_answer(payload)
        except BAD_JSON:
            raise Garbled(response.status, payload) from None
        answer.error_code = answer.error_code or response.status
        answer.date = date
        return answer

    async def ask(self, method: str, *, seconds: float = SECONDS, **arguments: Any) -> msgspec.Raw:
        """The result of a call, undecoded. Raises: ChannelError: what the refusal means."""
        answer = await self.call(method, seconds=seconds, **arguments)
        if not answer.ok:
            raise answer.refusal()
        return answer.result

    async def download(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent to this bot; of a place its coordinates."""
        if media.kind is MediaKind.LOCATION:
            yield media.ref.encode()
            return
        path = await self._path_of(media)
        chunks = self._from_disk(Path(path)) if self._local and path.startswith("/") else self._from_server(path)
        async for chunk in chunks:
            yield chunk

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()

    async def _path_of(self, media: Media) -> str:
        answer = await self.call("getFile", file_id=media.ref)
        if answer.ok:
            return _decode_file(answer.result).file_path
        refusal = answer.refusal()  # a 400 is about the file: too big, or not one of this bot's
        unknown = isinstance(refusal, ContentRejected) and "too big" not in answer.description.lower()
        raise TargetGone(refusal.detail) if unknown else refusal

    async def _from_server(self, path: str) -> AsyncIterator[bytes]:
        url = f"{self._root}/file/bot{self._token}/{quote(path)}"
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=SECONDS / 2, sock_read=SECONDS)
        try:
            async with self._session().get(url, timeout=timeout) as response:
                if response.status >= 300:
                    raise TargetGone(f"{response.status}") if response.status < 500 else ChannelUnavailable()
                async for chunk in response.content.iter_chunked(CHUNK):
                    yield chunk
        except FAILURES as failure:
            raise ChannelUnavailable(type(failure).__name__) from None

    async def _from_disk(self, path: Path) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except OSError as failure:
            raise TargetGone(type(failure).__name__) from None
        with file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    def _session(self) -> aiohttp.ClientSession:
        if self._open is None or self._open.closed:
            self._open = open_session(self._root)
        return self._open


def open_session(root: str, limit: int = 100) -> aiohttp.ClientSession:
    """By the proxy of the environment (HTTPS_PROXY, NO_PROXY), looked up once: aiohttp would do so at every call."""
    parts = urlsplit(root)
    proxy = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=limit, ttl_dns_cache=300, keepalive_timeout=KEPT),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        skip_auto_headers=("Accept-Encoding", "User-Agent"),
        proxy=proxy,
    )


KEPT: Final = 15.0
"""Seconds for which an idle connection is used again: less than any server waits, since a message written to a
connection that is just being closed is in doubt."""
JSON: Final = {"Content-Type": "application/json"}
