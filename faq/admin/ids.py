"""Names for new entries, made from their question. Pure."""

import re
from collections.abc import Collection
from functools import cache

from core.language import has_cjk
from core.reading import fold
from faq.entries import Language
from faq.pinyin import Pinyin

_WORDS = 5
_LONGEST = 32
_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_PARTICLES = frozenset("吗呢的了么吧啊呀怎什请问你您我们是")
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
    """Of the question's own words, Chinese ones as they are typed in pinyin. None that is taken."""
    sounds = (_sounds(run) if has_cjk(run) else [run] for run in _RUNS.findall(fold(question)))
    words = [word for run in sounds for word in run if word not in _STOP]
    stem = "-".join(words[:_WORDS])[:_LONGEST].strip("-")
    return _free(stem or "faq", taken)


def _sounds(run: str) -> list[str]:
    """A syllable for each character that tells something."""
    spelt = (_pinyin().spelt(character) for character in run if character not in _PARTICLES)
    return [syllable for syllable in spelt if syllable.isascii() and syllable.isalpha()]


@cache
def _pinyin() -> Pinyin:
    """Its table is read once, when the first Chinese entry gets its name."""
    return Pinyin()


def spoken(question: str, home: str) -> Language:
    """The language of a question whose writer does not tell it: its script's, else that of the room."""
    if has_cjk(question) or (not question and home == "zh"):
        return "zh"
    return "en"


def _free(stem: str, taken: Collection[str]) -> str:
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
