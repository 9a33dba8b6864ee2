"""All orders of an incident as a table for the owner: what was done for whom, and what is still to be paid out."""

import csv
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from core.incident import Affected, Fate, Incident
from core.incidentrules import due_of
from core.messages import Address, Media, MediaKind
from core.ports import Blobs
from core.turns import Words

_COLUMNS = ("shop", "order", "sold", "goods", "pieces", "amount", "currency", "contact", "here", "state", "what", "why")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Reporting:
    """`home`: of files that we have made ourselves."""

    blobs: Blobs
    home: Address
    words: Words
    language: str
    zone: ZoneInfo

    async def file(self, incident: Incident, orders: Sequence[Affected], at: datetime) -> Media:
        """Raises: ContentRejected (never: it is as long as it is)."""
        raw = self._table(orders).encode("utf-8-sig")
        ref, size = await self.blobs.put(_whole(raw), len(raw))
        name = f"incident-{incident.id}-{at.astimezone(self.zone):%Y-%m-%d-%H%M}.csv"
        return Media(MediaKind.FILE, ref, self.home, name, "text/csv", size)

    def _table(self, orders: Sequence[Affected]) -> str:
        text = StringIO()
        table = csv.writer(text)
        table.writerow([self._say(f"incident-column-{name}") for name in _COLUMNS])
        table.writerows([_harmless(cell) for cell in self._row(one)] for one in orders)
        return text.getvalue()

    def _row(self, one: Affected) -> Sequence[str]:
        sold = f"{one.at.astimezone(self.zone):%Y-%m-%d %H:%M}"
        amount = due_of(one) if one.fate is not Fate.DONE else one.amount
        here = self._say("incident-yes") if one.reachable else ""
        state = self._say(f"incident-fate-{one.done if one.fate is Fate.DONE else one.fate}")
        goods = [one.shop, one.number, sold, one.title, str(one.pieces), str(amount), one.currency]
        return [*goods, one.contact, here, state, one.note, one.why]

    def _say(self, key: str) -> str:
        return self.words(self.language, key)


def _harmless(cell: str) -> str:
    """A table program takes it for no formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


async def _whole(raw: bytes) -> AsyncIterator[bytes]:
    yield raw
