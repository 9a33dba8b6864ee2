"""Orders by what was bought, for a batch that turns out to be bad. Notes on cards are not ours to read."""

from collections.abc import Sequence

from core.shop import Order, OrderStatus, StockId
from core.shopparts import Sales, SoldBy, StockLine
from storage.shops.acg_faka.finding import orders_with_ids
from storage.shops.acg_faka.layout import Layout, ask
from storage.shops.acg_faka.rows import OrderRow
from storage.shops.acg_faka.settings import SHOP_TIME
from storage.shops.mysql import Connection
from storage.shops.mysql_words import as_id, containing

SOLD_BY = frozenset({SoldBy.PRODUCT})
_GIVEN = frozenset({OrderStatus.DELIVERED, OrderStatus.REFUNDED, OrderStatus.PARTLY_REFUNDED})
_GOODS = "SELECT c.id, c.name FROM $commodity c WHERE c.id = %s OR c.name LIKE %s ORDER BY c.id LIMIT %s"
_SOLD = """
SELECT o.id FROM $order o WHERE o.id > %s AND o.commodity_id IN %s AND o.status = 1
AND COALESCE(o.pay_time, o.create_time) >= %s AND (%s IS NULL OR COALESCE(o.pay_time, o.create_time) < %s)
ORDER BY o.id LIMIT %s
"""


def pieces_of(order: Order) -> int:
    """Keys that were given; of what a person or another shop delivers, the order tells no more than that it was."""
    bought = sum(item.quantity for item in order.items)
    if order.pieces is not None:
        return min(order.pieces, bought)
    return bought if order.status in _GIVEN else 0


def goods_named(connection: Connection, layout: Layout, words: str, limit: int) -> Sequence[StockLine]:
    """On sale or not, with all variants."""
    typed = words.strip()
    found = ask(connection, layout.statement(_GOODS), as_id(typed), containing(typed), limit)
    lines = [StockLine(StockId(str(row["id"])), str(row["name"]), None) for row in found]
    return [line for line in lines if line.stock.product == typed] or lines


def sold(
    connection: Connection, layout: Layout, wanted: Sales, after: str, limit: int
) -> tuple[Sequence[OrderRow], str]:
    """The next paid orders of these goods, and where to go on: the last one's id."""
    goods = sorted({int(one.product) for one in wanted.goods if one.product.isdecimal()})
    if not goods:
        return (), ""
    since = wanted.since.astimezone(SHOP_TIME).replace(tzinfo=None)
    until = wanted.until and wanted.until.astimezone(SHOP_TIME).replace(tzinfo=None)
    begin = int(after) if after.isdecimal() else 0
    found = ask(connection, layout.statement(_SOLD), begin, goods, since, until, until, limit)
    ids = [int(row["id"]) for row in found]
    return orders_with_ids(connection, layout, ids), str(ids[-1]) if len(ids) == limit else ""
