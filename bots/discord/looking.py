"""Questions of the doctor: plain GETs by REST, also when the channel does not run or discord.py is not there."""

from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec

from bots.discord.errors import Declined
from bots.discord.settings import BotSettings
from core.errors import ChannelUnavailable

TIMEOUT: Final = aiohttp.ClientTimeout(total=15)
AGENT: Final = "DiscordBot (https://discord.com/developers/docs, 1)"
"""Of the form that Discord asks for: discord.com/developers/docs/reference#user-agent."""


class _Told(msgspec.Struct):
    code: int = 0
    message: str = ""


class Looker:
    """`date`: what Discord's clock said with the last answer.

    async with Looker(settings) as look:
        me = await look.ask("/users/@me")
    """

    def __init__(self, settings: BotSettings) -> None:
        self.date = ""
        self._root = settings.api_url
        self._headers = {"Authorization": f"Bot {settings.token.get_secret_value()}", "User-Agent": AGENT}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=TIMEOUT, headers=self._headers)
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self._session.close()

    async def ask(self, path: str) -> Any:
        """Discord's answer, parsed. Raises: Declined; ChannelUnavailable: no answer, or one that is none."""
        try:
            async with self._session.get(self._root + path, proxy=_proxy(self._root)) as response:
                payload = await response.read()
                self.date = response.headers.get("Date", "")
        except (aiohttp.ClientError, OSError) as failure:
            raise ChannelUnavailable(type(failure).__name__) from None
        if response.status >= 400:
            raise _declined(response.status, payload)
        try:
            return msgspec.json.decode(payload)
        except msgspec.DecodeError:
            raise ChannelUnavailable("an answer that is not Discord's") from None


def _declined(status: int, payload: bytes) -> Declined:
    try:
        told = msgspec.json.decode(payload, type=_Told)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        told = _Told()
    return Declined(status, told.code, told.message)


def _proxy(root: str) -> str | None:
    """That of the environment (HTTPS_PROXY, NO_PROXY)."""
    parts = urlsplit(root)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
