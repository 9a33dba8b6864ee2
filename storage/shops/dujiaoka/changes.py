"""Orders that have changed since a cursor, found by `updated_at` and id, page by page.

The platform has no index on `updated_at`. So a question looks at the newest orders only, which are those that change,
and every few minutes one looks at all of them: nothing is left out, and the shop's database has little to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from core.errors import ShopUnavailable
from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.reading import SHOP_NOW, read
from storage.shops.dujiaoka.rows import Bought
from storage.shops.mysql import Connection

OVERLAP = timedelta(minutes=2)
"""The longest that a transaction of the shop stays open after it has written its time."""
BEHIND = timedelta(minutes=5)
"""By how much the shop's clock may be slower than the database's."""
NEWEST = 20_000
SWEEP = timedelta(minutes=5)

_SINCE = (
    "WHERE deleted_at IS NULL AND updated_at >= %(at)s AND (updated_at > %(at)s OR id > %(id)s) AND id > %(from)s "
    "ORDER BY updated_at, id LIMIT %(limit)s"
)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last that was told, in the shop's time and by id. `swept`: when all orders were last looked at, or while
    `sweeping`, when that began."""

    at: datetime
    id: int
    swept: datetime
    sweeping: bool = False

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises: ShopUnavailable: it is none of ours."""
        try:
            at, order, swept, sweeping = text.split("|")
            return cls(datetime.fromisoformat(at), int(order), datetime.fromisoformat(swept), sweeping == "1")
        except ValueError:
            raise ShopUnavailable("The place where to go on is not one of this shop's.") from None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}|{self.id}|{self.swept.isoformat()}|{int(self.sweeping)}"


def changed(connection: Connection, layout: Layout, cursor: str, limit: int) -> tuple[Sequence[Bought], Cursor, bool]:
    """Orders, oldest change first; where to go on; whether there are more already."""
    now, newest = _now(connection)
    if not cursor:
        return (), Cursor(now - OVERLAP, 0, now), False
    place = Cursor.read(cursor)
    if not place.sweeping and now - place.swept >= SWEEP:
        place = Cursor(min(place.at, place.swept - BEHIND), 0, now, sweeping=True)
    start = 0 if place.sweeping else newest - NEWEST
    values = {"at": place.at, "id": place.id, "from": start, "limit": limit}
    rows = read(connection, layout, _SINCE, values)
    if len(rows) == limit:
        last = rows[-1].order
        return rows, replace(place, at=last.updated_at or place.at, id=last.id), True
    return rows, _caught_up(place, rows, now), False


def _caught_up(place: Cursor, rows: Sequence[Bought], now: datetime) -> Cursor:
    """Goes back a little behind the last change, so that what is committed late is told too."""
    at = place.at
    if rows or place.id or place.sweeping:
        seen = max((row.order.updated_at or at for row in rows), default=at)
        at = min(now, seen) - OVERLAP
    return Cursor(max(at, now - BEHIND), 0, place.swept)


def _now(connection: Connection) -> tuple[datetime, int]:
    """The shop's time, to the second as it writes it, and the newest order's id."""
    with connection.cursor() as cursor:
        cursor.execute(" ".join(("SELECT", SHOP_NOW, "AS now, (SELECT MAX(id) FROM orders) AS newest")))
        row = cursor.fetchone() or {}
    now = row.get("now")
    if not isinstance(now, datetime):
        raise ShopUnavailable("Its database does not tell the time.")
    return now.replace(microsecond=0), int(row.get("newest") or 0)
