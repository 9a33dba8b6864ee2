"""Questions to a platform over one kept-alive HTTP session. No address is ever shown: there is a token in it."""

from collections.abc import AsyncGenerator, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from core.errors import ChannelUnavailable, ContentRejected, DeliveryInDoubt

FAILURES: Final = (aiohttp.ClientError, OSError)  # TimeoutError is an OSError
UNSENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
SECONDS: Final = 10.0
UPLOAD: Final = 60.0
"""Seconds for a question with a file."""
CHUNK: Final = 64 << 10
KEPT: Final = 15.0
"""Seconds for which an idle connection is used again: less than any server waits, since a message written to a
connection that is just being closed is in doubt."""
JSON: Final = {"Content-Type": "application/json; charset=utf-8"}

Query = Mapping[str, str]


class File(NamedTuple):
    """One file to upload: whole, since a refused token makes us send it again."""

    name: str
    mime: str
    content: bytes


class Wire:
    """`root`: as "https://api.weixin.qq.com". The session opens at the first question; `close` ends it."""

    def __init__(self, root: str, connections: int) -> None:
        self._root = root.rstrip("/")
        self._connections = connections
        self._open: aiohttp.ClientSession | None = None

    async def ask(self, path: str, query: Query, body: bytes | File | None, *, repeatable: bool) -> bytes:
        """One POST, or without a body one GET, and what is answered.

        Raises: ChannelUnavailable: it was not asked, or doing it again does not show (`repeatable`);
        DeliveryInDoubt: asked, and not answered; ContentRejected: too large for whatever stands before the platform."""
        try:
            async with self._session().request(
                "GET" if body is None else "POST",
                self._url(path, query),
                data=_form(body) if isinstance(body, File) else body,
                headers=JSON if isinstance(body, bytes) else None,
                timeout=_limits(UPLOAD if isinstance(body, File) else SECONDS),
                allow_redirects=False,
            ) as response:
                status, payload = response.status, await response.read()
        except FAILURES as failure:
            raise _unanswered(failure, repeatable=repeatable) from None
        if status == 413:
            raise ContentRejected("413")
        if status >= 300:
            raise ChannelUnavailable(f"HTTP {status}")
        return payload

    async def download(self, path: str, query: Query) -> AsyncGenerator[bytes, None]:
        """The body of a GET in chunks. Raises: ChannelUnavailable."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=SECONDS / 2, sock_read=SECONDS)
        try:
            async with self._session().get(self._url(path, query), timeout=timeout, allow_redirects=False) as response:
                if response.status >= 300:
                    raise ChannelUnavailable(f"HTTP {response.status}")
                async for chunk in response.content.iter_chunked(CHUNK):
                    yield chunk
        except FAILURES as failure:
            raise ChannelUnavailable(type(failure).__name__) from None

    async def close(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            await opened.close()

    def _url(self, path: str, query: Query) -> URL:
        """`path` may be a whole address."""
        return URL(path if "://" in path else f"{self._root}/{path}").update_query(query)

    def _session(self) -> aiohttp.ClientSession:
        if self._open is None or self._open.closed:
            self._open = _open_session(self._root, self._connections)
        return self._open


def _open_session(root: str, connections: int) -> aiohttp.ClientSession:
    """By the proxy of the environment (HTTPS_PROXY, NO_PROXY), looked up once."""
    parts = urlsplit(root)
    proxy = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections, ttl_dns_cache=300, keepalive_timeout=KEPT),
        cookie_jar=aiohttp.DummyCookieJar(),
        proxy=proxy,
    )


def _limits(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=SECONDS / 2)


def _form(file: File) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("media", file.content, filename=file.name, content_type=file.mime)
    return form


def _unanswered(failure: BaseException, *, repeatable: bool) -> ChannelUnavailable | DeliveryInDoubt:
    """By the failure's name alone: its words may hold the address, and so the token."""
    unsent = isinstance(failure, UNSENT)
    return (ChannelUnavailable if unsent or repeatable else DeliveryInDoubt)(type(failure).__name__)
