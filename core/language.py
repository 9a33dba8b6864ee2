"""Which language a buyer gets: his platform's, his own words', or the one he picked. Pure, but for core.hanzi."""

import re
from functools import lru_cache

from core.hanzi import hanzi

LANGUAGES = ("zh", "zh-Hant", "en", "es")
NEAREST = {"zh-Hant": "zh", "es": "en"}
"""What is understood by who speaks the one: words that it lacks are said in the other."""

_CJK = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SPANISH_LETTER = re.compile("[ñ¿¡]")
_NO_SPANISH_LETTER = re.compile("[^\\W\\d_a-záéíóúüñªº]")
_ACCENT = re.compile("[áéíóú]")
_SPANISH = _words(
    "hola buenas gracias quiero quisiera necesito tengo puedo pueden estoy ayuda ayúdame español castellano compré"
    " pagué llegó pedido tarjeta reembolso"
)
"""One of these is enough."""
_RATHER_SPANISH = _words(
    "el los las una uno mi mis del con y por para pero ya muy como cuando donde esta este esto hay lo se al les nos"
    " clave código codigo cuenta pago dinero buenos dias tardes noches favor"
)
"""One may be a name or another language's word; two are not."""
_ENGLISH = _words(
    "i you it is are was the a an my your to of in on for not and or do does did have has can how what where when why"
    " hi hello hey thanks thank please help key order i'm don't didn't"
)
_WORDS = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")


def is_cjk(character: str) -> bool:
    return any(first <= character <= last for first, last in _CJK)


def has_cjk(text: str) -> bool:
    return not text.isascii() and any(is_cjk(character) for character in text)


@lru_cache(256)
def spoken_by(tag: str) -> str | None:
    """Ours for a BCP 47 tag ("zh-TW", "es_MX", "en"); None: we do not speak that."""
    first, *rest = tag.lower().replace("_", "-").split("-")
    if first == "zh":
        return "zh-Hant" if "hans" not in rest and not _TRADITIONAL.isdisjoint(rest) else "zh"
    return first if first in LANGUAGES else None


def first_language(platform: str | None, text: str, home: str = "zh") -> str | None:
    """What to speak with somebody new: BCP 47 from the platform, else as he writes; None: nothing tells.

    `home`: the shop's language, where the words fit several ("你好", "Steam")."""
    told = spoken_by(platform) if platform else None
    return told if told is not None or not text else _written_in(text, home)


def more_exactly(language: str, text: str) -> str:
    """Words that fit several languages come first ("你好", "Steam"), those that fit only one ("謝謝", "¿y mi clave?")
    later: the language, or the one that is nearest to it."""
    if language == "zh":
        return "zh-Hant" if _leaning(text) > 0 else "zh"
    return "es" if language == "en" and _is_spanish(text) else language


def _written_in(text: str, home: str) -> str | None:
    leaning = _leaning(text)
    if leaning > 0 or has_cjk(text):
        return "zh-Hant" if leaning > 0 or (leaning == 0 and home == "zh-Hant") else "zh"
    words = [part for part in text.split() if _is_word(part)]
    if not words:
        return "es" if "¿" in text or "¡" in text else None
    if home == "es" and _ENGLISH.isdisjoint(_WORDS.findall(text.lower())):
        return "es"
    return "es" if _is_spanish(" ".join(words)) else "en"


def _leaning(text: str) -> int:
    return 0 if text.isascii() else hanzi().leaning(text)


def _is_spanish(text: str) -> bool:
    """By letters that no other language of our buyers has, or by its small words."""
    lower = text.lower()
    if has_cjk(lower) or _NO_SPANISH_LETTER.search(lower):
        return False
    words = set(_WORDS.findall(lower))
    if _SPANISH_LETTER.search(lower) or words & _SPANISH:
        return True
    return len(words & _RATHER_SPANISH) + (_ACCENT.search(lower) is not None) > 1


def _is_word(part: str) -> bool:
    """Addresses, order numbers and passwords are written alike in every language."""
    return any(map(str.isalpha, part)) and not any(character.isdigit() or character == "@" for character in part)
