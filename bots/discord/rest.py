"""discord.py's calls by REST: its waiting for limits and its uploads, below another root, each call tried once.

Importing this imports discord.py."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import discord
import msgspec
from discord.http import HTTPClient, Route

from bots.discord.connection import Request
from bots.discord.errors import Declined
from bots.discord.routes import parts_of

TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=15)
UPLOADING: Final = aiohttp.ClientTimeout(total=300, sock_connect=15, sock_read=60)
LONGEST_WAIT: Final = 30.0
"""Seconds that a call may wait for its turn; the least that discord.py takes here."""


class _Told(msgspec.Struct):
    """What Discord says with a no."""

    code: int = 0
    message: str = ""
    retry_after: float = 0.0
    is_global: bool = msgspec.field(name="global", default=False)


_decode = msgspec.json.Decoder(_Told).decode


class Rest(HTTPClient):
    """discord.py's calls below another root, with its waiting for limits, and each of them tried only once."""

    def __init__(self, root: str) -> None:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(_look)
        loop: Any = discord.utils.MISSING  # set when it logs in
        super().__init__(loop, proxy=_proxy(root), http_trace=trace, max_ratelimit_timeout=LONGEST_WAIT)
        self._root = root

    async def request(self, route: Route, **kwargs: Any) -> Any:
        """Raises: Declined; aiohttp's and the system's exceptions."""
        route.url = self._root + route.url.removeprefix(route.BASE)
        kwargs.setdefault("timeout", TIMEOUT)
        try:
            return await super().request(route, **kwargs)
        except discord.RateLimited as limit:
            raise Declined(429, after=limit.retry_after) from None


async def carry(http: HTTPClient, request: Request) -> Any:
    """Raises: Declined; aiohttp's and the system's exceptions."""
    where, _, query = request.path.partition("?")
    template, ids = parts_of(where)
    route = Route(request.method, template, metadata=None, **ids)
    for upload in request.files:
        upload.content.seek(0)
    files = [discord.File(one.content, one.name) for one in request.files]  # type: ignore[arg-type]
    try:
        return await http.request(route, params=dict(parse_qsl(query)), **_body(request.json, files))
    finally:
        for file in files:  # it keeps a file from being closed as long as it has it
            file.close()


async def _look(_: aiohttp.ClientSession, __: SimpleNamespace, seen: aiohttp.TraceRequestEndParams) -> None:
    """Raises: Declined, before discord.py would wait and try again: the outbox does that, and knows what is urgent."""
    response = seen.response
    if response.status < 400:
        return
    payload = await response.read()
    headers = response.headers
    try:
        told = _decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        told = _Told()
    after = told.retry_after or _seconds(headers.get("Retry-After", ""))
    account = told.is_global or headers.get("X-RateLimit-Scope") == "global" or "Via" not in headers
    response.release()
    raise Declined(response.status, told.code, told.message, after, account=account)


def _seconds(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdecimal() else 0.0


def _body(told: Any, files: Sequence[discord.File]) -> dict[str, Any]:
    if not files:
        return {} if told is None else {"json": told}
    form: list[dict[str, Any]] = [{"name": "payload_json", "value": msgspec.json.encode(told).decode()}]
    form += [
        {"name": f"files[{n}]", "value": file.fp, "filename": file.filename, "content_type": "application/octet-stream"}
        for n, file in enumerate(files)
    ]
    return {"form": form, "files": files, "timeout": UPLOADING}


def _proxy(root: str) -> str | None:
    """That of the environment (HTTPS_PROXY, NO_PROXY)."""
    parts = urlsplit(root)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
