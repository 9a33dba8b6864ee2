"""Boxes as pages get them: entries with addresses for their files."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Raw, json

from bots.web.boxes import Boxes
from bots.web.entries import decode_entry
from bots.web.protocol import Entries, Item
from bots.web.uploads import FileLinks
from core.ports import Clock, Posted

PAGE = 50
"""Messages that a page gets at first, and at each step back."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads message boxes. `audience`: whose file links they are, if not the box's own readers'."""

    boxes: Boxes
    links: FileLinks
    clock: Clock
    audience: str = ""

    async def changed(self, box: str, seq: int) -> tuple[Sequence[Item], int]:
        """The next changes after `seq`, and how far they reach."""
        posted = await self.boxes.after(box, seq)
        return self.items(box, posted), posted[-1].seq if posted else seq

    async def latest(self, box: str, wire: str, before: int | None = None) -> Entries:
        """The last messages, or those before a `born`; `seq` is where to go on from."""
        posted = await self.boxes.latest(box, PAGE, before)
        return Entries(
            box=wire,
            items=self.items(box, posted),
            seq=max((p.seq for p in posted), default=0),
            fresh=before is None,
            more=len(posted) == PAGE,
        )

    def items(self, box: str, posted: Sequence[Posted]) -> list[Item]:
        now = self.clock.now()
        audience = self.audience or box
        return [
            Item(p.key, p.born, p.seq, Raw(json.encode(self.links.shown(decode_entry(p.body), audience, now))))
            for p in posted
            if p.body
        ]
