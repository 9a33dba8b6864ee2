"""The form of Telegram's updates, as far as we read them (Bot API 10.3); other fields are skipped unbuilt. Pure types.

For a field that only has to be there (service messages), `Present` stands: it builds nothing of what is inside."""

from typing import Annotated, Final

import msgspec

from core.errors import Unreadable

Seconds = Annotated[int, msgspec.Meta(ge=0, le=32_503_680_000)]  # up to the year 3000: no overflow in datetime


class _Shape(msgspec.Struct, gc=False):
    """A part of an update."""


class Present(_Shape):
    """It is there; what is inside is not looked at."""


class User(_Shape):
    id: int
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language_code: str | None = None


class Chat(_Shape):
    id: int
    type: str = "private"
    title: str = ""
    username: str = ""
    is_forum: bool = False


class Entity(_Shape):
    """`offset` and `length` count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str = ""
    user: User | None = None


class File(_Shape):
    """Photo size, document, video, animation, voice, audio, video note: what all of them have."""

    file_id: str
    file_name: str = ""
    mime_type: str = ""
    file_size: int = 0


class Sticker(_Shape):
    file_id: str
    emoji: str = ""
    is_animated: bool = False
    is_video: bool = False
    file_size: int = 0


class Location(_Shape):
    latitude: float
    longitude: float
    live_period: int = 0


class Venue(_Shape):
    location: Location
    title: str = ""
    address: str = ""


class Contact(_Shape):
    phone_number: str
    first_name: str = ""
    last_name: str = ""


class Origin(_Shape):
    """Of a forwarded message: one of these is there, by `type`."""

    type: str
    sender_user: User | None = None
    sender_user_name: str = ""
    sender_chat: Chat | None = None
    chat: Chat | None = None


class TopicName(_Shape):
    name: str = ""
    icon_custom_emoji_id: str | None = None


class Quoted(_Shape):
    """The message that is replied to. In a topic every message that replies to nothing "replies" to its creation."""

    message_id: int
    sender: User | None = msgspec.field(name="from", default=None)
    forum_topic_created: Present | None = None


class Message(_Shape):
    message_id: int
    date: Seconds
    chat: Chat
    sender: User | None = msgspec.field(name="from", default=None)
    sender_chat: Chat | None = None
    edit_date: Seconds | None = None
    message_thread_id: int | None = None
    is_topic_message: bool = False
    business_connection_id: str | None = None
    reply_to_message: Quoted | None = None
    forward_origin: Origin | None = None
    is_automatic_forward: bool = False
    via_bot: User | None = None
    media_group_id: str | None = None
    text: str | None = None
    entities: tuple[Entity, ...] = ()
    caption: str | None = None
    caption_entities: tuple[Entity, ...] = ()
    photo: tuple[File, ...] = ()
    animation: File | None = None
    document: File | None = None
    video: File | None = None
    video_note: File | None = None
    voice: File | None = None
    audio: File | None = None
    sticker: Sticker | None = None
    venue: Venue | None = None
    location: Location | None = None
    contact: Contact | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    forum_topic_created: TopicName | None = None
    forum_topic_edited: TopicName | None = None
    forum_topic_closed: Present | None = None
    forum_topic_reopened: Present | None = None
    new_chat_members: tuple[User, ...] = ()
    left_chat_member: User | None = None


class Pressed(_Shape):
    """The message under a button; `date` is 0 when it is too old for Telegram to know it."""

    message_id: int
    chat: Chat
    message_thread_id: int | None = None
    is_topic_message: bool = False
    business_connection_id: str | None = None


class Press(_Shape):
    id: str
    sender: User = msgspec.field(name="from")
    message: Pressed | None = None
    data: str | None = None


class Emoji(_Shape):
    """A reaction: `emoji` where `type` is "emoji"; custom ones and paid ones have none."""

    type: str
    emoji: str = ""


class Reaction(_Shape):
    chat: Chat
    message_id: int
    date: Seconds
    user: User | None = None
    actor_chat: Chat | None = None
    new_reaction: tuple[Emoji, ...] = ()


class Standing(_Shape):
    """creator, administrator, member, restricted, left or kicked."""

    status: str
    user: User
    is_member: bool = True


class Membership(_Shape):
    chat: Chat
    date: Seconds
    old_chat_member: Standing
    new_chat_member: Standing
    sender: User | None = msgspec.field(name="from", default=None)


class Deletion(_Shape):
    business_connection_id: str
    chat: Chat
    message_ids: tuple[int, ...] = ()


class Update(_Shape):
    """One of these is there, or a kind that we do not read."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Press | None = None
    message_reaction: Reaction | None = None
    my_chat_member: Membership | None = None
    chat_member: Membership | None = None
    business_connection: Present | None = None
    business_message: Message | None = None
    edited_business_message: Message | None = None
    deleted_business_messages: Deletion | None = None


class _Numbered(_Shape):
    update_id: int


BAD_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises: wrong shape or syntax, a text that is not UTF-8, nesting without end."""

_decode = msgspec.json.Decoder(Update).decode
_decode_number = msgspec.json.Decoder(_Numbered).decode
_decode_anything = msgspec.json.Decoder(dict[str, object]).decode


def read_update(payload: bytes) -> Update:
    """Raises: Unreadable: without any of what people wrote."""
    try:
        return _decode(payload)
    except BAD_JSON as why:
        told = str(why) if isinstance(why, msgspec.MsgspecError) else type(why).__name__
        raise Unreadable(told) from None


def number_of(payload: bytes) -> int | None:
    """The update_id of an update that we may not be able to read otherwise."""
    try:
        return _decode_number(payload).update_id
    except BAD_JSON:
        return None


def kinds_of(payload: bytes) -> frozenset[str]:
    """What an update holds beside its number: the names of Telegram's fields. Raises: Unreadable."""
    try:
        return frozenset(_decode_anything(payload)) - {"update_id"}
    except BAD_JSON as why:
        raise Unreadable(type(why).__name__) from None


def fields_of(payload: bytes) -> frozenset[str]:
    """The names of all fields of the message in an update. Decoded again, since few need it. Raises: Unreadable."""
    try:
        parts = [part for part in _decode_anything(payload).values() if isinstance(part, dict)]
    except BAD_JSON as why:
        raise Unreadable(type(why).__name__) from None
    return frozenset(name for part in parts for name, value in part.items() if value not in (None, False, [], ""))
