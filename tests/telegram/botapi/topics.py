"""Forum topics: td/telegram/ForumTopicManager.cpp for the rights, Telegram's servers for TOPIC_…."""

from tests.telegram.botapi.access import check_member, open_chat
from tests.telegram.botapi.calls import Call
from tests.telegram.botapi.files import FileRef, StoredFile
from tests.telegram.botapi.icons import ICONS
from tests.telegram.botapi.model import Chat, Json, Topic, User
from tests.telegram.botapi.refusals import bad
from tests.telegram.botapi.sending import Method
from tests.telegram.botapi.world import World

COLORS = frozenset({0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F})
NAME_LIMIT = 128


def create(world: World, call: Call) -> Json:
    chat = _forum(world, call)
    if not check_member(call.bot, chat).may("can_manage_topics"):
        raise bad("not enough rights to create a topic")
    name = " ".join(call.text("name").split())[:NAME_LIMIT]
    if not name:
        raise bad("title must be non-empty")
    color = call.integer("icon_color", 0x6FB9F0)
    if color not in COLORS:
        raise bad("invalid icon color specified")
    topic = open_topic(world, chat, call.bot.user, name, icon_color=color, icon=_icon(call))
    told = {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}
    return told | ({"icon_custom_emoji_id": topic.icon} if topic.icon else {})


def open_topic(world: World, chat: Chat, by: User, name: str, *, icon_color: int = 0x6FB9F0, icon: str = "") -> Topic:
    """A topic and the service message with which it begins."""
    content = {"name": name, "icon_color": icon_color} | ({"icon_custom_emoji_id": icon} if icon else {})
    note = world.new_message(chat, by, {"forum_topic_created": content}, service=True)
    note.thread = note.id
    topic = chat.topics[note.id] = Topic(note.id, name, by.id, icon_color, icon, ICONS.get(icon, ""))
    world.announce(note)
    return topic


def edit(world: World, call: Call) -> bool:
    chat, topic = _topic(world, call)
    _check_rights(call, chat, topic, "edit")
    name = " ".join(call.text("name").split())[:NAME_LIMIT] or topic.name
    icon = _icon(call) if call.has("icon_custom_emoji_id") else topic.icon
    if (name, icon) == (topic.name, topic.icon):
        raise bad("TOPIC_NOT_MODIFIED")
    change_topic(world, chat, topic, call.bot.user, name=name, icon=icon)
    return True


def change_topic(world: World, chat: Chat, topic: Topic, by: User, *, name: str, icon: str) -> None:
    changed = {"name": name} if name != topic.name else {}
    changed |= {"icon_custom_emoji_id": icon} if icon != topic.icon else {}
    topic.name, topic.icon, topic.emoji = name, icon, ICONS.get(icon, "")
    _note(world, chat, topic, by, {"forum_topic_edited": changed})


def toggle(*, closed: bool) -> Method:
    def method(world: World, call: Call) -> bool:
        chat, topic = _topic(world, call)
        _check_rights(call, chat, topic, "close or reopen")
        if topic.closed == closed:
            raise bad("TOPIC_NOT_MODIFIED")
        close_topic(world, chat, topic, call.bot.user, closed=closed)
        return True

    return method


def close_topic(world: World, chat: Chat, topic: Topic, by: User, *, closed: bool) -> None:
    topic.closed = closed
    _note(world, chat, topic, by, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})


def delete(world: World, call: Call) -> bool:
    chat, topic = _topic(world, call)
    if not check_member(call.bot, chat).may("can_delete_messages"):
        raise bad("not enough rights to delete a topic")
    world.drop_topic(chat, topic)
    return True


def icon_stickers(world: World, call: Call) -> list[Json]:
    file = StoredFile(0, b"", "icon.tgs", "application/x-tgsticker", 9000)
    return [_sticker(file, number, emoji).shown_to(call.bot.id) for number, emoji in ICONS.items()]


def _sticker(file: StoredFile, number: str, emoji: str) -> FileRef:
    shape = {"width": 512, "height": 512, "emoji": emoji, "set_name": "Topics", "is_animated": True, "is_video": False}
    return FileRef(file, "sticker", {"type": "custom_emoji", "custom_emoji_id": number, **shape})


def _note(world: World, chat: Chat, topic: Topic, by: User, content: Json) -> None:
    world.announce(world.new_message(chat, by, content, thread=topic.id, service=True))


def _forum(world: World, call: Call) -> Chat:
    chat = open_chat(world, call)
    if not chat.forum:
        raise bad("the chat is not a forum")
    return chat


def _topic(world: World, call: Call) -> tuple[Chat, Topic]:
    chat = _forum(world, call)
    topic = chat.topics.get(call.integer("message_thread_id"))
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    return chat, topic


def _check_rights(call: Call, chat: Chat, topic: Topic, verb: str) -> None:
    if topic.creator != call.bot.id and not check_member(call.bot, chat).may("can_manage_topics"):
        raise bad(f"not enough rights to {verb} the topic")


def _icon(call: Call) -> str:
    icon = call.text("icon_custom_emoji_id")
    if icon and icon not in ICONS:
        raise bad("DOCUMENT_INVALID")
    return icon


METHODS: dict[str, Method] = {
    "createforumtopic": create,
    "editforumtopic": edit,
    "closeforumtopic": toggle(closed=True),
    "reopenforumtopic": toggle(closed=False),
    "deleteforumtopic": delete,
    "getforumtopiciconstickers": icon_stickers,
}
