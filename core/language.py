"""Which language a buyer gets: his platform's, his own words', or the one he picked. Pure."""

LANGUAGES = ("zh", "en")

_CJK = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))


def is_cjk(character: str) -> bool:
    return any(first <= character <= last for first, last in _CJK)


def has_cjk(text: str) -> bool:
    return any(is_cjk(character) for character in text)


def first_language(platform: str | None, text: str) -> str | None:
    """What to speak with somebody new: BCP 47 from the platform, else the script he writes; None: nothing tells."""
    told = (platform or "").lower().replace("_", "-").split("-")[0]
    if told in LANGUAGES:
        return told
    if has_cjk(text):
        return "zh"
    return "en" if any(character.isalpha() for character in text) else None
