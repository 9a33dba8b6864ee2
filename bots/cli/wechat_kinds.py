"""The two kinds of WeChat that `kamidesk init` sets up, and where they differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bots.cli.account_look import Seen, look_at_official, look_at_wecom
from config import shorthands as short


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two: the names of its settings, and how the platform is asked.

    `words`: of its texts. `server`: unless the variable `url` names another."""

    channel: str
    words: str
    id_field: str
    id_form: str
    secret_field: str
    server: str
    url: str
    shorts: Mapping[str, str]
    look: Callable[[str, str, str], Seen]

    @property
    def section(self) -> tuple[str, ...]:
        return ("channels", self.channel, "main")

    def long(self, field: str) -> str:
        return f"KAMIDESK_CHANNELS__{self.channel}__MAIN__{field}".upper()


OFFICIAL: Final = Kind(
    channel="wechat",
    words="cli-wechat",
    id_field="app_id",
    id_form=r"wx[A-Za-z0-9]{6,30}",
    secret_field="app_secret",  # noqa: S106 - a name, not a secret
    server="https://api.weixin.qq.com",
    url=short.WECHAT_URL,
    shorts={"app_secret": short.WECHAT_APP_SECRET, "token": short.WECHAT_TOKEN, "aes_key": short.WECHAT_AES_KEY},
    look=look_at_official,
)
WECOM: Final = Kind(
    channel="wecom",
    words="cli-wecom",
    id_field="corp_id",
    id_form=r"w[A-Za-z0-9_-]{4,30}",
    secret_field="secret",  # noqa: S106 - a name, not a secret
    server="https://qyapi.weixin.qq.com",
    url=short.WECOM_URL,
    shorts={"secret": short.WECOM_SECRET, "token": short.WECOM_TOKEN, "aes_key": short.WECOM_AES_KEY},
    look=look_at_wecom,
)
KINDS: Final = {"1": OFFICIAL, "2": WECOM}
