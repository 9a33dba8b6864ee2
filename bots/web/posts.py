"""The sending half, shared by both channels: a message is sent when it is in its box."""

from dataclasses import dataclass

from bots.web.boxes import Boxes
from bots.web.entries import KeptFile, Quote, Side
from bots.web.errors import translate
from bots.web.outbound import Written, delivered, edited, to_entry
from bots.web.puzzles import Puzzles
from bots.web.uploads import Uploads
from core.channel import Parcel
from core.errors import TargetGone
from core.messages import MessageId, Receipt
from core.ports import Clock


@dataclass(frozen=True, slots=True)
class Posts:
    """Every method may raise ChannelUnavailable: the store is away."""

    boxes: Boxes
    uploads: Uploads
    clock: Clock
    puzzles: Puzzles

    async def deliver(self, box: str, parcel: Parcel, side: Side) -> Receipt:
        """Posts under the parcel's own key: however often it is tried, it is there once. Raises: ContentRejected."""
        with translate():
            if await self.boxes.get(box, parcel.key) is None:
                files = await self._carried(parcel)
                async with self.boxes.lock(box):
                    check = self.puzzles.of(parcel.message.check, box) if parcel.message.check else None
                    written = Written(self.clock.now(), files, await self._quote(box, parcel), check)
                    await self.boxes.post(box, parcel.key, to_entry(parcel.message, side, written))
        return Receipt((MessageId(parcel.key),))

    async def edit(self, box: str, parcel: Parcel) -> Receipt:
        """Raises: TargetGone: it is not here, or was deleted."""
        if parcel.edits is None:
            raise TargetGone("an edit that names no message")
        target = parcel.edits.id
        with translate():
            files = await self._carried(parcel)
            async with self.boxes.lock(box):
                before = await self.boxes.entry(box, target)
                if before is None or before.deleted:
                    raise TargetGone(target)
                await self.boxes.post(box, target, edited(before, parcel.message, files))
        return Receipt((target,))

    async def delete(self, box: str, message: MessageId) -> None:
        """What was never here is gone already."""
        with translate():
            async with self.boxes.lock(box):
                before = await self.boxes.entry(box, message)
                if before and not before.deleted:
                    await self.boxes.post(box, message, before.removed())

    async def mark_delivered(self, box: str, message: MessageId) -> None:
        with translate():
            async with self.boxes.lock(box):
                before = await self.boxes.entry(box, message)
                if before and not before.deleted:
                    await self.boxes.post(box, message, delivered(before))

    async def _carried(self, parcel: Parcel) -> tuple[KeptFile, ...]:
        return tuple([await self.uploads.carry(media, parcel.files) for media in parcel.message.media])

    async def _quote(self, box: str, parcel: Parcel) -> Quote | None:
        if parcel.reply_to is None:
            return None
        entry = await self.boxes.entry(box, parcel.reply_to.id)
        return entry.quoted(parcel.reply_to.id) if entry and not entry.deleted else None
