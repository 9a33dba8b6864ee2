"""Where the telling of changes goes on, and what of a list comes next. Pure.

A shop writes the time of a change before it commits it, so a change may turn up behind one that was told: the last half
minute is told anew with each round. Within a round, `told` says how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.shops.dujiao_next.wire import OrderShape

LAG = timedelta(seconds=30)
LOST = timedelta(days=1)
"""How far back one begins when the stored cursor cannot be read."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`settled`: nothing older turns up any more. `told` None: a new round. Both on the shop's clock."""

    settled: datetime
    told: datetime | None = None

    @classmethod
    def read(cls, text: str, now: datetime) -> "Cursor":
        settled, _, told = text.partition("|")
        try:
            read = cls(datetime.fromisoformat(settled), datetime.fromisoformat(told) if told else None)
        except ValueError:
            return cls(now - LOST)
        aware = read.settled.tzinfo is not None and (read.told is None or read.told.tzinfo is not None)
        return read if aware else cls(now - LOST)

    def __str__(self) -> str:
        return f"{self.settled.isoformat()}|{self.told.isoformat() if self.told else ''}"

    def is_new(self, order: OrderShape) -> bool:
        return order.changed_at > self.told if self.told else order.changed_at >= self.settled

    def after(self, last: datetime) -> "Cursor":
        """There is more in this round."""
        return Cursor(self.settled, last)

    def finished(self, began: datetime) -> "Cursor":
        """`began`: the shop's time before the round's last question."""
        return Cursor(max(self.settled, began - LAG))


def ascending(orders: Sequence[OrderShape]) -> list[OrderShape]:
    return sorted(orders, key=lambda order: (order.changed_at, order.id))


def batch_of(new: Sequence[OrderShape], limit: int, beyond: bool) -> tuple[list[OrderShape], bool]:
    """The next ones of `new` (ascending), and whether there are more. Orders of one moment stay together, since one
    goes on after a moment; a batch may so be a little longer. `beyond`: there are newer ones that are not in `new`; of
    the newest moment in it some may be missing, so it waits for the next batch. Empty with more: nothing but it."""
    if len(new) <= limit and not beyond:
        return list(new), False
    last = new[min(limit, len(new)) - 1].changed_at
    if beyond and last == new[-1].changed_at:
        return [order for order in new if order.changed_at < last], True
    batch = [order for order in new if order.changed_at <= last]
    return batch, beyond or len(batch) < len(new)
