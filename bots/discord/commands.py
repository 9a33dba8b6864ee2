"""The shop bot's slash commands, and what they mean to the core. Pure.

discord.com/developers/docs/interactions/application-commands"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bots.discord.shapes import Pressed
from core.turns import Words

SUPPORT: Final = "support"
VALUES: Final[Mapping[str, str]] = {"order": "order", "keys": "keys", "faq": "faq", "lang": "lang"}
"""The core's button values."""
ARGUED: Final = frozenset({"order", "keys"})
NUMBER: Final = "number"
"""The option with an order number."""
LONGEST: Final = 64

LOCALES: Final[Mapping[str, str]] = {
    "zh-CN": "zh",
    "zh-TW": "zh-Hant",
    "en-US": "en",
    "en-GB": "en",
    "es-ES": "es",
    "es-419": "es",
}
"""Discord's names of the languages of buyers (discord.com/developers/docs/reference#locales)."""
_SLASH, _TEXT = 1, 3
_SERVER, _DIRECT = 0, 1
_INSTALLED_IN_SERVER: Final = 0


def value_of(pressed: Pressed) -> str | None:
    """The button that a command stands for; None: it only opens the talk, or is none of ours."""
    value = VALUES.get(pressed.name)
    if value is None:
        return None
    argument = next((str(one.value).strip() for one in pressed.options if one.name == NUMBER and one.value), "")
    return f"{value}:{argument}" if pressed.name in ARGUED and 0 < len(argument) <= LONGEST else value


def known(name: str) -> bool:
    return name == SUPPORT or name in VALUES


def to_register(words: Words, language: str) -> Sequence[dict[str, Any]]:
    """For everywhere: in the servers where the bot is, and in its direct messages. `language`: for all others."""
    return [_command(words, language, name) for name in (SUPPORT, *VALUES)]


def differ(registered: Sequence[dict[str, Any]], wanted: Sequence[dict[str, Any]]) -> bool:
    """Discord gives back more than it was told, and leaves out what is empty."""
    there = {str(one.get("name")): one for one in registered}
    return len(there) != len(wanted) or any(_other(there.get(one["name"], {}), one) for one in wanted)


def _other(there: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return not isinstance(there, dict) or any(_other(there.get(name), one) for name, one in wanted.items())
    if isinstance(wanted, list):
        same = isinstance(there, list) and len(there) == len(wanted)
        return not same or any(_other(*pair) for pair in zip(there, wanted, strict=True))
    return bool(there or wanted) and there != wanted


def _command(words: Words, language: str, name: str) -> dict[str, Any]:
    said = _described(words, language, f"discord-command-{name}")
    made = {"type": _SLASH, "name": name, **said, "contexts": [_SERVER, _DIRECT]}
    made["integration_types"] = [_INSTALLED_IN_SERVER]
    if name in ARGUED:
        option = {"type": _TEXT, "name": NUMBER, **_described(words, language, "discord-option-number")}
        made["options"] = [option | {"required": False, "max_length": LONGEST}]
    return made


def _described(words: Words, language: str, key: str) -> dict[str, Any]:
    localised = {locale: words(spoken, key) for locale, spoken in LOCALES.items()}
    return {"description": words(language, key), "description_localizations": localised}
