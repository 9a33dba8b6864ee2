"""A courier on a store in memory, and channels that do what the script says."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.channel import Capabilities, Parcel, Sink
from core.courier import Courier
from core.delivery import Channels, Delivery
from core.errors import SecretUnreadable, TargetGone
from core.messages import (
    Address,
    Media,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Receipt,
    Sealed,
    ThreadId,
    ThreadLook,
)
from core.outbox import Outbox, Outcome
from core.ports import Buckets
from core.step import Committed
from storage.buckets import BucketsInMemory
from storage.memory.delivery import LinksInMemory, OutboxInMemory, ThreadsInMemory
from storage.memory.door import DoorInMemory
from storage.memory.kept import Kept
from tests.contracts.engine.script import ROOM, SHOP, obedient, sorry, wrote

STAFF = ROOM.channel, ROOM.account
UNREADABLE = Sealed("sealed with a key that is lost")
CUT = "¦"
"""Where the scripted `fit` cuts a text into parts."""


@dataclass(slots=True)
class Delivered:
    """What arrived at a platform."""

    where: Address
    text: str
    key: str
    parcel: Parcel


class Scripted:
    """Implements core.channel.Channel. `troubles`: for a text, what its next deliveries raise, one after the other.

    `blocked`: texts that are not taken before their event is set."""

    def __init__(self, capabilities: Capabilities | None = None) -> None:
        self.capabilities = capabilities or Capabilities()
        self.arrived: list[Delivered] = []
        self.asked: list[str] = []
        self.troubles: dict[str, list[Exception]] = {}
        self.blocked: dict[str, asyncio.Event] = {}
        self.files: dict[str, bytes] = {}

    async def start(self, sink: Sink) -> None:
        """Nothing comes in by itself."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def deliver(self, parcel: Parcel) -> Receipt:
        text = parcel.message.text
        self.asked.append(text)
        if text in self.blocked:
            await self.blocked[text].wait()
        if self.troubles.get(text):
            raise self.troubles[text].pop(0)
        self.arrived.append(Delivered(parcel.message.to, text, parcel.key, parcel))
        return Receipt((MessageId(f"m{len(self.arrived)}"),))

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        yield self.files[media.ref]

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.arrived]


class StaffRoom(Scripted):
    """Also edits, deletes, opens threads and marks."""

    def __init__(self, capabilities: Capabilities | None = None) -> None:
        super().__init__(capabilities)
        self.opened: list[tuple[str, str]] = []
        self.titled: list[tuple[str | None, str, bool]] = []
        self.edited: list[tuple[str, str]] = []
        self.deleted: list[str] = []
        self.marked: list[MessageRef] = []
        self.edit_troubles: list[Exception] = []
        self.title_troubles: list[Exception] = []
        self.mark_troubles: list[Exception] = []
        self.reactions: list[tuple[str, str]] = []
        self.lost: set[str] = set()

    async def deliver(self, parcel: Parcel) -> Receipt:
        self._must_be_there(parcel.message.to)
        return await super().deliver(parcel)

    def _must_be_there(self, where: Address) -> None:
        """`lost`: threads that somebody has deleted."""
        if where.thread in self.lost:
            raise TargetGone

    async def react(self, ref: MessageRef, emoji: str) -> None:
        self.reactions.append((ref.id, emoji))

    async def open_thread(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        self.opened.append((key, look.title))
        return ThreadId(f"thread {len(self.opened)}")

    async def title_thread(self, thread: Address, look: ThreadLook) -> None:
        self._must_be_there(thread)
        if self.title_troubles:
            raise self.title_troubles.pop(0)
        self.titled.append((thread.thread, look.title, look.closed))

    async def edit(self, parcel: Parcel) -> Receipt:
        if self.edit_troubles:
            raise self.edit_troubles.pop(0)
        assert parcel.edits is not None
        self._must_be_there(parcel.message.to)
        self.edited.append((parcel.edits.id, parcel.message.text))
        return Receipt()

    async def delete(self, ref: MessageRef) -> None:
        self.deleted.append(ref.id)

    async def mark_delivered(self, ref: MessageRef) -> None:
        if self.mark_troubles:
            raise self.mark_troubles.pop(0)
        self.marked.append(ref)


class Now:
    """Implements core.ports.Clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Reversing:
    """core.ports.Vault whose seal turns the text round: good enough to see where it is open."""

    def seal(self, text: str) -> Sealed:
        return Sealed(text[::-1])

    def open(self, sealed: Sealed) -> str:
        if sealed == UNREADABLE:
            raise SecretUnreadable
        return sealed[::-1]

    def fingerprint(self, text: str) -> str:
        return str(len(text))


def cut(message: OutgoingMessage, _: Capabilities) -> Sequence[OutgoingMessage]:
    return [replace(message, text=part) for part in message.text.split(CUT)]


@dataclass(slots=True)
class Stage:
    shop: Scripted
    staff: StaffRoom
    kept: Kept
    outbox: Outbox
    courier: Courier
    door: DoorInMemory
    outcomes: list[Outcome]
    wanted: list[OutgoingMessage]

    async def hear(self, *texts: str, name: str = "ming") -> None:
        """A buyer's words, answered by the script."""
        for text in texts:
            await self.door.accept([wrote(text, name)])

    async def say(self, message: OutgoingMessage, name: str = "ming") -> None:
        """This very message as an answer to a buyer."""
        self.wanted.append(message)
        await self.door.accept([wrote(f"wanted {len(self.wanted)}", name)])

    def key_of(self, text: str) -> str:
        """The outbox row that says so."""
        (key,) = [key for key, one in self.kept.outbox.items() if one.row.message.text == text]
        return key

    def states(self) -> dict[str, str]:
        return {one.row.message.text: one.state for one in self.kept.outbox.values()}

    async def settled(self) -> None:
        """Nothing waits any more."""
        await until(lambda: not self.kept.lanes and not self.courier.waiting)


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0.002)


OutboxOn = Callable[[Kept], Outbox]


def _committed(courier: Courier, committed: Committed) -> None:
    courier.hand_over(committed.outgoing)
    if committed.woken:
        courier.look()


@asynccontextmanager
async def stage(
    *,
    shop: Scripted | None = None,
    staff: StaffRoom | None = None,
    buckets: Buckets | None = None,
    outbox_on: OutboxOn = OutboxInMemory,
    running: bool = True,
) -> AsyncIterator[Stage]:
    kept, staff, clock = Kept(), staff or StaffRoom(), Now()
    shop = shop or Scripted()
    outbox, links, threads = outbox_on(kept), LinksInMemory(kept), ThreadsInMemory(kept)
    channels: Channels = {SHOP: shop, STAFF: staff}
    delivery = Delivery(channels, outbox, links, threads, Reversing(), clock, cut)
    wanted: list[OutgoingMessage] = []
    outcomes: list[Outcome] = []
    door = DoorInMemory(kept, obedient(wanted), sorry)
    courier = Courier(
        delivery, outbox, buckets or BucketsInMemory(), clock, door.accept, lambda outcome, _: outcomes.append(outcome)
    )
    await door.open(lambda committed: _committed(courier, committed))
    if running:
        await courier.start()
    try:
        yield Stage(shop, staff, kept, outbox, courier, door, outcomes, wanted)
    finally:
        await courier.stop()
