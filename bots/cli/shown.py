"""How the commands look: the console, the language, and words from config/texts."""

import os
from typing import Protocol

from rich.console import Console

from config.texts import load_words


class Say(Protocol):
    def __call__(self, key: str, /, **arguments: object) -> str: ...


def console(*, errors: bool = False) -> Console:
    return Console(stderr=errors, highlight=False)


def speech() -> str:
    """Chinese where the machine speaks Chinese; English elsewhere."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if spoken.lower().startswith("zh") else "en"


def sayer(language: str | None = None) -> Say:
    """say(key, **arguments) -> the text in that language (else: the machine's)."""
    words = load_words()
    spoken = language or speech()

    def say(key: str, /, **arguments: object) -> str:
        return words(spoken, key, **arguments)

    return say


def in_both(between: str = "  ·  ") -> Say:
    """Chinese and English, for those who just try it."""
    words = load_words()

    def say(key: str, /, **arguments: object) -> str:
        return between.join(words(language, key, **arguments) for language in ("zh", "en"))

    return say
