"""From Telegram's payloads to the product's door: understand, hand in or park, then whatever follows."""

from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from typing import NamedTuple

import structlog

from bots.telegram.updates import number_of
from core.channel import Sink
from core.errors import StoreUnavailable, Unreadable
from core.messages import Address, Event

log = structlog.get_logger(__name__)


class Understood(NamedTuple):
    """What one update means. `callback`: a press that waits for its answer, with `alert` as words for who pressed."""

    events: Sequence[Event] = ()
    callback: str = ""
    alert: str = ""


Understand = Callable[[bytes], Awaitable[Understood]]
"""Raises: Unreadable. Anything else that it raises is our mistake: the update is parked, and the others go on."""


class Intake:
    """`room`: under which address unreadable payloads are kept. `accepted`: told of each update after it is stored."""

    def __init__(self, room: Address, understand: Understand, accepted: Callable[[Understood], None]) -> None:
        self.sink: Sink | None = None
        self._room = room
        self._understand = understand
        self._accepted = accepted

    async def take(self, payloads: Sequence[bytes]) -> None:
        """All are stored or parked when it returns. Raises: StoreUnavailable: come again with all of them."""
        sink = self.sink
        if sink is None:
            raise StoreUnavailable("the channel is not started")
        understood = [(payload, await self._read(sink, payload)) for payload in payloads]
        try:
            await _accept(sink, [one for _, told in understood for one in told.events])
        except StoreUnavailable:
            raise
        except Exception:  # one of them is poison for the store: the others must not suffer
            for payload, told in understood:
                await self._one(sink, payload, told)
        else:
            for _, told in understood:
                self._accepted(told)

    async def _read(self, sink: Sink, payload: bytes) -> Understood:
        try:
            return await self._understand(payload)
        except StoreUnavailable:
            raise
        except Unreadable as why:
            await self._park(sink, payload, str(why))
        except Exception as mistake:
            log.exception("an update was not understood", channel=self._room.key)
            await self._park(sink, payload, type(mistake).__name__)
        return Understood()

    async def _one(self, sink: Sink, payload: bytes, told: Understood) -> None:
        try:
            await _accept(sink, told.events)
        except StoreUnavailable:
            raise
        except Exception as mistake:
            log.exception("an update could not be handed in", channel=self._room.key)
            await self._park(sink, payload, type(mistake).__name__)
        else:
            self._accepted(told)

    async def _park(self, sink: Sink, payload: bytes, why: str) -> None:
        number = number_of(payload)
        await sink.park(self._room, str(number) if number is not None else sha256(payload).hexdigest(), payload, why)


async def _accept(sink: Sink, events: Sequence[Event]) -> None:
    if events:
        await sink.accept(events)
