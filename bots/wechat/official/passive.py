"""Answers inside the platform's own request, which waits five seconds for one: what is ready in time goes out there.

The intake calls `visit` for each request BEFORE it hands the event in, awaits `Visit.answer`, writes it, and reports
`written` or `broken`. The channel's `deliver` calls `offer` first, and pushes only what was not taken:

    taken = await self._passive.offer(chat, TextReply(text))
    if taken is not None:
        return Receipt((taken,))          # written into the platform's request; uses nothing of the quota

One slot for one message of the buyer, one reply for one slot, the oldest slot first. When the platform comes again for
a message that still waits, its newest request takes over and the older ones are answered "success"."""

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple

from bots.wechat.official.hints import Hints
from bots.wechat.official.replies import Reply, TextReply
from core.messages import ChatId, MessageId

TOLERANCE: Final = 1.125
"""Of `reply_seconds`: the platform hangs up at 5 s; at 4 s we stop waiting, after 4.5 s nothing is written any more."""
SLOW: Final = 1.0
"""Seconds after which the buyer is shown that somebody writes."""
NOTHING_NEW: Final = 1.5
"""Seconds after which somebody who only asks for what is new hears that there is nothing."""
REMEMBERED: Final = 30.0
"""Seconds for which an answered message is remembered: the platform's three tries take fifteen."""
MOST_REMEMBERED: Final = 20_000


class PassiveReplies:
    """`seconds`: how long a request waits for its answer; 0: not at all. `slow`: told of a chat that waits long."""

    def __init__(self, seconds: float, hints: Hints, slow: Callable[[ChatId], None]) -> None:
        self._seconds = seconds
        self._hints = hints
        self._slow = slow
        self._slots: dict[str, _Slot] = {}
        self._waiting: dict[ChatId, list[_Slot]] = {}
        self._answered: dict[str, _Answered] = {}

    # ---- for the channel

    def waits(self, chat: ChatId) -> bool:
        """Would an offer be taken just now?"""
        return chat in self._waiting

    async def offer(self, chat: ChatId, reply: Reply) -> MessageId | None:
        """Gives the message's id when it HAS BEEN WRITTEN into a request of the platform.

        None: no request of that chat waits, or its connection is gone; push it then."""
        waiting = self._waiting.get(chat)
        if not waiting:
            return None
        slot = waiting[0]
        self._leave(slot)
        slot.taken = asyncio.get_running_loop().create_future()
        slot.visit.settle(reply)
        return MessageId(f"passive:{slot.key}") if await slot.taken else None

    def close(self) -> None:
        """Whatever waits is answered at once."""
        for slot in [one for waiting in self._waiting.values() for one in waiting]:
            self._leave(slot)
            slot.visit.settle(None)

    # ---- for the intake

    def visit(self, chat: ChatId, key: str, *, asking: bool = False) -> "Visit":
        """One request of the platform for the message `key`. `asking`: the buyer only wants to see what is new."""
        now = asyncio.get_running_loop().time()
        answered = self._answered.get(key)
        if answered is not None:
            early = now - answered.arrived < self._seconds * TOLERANCE
            return Visit(self, None, None if early else answered.reply, now)
        slot = self._slots.get(key)
        if self._seconds <= 0 or (slot is not None and not slot.waits):
            return Visit(self, None, None, now)
        if slot is None:
            slot = _Slot(chat, key, now, asking)
            self._slots[key] = slot
            self._waiting.setdefault(chat, []).append(slot)
        else:
            slot.visit.superseded()
        slot.visit = Visit(self, slot, None, now)
        return slot.visit

    # ---- for a visit

    def deadline(self, slot: "_Slot", arrived: float) -> float:
        return arrived + (min(NOTHING_NEW, self._seconds) if slot.asking else self._seconds)

    def latest(self, arrived: float) -> float:
        """The event loop may have stood still meanwhile: later than this the platform has hung up."""
        return arrived + self._seconds * TOLERANCE

    def told_slow(self, slot: "_Slot") -> None:
        self._slow(slot.chat)

    def expired(self, slot: "_Slot") -> Reply | None:
        """Nothing came in time: what to say instead."""
        self._leave(slot)
        hint = self._hints.nothing_new() if slot.asking else self._hints.later()
        return TextReply(hint) if hint else None

    def finished(self, slot: "_Slot", reply: Reply | None, *, written: bool) -> None:
        if slot.waits:
            self._leave(slot)
        del self._slots[slot.key]
        if slot.taken is not None and not slot.taken.done():
            slot.taken.set_result(written)
        if written:
            self._remember(slot, reply)

    def _leave(self, slot: "_Slot") -> None:
        """From now on it takes no offer."""
        slot.waits = False
        waiting = self._waiting[slot.chat]
        waiting.remove(slot)
        if not waiting:
            del self._waiting[slot.chat]

    def _remember(self, slot: "_Slot", reply: Reply | None) -> None:
        now = asyncio.get_running_loop().time()
        self._answered[slot.key] = _Answered(slot.arrived, now, reply)
        while len(self._answered) > 1:
            oldest = next(iter(self._answered))
            if now - self._answered[oldest].at <= REMEMBERED and len(self._answered) <= MOST_REMEMBERED:
                break
            del self._answered[oldest]


class Visit:
    """One request of the platform that waits for what to answer. Ends with `written` or `broken`, always."""

    __slots__ = ("_arrived", "_replies", "_reply", "_settled", "_slot", "_timer", "_woken")

    def __init__(self, replies: PassiveReplies, slot: "_Slot | None", reply: Reply | None, arrived: float) -> None:
        self._replies = replies
        self._slot = slot
        self._reply = reply
        self._arrived = arrived
        self._settled = slot is None
        self._woken: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def answer(self) -> Reply | None:
        """What to write into the request; None: "success"."""
        loop = asyncio.get_running_loop()
        slot = self._slot
        if slot is not None and not self._settled:
            self._woken = loop.create_future()
            slow = self._arrived + SLOW
            if slow < self._replies.deadline(slot, self._arrived):
                self._timer = loop.call_at(slow, self._is_slow, slot)
            else:
                self._timer = loop.call_at(self._replies.deadline(slot, self._arrived), self._time_is_up, slot)
            await self._woken
        if self._reply is not None and self._slot is not None and loop.time() > self._replies.latest(self._arrived):
            self.broken()
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

    def superseded(self) -> None:
        """The platform has come again: that request has the slot now."""
        self._slot = None
        self.settle(None)

    def written(self) -> None:
        self._end(written=True)

    def broken(self) -> None:
        """The connection is gone, or the event could not be stored: nobody has seen an answer."""
        self._end(written=False)

    def _end(self, *, written: bool) -> None:
        slot, self._slot = self._slot, None
        if self._timer is not None:
            self._timer.cancel()
        if slot is not None:
            self._replies.finished(slot, self._reply, written=written)

    def _is_slow(self, slot: "_Slot") -> None:
        self._timer = asyncio.get_running_loop().call_at(
            self._replies.deadline(slot, self._arrived), self._time_is_up, slot
        )
        self._replies.told_slow(slot)

    def _time_is_up(self, slot: "_Slot") -> None:
        self.settle(self._replies.expired(slot))


class _Answered(NamedTuple):
    """Moments of the event loop's clock: when the message first came, and when it was answered."""

    arrived: float
    at: float
    reply: Reply | None


class _Slot:
    """One message of a buyer that still waits for its answer. `taken`: how the offer for it ended."""

    __slots__ = ("arrived", "asking", "chat", "key", "taken", "visit", "waits")
    visit: Visit

    def __init__(self, chat: ChatId, key: str, arrived: float, asking: bool) -> None:
        self.chat = chat
        self.key = key
        self.arrived = arrived
        self.asking = asking
        self.waits = True
        self.taken: asyncio.Future[bool] | None = None
