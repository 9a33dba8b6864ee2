"""Which language a buyer gets: his platform's, his own words', or the one he picked. Pure."""

from functools import lru_cache

LANGUAGES = ("zh", "en")

_CJK = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))


def is_cjk(character: str) -> bool:
    return any(first <= character <= last for first, last in _CJK)


def has_cjk(text: str) -> bool:
    return any(is_cjk(character) for character in text)


@lru_cache(256)
def _known(platform: str) -> str | None:
    told = platform.lower().replace("_", "-").split("-")[0]
    return told if told in LANGUAGES else None


def first_language(platform: str | None, text: str) -> str | None:
    """What to speak with somebody new: BCP 47 from the platform, else the script he writes; None: nothing tells."""
    told = _known(platform) if platform else None
    if told is not None:
        return told
    if has_cjk(text):
        return "zh"
    return "en" if any(_is_word(part) for part in text.split()) else None


def _is_word(part: str) -> bool:
    """Addresses, order numbers and passwords are written alike in every language."""
    return any(map(str.isalpha, part)) and not any(character.isdigit() or character == "@" for character in part)
