"""The receiving half, shared by both channels: what a page sends becomes an event first, an entry then."""

from dataclasses import dataclass
from datetime import timedelta

from msgspec import structs

from bots.web.boxes import Boxes
from bots.web.capabilities import TEXT_LIMIT
from bots.web.entries import Entry, Quote, Side
from bots.web.errors import NotTaken, Why
from bots.web.inbound import Seat, echo_of, message_id, own_entry, passed, to_events
from bots.web.protocol import Delete, Edit, Press, Say, Solve, Spoken
from bots.web.puzzles import solves
from bots.web.uploads import Uploads
from core.channel import Sink
from core.errors import StoreUnavailable
from core.messages import MessageId
from core.ports import Clock

STORE_AGAIN = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Talk:
    """Every method gives the key of the message it made or changed, and may raise NotTaken.

    The box is locked from the event to the entry: an answer cannot be written before its question."""

    boxes: Boxes
    uploads: Uploads
    clock: Clock
    sink: Sink

    async def take(self, frame: Spoken, seat: Seat) -> MessageId:
        """Stores what the frame means, and shows it. The same frame again changes nothing."""
        try:
            async with self.boxes.lock(seat.box):
                match frame:
                    case Say():
                        return await self._say(frame, seat)
                    case Edit():
                        return await self._edit(frame, seat)
                    case Delete():
                        return await self._delete(frame, seat)
                    case Press():
                        return await self._press(frame, seat)
                    case Solve():
                        return await self._solve(frame, seat)
        except StoreUnavailable:
            raise NotTaken(Why.BUSY, STORE_AGAIN) from None

    async def _say(self, frame: Say, seat: Seat) -> MessageId:
        _measure(frame.text)
        if not frame.text.strip() and not frame.files:
            raise NotTaken(Why.EMPTY)
        key = message_id(seat, frame.id)
        now = self.clock.now()
        files = tuple(self.uploads.claim(token, seat.box, now) for token in frame.files)
        quote = await self._quote(frame.reply_to, seat)
        known = structs.replace(frame, reply_to=quote.key if quote else "")
        await self.sink.accept(to_events(known, seat, now, files))
        await self._post_once(seat, key, own_entry(known, seat, now, files, quote))
        return key

    async def _edit(self, frame: Edit, seat: Seat) -> MessageId:
        _measure(frame.text)
        entry = await self._mine(frame.message, seat)
        if entry.deleted:
            raise NotTaken(Why.GONE)
        if not frame.text.strip() and not entry.files:
            raise NotTaken(Why.EMPTY)
        await self.sink.accept(to_events(frame, seat, self.clock.now()))
        await self.boxes.post(seat.box, frame.message, structs.replace(entry, text=frame.text, edited=True))
        return MessageId(frame.message)

    async def _delete(self, frame: Delete, seat: Seat) -> MessageId:
        entry = await self._mine(frame.message, seat)
        if not entry.deleted:
            await self.sink.accept(to_events(frame, seat, self.clock.now()))
            await self.boxes.post(seat.box, frame.message, entry.removed())
        return MessageId(frame.message)

    async def _press(self, frame: Press, seat: Seat) -> MessageId:
        entry = await self.boxes.entry(seat.box, frame.message)
        button = entry.button(frame.value) if entry else None
        if entry is None or button is None:
            raise NotTaken(Why.GONE)
        now = self.clock.now()
        await self.sink.accept(to_events(frame, seat, now))
        if seat.side is Side.BUYER:
            echo = echo_of(button.label, seat, now, frame.id)
            await self._post_once(seat, message_id(seat, frame.id), echo)
            await self.boxes.post(seat.box, frame.message, structs.replace(entry, pressed=frame.value))
        return MessageId(frame.message)

    async def _solve(self, frame: Solve, seat: Seat) -> MessageId:
        entry = await self.boxes.entry(seat.box, frame.message)
        if entry is None or entry.check is None or not solves(entry.check, frame.number):
            raise NotTaken(Why.GONE)
        if not entry.checked:
            await self.sink.accept((passed(seat, self.clock.now(), entry.check.id),))
            await self.boxes.post(seat.box, frame.message, structs.replace(entry, checked=True))
        return MessageId(frame.message)

    async def _post_once(self, seat: Seat, key: MessageId, entry: Entry) -> None:
        if await self.boxes.get(seat.box, key) is None:
            await self.boxes.post(seat.box, key, entry)

    async def _mine(self, key: str, seat: Seat) -> Entry:
        entry = await self.boxes.entry(seat.box, key)
        if entry is None:
            raise NotTaken(Why.GONE)
        by = seat.who.id if seat.side is Side.AGENT else ""
        if entry.side is not seat.side or entry.by != by or entry.echo:
            raise NotTaken(Why.NOT_YOURS)
        return entry

    async def _quote(self, key: str, seat: Seat) -> Quote | None:
        entry = await self.boxes.entry(seat.box, key) if key else None
        return entry.quoted(key) if entry and not entry.deleted else None


def _measure(text: str) -> None:
    if len(text) > TEXT_LIMIT:
        raise NotTaken(Why.TOO_LONG)
