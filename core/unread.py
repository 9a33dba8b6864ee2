"""The parts of a message that a channel could not read: named in words, and never dropped in silence. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.messages import MessageReceived
from core.skills import Skill, to_buyer
from core.turns import Answer, Turn, Words

PARTS = frozenset(
    {
        "animated-sticker",
        "channels",
        "channels_shop_order",
        "channels_shop_product",
        "checklist",
        "contact",
        "dice",
        "file",
        "game",
        "giveaway",
        "giveaway_winners",
        "image",
        "invoice",
        "link",
        "location",
        "meeting",
        "merged_msg",
        "miniprogram",
        "msgmenu",
        "note",
        "paid_media",
        "poll",
        "schedule",
        "story",
        "text",
        "too-big",
        "unsupported",
        "video",
        "video_note",
        "voice",
    }
)
"""Those that have a name in the texts; every other one is told as the channel calls it."""

TOO_BIG = "too-big"
STICKER = "animated-sticker"
"""Comes with its emoji as the text."""


def in_words(words: Words, language: str, parts: Iterable[str]) -> str:
    named = (words(language, f"part-{part}") if part in PARTS else part for part in parts)
    return words(language, "part-comma").join(dict.fromkeys(named))


def told(words: Words, language: str, key: str, parts: Sequence[str]) -> str:
    """The text of that key about these parts, and what helps where something does."""
    text = words(language, key, parts=in_words(words, language, parts))
    return f"{text}\n{words(language, 'unread-too-big')}" if TOO_BIG in parts else text


class Unread:
    """Answers what could be read of a message, and tells what could not. `helpers`: those that answer the words."""

    def __init__(self, helpers: Sequence[Skill]) -> None:
        self._helpers = helpers

    def answer(self, turn: Turn) -> Answer | None:
        if not isinstance(turn.event, MessageReceived) or not turn.event.body.unread:
            return None
        if turn.staff or not turn.private or not turn.text.strip() or turn.event.body.unread == (STICKER,):
            return None
        answer = next((answer for skill in self._helpers if (answer := skill.answer(turn)) is not None), None)
        if answer is None:
            return None
        line = to_buyer(turn, told(turn.words, turn.language, "unread", turn.event.body.unread))
        return replace(answer, say=(line, *answer.say))
