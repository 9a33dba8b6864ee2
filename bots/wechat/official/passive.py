"""Answers inside the platform's own request, which waits five seconds for one: what is ready in time goes out there.

The intake calls `visit` for each request BEFORE it hands the event in, awaits `Visit.answer`, writes it, and reports
`written` or `broken`. The channel's `deliver` calls `offer` first, and pushes only what was not taken:

    taken = await self._passive.offer(chat, TextReply(text))
    if taken is not None:
        return Receipt((taken,))          # written into the platform's request; uses nothing of the quota

One slot for one message of the buyer, one reply for one slot, the oldest slot first. When the platform comes again for
a message that still waits, its newest request takes over and the older ones are answered "success"."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

from bots.wechat.official.hints import Hints
from bots.wechat.official.replies import Reply, TextReply
from bots.wechat.official.visits import Slot, Visit
from core.messages import ChatId, MessageId

TOLERANCE: Final = 1.125
"""Of `seconds`: the platform hangs up at 5 s; at 4 s we stop waiting, after 4.5 s nothing is written any more."""
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
        self._slots: dict[str, Slot] = {}
        self._waiting: dict[ChatId, list[Slot]] = {}
        self._answered: OrderedDict[str, _Answered] = OrderedDict()

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
        """Whatever waits is answered at once, with "success"."""
        for slot in [one for waiting in self._waiting.values() for one in waiting]:
            self._leave(slot)
            slot.visit.settle(None)

    # ---- for the intake

    @property
    def at_once(self) -> bool:
        """No request waits for its answer."""
        return self._seconds <= 0

    def visit(self, chat: ChatId, key: str, *, asking: bool = False) -> Visit:
        """One request of the platform for the message `key`. `asking`: the buyer only wants to see what is new."""
        now = asyncio.get_running_loop().time()
        answered = self._answered.get(key)
        if answered is not None:
            early = now - answered.arrived < self._seconds * TOLERANCE
            return Visit(self, None, now, None if early else answered.reply)
        slot = self._slots.get(key)
        if self.at_once or (slot is not None and not slot.waits):
            return Visit(self, None, now)
        if slot is None:
            slot = self._opened(Slot(chat, key, now, asking=asking))
        else:
            slot.visit.supersede()
        slot.visit = Visit(self, slot, now)
        return slot.visit

    def _opened(self, slot: Slot) -> Slot:
        slot.patience = min(NOTHING_NEW, self._seconds) if slot.asking else self._seconds
        slot.limit = self._seconds * TOLERANCE
        self._slots[slot.key] = slot
        self._waiting.setdefault(slot.chat, []).append(slot)
        return slot

    # ---- for a visit (Keeper)

    def is_slow(self, slot: Slot) -> None:
        self._slow(slot.chat)

    def expired(self, slot: Slot) -> Reply | None:
        self._leave(slot)
        hint = self._hints.nothing_new() if slot.asking else self._hints.later()
        return TextReply(hint) if hint else None

    def finished(self, slot: Slot, reply: Reply | None, *, written: bool) -> None:
        if slot.waits:
            self._leave(slot)
        del self._slots[slot.key]
        if slot.taken is not None and not slot.taken.done():
            slot.taken.set_result(written and reply is not None)
        if written:
            self._remember(slot, reply)

    def _leave(self, slot: Slot) -> None:
        """From now on it takes no offer."""
        slot.waits = False
        waiting = self._waiting[slot.chat]
        waiting.remove(slot)
        if not waiting:
            del self._waiting[slot.chat]

    def _remember(self, slot: Slot, reply: Reply | None) -> None:
        now = asyncio.get_running_loop().time()
        self._answered[slot.key] = _Answered(slot.arrived, now, reply)
        while self._is_old(next(iter(self._answered.values())), now):
            self._answered.popitem(last=False)

    def _is_old(self, answered: "_Answered", now: float) -> bool:
        return now - answered.at > REMEMBERED or len(self._answered) > MOST_REMEMBERED


class _Answered(NamedTuple):
    """Moments of the event loop's clock: when the message first came, and when it was answered."""

    arrived: float
    at: float
    reply: Reply | None
