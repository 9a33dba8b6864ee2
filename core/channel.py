"""The channel interface: five compulsory members, the rest optional and asked for by type."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Any, Protocol, runtime_checkable

from core.messages import Address, Event, Media, MessageRef, OutgoingMessage, Person, Receipt, ThreadId, ThreadLook


class Level(IntEnum):
    """NONE: cannot. PARTIAL: can, and loses something. FULL: can."""

    NONE = 0
    PARTIAL = 1
    FULL = 2


class LengthUnit(StrEnum):
    CHARACTERS = "characters"
    UTF16 = "utf16"
    UTF8 = "utf8"


class Merging(StrEnum):
    """Which plain texts that wait for one place go as one message. ONE_PERSON: those of one person."""

    NONE = "none"
    ONE_PERSON = "one-person"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `amount` messages in `per`, with bursts of `burst`."""

    amount: float
    per: timedelta
    burst: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Limits and levels as data; every default is "no". A `button_label_limit` or `media_bytes` of 0: none is known.

    `merges`: what is joined where few messages are let through. `links`: buttons that open a page. `checks`: shows a
    message's check, and tells when it is passed (core.reported.CheckPassed)."""

    text_limit: int = 4000
    text_unit: LengthUnit = LengthUnit.CHARACTERS
    caption_limit: int = 0
    buttons: Level = Level.NONE
    button_limit: int = 0
    button_value_bytes: int = 64
    button_label_limit: int = 0
    links: Level = Level.NONE
    checks: Level = Level.NONE
    media: Level = Level.NONE
    media_per_message: int = 0
    media_bytes: int = 0
    spans: Level = Level.NONE
    replies: Level = Level.NONE
    edits: Level = Level.NONE
    deletes: Level = Level.NONE
    threads: Level = Level.NONE
    typing: Level = Level.NONE
    reactions: Level = Level.NONE
    idempotent_sends: Level = Level.NONE
    in_flight: int = 16
    merges: Merging = Merging.NONE
    account_rate: Rate | None = None
    chat_rate: Rate | None = None


class Files(Protocol):
    """Brings the bytes of a media item from its home channel."""

    def open(self, media: Media) -> AsyncIterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """One fitted message on its way. `key` is the same at every try: a platform that takes idempotency keys gets it.

    `behind`: so many more, at least, wait for the same place."""

    key: str
    message: OutgoingMessage
    files: Files
    edits: MessageRef | None = None
    reply_to: MessageRef | None = None
    behind: int = 0


class Sink(Protocol):
    """The one door by which a channel hands in what happened."""

    async def accept(self, events: Sequence[Event]) -> None:
        """Returns when the events are stored for good; a repeat is dropped.

        Raises: StoreUnavailable: nothing was stored; tell the platform to come again (503, Retry-After)."""

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        """Keeps a payload that we cannot parse, counted and for people to look at. Raises: StoreUnavailable."""

    def typing(self, where: Address, who: Person) -> None:
        """Somebody types there now. Told to the other side if it can be shown; kept nowhere."""


class Channel(Protocol):
    """A kind of messenger, with one configured account."""

    capabilities: Capabilities

    async def start(self, sink: Sink) -> None:
        """Begins to hand in events; returns soon, and survives a platform that is away (retries with back-off)."""

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Sends one fitted message. Raises: ChannelError only."""

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a media item whose home we are. Raises: ChannelError."""

    async def stop(self) -> None:
        """Ends taking in and sending; what was accepted is stored already."""


@runtime_checkable
class EditsMessages(Protocol):
    async def edit(self, parcel: Parcel) -> Receipt:
        """Makes `parcel.edits` read as `parcel.message`. Raises: ChannelError; TargetGone: a new message is sent."""


@runtime_checkable
class DeletesMessages(Protocol):
    async def delete(self, ref: MessageRef) -> None:
        """Removes one of our messages; one that is gone already is a success. Raises: ChannelError."""


@runtime_checkable
class ShowsTyping(Protocol):
    async def typing(self, where: Address, name: str) -> None:
        """Shows that somebody is writing; best effort, raises nothing."""


@runtime_checkable
class OpensThreads(Protocol):
    async def open_thread(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        """Opens a thread; the same `key` gives the same thread where the platform can. Raises: ChannelError."""

    async def title_thread(self, thread: Address, look: ThreadLook) -> None:
        """Renames a thread and shows it as closed or open. Raises: TargetGone, ChannelError."""


@runtime_checkable
class Reacts(Protocol):
    async def react(self, ref: MessageRef, emoji: str) -> None:
        """Our one reaction under that message; "" takes it back. Another one where this is not to be had.

        Raises: TargetGone, ChannelError."""


@runtime_checkable
class HostsRoom(Protocol):
    @property
    def room(self) -> Address | None:
        """The chat where agents sit: tickets become threads in it. None: this account has none."""


@runtime_checkable
class MarksDelivery(Protocol):
    async def mark_delivered(self, ref: MessageRef) -> None:
        """Shows under that message that the other side has got it; best effort, raises nothing."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """Requests with just this header: how a platform tells its callers apart that all call one path."""

    header: str
    value: str


@dataclass(frozen=True, slots=True)
class HttpRoute:
    """One route to mount; the handler takes and gives the web server's own request and response.

    `only`: it serves only such requests, and shares its path with others that serve others."""

    method: str
    path: str
    handler: Callable[[Any], Awaitable[Any]]
    only: Bearing | None = None


@runtime_checkable
class ServesHttp(Protocol):
    def routes(self) -> Sequence[HttpRoute]:
        """Routes to mount on the product's one web server."""


class Severity(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, what was seen, and what to do about it."""

    subject: str
    severity: Severity
    seen: str
    remedy: str = ""


@runtime_checkable
class Examines(Protocol):
    async def examine(self) -> Sequence[Finding]:
        """What `kamidesk check` tells about this channel or shop. Raises nothing."""
