"""In a group we are a guest: only what is said to us is heard. Pure."""

import re

from bots.telegram.commands import command_of
from bots.telegram.content import Us
from bots.telegram.updates import Entity, Message

_ANY_BOT = re.compile(r"@[A-Za-z0-9_]{2,29}bot", re.IGNORECASE)


def meant_for_us(us: Us, message: Message) -> bool:
    """A command for us, our name (which is cut out), or a reply to us; never another bot.

    As long as Telegram has not told us our name, any bot's name is taken for ours."""
    if message.sender is not None and message.sender.is_bot and message.sender_chat is None:
        return False
    if message.is_automatic_forward:
        return False
    command = command_of(message.text or "")
    if command is not None:
        return _is_ours(us, command.bot) if command.bot else command.name == "start" or command.value is not None
    quoted = message.reply_to_message
    replied = quoted is not None and quoted.sender is not None and quoted.sender.id == us.bot_id
    return _cut_mentions(us, message) or replied


def _cut_mentions(us: Us, message: Message) -> bool:
    text, entities = (message.text, message.entities) if message.text else (message.caption, message.caption_entities)
    if not text:
        return False
    encoded = text.encode("utf-16-le", "surrogatepass")
    ours = [one for one in entities if _names_us(us, one, _words(encoded, one))]
    if not ours:
        return False
    for one in sorted(ours, key=lambda one: one.offset, reverse=True):
        encoded = encoded[: 2 * one.offset] + encoded[2 * (one.offset + one.length) :]
    cut = encoded.decode("utf-16-le", "replace").strip()
    if message.text:  # the other entities stand elsewhere now
        message.text, message.entities = cut, ()
    else:
        message.caption, message.caption_entities = cut, ()
    return True


def _names_us(us: Us, entity: Entity, words: str) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and entity.user.id == us.bot_id
    return entity.type == "mention" and _is_ours(us, words.removeprefix("@"))


def _is_ours(us: Us, name: str) -> bool:
    return name.lower() == us.username.lower() if us.username else _ANY_BOT.fullmatch(f"@{name}") is not None


def _words(encoded: bytes, entity: Entity) -> str:
    start = 2 * max(0, entity.offset)
    return encoded[start : start + 2 * max(0, entity.length)].decode("utf-16-le", "replace")
