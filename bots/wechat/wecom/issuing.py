"""Access tokens of WeCom: for the company's id and the app's secret, in a GET (document 91039)."""

from datetime import timedelta
from typing import Final

import msgspec

from bots.wechat.api import BAD_JSON, Answer
from bots.wechat.tokens import Issued
from bots.wechat.wecom.errors import translate
from bots.wechat.wecom.settings import CustomerServiceSettings
from bots.wechat.wire import Wire
from core.errors import ChannelUnavailable

PATH: Final = "cgi-bin/gettoken"


class _Token(Answer):
    access_token: str = ""
    expires_in: int = 7200


_read: Final = msgspec.json.Decoder(_Token, strict=False).decode


class Issuing:
    """Implements bots.wechat.tokens.Fetch. WeCom gives the same token again while it is good."""

    def __init__(self, wire: Wire, settings: CustomerServiceSettings) -> None:
        self._wire = wire
        self._settings = settings

    async def __call__(self, forced: bool) -> Issued:  # noqa: ARG002 - WeCom knows no force
        """Raises: ChannelError."""
        query = {"corpid": self._settings.corp_id, "corpsecret": self._settings.secret.get_secret_value()}
        payload = await self._wire.ask(PATH, query, None, repeatable=True)
        try:
            told = _read(payload)
        except BAD_JSON:
            raise ChannelUnavailable("an answer that is not of the platform's form") from None
        if told.errcode or not told.access_token:
            raise translate(told.errcode, told.errmsg)
        return Issued(told.access_token, timedelta(seconds=told.expires_in))
