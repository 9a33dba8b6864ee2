"""What a message holds, as both channels read it: place, person, words, files. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bots.telegram.fields import MARKS, SERVICE
from bots.telegram.updates import Chat, Entity, File, Message, Origin, Pressed, Reaction, Sticker, User, fields_of
from core.messages import (
    AccountId,
    Address,
    Body,
    ChannelName,
    ChatId,
    Event,
    EventId,
    Media,
    MediaKind,
    MediaRef,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    Person,
    PersonId,
    Reacted,
    ThreadId,
)

TOO_BIG: Final = "too-big"
ANIMATED_STICKER: Final = "animated-sticker"
GEO: Final = "application/geo"
"""The mime type of a location; its ref is "latitude,longitude"."""
CUSTOM_EMOJI: Final = "🙂"
"""Stands for a reaction that only Telegram's own apps can draw."""

_FILES: Final = (
    ("video", MediaKind.VIDEO, "video/mp4"),
    ("animation", MediaKind.VIDEO, "video/mp4"),
    ("video_note", MediaKind.VIDEO, "video/mp4"),
    ("voice", MediaKind.VOICE, "audio/ogg"),
    ("audio", MediaKind.AUDIO, "audio/mpeg"),
    ("document", MediaKind.FILE, "application/octet-stream"),
)


@dataclass(frozen=True, slots=True)
class Us:
    """Who we are: all that an update does not tell. `username` is empty until Telegram has told it.

    `download_bytes`: larger files cannot be fetched; 0: all can."""

    channel: ChannelName
    account: AccountId
    bot_id: int
    username: str = ""
    download_bytes: int = 0

    def event(self, update_id: int, part: int = 0) -> EventId:
        """`part`: for an update that tells of several things."""
        return EventId(f"{self.channel}/{self.account}/{update_id}" + (f".{part}" if part else ""))

    def chat(self, chat: Chat, business: str | None = None) -> Address:
        """A chat that we see through a business account is a place of its own: `biz:<connection>:<chat>`."""
        return Address(self.channel, self.account, ChatId(f"biz:{business}:{chat.id}" if business else str(chat.id)))

    def place(self, message: Message | Pressed) -> Address:
        """A thread only where Telegram says "topic": elsewhere the number means nothing."""
        where = self.chat(message.chat, message.business_connection_id)
        if not message.is_topic_message or message.message_thread_id is None:
            return where
        return Address(where.channel, where.account, where.chat, ThreadId(str(message.message_thread_id)))


def received(us: Us, message: Message, payload: bytes, update_id: int) -> MessageReceived | None:
    """None: a service message. `payload`: the update, for the names of fields that we do not know."""
    where = us.place(message)
    body = body_of(us, message, where, payload)
    if body is None:
        return None
    return MessageReceived(
        id=us.event(update_id),
        at=moment(message.date),
        where=where,
        sender=writer(message),
        message=MessageId(str(message.message_id)),
        body=body,
        private=message.chat.type == "private",
        reply_to=_quoted(message, where),
        album=message.media_group_id or "",
        origin=_origin(message.forward_origin) if message.forward_origin else "",
        via=f"@{message.via_bot.username}" if message.via_bot else "",
    )


def edited(us: Us, message: Message, payload: bytes, update_id: int) -> MessageEdited | None:
    """None: a service message, or a live location that goes on."""
    where = us.place(message)
    body = None if message.location is not None else body_of(us, message, where, payload)
    if body is None:
        return None
    return MessageEdited(
        id=us.event(update_id),
        at=moment(message.edit_date or message.date),
        where=where,
        sender=writer(message),
        message=MessageId(str(message.message_id)),
        body=body,
    )


def reacted(us: Us, reaction: Reaction, update_id: int) -> Sequence[Event]:
    """Nothing for the reaction of an anonymous admin or a channel: nobody has reacted."""
    if reaction.user is None:
        return ()
    event = Reacted(
        id=us.event(update_id),
        at=moment(reaction.date),
        where=us.chat(reaction.chat),
        sender=person(reaction.user),
        message=MessageId(str(reaction.message_id)),
        emojis=tuple(one.emoji or CUSTOM_EMOJI for one in reaction.new_reaction),
    )
    return (event,)


def body_of(us: Us, message: Message, where: Address, payload: bytes) -> Body | None:
    """None: a service message, which nobody wrote."""
    if message.text is not None:  # most messages end here
        return Body(linked(message.text, message.entities) if message.entities else message.text)
    text = linked(message.caption, message.caption_entities) if message.caption else ""
    if message.contact is not None:
        card = message.contact
        return Body(" ".join(filter(None, (card.first_name, card.last_name, card.phone_number))))
    if message.sticker is not None:
        return _sticker(message.sticker, where)
    if message.location is not None or message.venue is not None:
        return Body(text, (_location(message, where),))
    media = tuple(_files(message, where))
    if media:
        small = tuple(one for one in media if not 0 < us.download_bytes < one.size)
        return Body(text, small, (TOO_BIG,) * (len(media) > len(small)))
    return _unread(text, fields_of(payload))


def linked(text: str, entities: Sequence[Entity]) -> str:
    """The text, with the addresses behind words that are links: elsewhere they would be lost."""
    links = [one for one in entities if one.type == "text_link" and one.url]
    encoded = text.encode("utf-16-le", "surrogatepass")
    for link in sorted(links, key=lambda one: one.offset, reverse=True):
        end = max(0, 2 * (link.offset + link.length))
        encoded = encoded[:end] + f" ({link.url})".encode("utf-16-le", "surrogatepass") + encoded[end:]
    return encoded.decode("utf-16-le", "replace") if links else text


def writer(message: Message) -> Person:
    """Who wrote it; a chat that writes as itself (a channel, an anonymous admin) goes before the placeholder user."""
    if message.sender_chat is not None:
        return Person(PersonId(str(message.sender_chat.id)), message.sender_chat.title)
    return person(message.sender) if message.sender else Person(PersonId(str(message.chat.id)), message.chat.title)


def person(user: User) -> Person:
    name = f"{user.first_name} {user.last_name}" if user.last_name else user.first_name
    return Person(PersonId(str(user.id)), name, user.language_code)


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _quoted(message: Message, where: Address) -> MessageRef | None:
    quoted = message.reply_to_message
    if quoted is None or quoted.forum_topic_created is not None:
        return None
    return MessageRef(where, MessageId(str(quoted.message_id)))


def _origin(origin: Origin) -> str:
    """The name of who wrote it first; "?" where Telegram does not tell."""
    chat = origin.sender_chat or origin.chat
    name = person(origin.sender_user).name if origin.sender_user else chat.title if chat else origin.sender_user_name
    return name or "?"


def _files(message: Message, where: Address) -> Sequence[Media]:
    """Of a photo the largest size, which is the last one. An animation comes as a document as well: once is enough."""
    if message.photo:
        return (_media(MediaKind.IMAGE, "image/jpeg", message.photo[-1], where),)
    for name, kind, mime in _FILES:
        file: File | None = getattr(message, name)
        if file is not None:
            return (_media(kind, mime, file, where),)
    return ()


def _media(kind: MediaKind, mime: str, file: File, where: Address) -> Media:
    ref = MediaRef(file.file_id)
    return Media(kind, ref, where.whole_chat, file.file_name, file.mime_type or mime, max(0, file.file_size))


def _sticker(sticker: Sticker, where: Address) -> Body:
    """A moving one of the old kind (.tgs) is drawn by Telegram alone: its emoji tells what is meant."""
    if sticker.is_animated:
        return Body(sticker.emoji, (), (ANIMATED_STICKER,))
    ref, home, size = MediaRef(sticker.file_id), where.whole_chat, max(0, sticker.file_size)
    if sticker.is_video:
        return Body("", (Media(MediaKind.VIDEO, ref, home, "sticker.webm", "video/webm", size),))
    return Body("", (Media(MediaKind.STICKER, ref, home, "sticker.webp", "image/webp", size),))


def _location(message: Message, where: Address) -> Media:
    spot = message.location or (message.venue.location if message.venue else None)
    assert spot is not None
    ref = MediaRef(f"{spot.latitude},{spot.longitude}")
    return Media(MediaKind.LOCATION, ref, where.whole_chat, message.venue.title if message.venue else "", GEO)


def _unread(text: str, fields: frozenset[str]) -> Body | None:
    content = fields - MARKS
    if content & SERVICE:
        return None
    return Body(text, (), tuple(sorted(content)) or ("unknown",))
