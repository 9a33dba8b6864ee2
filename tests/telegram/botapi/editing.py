"""The methods that act on messages which stand already."""

from typing import Any, Final

from tests.telegram.botapi.access import check_member, message_in, message_of, open_chat
from tests.telegram.botapi.calls import Call
from tests.telegram.botapi.contents import CAPTIONED
from tests.telegram.botapi.emoji import EMOJI_OF_REACTIONS
from tests.telegram.botapi.keyboards import reply_markup
from tests.telegram.botapi.model import Chat, Json, Message
from tests.telegram.botapi.refusals import NOT_MODIFIED, bad
from tests.telegram.botapi.sending import Method, captioned, media_content
from tests.telegram.botapi.shapes import message_json
from tests.telegram.botapi.texts import message_text
from tests.telegram.botapi.world import World

DELETE_WITHIN = 48 * 3600
"""Seconds for a bot that may not delete everything (core.telegram.org/bots/api#deletemessage)."""

REACTIONS: Final = frozenset(EMOJI_OF_REACTIONS.split())
"""core.telegram.org/bots/api#reactiontypeemoji"""


def edit_text(world: World, call: Call) -> Json:
    message, markup = _editable(world, call), reply_markup(call)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return _changed(world, call, message, message_text(call.text("text"), call.objects("entities")), markup)


def edit_caption(world: World, call: Call) -> Json:
    message, markup = _editable(world, call), reply_markup(call)
    if CAPTIONED.isdisjoint(message.content):
        raise bad("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _changed(world, call, message, kept | captioned(call.args, call), markup)


def edit_media(world: World, call: Call) -> Json:
    message, markup = _editable(world, call), reply_markup(call)
    item: Any = call.parsed("media", "input media")
    if not isinstance(item, dict):
        raise bad("can't parse InputMedia: expected an Object")
    return _changed(world, call, message, media_content(world, call, item), markup)


def edit_markup(world: World, call: Call) -> Json:
    message = _editable(world, call)
    return _changed(world, call, message, message.content, reply_markup(call))


def _editable(world: World, call: Call) -> Message:
    message = message_of(world, call, "message to edit")
    if message.bot is not call.bot or message.service:
        raise bad("message can't be edited")
    return message


def _changed(world: World, call: Call, message: Message, content: Json, markup: Json | None) -> Json:
    if content == message.content and markup == message.markup:
        raise bad(NOT_MODIFIED)
    message.content, message.markup, message.edited = content, markup, int(world.clock.now())
    world.tell_watchers()
    return message_json(message, call.bot)


def delete_message(world: World, call: Call) -> bool:
    if not call.text("chat_id"):
        raise bad("Chat identifier is not specified")
    if not call.integer("message_id"):
        raise bad("Message identifier is not specified")
    message = message_of(world, call, "message to delete")
    if not _may_delete(world, call, message):
        raise bad("message can't be deleted")
    world.drop(message)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Those that are not there are skipped."""
    chat, numbers = open_chat(world, call), call.parsed("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad("Message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    found = [chat.messages[int(number)] for number in numbers if int(number) in chat.messages]
    if not all(_may_delete(world, call, message) for message in found):
        raise bad("message can't be deleted")
    for message in found:
        world.drop(message)
    return True


def delete_business_messages(world: World, call: Call) -> bool:
    """Those that are not there are skipped; all have to be of one chat."""
    name, numbers = call.text("business_connection_id"), call.parsed("message_ids", "message identifiers")
    connection = world.connection_of(call.bot, name)
    if connection is None:
        raise bad("business connection not found")
    if not connection.can_delete:
        raise bad("BUSINESS_CONNECTION_NOT_ALLOWED")
    chats = [chat for (known, _), chat in world.business_chats.items() if known == name]
    for number in numbers if isinstance(numbers, list) else ():
        for message in [chat.messages[int(number)] for chat in chats if int(number) in chat.messages]:
            world.drop(message)
    return True


def _may_delete(world: World, call: Call, message: Message) -> bool:
    member = message.chat.member(call.bot.id)
    if message.service and "forum_topic_created" in message.content:
        return False
    if member is not None and member.may("can_delete_messages"):
        return True
    fresh = world.clock.now() - message.date < DELETE_WITHIN
    return fresh and (message.chat.private or message.bot is call.bot)


def set_reaction(world: World, call: Call) -> bool:
    message = message_of(world, call, "message to react")
    told = call.objects("reaction")
    if len(told) > 1:
        raise bad("REACTIONS_TOO_MANY")
    emojis = tuple(str(one.get("emoji", "")) for one in told)
    if not REACTIONS.issuperset(emojis):
        raise bad("REACTION_INVALID")
    message.reactions[call.bot.id] = emojis
    world.tell_watchers()
    return True


def pin(world: World, call: Call) -> bool:
    message = message_of(world, call, "message to pin")
    _check_pins(call, message.chat)
    if not message.pinned:
        message.chat.pins.append(message.id)
        content = {"pinned_message": message}
        note = world.new_message(
            message.chat, call.bot.user, content, thread=message.thread, service=True, bot=call.bot
        )
        world.announce(note)
    return True


def unpin(world: World, call: Call) -> bool:
    chat = open_chat(world, call)
    _check_pins(call, chat)
    number = call.integer("message_id") or (chat.pins[-1] if chat.pins else 0)
    message = message_in(chat, number, "message to unpin")
    if message.pinned:
        chat.pins.remove(message.id)
        world.tell_watchers()
    return True


def _check_pins(call: Call, chat: Chat) -> None:
    if not chat.private and not check_member(call.bot, chat).may("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")


METHODS: dict[str, Method] = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagemedia": edit_media,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "deletebusinessmessages": delete_business_messages,
    "setmessagereaction": set_reaction,
    "pinchatmessage": pin,
    "unpinchatmessage": unpin,
}
