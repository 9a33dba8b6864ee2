"""The JSON of messages and chats, for one bot. Pure."""

from tests.telegram.botapi.files import shown
from tests.telegram.botapi.model import Bot, Chat, Json, Message

ACCEPTED_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def message_json(message: Message, bot: Bot, *, with_reply: bool = True) -> Json:
    known: Json = {"message_id": message.id, "from": message.sender.json, "chat": message.chat.json}
    if message.sender_chat is not None:
        known["sender_chat"] = message.sender_chat.json
    known["date"] = message.date
    if message.edited is not None:
        known["edit_date"] = message.edited
    known |= _place(message)
    reply = message.reply_to or _topic_opening(message)
    if reply is not None and with_reply:
        known["reply_to_message"] = message_json(reply, bot, with_reply=False)
    if message.markup is not None and "inline_keyboard" in message.markup:
        known["reply_markup"] = message.markup
    return known | _shown(message.more, bot) | _content(message, bot)


def _place(message: Message) -> Json:
    if message.thread is not None:
        return {"message_thread_id": message.thread, "is_topic_message": True}
    return {"message_thread_id": message.root} if message.root is not None else {}


def _topic_opening(message: Message) -> Message | None:
    """A message in a topic that quotes nothing quotes the topic's beginning."""
    if message.thread is None or message.id == message.thread:
        return None
    return message.chat.messages.get(message.thread)


def _content(message: Message, bot: Bot) -> Json:
    pinned = message.content.get("pinned_message")
    if isinstance(pinned, Message):
        return {"pinned_message": message_json(pinned, bot, with_reply=False)}
    return _shown(message.content, bot)


def _shown(fields: Json, bot: Bot) -> Json:
    return {name: shown(value, bot.id) for name, value in fields.items()}


def full_chat_json(chat: Chat, bot: Bot) -> Json:
    """The answer of getChat."""
    full = chat.json | {"accent_color_id": 1, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(ACCEPTED_GIFTS, True)
    if not chat.private:
        full["permissions"] = {"can_send_messages": True, "can_manage_topics": False}
    pinned = chat.messages.get(chat.pins[-1]) if chat.pins else None
    return full | ({"pinned_message": message_json(pinned, bot, with_reply=False)} if pinned else {})
