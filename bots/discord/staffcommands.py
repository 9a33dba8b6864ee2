"""The desk's commands as slash commands of the agents' server, and a used one as the text that it stands for. Pure.

Limits: discord.com/developers/docs/interactions/application-commands (names 32 characters, descriptions 100)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bots.discord.rights import Right
from bots.discord.shapes import Pressed
from core.turns import Words

SLASH, ON_MESSAGE = 1, 3
"""Types of commands: typed, or in the menu of a message."""
TEXT: Final = 3
"""Type of an option."""
LANGUAGES: Final = {"zh": "简体中文", "zh-Hant": "繁體中文", "en": "English", "es": "Español"}
OPTIONS: Final[Mapping[str, str]] = {
    "take": "",
    "close": "words",
    "note": "words",
    "order": "number",
    "resend": "number",
    "replace": "words",
    "refund": "words",
    "stock": "words",
    "replacements": "number",
    "incident": "words",
    "lang": "language",
    "history": "",
    "move": "room",
    "unlink": "",
    "open": "",
    "search": "words",
    "stats": "",
    "faq": "words",
    "learn": "",
    "help": "",
}
"""Our commands, and the one thing that each may be told beside."""
TAKE_BACK: Final = "delete"
LIMIT: Final = 100
DISCORDS: Final = {"zh": ("zh-CN", "zh-TW"), "en": ()}
"""Discord's own names of our languages; what has none of its own is shown in English."""


class Used(Pressed, frozen=True):
    """What an interaction tells of what was used. `target_id`: the message in whose menu the command is."""

    type: int = SLASH
    target_id: str = ""


def definitions(words: Words, *, managers_only: bool) -> list[dict[str, Any]]:
    """What is registered for the server. `managers_only`: shown only to those who manage threads there."""
    shown_to = str(int(Right.MANAGE_THREADS)) if managers_only else None
    return [one | {"default_member_permissions": shown_to} for one in _all(words)]


def text_of(used: Used) -> str:
    """The command as an agent would have typed it."""
    if used.type == ON_MESSAGE:
        return f"/{TAKE_BACK}"
    told = " ".join(str(option.value) for option in used.options if option.value not in (None, ""))
    return f"/{used.name} {told}".strip()


def _all(words: Words) -> Iterator[dict[str, Any]]:
    for name, option in OPTIONS.items():
        yield {"name": name, "type": SLASH, **_described(words, name), "options": [*_options(words, option)]}
    names = {language: words(language, "discord-staff-command-delete") for language in DISCORDS}
    yield {"name": names["en"], "type": ON_MESSAGE, "name_localizations": _localized(names)}


def _options(words: Words, name: str) -> Iterator[dict[str, Any]]:
    if not name:
        return
    described = _described(words, f"option-{name}")
    choices = [{"name": shown, "value": value} for value, shown in LANGUAGES.items()] if name == "language" else []
    yield {"name": name, "type": TEXT, **described, "required": bool(choices), "choices": choices}


def _described(words: Words, what: str) -> dict[str, Any]:
    told = {language: words(language, f"discord-staff-command-{what}")[:LIMIT] for language in DISCORDS}
    return {"description": told["en"], "description_localizations": _localized(told)}


def _localized(told: Mapping[str, str]) -> dict[str, str]:
    return {locale: told[language] for language, locales in DISCORDS.items() for locale in locales}
