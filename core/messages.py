"""What is said: addresses, events that come in, messages that go out. Pure types."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from msgspec import Struct

from core.checks import Check
from core.values import Value
from core.vouched import Vouched

ChannelName = NewType("ChannelName", str)
AccountId = NewType("AccountId", str)
ChatId = NewType("ChatId", str)
ThreadId = NewType("ThreadId", str)
MessageId = NewType("MessageId", str)
EventId = NewType("EventId", str)
PersonId = NewType("PersonId", str)
MediaRef = NewType("MediaRef", str)
TicketId = NewType("TicketId", str)
Sealed = NewType("Sealed", str)
"""Text encrypted by the vault: safe in a table or a log, opened by the courier alone."""

SECRET_MARK = "\ue000"
"""Stands in a message's text where a card key belongs (a private-use character: no keyboard types it)."""


class Address(Value, frozen=True):
    """A storable place one can write to."""

    channel: ChannelName
    account: AccountId
    chat: ChatId
    thread: ThreadId | None = None

    @property
    def whole_chat(self) -> "Address":
        return Address(self.channel, self.account, self.chat) if self.thread else self

    @property
    def key(self) -> str:
        """One text for tables and dictionaries; `/` parts it, so a `/` inside an id is escaped."""
        plain = f"{self.channel}/{self.account}/{self.chat}"
        if not self.thread and plain.count("/") == 2 and "%" not in plain:  # as almost always, in a third of the time
            return plain
        parts = (self.channel, self.account, self.chat) + ((self.thread,) if self.thread else ())
        return "/".join(p.replace("%", "%25").replace("/", "%2F") if "/" in p or "%" in p else p for p in parts)


class MessageRef(Value, frozen=True):
    """One message where it stands."""

    where: Address
    id: MessageId

    @property
    def key(self) -> str:
        return f"{self.where.whole_chat.key}#{self.id}"


class Person(Value, frozen=True):
    """Somebody as the channel knows them; `language` is what the platform tells (BCP 47), if it does."""

    id: PersonId
    name: str = ""
    language: str | None = None


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"


class Media(Value, frozen=True):
    """A file on its home channel: `ref` is good only there; the courier carries the bytes elsewhere. `size`: bytes."""

    kind: MediaKind
    ref: MediaRef
    home: Address
    name: str = ""
    mime: str = "application/octet-stream"
    size: int = 0


class Body(Value, frozen=True):
    """What a person sent. `unread` names the parts that the channel could not read: never dropped silently."""

    text: str = ""
    media: tuple[Media, ...] = ()
    unread: tuple[str, ...] = ()


class Allowance(Struct, frozen=True):
    """What a platform still lets us write to one person until then: `left` of `total` messages."""

    left: int
    total: int
    until: datetime


class Event(Value, frozen=True, kw_only=True):
    """Something that came in. `id` is the idempotency key: unique, and the same when the platform repeats itself.

    `allowance`: what it lets us write now, on platforms that count."""

    id: EventId
    at: datetime
    where: Address
    sender: Person
    allowance: Allowance | None = None


class MessageReceived(Event, frozen=True, kw_only=True):
    """`album`   the same for the parts of one album, which come one by one
    `parts`   the ids of its other messages, once it is whole
    `origin`  who wrote it first, when it was forwarded; "?" when the platform hides the name
    `via`     the bot through which it was written"""

    message: MessageId
    body: Body
    private: bool = True
    reply_to: MessageRef | None = None
    album: str = ""
    parts: tuple[MessageId, ...] = ()
    origin: str = ""
    via: str = ""

    @property
    def others(self) -> tuple[MessageRef, ...]:
        """The other messages of its album."""
        return tuple(MessageRef(self.where, part) for part in self.parts)


class MessageEdited(Event, frozen=True, kw_only=True):
    message: MessageId
    body: Body


class MessageDeleted(Event, frozen=True, kw_only=True):
    message: MessageId


class Reacted(Event, frozen=True, kw_only=True):
    """What one person's reaction to a message is now; none: it was taken back."""

    message: MessageId
    emojis: tuple[str, ...] = ()


class ButtonPressed(Event, frozen=True, kw_only=True):
    """`message` is the one that carried the button, where the platform tells."""

    value: str
    message: MessageId | None = None
    private: bool = True


class ContactOpened(Event, frozen=True, kw_only=True):
    """The buyer opened the chat (pressed start; `payload`: from the link), or `silently` only let us write again."""

    payload: str = ""
    private: bool = True
    silently: bool = False
    vouched: Vouched | None = None


class ContactClosed(Event, frozen=True, kw_only=True):
    """The buyer blocked or left us: nothing more can be sent."""


class TimerRang(Event, frozen=True, kw_only=True):
    name: str
    data: str = ""


class Style(StrEnum):
    BOLD = "bold"
    CODE = "code"
    QUOTE = "quote"


class Span(Value, frozen=True):
    """Characters `start` to `end` (Python indices) of a text; CODE is what a phone copies at a tap."""

    start: int
    end: int
    style: Style


class Button(Value, frozen=True):
    """`value` comes back as ButtonPressed.value; one with a `url` (http or https) opens a page, and has none."""

    label: str
    value: str = ""
    url: str = ""


class Priority(IntEnum):
    """Who goes first when a platform lets only so many through; lower is sooner."""

    REPLY = 0
    STAFF = 1
    CARD = 2
    BROADCAST = 3


class OnDoubt(StrEnum):
    """What to do when nobody knows whether a message arrived."""

    RESEND = "resend"
    HOLD = "hold"


class ThreadLook(Value, frozen=True):
    """How a ticket's thread shows itself in the list; `sign`: its state as one emoji; `urgent`: to be seen first."""

    title: str
    closed: bool = False
    sign: str = ""
    urgent: bool = False


class OutgoingMessage(Value, frozen=True, kw_only=True):
    """What a skill wants said; the courier fits it to the channel.

    `ticket`    goes to that ticket's thread inside `to`, which the courier opens when there is none
    `look`      and that thread then looks so
    `mirrors`   shows that message to someone else: the link is tied on delivery
    `album`     the other messages that it shows, one for each further file, when an album came in parts
    `replaces`  edits what mirrors that message; a new message where edits do not exist
    `deletes`   removes what mirrors that message
    `reacts_to` puts `text` (an emoji; "": none) as our reaction under what mirrors that message
    `pinned`    stays on top of its thread, where the channel can
    `reply_to`  quotes; a message of the other side is translated through the links
    `secret`    card keys, one for each SECRET_MARK in the text
    `protected` the keys stand in the text now: protect or remove it where the channel can; the courier sets it
    `fleeting`  a secret worth nothing soon: to be copied, sent again in doubt, and its loss concerns nobody
    `check`     passed by the buyer's side, where the channel `checks`"""

    to: Address
    text: str = ""
    author: str = ""
    spans: tuple[Span, ...] = ()
    media: tuple[Media, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    ticket: TicketId | None = None
    look: ThreadLook | None = None
    pinned: bool = False
    reply_to: MessageRef | None = None
    mirrors: MessageRef | None = None
    replaces: MessageRef | None = None
    deletes: MessageRef | None = None
    reacts_to: MessageRef | None = None
    album: tuple[MessageRef, ...] = ()
    secret: tuple[Sealed, ...] = ()
    protected: bool = False
    fleeting: bool = False
    check: Check | None = None
    priority: Priority = Priority.REPLY

    @property
    def on_doubt(self) -> OnDoubt:
        return OnDoubt.HOLD if self.secret and not self.fleeting else OnDoubt.RESEND

    @property
    def lane(self) -> str:
        """Messages of one lane are sent in order: a ticket's thread is one, from before it exists, its card another."""
        return f"{self.to.key}#{self.ticket}{'#card' * self.edits_card}" if self.ticket else self.to.key

    @property
    def edits_card(self) -> bool:
        return self.replaces is not None and self.priority is Priority.CARD


class Receipt(Value, frozen=True):
    """The platform's ids of what was sent, in order. `allowance`: what is left, if it has used some."""

    ids: tuple[MessageId, ...] = ()
    allowance: Allowance | None = None
