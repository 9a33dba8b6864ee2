"""The staff channel's words: tags, and the room's own post. Pure."""

from typing import Final

from bots.discord.forumtags import CLOSED, TAKEN, URGENT, WAITING, Wanted
from core.turns import Words

EMOJI: Final = {WAITING: "🟡", TAKEN: "🟢", CLOSED: "⚪", URGENT: "🔥"}
LANGUAGES: Final = ("zh", "en")


def wanted_tags(words: Words, language: str) -> tuple[Wanted, ...]:
    """Named in the room's language, and known by the others' names as well."""
    spoken = (language, *(one for one in LANGUAGES if one != language))
    return tuple(
        Wanted(kind, tuple(words(one, f"discord-staff-tag-{kind}") for one in spoken), emoji)
        for kind, emoji in EMOJI.items()
    )


def lobby_words(words: Words, language: str) -> tuple[str, str]:
    """Title and first words of the room's own post."""
    return words(language, "discord-staff-lobby"), words(language, "discord-staff-lobby-words")
