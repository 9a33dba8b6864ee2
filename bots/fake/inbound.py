"""The platform's updates as events. Pure: bytes in, events out, or Unreadable."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from core.errors import Unreadable
from core.messages import (
    AccountId,
    Address,
    Body,
    ButtonPressed,
    ChannelName,
    ChatId,
    ContactClosed,
    ContactOpened,
    Event,
    EventId,
    Media,
    MediaKind,
    MediaRef,
    MessageDeleted,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    Person,
    PersonId,
    ThreadId,
)

from .updates import Chat, Deletion, File, Id, Membership, Message, Numbered, Press, Update, User


class Account(NamedTuple):
    """Who we are: all that an update does not tell."""

    channel: ChannelName
    account: AccountId


_decode = msgspec.json.Decoder(Update).decode
_decode_number = msgspec.json.Decoder(Numbered).decode
_decode_anything = msgspec.json.Decoder(dict[str, object]).decode

BAD_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises: wrong shape or syntax, a text that is not UTF-8, nesting without end."""

_SINGLE_FILES: Final = (
    ("document", MediaKind.FILE, "application/octet-stream"),
    ("video", MediaKind.VIDEO, "video/mp4"),
    ("voice", MediaKind.VOICE, "audio/ogg"),
    ("audio", MediaKind.AUDIO, "audio/mpeg"),
    ("sticker", MediaKind.STICKER, "image/webp"),
)
_UNDERSTOOD: Final = frozenset(Message.__struct_encode_fields__) | {"entities", "caption_entities"}


def to_events(payload: bytes, us: Account) -> Sequence[Event]:
    """What one update tells. Raises: Unreadable."""
    try:
        update = _decode(payload)
    except BAD_JSON as why:
        raise Unreadable(_in_short(why)) from None
    event = EventId(f"{us.channel}/{us.account}/{update.update_id}")
    if update.message is not None:
        return (_received(event, update.message, us, payload),)
    if update.callback_query is not None:
        return (_pressed(event, update.callback_query, us),)
    if update.edited_message is not None:
        return (_edited(event, update.edited_message, us, payload),)
    if update.deleted_message is not None:
        return (_deleted(event, update.deleted_message, us),)
    if update.my_chat_member is not None:
        return (_contact(event, update.my_chat_member, us),)
    raise Unreadable("an update of a kind that we do not know")


def key_of(payload: bytes) -> str:
    """The idempotency key of a payload that we cannot read: its update_id, or else a digest of it."""
    try:
        return str(_decode_number(payload).update_id)
    except BAD_JSON:
        return sha256(payload).hexdigest()


def _received(event: EventId, message: Message, us: Account, payload: bytes) -> Event:
    where = _where(us, message.chat, message.message_thread_id)
    quoted = message.reply_to_message
    return MessageReceived(
        id=event,
        at=_at(message.date),
        where=where,
        sender=_person(message.sender),
        message=MessageId(str(message.message_id)),
        body=_body(message, where, payload, "message"),
        private=message.chat.type == "private",
        reply_to=MessageRef(where, MessageId(str(quoted.message_id))) if quoted else None,
        album=message.media_group_id,
    )


def _edited(event: EventId, message: Message, us: Account, payload: bytes) -> Event:
    where = _where(us, message.chat, message.message_thread_id)
    return MessageEdited(
        id=event,
        at=_at(message.edit_date or message.date),
        where=where,
        sender=_person(message.sender),
        message=MessageId(str(message.message_id)),
        body=_body(message, where, payload, "edited_message"),
    )


def _deleted(event: EventId, gone: Deletion, us: Account) -> Event:
    return MessageDeleted(
        id=event,
        at=_at(gone.date),
        where=_where(us, gone.chat, gone.message_thread_id),
        sender=_person(gone.sender),
        message=MessageId(str(gone.message_id)),
    )


def _pressed(event: EventId, press: Press, us: Account) -> Event:
    return ButtonPressed(
        id=event,
        at=_at(press.date),
        where=_where(us, press.message.chat, press.message.message_thread_id),
        sender=_person(press.sender),
        value=press.data,
        message=MessageId(str(press.message.message_id)),
        private=press.message.chat.type == "private",
    )


def _contact(event: EventId, member: Membership, us: Account) -> Event:
    at, where, who = _at(member.date), _where(us, member.chat, None), _person(member.sender)
    if member.new_chat_member.status != "member":
        return ContactClosed(id=event, at=at, where=where, sender=who)
    private = member.chat.type == "private"
    return ContactOpened(id=event, at=at, where=where, sender=who, payload=member.payload, private=private)


def _body(message: Message, where: Address, payload: bytes, kind: str) -> Body:
    if message.text is not None:  # most messages end here
        return Body(message.text)
    files = [(MediaKind.IMAGE, "image/jpeg", message.photo[-1])] if message.photo else []  # sizes: the largest is last
    for name, media_kind, mime in _SINGLE_FILES:
        file: File | None = getattr(message, name)
        if file is not None:
            files.append((media_kind, mime, file))
    media = tuple(_media(kind, mime, file, where) for kind, mime, file in files)
    unread = _unread(payload, kind)
    if not (media or unread or message.caption):
        raise Unreadable("a message without content")
    return Body(message.caption or "", media, unread)


def _unread(payload: bytes, kind: str) -> tuple[str, ...]:
    """The names of the parts of a message that we do not understand; decoded again, since few messages have any."""
    message = _decode_anything(payload)[kind]
    return tuple(sorted(message.keys() - _UNDERSTOOD)) if isinstance(message, dict) else ()


def _media(kind: MediaKind, mime: str, file: File, where: Address) -> Media:
    ref = MediaRef(file.file_id)
    return Media(kind, ref, where.whole_chat, file.file_name, file.mime_type or mime, file.file_size)


def _where(us: Account, chat: Chat, thread: Id | None) -> Address:
    return Address(us.channel, us.account, ChatId(str(chat.id)), None if thread is None else ThreadId(str(thread)))


def _person(user: User) -> Person:
    name = f"{user.first_name} {user.last_name}" if user.last_name else user.first_name
    return Person(PersonId(str(user.id)), name, user.language_code)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _in_short(why: Exception) -> str:
    """Why it could not be read, without any of what people wrote."""
    return str(why) if isinstance(why, msgspec.MsgspecError) else type(why).__name__
