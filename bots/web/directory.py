"""The list of threads as it is kept in the store and, for the pages, in memory."""

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Raw, structs

from bots.web.boxes import Boxes
from bots.web.entries import decode_entry, milliseconds
from bots.web.protocol import Item
from bots.web.threads import (
    GENERAL,
    WINDOW,
    Line,
    Thread,
    decode_thread,
    room_box,
    summarised,
    thread_box,
    thread_id,
)
from core.errors import TargetGone
from core.messages import Address, ThreadId, ThreadLook
from core.ports import Clock, Posted

CLOSED_AT_FIRST = 60
"""Closed threads that a page gets at first, and at each step back; open ones it gets all."""
FOUND = 40


class Directory:
    """All threads of a room, in the order of their last change."""

    def __init__(self, room: Address, boxes: Boxes, clock: Clock) -> None:
        self.box = room_box(room)
        self.room = room
        self._boxes = boxes
        self._clock = clock
        self._known: dict[str, tuple[Posted, Thread]] = {}
        self._reading = asyncio.Lock()
        self.seq = 0

    # ------------------------------------------------------------------ writing

    async def open(self, key: str, title: str) -> ThreadId:
        """Raises: StoreUnavailable."""
        thread = thread_id(key)
        now = milliseconds(self._clock.now())
        async with self._boxes.lock(self.box):
            if not await self._readable(thread):
                await self._boxes.post(self.box, thread, Thread(title=title, opened_at=now, changed_at=now))
        return thread

    def place(self, wire: str) -> Address:
        """Where the pages' name of a thread leads."""
        thread = None if wire in {GENERAL, ""} else ThreadId(wire)
        return Address(self.room.channel, self.room.account, self.room.chat, thread)

    async def exists(self, where: Address) -> bool:
        """The room itself always does."""
        return where.thread is None or await self._readable(where.thread)

    async def look(self, where: Address, look: ThreadLook) -> None:
        """Raises: TargetGone, StoreUnavailable."""
        await self._change(where, lambda t: structs.replace(t, title=look.title, closed=look.closed))

    async def touch(self, where: Address) -> None:
        """Something was said, edited or deleted there. Raises: TargetGone, StoreUnavailable."""
        if where.thread is None:
            return
        async with self._boxes.lock(f"{self.box}#{where.thread}"):
            lines = await self._last_lines(where, where.thread)
            await self._change(where, lambda t: summarised(t, lines))

    async def _last_lines(self, where: Address, thread: ThreadId) -> list[Line]:
        """The end of a thread, and its card, which may be changed long after it was written."""
        posted = list(await self._boxes.latest(thread_box(where), WINDOW))
        known = await self._boxes.get(self.box, thread)
        card = decode_thread(known.body).card if known and known.body else ""
        if card and all(p.key != card for p in posted):
            posted[:0] = [p for p in [await self._boxes.get(thread_box(where), card)] if p]
        return [Line(p.key, p.born, decode_entry(p.body)) for p in posted if p.body]

    async def _readable(self, thread: ThreadId) -> bool:
        posted = await self._boxes.get(self.box, thread)
        return posted is not None and bool(posted.body)

    async def _change(self, where: Address, change: Callable[[Thread], Thread]) -> None:
        thread = where.thread
        if thread is None:
            raise TargetGone(where.key)
        async with self._boxes.lock(self.box):
            posted = await self._boxes.get(self.box, thread)
            if posted is None or not posted.body:
                raise TargetGone(where.key)
            await self._boxes.post(self.box, thread, change(decode_thread(posted.body)))

    # ------------------------------------------------------------------ reading

    async def changed(self, seq: int) -> tuple[Sequence[Item], int]:
        """All that changed after `seq`, oldest change first."""
        await self._refresh()
        news = []
        for posted, _ in reversed(self._known.values()):
            if posted.seq <= seq:
                break
            news.append(_item(posted))
        return news[::-1], max(seq, self.seq)

    async def first_look(self) -> Sequence[Item]:
        """Every open thread, and the closed ones that changed last."""
        await self._refresh()
        open_ones = [_item(p) for p, thread in self._known.values() if not thread.closed]
        return [*await self.closed_before(self.seq + 1), *open_ones]

    async def closed_before(self, seq: int) -> Sequence[Item]:
        closed = [p for p, thread in self._known.values() if thread.closed and p.seq < seq]
        return [_item(p) for p in closed[-CLOSED_AT_FIRST:]]

    async def find(self, text: str) -> Sequence[Item]:
        """The threads whose title, card or last line holds those words, the last changed first."""
        await self._refresh()
        words = text.casefold().split()
        hits = [p for p, thread in reversed(self._known.values()) if all(w in _searched(thread) for w in words)]
        return [_item(p) for p in hits[:FOUND]]

    def get(self, thread: str) -> Thread | None:
        known = self._known.get(thread)
        return known[1] if known else None

    async def _refresh(self) -> None:
        async with self._reading:
            while posted := await self._boxes.after(self.box, self.seq):
                for entry in posted:
                    self._known.pop(entry.key, None)  # to the end: the newest change comes last
                    if entry.body:
                        self._known[entry.key] = (entry, decode_thread(entry.body))
                self.seq = posted[-1].seq


def _item(posted: Posted) -> Item:
    return Item(posted.key, posted.born, posted.seq, Raw(posted.body))


def _searched(thread: Thread) -> str:
    said = f"{thread.last.author} {thread.last.text}" if thread.last else ""
    return f"{thread.title} {thread.about} {said}".casefold()
