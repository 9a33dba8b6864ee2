"""Questions to a shop over HTTP: JSON only, bounded in time and size, and every failure is ShopUnavailable.

What is raised or logged never holds an address, a header or a body: all of them may hold a secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import aiohttp
import msgspec
from yarl import URL

from core.errors import ShopUnavailable
from storage.shops.breaker import Breaker

MOST_BYTES = 1024 * 1024
CONNECT_WITHIN = 5.0
"""Seconds."""
CONNECTIONS = 8
"""At most so many questions at once; the others wait, and their time runs."""
_JSON = frozenset({"application/json", "text/json"})
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "KamiDesk"}


@dataclass(frozen=True, slots=True)
class Reply:
    """`status`: 200 to 299 or 400 to 499. `headers`: names in any case. `payload`: of the JSON; None: an empty body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    payload: Any = field(repr=False)


class Calls:
    """One shop's. `within`: seconds for a whole question. `proxy`: None: none, whatever the environment says.

    `any_type`: the reply's JSON may call itself something else, as with many PHP programs (text/html)."""

    most: ClassVar[int] = MOST_BYTES

    def __init__(
        self,
        base_url: str,
        breaker: Breaker,
        within: float = 8.0,
        *,
        proxy: str | None = None,
        any_type: bool = False,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._breaker = breaker
        self._timeout = aiohttp.ClientTimeout(total=within, sock_connect=min(CONNECT_WITHIN, within))
        self._proxy = proxy
        self._any_type = any_type
        self._session: aiohttp.ClientSession | None = None

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Reply:
        """`path`: begins with "/", its odd characters are quoted already. The body is sent as JSON unless the headers
        tell another type.

        Raises: ShopUnavailable: no answer in time, 3xx, 429, 5xx, not JSON, too large, or it is left alone."""
        url = URL(self._base_url + target(path, query), encoded=True)
        async with self._breaker.passing():
            try:
                return await self._asked(method, url, headers or {}, body)
            except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:
                cause = _cause(error)
            # Outside of the handler: an error of the client holds the address, and must not hang on as the context.
            raise ShopUnavailable(cause)

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def _asked(self, method: str, url: URL, headers: Mapping[str, str], body: bytes) -> Reply:
        said = {"Content-Type": "application/json", **headers} if body else headers
        asking = self._open().request(
            method, url, data=body or None, headers=said, allow_redirects=False, proxy=self._proxy
        )
        async with asking as response:
            self._look_at(response)
            raw = await _bounded(response, self.most)
            return Reply(response.status, response.headers, self._payload(response, raw))

    def _payload(self, response: aiohttp.ClientResponse, raw: bytes) -> Any:
        """Raises: ShopUnavailable, ValueError: it cannot be read."""
        if not raw.strip():
            return None
        if not self._any_type and not _is_json(response.content_type):
            raise ShopUnavailable(f"It answers something else than JSON (status {response.status}).")
        return msgspec.json.decode(raw)

    def _open(self) -> aiohttp.ClientSession:
        """One for all questions; made here because it belongs to the running loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                headers=_HEADERS,
                trust_env=False,
                auto_decompress=False,
            )
        return self._session

    def _look_at(self, response: aiohttp.ClientResponse) -> None:
        """Before the body is read."""
        status = response.status
        if status == 429:
            after = _seconds(response.headers.get("Retry-After", ""))
            self._breaker.pause(after)
            raise ShopUnavailable(f"It asks us to wait (429, {after:.0f} s).")
        if status >= 500:
            raise ShopUnavailable(f"It fails (status {status}).")
        if not (200 <= status < 300 or 400 <= status < 500):
            raise ShopUnavailable(f"It sends us elsewhere (status {status}); is the address right?")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise ShopUnavailable("It answers compressed, which was not asked for.")


def target(path: str, query: Mapping[str, str] | None = None) -> str:
    """Path and query just as `ask` sends them: what a signature is made over. Pure."""
    return f"{path}?{urlencode(query, quote_via=quote)}" if query else path


async def _bounded(response: aiohttp.ClientResponse, most: int) -> bytes:
    pieces = bytearray()
    async for piece in response.content.iter_any():
        pieces += piece
        if len(pieces) > most:
            raise ShopUnavailable("Its answer is too large.")
    return bytes(pieces)


def _is_json(kind: str) -> bool:
    return kind in _JSON or (kind.startswith("application/") and kind.endswith("+json"))


def _seconds(told: str) -> float:
    """Of a Retry-After; dates are not worth the trouble for a pause of a minute at most."""
    plain = told.strip()
    return float(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else 1.0


def _cause(error: Exception) -> str:
    """In our words: the error's own hold addresses."""
    match error:
        case TimeoutError():
            return "It does not answer in time."
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return "No safe connection to it comes about (TLS, certificate)."
        case aiohttp.ClientConnectorDNSError():
            return "Its name is not known."
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError():
            return "Its answer is cut off."
        case aiohttp.ClientConnectionError() | OSError():
            return "It cannot be reached."
        case _:
            return "Its answer cannot be read."
