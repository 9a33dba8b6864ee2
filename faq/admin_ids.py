"""Names for new entries, made from their question. Pure."""

import re
from collections.abc import Collection

from core.language import has_cjk
from faq.entries import Language

_WORDS = 5
_LONGEST = 32
_STOP = frozenset(
    {
        "a",
        "an",
        "the",
        "is",
        "are",
        "do",
        "does",
        "did",
        "i",
        "my",
        "me",
        "you",
        "your",
        "to",
        "of",
        "for",
        "in",
        "on",
        "it",
        "how",
        "what",
        "when",
        "where",
        "why",
        "can",
    }
)


def new_id(question: str, taken: Collection[str]) -> str:
    """Of the question's own words, where they are Latin; otherwise a number. None that is taken."""
    words = re.findall(r"[a-z0-9]+", question.lower())
    telling = [word for word in words if word not in _STOP][:_WORDS]
    stem = "-".join(telling)[:_LONGEST].strip("-") if not has_cjk(question) else ""
    return _free(stem or "faq", taken, numbered=not stem)


def spoken(question: str, home: str) -> Language:
    """The language of a question whose writer does not tell it: its script's, else that of the room."""
    if has_cjk(question) or (not question and home == "zh"):
        return "zh"
    return "en"


def _free(stem: str, taken: Collection[str], *, numbered: bool) -> str:
    if not numbered and stem not in taken:
        return stem
    number = 1 if numbered else 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
