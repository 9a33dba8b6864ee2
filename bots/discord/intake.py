"""From what the gateway tells to the product's door: in order, stored or kept for people to look at; one bad event
stops nobody. The gateway does not wait for us, so what cannot be stored now waits here."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from hashlib import sha256
from typing import Final, Generic, Protocol, TypeVar

import structlog

from bots.discord.frames import Frame
from core.channel import Sink
from core.errors import StoreUnavailable, Unreadable
from core.messages import Address, Event
from core.patience import Patience

log = structlog.get_logger(__name__)

TOGETHER: Final = 100
"""Events that share a commit."""
FULL: Final = 2000
"""Waiting events; more are left in the connection, until Discord ends it and tells them again after it is resumed."""


class Tells(Protocol):
    """What one frame means."""

    @property
    def events(self) -> Sequence[Event]: ...


U = TypeVar("U", bound=Tells)


class Intake(Generic[U]):
    """Implements Hears. `where`: under which address unreadable payloads are kept. `read`: the events that tell us
    something. `understand` raises Unreadable; anything else that it raises is our mistake, and parks the frame as well.
    `accepted`: told of each frame after it is stored."""

    def __init__(
        self,
        where: Address,
        read: Collection[str],
        understand: Callable[[Frame], Awaitable[U]],
        accepted: Callable[[Frame, U], None],
    ) -> None:
        self.sink: Sink | None = None
        self._where = where
        self._read = frozenset(read)
        self._understand = understand
        self._accepted = accepted
        self._waiting: deque[Frame] = deque()
        self._changed = asyncio.Event()
        self._patience = Patience(f"{where.channel}/{where.account}")

    def hear(self, frame: Frame) -> None:
        if frame.event in self._read:
            self._waiting.append(frame)
            self._changed.set()

    async def has_room(self) -> None:
        while len(self._waiting) >= FULL:
            await self._next_change()

    async def run(self, sink: Sink) -> None:
        """Until it is cancelled."""
        self.sink = sink
        while True:
            while not self._waiting:
                await self._next_change()
            frames = [self._waiting[place] for place in range(min(TOGETHER, len(self._waiting)))]
            try:
                await self._take(sink, frames)
            except StoreUnavailable as why:
                await self._patience.rest("storing events", why)
                continue
            self._patience.calm()
            for _ in frames:
                self._waiting.popleft()
            self._changed.set()

    async def _next_change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _take(self, sink: Sink, frames: Sequence[Frame]) -> None:
        """All are stored or parked when it returns. Raises: StoreUnavailable."""
        understood = [(frame, told) for frame in frames if (told := await self._told(sink, frame)) is not None]
        try:
            await _accept(sink, [event for _, told in understood for event in told.events])
        except StoreUnavailable:
            raise
        except Exception:  # one of them is poison for the store: the others must not suffer
            for frame, told in understood:
                await self._one(sink, frame, told)
        else:
            for frame, told in understood:
                self._accepted(frame, told)

    async def _told(self, sink: Sink, frame: Frame) -> U | None:
        try:
            return await self._understand(frame)
        except StoreUnavailable:
            raise
        except Unreadable as why:
            await self._park(sink, frame, str(why))
        except Exception as mistake:
            log.exception("an event was not understood", channel=self._where.key, event_kind=frame.event)
            await self._park(sink, frame, type(mistake).__name__)
        return None

    async def _one(self, sink: Sink, frame: Frame, told: U) -> None:
        try:
            await _accept(sink, told.events)
        except StoreUnavailable:
            raise
        except Exception as mistake:
            log.exception("an event could not be handed in", channel=self._where.key, event_kind=frame.event)
            await self._park(sink, frame, type(mistake).__name__)
        else:
            self._accepted(frame, told)

    async def _park(self, sink: Sink, frame: Frame, why: str) -> None:
        """By what it says, so that the same event told twice is kept once."""
        payload = frame.payload
        name = sha256(Frame(frame.event, 0, frame.data).payload).hexdigest()
        await sink.park(self._where, name, payload, why)


async def _accept(sink: Sink, events: Sequence[Event]) -> None:
    if events:
        await sink.accept(events)
