"""The calls over one kept-alive HTTP session."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

import aiohttp
import msgspec
from yarl import URL

from core.errors import ChannelUnavailable, DeliveryInDoubt
from core.messages import Media

from .capabilities import FakeSettings
from .errors import DONE_ALREADY, translate, translate_failure
from .outbound import Call, encode

SECRET_HEADER: Final = "X-Fake-Secret"
KEPT: Final = 15.0
"""Seconds for which an idle connection is used again: less than any server waits, since a message written to a
connection that is just being closed is in doubt."""
FAILURES: Final = (aiohttp.ClientError, OSError)  # TimeoutError is an OSError


class Reply(msgspec.Struct, frozen=True, gc=False):
    """What the platform says: `error` is a code of its own."""

    ok: bool = False
    message_id: str = ""
    thread_id: str = ""
    file_id: str = ""
    error: str = ""
    retry_after: float = 0
    whole_account: bool = False


_decode = msgspec.json.Decoder(Reply).decode


class Client:
    """Speaks to the platform. Every method raises ChannelError only."""

    def __init__(self, settings: FakeSettings) -> None:
        self._base = str(settings.platform_url).rstrip("/")
        self._headers = {SECRET_HEADER: settings.secret.get_secret_value()}
        self._timeout = settings.timeout.total_seconds()
        self._limit = settings.in_flight
        self._urls: dict[str, URL] = {}
        self._open: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._open = aiohttp.ClientSession(
            headers=self._headers,
            connector=aiohttp.TCPConnector(limit=self._limit, keepalive_timeout=KEPT),
            timeout=aiohttp.ClientTimeout(total=self._timeout, connect=self._timeout / 2),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )

    async def stop(self) -> None:
        if self._open is not None:
            await self._open.close()

    async def call(self, call: Call) -> Reply:
        """One call and its answer; DeliveryInDoubt only where doing it again would show."""
        session, url = self._session, self._url(call.path)
        try:
            async with session.post(url, data=encode(call.body), headers=_JSON) as answer:
                status, payload = answer.status, await answer.read()
        except FAILURES as failure:
            raise translate_failure(failure, repeatable=call.repeatable) from failure
        reply = _read(payload)
        if reply.ok:
            return reply
        if status < 300:  # taken, and we cannot read as what
            doubt = ChannelUnavailable if call.repeatable else DeliveryInDoubt
            raise doubt("an answer that is not of the platform's form")
        if (call.path, reply.error) in DONE_ALREADY:
            return Reply(ok=True)
        raise translate(status, reply.error, reply.retry_after, whole_account=reply.whole_account)

    async def upload(self, media: Media, chunks: AsyncIterator[bytes]) -> str:
        """Streams a file to the platform, which gives it an id of its own."""
        form = aiohttp.FormData()
        form.add_field("file", chunks, filename=media.name or media.kind.value, content_type=media.mime)
        try:
            async with self._session.post(self._url("/upload"), data=form) as answer:
                status, payload = answer.status, await answer.read()
        except FAILURES as failure:
            raise translate_failure(failure, repeatable=True) from failure
        reply = _read(payload)
        if status < 300 and reply.file_id:
            return reply.file_id
        raise translate(status if status >= 300 else 502, reply.error, reply.retry_after)

    async def download(self, ref: str) -> AsyncIterator[bytes]:
        """The bytes of a file that the platform keeps."""
        url = URL(f"{self._base}/file/{quote(ref, safe='')}", encoded=True)
        try:
            async with self._session.get(url) as answer:
                if answer.status >= 300:
                    reply = _read(await answer.read())
                    raise translate(answer.status, reply.error, reply.retry_after)
                async for chunk in answer.content.iter_chunked(64 << 10):
                    yield chunk
        except FAILURES as failure:
            raise translate_failure(failure, repeatable=True) from failure

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._open is None or self._open.closed:
            raise ChannelUnavailable("the channel is not started")
        return self._open

    def _url(self, path: str) -> URL:
        """Parsed once for each path: parsing costs as much as the rest of a call's preparation."""
        url = self._urls.get(path)
        if url is None:
            url = self._urls[path] = URL(self._base + path)
        return url


_JSON: Final = {"Content-Type": "application/json"}


def _read(payload: bytes) -> Reply:
    """What is not of the platform's form reads as a "no" without a code."""
    try:
        return _decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Reply()
