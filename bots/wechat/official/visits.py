"""One request of the platform while it waits for what to answer, and the message that it is about."""

import asyncio
from typing import Final, Protocol

from bots.wechat.official.replies import Reply
from core.messages import ChatId

SLOW: Final = 1.0
"""Seconds after which the buyer is shown that somebody writes."""


class Keeper(Protocol):
    """Who keeps the slots."""

    def is_slow(self, slot: "Slot") -> None:
        """It waits for long already."""

    def expired(self, slot: "Slot") -> Reply | None:
        """It takes no reply any more; gives what is said instead."""

    def finished(self, slot: "Slot", reply: Reply | None, *, written: bool) -> None:
        """Its request has been answered so, or nobody has seen an answer."""


class Slot:
    """One message of a buyer that still waits for its answer.

    `arrived`: when it first came, by the event loop's clock. `patience`, `limit`: so many seconds each of its requests
    waits, and may take in all. `taken`: how the offer for it ended. `visit`: its newest request."""

    __slots__ = ("arrived", "asking", "chat", "key", "limit", "patience", "taken", "visit", "waits")
    visit: "Visit"

    def __init__(self, chat: ChatId, key: str, arrived: float, *, asking: bool) -> None:
        self.chat = chat
        self.key = key
        self.arrived = arrived
        self.asking = asking
        self.patience = 0.0
        self.limit = 0.0
        self.waits = True
        self.taken: asyncio.Future[bool] | None = None


class Visit:
    """One request of the platform that waits for what to answer. Ends with `written` or `broken`, always.

    Without a slot it is answered already: by `reply`."""

    __slots__ = ("_arrived", "_keeper", "_reply", "_settled", "_slot", "_timer", "_woken")

    def __init__(self, keeper: Keeper, slot: Slot | None, arrived: float, reply: Reply | None = None) -> None:
        self._keeper = keeper
        self._slot = slot
        self._arrived = arrived
        self._reply = reply
        self._settled = slot is None
        self._woken: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def answer(self) -> Reply | None:
        """What to write into the request; None: "success"."""
        loop = asyncio.get_running_loop()
        if self._slot is not None and not self._settled:
            self._woken = loop.create_future()
            self._wind(loop, self._slot)
            await self._woken
        slot = self._slot
        if slot is not None and slot.taken is not None and loop.time() > self._arrived + slot.limit:
            self.broken()  # the event loop stood still, the platform has hung up: what was offered goes another way
            return None
        return self._reply

    def settle(self, reply: Reply | None) -> None:
        """What to answer is known."""
        self._reply = reply
        self._settled = True
        if self._timer is not None:
            self._timer.cancel()
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    def supersede(self) -> None:
        """The platform has come again: that request has the slot now."""
        self._slot = None
        self.settle(None)

    def written(self) -> None:
        self._end(written=True)

    def broken(self) -> None:
        """The connection is gone, or the event could not be stored: nobody has seen an answer."""
        self._end(written=False)

    def _wind(self, loop: asyncio.AbstractEventLoop, slot: Slot) -> None:
        if slot.patience > SLOW:
            self._timer = loop.call_at(self._arrived + SLOW, self._is_slow, loop, slot)
        else:
            self._timer = loop.call_at(self._arrived + slot.patience, self._time_is_up, slot)

    def _is_slow(self, loop: asyncio.AbstractEventLoop, slot: Slot) -> None:
        self._timer = loop.call_at(self._arrived + slot.patience, self._time_is_up, slot)
        self._keeper.is_slow(slot)

    def _time_is_up(self, slot: Slot) -> None:
        self.settle(self._keeper.expired(slot))

    def _end(self, *, written: bool) -> None:
        slot, self._slot = self._slot, None
        if self._timer is not None:
            self._timer.cancel()
        if slot is not None:
            self._keeper.finished(slot, self._reply, written=written)
