"""The greeting, the menu, the language. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.choices import chosen, offering
from core.language import LANGUAGES
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from core.reading import fold, gist
from core.remembering import judged
from core.skills import to_buyer
from core.smalltalk import Small, small
from core.turns import Answer, Choice, Turn

_MENU = frozenset(
    [
        "菜单",
        "主菜单",
        "目录",
        "功能",
        "帮助",
        "帮助菜单",
        "开始",
        "返回",
        "返回菜单",
        "首页",
        "menu",
        "main",
        "help",
        "start",
        "home",
        "back",
        "options",
    ]
)
_MARKS = frozenset({"?", "？", "??", "？？", "/"})
_LANGUAGE = {
    "zh": frozenset(["中文", "简体", "简体中文", "说中文", "切换中文", "汉语", "普通话", "chinese", "zh", "lang zh"]),
    "en": frozenset(["english", "英文", "英语", "en", "in english", "切换英文", "speak english", "lang en"]),
}
_WHICH_LANGUAGE = frozenset({"lang", "language", "语言", "切换语言", "换语言"})


@dataclass(frozen=True, slots=True)
class MenuSettings:
    shop: str = "KamiDesk"


def person(turn: Turn, reason: str = "asked") -> Choice:
    """The way to a person; `reason` tells the agents why, by a key of the texts."""
    return Choice(turn.say("button-person"), "person" if reason == "asked" else f"person:{reason}")


def other_language(turn: Turn) -> Choice:
    other = "en" if turn.language == "zh" else "zh"
    return Choice(turn.say("button-other-language"), f"lang:{other}")


def menu_choices(turn: Turn) -> list[Choice]:
    return [
        Choice(turn.say("button-order"), "order"),
        Choice(turn.say("button-keys"), "keys"),
        Choice(turn.say("button-faq"), "faq"),
        person(turn),
        other_language(turn),
    ]


def invitation(turn: Turn, key: str = "group-invitation") -> Answer:
    """For groups, where everybody reads along: public words only."""
    return Answer(say=(to_buyer(turn, turn.say(key)),))


def greeting(turn: Turn, shop: str) -> Answer:
    """A welcome the first time, the menu later."""
    memory = replace(turn.memory, greeted=True, unreachable=False, misses=0, waiting=None)
    key = "menu-again" if turn.memory.greeted else "menu-greeting"
    return offering(turn, turn.say(key, shop=shop), menu_choices(turn), memory)


class Menu:
    def __init__(self, settings: MenuSettings | None = None) -> None:
        self._settings = settings or MenuSettings()

    def answer(self, turn: Turn) -> Answer | None:
        if turn.staff or not isinstance(turn.event, MessageReceived | ButtonPressed | ContactOpened):
            return None
        value = chosen(turn)
        language = _picked_language(value, turn.text)
        if language:
            return self._speak(turn, language)
        if not turn.private:
            return invitation(turn, "group-greeting") if self._opens(turn, value) else None
        if value == "menu" or (value is None and _wants_menu(turn.text)):
            return greeting(turn, self._settings.shop)
        if value == "lang" or (value is None and _asks_for_languages(turn.text)):
            return offering(turn, turn.say("language-which"), _languages(turn))
        return greeting(turn, self._settings.shop) if self._opens(turn, value) else None

    def _opens(self, turn: Turn, value: str | None) -> bool:
        """The chat was opened, or the first words are no more than a hello."""
        if value is not None:
            return False
        if isinstance(turn.event, ContactOpened):
            return True
        return not turn.memory.greeted and small(turn) is Small.HELLO

    def _speak(self, turn: Turn, language: str) -> Answer:
        memory = replace(turn.memory, language=language, chosen_language=True, greeted=True)
        spoken = replace(turn, conversation=replace(turn.conversation, memory=memory))
        if not turn.private:
            return replace(invitation(spoken, "group-greeting"), remember=memory)
        return offering(spoken, spoken.say("language-set"), menu_choices(spoken), memory)


def _languages(turn: Turn) -> Sequence[Choice]:
    return [Choice(turn.words(name, "language-name"), f"lang:{name}") for name in LANGUAGES]


def _picked_language(value: str | None, text: str) -> str | None:
    if value is not None:
        name = value.removeprefix("lang:")
        return name if value.startswith("lang:") and name in LANGUAGES else None
    return _language_named(text)


@judged
def _language_named(text: str) -> str | None:
    words = re.sub(r"\s+", " ", gist(text))
    return next((language for language, names in _LANGUAGE.items() if words in names), None)


@judged
def _asks_for_languages(text: str) -> bool:
    return gist(text) in _WHICH_LANGUAGE


@judged
def _wants_menu(text: str) -> bool:
    return fold(text).strip() in _MARKS or gist(text) in _MENU
