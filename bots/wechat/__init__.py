"""WeChat: the official account (公众号, 服务号), and beside it in its own folder WeCom's customer service (微信客服).

What both share lies here: signatures, access tokens, calls, the count of messages, files. Importing this imports no
SDK."""

from importlib.util import find_spec
from typing import Any

from bots.wechat.decoding import decode
from bots.wechat.official.channel import OfficialChannel
from bots.wechat.official.settings import OfficialSettings
from bots.wechat.wecom.channel import WECOM, build_customer_service
from core.channel import Channel
from core.errors import WrongSetting
from core.messages import AccountId, ChannelName
from core.ports import Surroundings

OFFICIAL = ChannelName("wechat")


def build_official(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting: a value is wrong or missing, or wechatpy is not installed."""
    chosen = decode(OfficialSettings, OFFICIAL, account, settings)
    if find_spec("wechatpy") is None:
        remedy = "Type: .venv/bin/pip install -c constraints.txt -e '.[wechat]'"
        raise WrongSetting(f"channels.{OFFICIAL}", "the library wechatpy is not installed.", remedy)
    return OfficialChannel(OFFICIAL, account, chosen, around)


CHANNELS = {OFFICIAL: build_official, WECOM: build_customer_service}
