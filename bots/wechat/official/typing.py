"""Showing that somebody writes: within 30 seconds of an exchange, for 15 seconds, not again while it is shown.

developers.weixin.qq.com/doc/service/api/customer/message/api_typing"""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final

from bots.wechat.api import Answer, Api
from core.errors import ChannelError

PATH: Final = "cgi-bin/message/custom/typing"
EXCHANGE: Final = 29.0
LASTS: Final = 15.5
REMEMBERED: Final = 5_000


class Typing:
    """Best effort: raises nothing. `seconds`: a clock that only goes forward."""

    def __init__(self, api: Api, seconds: Callable[[], float] = monotonic) -> None:
        self._api = api
        self._seconds = seconds
        self._exchanged: dict[str, float] = {}
        self._shown: dict[str, float] = {}

    def heard(self, chat: str) -> None:
        """The buyer has written."""
        self._note(self._exchanged, chat)

    def said(self, chat: str) -> None:
        """We have: whatever was shown ends with it."""
        self._note(self._exchanged, chat)
        self._shown.pop(chat, None)

    async def show(self, chat: str) -> None:
        now = self._seconds()
        exchanged, shown = self._exchanged.get(chat), self._shown.get(chat)
        if exchanged is None or now - exchanged > EXCHANGE or (shown is not None and now - shown < LASTS):
            return
        self._note(self._shown, chat)
        with suppress(ChannelError):
            await self._api.call(PATH, {"touser": chat, "command": "Typing"}, kind=Answer)

    def _note(self, moments: dict[str, float], chat: str) -> None:
        moments.pop(chat, None)
        moments[chat] = self._seconds()
        if len(moments) > REMEMBERED:
            del moments[next(iter(moments))]
