"""The official account's access token: the stable one, which every process is given alike.

developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken"""

from datetime import timedelta
from typing import Final

import msgspec

from bots.wechat.api import BAD_JSON, Answer
from bots.wechat.official.errors import translate
from bots.wechat.official.settings import OfficialSettings
from bots.wechat.tokens import Fetch, Issued
from bots.wechat.wire import Wire
from core.errors import ChannelUnavailable

PATH: Final = "cgi-bin/stable_token"


class _Given(Answer):
    access_token: str = ""
    expires_in: int = 0


_read: Final = msgspec.json.Decoder(_Given, strict=False).decode


def fetching(wire: Wire, settings: OfficialSettings, app_secret: str) -> Fetch:
    async def fetch(forced: bool) -> Issued:
        asked = {
            "grant_type": "client_credential",
            "appid": settings.app_id,
            "secret": app_secret,
            "force_refresh": forced,
        }
        payload = await wire.ask(PATH, {}, msgspec.json.encode(asked), repeatable=True)
        try:
            given = _read(payload)
        except BAD_JSON:
            raise ChannelUnavailable("an answer that is not of the platform's form") from None
        if given.errcode or not given.access_token:
            raise translate(given.errcode or -1, given.errmsg)
        return Issued(given.access_token, timedelta(seconds=given.expires_in))

    return fetch
