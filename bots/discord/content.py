"""What a message holds, as both channels read it: place, person, words, files. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import msgspec

from bots.discord.shapes import Attachment, Interaction, Member, Message, Poll, Reference, Said, Sticker, User
from core.errors import Unreadable
from core.messages import (
    AccountId,
    Address,
    Body,
    ChannelName,
    ChatId,
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
    ThreadId,
)

POLL: Final = "poll"
ANIMATED_STICKER: Final = "animated-sticker"
UNKNOWN: Final = "unknown"
HIDDEN: Final = "?"
"""The writer of what is forwarded: Discord does not tell."""
WRITTEN: Final = frozenset({0, 19})
"""Types of messages that people write: discord.com/developers/docs/resources/message#message-object-message-types."""
EPOCH: Final = 1_420_070_400_000
"""The first millisecond of 2015, from which ids count: discord.com/developers/docs/reference#snowflakes."""

_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_VOICE: Final = 1 << 13
"""A message's flag: IS_VOICE_MESSAGE."""
_FORWARD: Final = 1
_LOTTIE, _GIF = 3, 4
_EMOJI: Final = re.compile(r"<a?:(\w{1,64}):\d{5,20}>")
_MENTION: Final = re.compile(r"<@!?(\d{5,20})>")


@dataclass(frozen=True, slots=True)
class Us:
    """Who we are: all that an event does not tell. `bot` is "" until Discord has told it.

    `room`: the forum under which threads are told; "": each is a place of its own."""

    channel: ChannelName
    account: AccountId
    bot: str = ""
    room: str = ""

    def event(self, kind: str, *parts: str) -> EventId:
        return EventId(f"{self.channel}/{self.account}/{':'.join((kind, *parts))}")

    def place(self, channel: str) -> Address:
        """A channel of Discord's; the threads of a staff room stand inside it."""
        if self.room and channel != self.room:
            return Address(self.channel, self.account, ChatId(self.room), ThreadId(channel))
        return Address(self.channel, self.account, ChatId(channel))


def received(us: Us, message: Message, *, private: bool = True) -> MessageReceived | None:
    """None: nobody has written it (a bot, or a note of Discord's own)."""
    author = message.author
    if author is None or author.bot or message.type not in WRITTEN:
        return None
    where, reference = us.place(message.channel_id), message.message_reference or Reference()
    forwarded = reference.type == _FORWARD
    return MessageReceived(
        id=us.event("message", message.id),
        at=moment(message.timestamp),
        where=where,
        sender=person(author, message.member),
        message=MessageId(message.id),
        body=body_of(message, where),
        private=private,
        reply_to=None if forwarded or not reference.message_id else MessageRef(where, MessageId(reference.message_id)),
        origin=HIDDEN if forwarded else "",
    )


def edited(us: Us, message: Message) -> MessageEdited | None:
    """None: nobody has edited it; Discord also tells when it has added the preview of a link."""
    author = message.author
    if author is None or author.bot or message.type not in WRITTEN or message.edited_timestamp is None:
        return None
    where = us.place(message.channel_id)
    return MessageEdited(
        id=us.event("edit", message.id, message.edited_timestamp),
        at=moment(message.edited_timestamp),
        where=where,
        sender=person(author, message.member),
        message=MessageId(message.id),
        body=body_of(message, where),
    )


def body_of(message: Message, where: Address) -> Body:
    said = [one.message for one in message.message_snapshots] or [message.said]
    text = "\n".join(filter(None, (readable(one.content, message.mentions) for one in said)))
    media = [one for part in said for one in _media(part, message, where)]
    unread = [ANIMATED_STICKER for part in said for one in part.sticker_items if one.format_type == _LOTTIE]
    drawn = " ".join(f":{one.name}:" for part in said for one in part.sticker_items if one.format_type == _LOTTIE)
    if message.poll is not None:
        drawn, unread = _poll(message.poll), [*unread, POLL]
    text = "\n".join(filter(None, (text, drawn)))
    if not text and not media and not unread:
        unread = [UNKNOWN]
    return Body(text, tuple(media), tuple(unread))


def readable(text: str, mentions: Sequence[User] = ()) -> str:
    """With names where Discord has numbers: of people, and of a server's own emoji."""
    if "<" not in text:
        return text
    names = {user.id: user.global_name or user.username for user in mentions}
    text = _EMOJI.sub(r":\1:", text)
    return _MENTION.sub(lambda found: f"@{names[found[1]]}" if found[1] in names else found[0], text)


def person(user: User, member: Member | None = None, language: str | None = None) -> Person:
    name = (member.nick if member else None) or user.global_name or user.username
    return Person(PersonId(user.id), name, language)


def presser(interaction: Interaction) -> Person:
    """Who has pressed, typed or filled in. Raises: Unreadable: nobody."""
    who = interaction.who
    if who is None:
        raise Unreadable("an interaction of nobody")
    return person(who, interaction.member, interaction.locale)


def moment(text: str) -> datetime:
    """Raises: Unreadable."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("not a moment") from None
    return told if told.tzinfo is not None else told.replace(tzinfo=UTC)


def moment_of(snowflake: str) -> datetime:
    """Every id tells when it was made. Raises: Unreadable."""
    if not snowflake.isascii() or not snowflake.isdecimal() or len(snowflake) > 20:
        raise Unreadable("not an id")
    return datetime.fromtimestamp(((int(snowflake) >> 22) + EPOCH) / 1000, UTC)


S = TypeVar("S", bound=msgspec.Struct)


def shaped(data: Any, kind: type[S]) -> S:
    """Discord's JSON, parsed, as one of our shapes. Raises: Unreadable."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as why:
        raise Unreadable(str(why)) from None


def _media(said: Said, message: Message, where: Address) -> Iterator[Media]:
    for one in said.attachments:
        yield _attachment(one, message, where)
    for sticker in said.sticker_items:
        if sticker.format_type != _LOTTIE:
            yield _sticker(sticker, where)


def _attachment(one: Attachment, message: Message, where: Address) -> Media:
    mime = (one.content_type or "application/octet-stream").partition(";")[0].strip()
    ref = MediaRef(f"{message.channel_id}/{message.id}/{one.id}")
    voice = bool(message.flags & _VOICE)
    return Media(_kind(mime, voice=voice), ref, where.whole_chat, one.filename, mime, max(0, one.size))


def _kind(mime: str, *, voice: bool) -> MediaKind:
    if mime in _PICTURES:
        return MediaKind.IMAGE
    if mime.startswith("video/"):
        return MediaKind.VIDEO
    if mime.startswith("audio/"):
        return MediaKind.VOICE if voice else MediaKind.AUDIO
    return MediaKind.FILE


def _sticker(one: Sticker, where: Address) -> Media:
    ending = "gif" if one.format_type == _GIF else "png"
    ref = MediaRef(f"sticker/{one.id}.{ending}")
    return Media(MediaKind.STICKER, ref, where.whole_chat, f"{one.name}.{ending}", f"image/{ending}")


def _poll(poll: Poll) -> str:
    lines = [poll.question.text or "", *(f"- {one.poll_media.text or ''}" for one in poll.answers)]
    return "\n".join(filter(None, lines))
