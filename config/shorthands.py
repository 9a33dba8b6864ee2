"""Short names for the variables of a shop on Telegram, WeChat or Discord: a few are enough to begin. Pure."""

from collections.abc import Mapping
from typing import Final

SHOP: Final = "KAMIDESK_CHANNELS__TELEGRAM__MAIN__"
STAFF: Final = "KAMIDESK_CHANNELS__TELEGRAM_STAFF__MAIN__"

TELEGRAM_TOKEN: Final = "KAMIDESK_TELEGRAM_TOKEN"
TELEGRAM_STAFF_TOKEN: Final = "KAMIDESK_TELEGRAM_STAFF_TOKEN"
TELEGRAM_GROUP: Final = "KAMIDESK_TELEGRAM_GROUP"
TELEGRAM_URL: Final = "KAMIDESK_TELEGRAM_URL"

WECHAT: Final = "KAMIDESK_CHANNELS__WECHAT__MAIN__"
WECOM: Final = "KAMIDESK_CHANNELS__WECOM__MAIN__"

WECHAT_APP_ID: Final = "KAMIDESK_WECHAT_APP_ID"
WECHAT_APP_SECRET: Final = "KAMIDESK_WECHAT_APP_SECRET"
WECHAT_TOKEN: Final = "KAMIDESK_WECHAT_TOKEN"
WECHAT_AES_KEY: Final = "KAMIDESK_WECHAT_AES_KEY"
WECHAT_URL: Final = "KAMIDESK_WECHAT_URL"

WECOM_CORP_ID: Final = "KAMIDESK_WECOM_CORP_ID"
WECOM_SECRET: Final = "KAMIDESK_WECOM_SECRET"
WECOM_TOKEN: Final = "KAMIDESK_WECOM_TOKEN"
WECOM_AES_KEY: Final = "KAMIDESK_WECOM_AES_KEY"
WECOM_OPEN_KFID: Final = "KAMIDESK_WECOM_OPEN_KFID"
WECOM_URL: Final = "KAMIDESK_WECOM_URL"

DISCORD: Final = "KAMIDESK_CHANNELS__DISCORD__MAIN__"
DISCORD_STAFF: Final = "KAMIDESK_CHANNELS__DISCORD_STAFF__MAIN__"

DISCORD_TOKEN: Final = "KAMIDESK_DISCORD_TOKEN"
DISCORD_STAFF_TOKEN: Final = "KAMIDESK_DISCORD_STAFF_TOKEN"
DISCORD_GUILD: Final = "KAMIDESK_DISCORD_GUILD"
DISCORD_FORUM: Final = "KAMIDESK_DISCORD_FORUM"
DISCORD_URL: Final = "KAMIDESK_DISCORD_URL"

SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    TELEGRAM_TOKEN: (f"{SHOP}TOKEN",),
    TELEGRAM_STAFF_TOKEN: (f"{STAFF}TOKEN",),
    TELEGRAM_GROUP: (f"{STAFF}GROUP",),
    TELEGRAM_URL: (f"{SHOP}API_URL", f"{STAFF}API_URL"),
    WECHAT_APP_ID: (f"{WECHAT}APP_ID",),
    WECHAT_APP_SECRET: (f"{WECHAT}APP_SECRET",),
    WECHAT_TOKEN: (f"{WECHAT}TOKEN",),
    WECHAT_AES_KEY: (f"{WECHAT}AES_KEY",),
    WECHAT_URL: (f"{WECHAT}API_URL",),
    WECOM_CORP_ID: (f"{WECOM}CORP_ID",),
    WECOM_SECRET: (f"{WECOM}SECRET",),
    WECOM_TOKEN: (f"{WECOM}TOKEN",),
    WECOM_AES_KEY: (f"{WECOM}AES_KEY",),
    WECOM_OPEN_KFID: (f"{WECOM}OPEN_KFID",),
    WECOM_URL: (f"{WECOM}API_URL",),
    DISCORD_TOKEN: (f"{DISCORD}TOKEN",),
    DISCORD_STAFF_TOKEN: (f"{DISCORD_STAFF}TOKEN",),
    DISCORD_GUILD: (f"{DISCORD}GUILD", f"{DISCORD_STAFF}GUILD"),
    DISCORD_FORUM: (f"{DISCORD_STAFF}FORUM",),
    DISCORD_URL: (f"{DISCORD}API_URL", f"{DISCORD_STAFF}API_URL"),
}
"""What each stands for."""
SERVERS: Final = frozenset({TELEGRAM_URL, WECHAT_URL, WECOM_URL, DISCORD_GUILD, DISCORD_URL})
"""They say where, not who: alone they make no account."""


def spelled_out(variables: Mapping[str, str], beside: Mapping[str, str] | None = None) -> dict[str, str]:
    """The same variables by their long names; a long name that is given, too, wins. An empty short one counts as none.

    `variables`: of one source, names in capitals. `beside`: of the others; a server goes to those accounts
    alone whose token is among them all."""
    accounts = {long.rpartition("__")[0] for long in _long(variables) + _long(beside or {}) if long.endswith("__TOKEN")}
    meant = {
        long: value
        for short, value in variables.items()
        if value
        for long in SHORT.get(short, ())
        if short not in SERVERS or long.rpartition("__")[0] in accounts
    }
    return meant | {name: value for name, value in variables.items() if name not in SHORT}


def _long(variables: Mapping[str, str]) -> list[str]:
    return [long for name, value in variables.items() if value for long in SHORT.get(name, (name,))]
