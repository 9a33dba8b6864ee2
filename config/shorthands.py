"""Short names for the variables of a shop on Telegram: two tokens are enough to begin. Pure."""

from collections.abc import Mapping
from typing import Final

SHOP: Final = "KAMIDESK_CHANNELS__TELEGRAM__MAIN__"
STAFF: Final = "KAMIDESK_CHANNELS__TELEGRAM_STAFF__MAIN__"

TELEGRAM_TOKEN: Final = "KAMIDESK_TELEGRAM_TOKEN"
TELEGRAM_STAFF_TOKEN: Final = "KAMIDESK_TELEGRAM_STAFF_TOKEN"
TELEGRAM_GROUP: Final = "KAMIDESK_TELEGRAM_GROUP"
TELEGRAM_URL: Final = "KAMIDESK_TELEGRAM_URL"

SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    TELEGRAM_TOKEN: (f"{SHOP}TOKEN",),
    TELEGRAM_STAFF_TOKEN: (f"{STAFF}TOKEN",),
    TELEGRAM_GROUP: (f"{STAFF}GROUP",),
    TELEGRAM_URL: (f"{SHOP}API_URL", f"{STAFF}API_URL"),
}
"""What each stands for."""


def spelled_out(variables: Mapping[str, str], beside: Mapping[str, str] | None = None) -> dict[str, str]:
    """The same variables by their long names; a long name that is given, too, wins. An empty short one counts as none.

    `variables`: of one source, names in capitals. `beside`: of the others; the server's address goes to those bots
    alone whose token is among them all."""
    bots = {long.rpartition("__")[0] for long in _long(variables) + _long(beside or {}) if long.endswith("__TOKEN")}
    meant = {
        long: value
        for short, value in variables.items()
        if value
        for long in SHORT.get(short, ())
        if short != TELEGRAM_URL or long.rpartition("__")[0] in bots
    }
    return meant | {name: value for name, value in variables.items() if name not in SHORT}


def _long(variables: Mapping[str, str]) -> list[str]:
    return [long for name, value in variables.items() if value for long in SHORT.get(name, (name,))]
