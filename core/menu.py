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
        "选单",
        "主选单",
        "说明",
        "inicio",
        "volver",
        "ayuda",
        "opciones",
    ]
)
_MARKS = frozenset({"?", "？", "??", "？？", "/"})
_LANGUAGE = {
    "zh": (
        "中文 简体 简体中文 简体字 汉语 普通话 国语 chinese simplified_chinese mandarin"
        " chino chino_simplificado zh zh_cn"
    ),
    "zh-Hant": (
        "繁体 繁体中文 繁体字 正体 正体中文 正体字 台湾中文 traditional_chinese chinese_traditional chino_tradicional"
        " zh_hant zh_tw zh_hk"
    ),
    "en": "english 英文 英语 ingles en",
    "es": "espanol spanish castellano 西班牙文 西班牙语 es",
}
"""What languages are called, folded."""
_NAMED = {name.replace("_", " "): language for language, names in _LANGUAGE.items() for name in names.split()}
_WISH = re.compile(
    r"(?:(?:请|我要|我想)?(?:切换|换|改|转|说|讲|用)(?:成|到|为|回|用)?|lang(?:uage)?"
    r"|(?:speak|use|switch to|change to|in)"
    r"|(?:habla|hablar|hablame|cambia|cambiar|pon|usa)?(?: ?(?:a|en|al|el))?)? ?(?P<named>.+?)(?: please| por favor)?"
)
_LONGEST = 40
_WHICH_LANGUAGE = frozenset(
    [
        "lang",
        "language",
        "languages",
        "change language",
        "语言",
        "切换语言",
        "换语言",
        "改语言",
        "更换语言",
        "语系",
        "idioma",
        "idiomas",
        "cambiar idioma",
        "cambiar de idioma",
        "language语言",
        "语言language",
        "idioma language",
    ]
)


@dataclass(frozen=True, slots=True)
class MenuSettings:
    shop: str = "KamiDesk"


def person(turn: Turn, reason: str = "asked") -> Choice:
    """The way to a person; `reason` tells the agents why, by a key of the texts."""
    return Choice(turn.say("button-person"), "person" if reason == "asked" else f"person:{reason}")


def languages_choice(turn: Turn) -> Choice:
    """Named so that it is found by who cannot read the rest."""
    return Choice(turn.say("button-language"), "lang")


def menu_choices(turn: Turn) -> list[Choice]:
    return [
        Choice(turn.say("button-order"), "order"),
        Choice(turn.say("button-keys"), "keys"),
        Choice(turn.say("button-faq"), "faq"),
        person(turn),
        languages_choice(turn),
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
    wish = _WISH.fullmatch(words) if len(words) <= _LONGEST else None
    return _NAMED.get(words) or (_NAMED.get(wish["named"]) if wish else None)


@judged
def _asks_for_languages(text: str) -> bool:
    return gist(text) in _WHICH_LANGUAGE


@judged
def _wants_menu(text: str) -> bool:
    return fold(text).strip() in _MARKS or gist(text) in _MENU
