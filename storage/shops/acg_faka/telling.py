"""core.shopparts.TellsChanges: reads what storage.shops.acg_faka.changes finds, and tells what is new about it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from zlib import crc32

from core.shop import Order, OrderStatus
from core.shopparts import Changes
from storage.shops.acg_faka.changes import Cursor, begin, cursor_of, is_done, page, text_of, with_waiting
from storage.shops.acg_faka.finding import orders_with_ids
from storage.shops.acg_faka.layout import Layout, Tables
from storage.shops.acg_faka.rows import OrderRow
from storage.shops.mysql import Connection

OWED = frozenset({OrderStatus.PAID_WAITING, OrderStatus.PROCESSING, OrderStatus.SHORTAGE, OrderStatus.PARTLY_DELIVERED})
REMEMBERED = 4_096
"""Orders; what is forgotten is told once more."""


class Telling:
    """Remembers what it told last, so that looking back tells nothing twice while the process lives. It counts only as
    long as the reader goes on where it stopped: one who begins anew from an older cursor is told everything."""

    def __init__(self) -> None:
        self._told: OrderedDict[int, int] = OrderedDict()
        self._cursor = ""

    async def changes(self, tables: Tables, cursor: str, limit: int, order_of: Callable[[OrderRow], Order]) -> Changes:
        """Raises: ShopUnavailable."""
        if cursor != self._cursor:
            self._told.clear()
        known = cursor_of(cursor)
        found, ids, rows = await tables.read(lambda connection, layout: _read(connection, layout, known, limit))
        orders = {row.id: order_of(row) for row in rows}
        waiting = {one: mark for one, mark in found.waiting.items() if one in orders or one not in ids}
        news: list[Order] = []
        for one, order in orders.items():
            mark = _mark(order)
            if known is not None and mark not in (self._told.get(one), waiting.pop(one, None)):
                news.append(order)
            self._remember(one, mark)
            if order.status in OWED:
                waiting[one] = mark
        forward = with_waiting(found, waiting)
        self._cursor = text_of(forward)
        return Changes(news, self._cursor, more=not is_done(forward))

    def _remember(self, one: int, mark: int) -> None:
        self._told[one] = mark
        self._told.move_to_end(one)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)


def _read(
    connection: Connection, layout: Layout, known: Cursor | None, limit: int
) -> tuple[Cursor, frozenset[int], Sequence[OrderRow]]:
    """Where to go on, what was looked for, and what there is of it."""
    cursor, ids = begin(connection, layout) if known is None else page(connection, layout, known, limit)
    return cursor, frozenset(ids), orders_with_ids(connection, layout, ids)


def _mark(order: Order) -> int:
    """Changes with everything that a reader may act on."""
    told = (order.status, order.raw_status, order.pieces, order.paid_at, order.delivered_at, order.refunded)
    return crc32(repr(told).encode())
