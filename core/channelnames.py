"""How messengers are called in front of people. Pure."""

from core.turns import Words

CHANNELS = frozenset({"web", "telegram", "wechat", "wecom", "discord", "fake"})
"""Those that have a name in the texts."""


def channel_text(words: Words, language: str, name: str) -> str:
    return words(language, f"channel-{name}") if name in CHANNELS else name
