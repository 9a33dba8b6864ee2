"""Asks the platform once and keeps its answer as it is, codes and clock included: for the doctor and the set-up.

It keeps no token and tries nothing twice; what runs all day goes through the API client instead."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp
import msgspec

from core.errors import ChannelUnavailable

SECONDS: Final = 10.0
JSON: Final = {"Content-Type": "application/json"}
NO_JSON: Final = -100
"""Stands for the code of an answer that is not of the platform's form."""


class _Head(msgspec.Struct):
    errcode: int = 0
    errmsg: str = ""
    access_token: str = ""


_decode: Final = msgspec.json.Decoder(_Head).decode


@dataclass(frozen=True, slots=True)
class Told:
    """`code`: 0 is good. `date`: the platform's clock, as in the HTTP header. `body`: the whole answer, undecoded."""

    code: int
    message: str
    date: str
    body: bytes

    @property
    def ok(self) -> bool:
        return self.code == 0


class Asking:
    """Over one session. Raises ChannelUnavailable only, and never shows an address: there may be a token in it."""

    def __init__(self, api_url: str, session: aiohttp.ClientSession) -> None:
        self._root = api_url.rstrip("/")
        self._session = session

    async def get(self, path: str, query: Mapping[str, str]) -> Told:
        return await self._asked("GET", path, query, None)

    async def post(self, path: str, query: Mapping[str, str], body: Mapping[str, object]) -> Told:
        return await self._asked("POST", path, query, msgspec.json.encode(body))

    async def _asked(self, method: str, path: str, query: Mapping[str, str], data: bytes | None) -> Told:
        url = f"{self._root}/{path}"
        try:
            async with self._session.request(method, url, params=query, data=data, headers=JSON) as response:
                payload, date = await response.read(), response.headers.get("Date", "")
        except (aiohttp.ClientError, OSError) as failure:  # TimeoutError is an OSError
            raise ChannelUnavailable(f"{self._root} cannot be reached ({type(failure).__name__})") from None
        try:
            head = _decode(payload)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return Told(NO_JSON, f"HTTP {response.status} without an answer of WeChat's form", date, payload)
        return Told(head.errcode, head.errmsg, date, payload)


@asynccontextmanager
async def asking(api_url: str) -> AsyncIterator[Asking]:
    """Through the proxy of HTTPS_PROXY where there is one."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        yield Asking(api_url, session)


def token_in(told: Told) -> str:
    """The access token of an answer that has one; empty otherwise."""
    return _decode(told.body).access_token if told.ok else ""
