"""Orders by what was bought, for a batch that turns out to be bad. The platform keeps no batches."""

from collections.abc import Sequence

from core.shop import StockId
from core.shopparts import Sales, SoldBy, StockLine
from storage.shops.dujiaoka.keytext import lines_of, storable
from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.orders import CHINA, holds_keys
from storage.shops.dujiaoka.reading import read
from storage.shops.dujiaoka.rows import Bought
from storage.shops.mysql import Connection
from storage.shops.mysql_words import as_id, containing

SOLD_BY = frozenset({SoldBy.PRODUCT})
_GOODS = (
    "SELECT id, gd_name AS name FROM goods WHERE (id = %(id)s OR gd_name LIKE %(like)s) ORDER BY id LIMIT %(limit)s"
)
_TIMES = (
    "WHERE id > %(after)s AND deleted_at IS NULL AND created_at >= %(since)s "
    "AND (%(until)s IS NULL OR created_at < %(until)s) AND "
)
_CLASSIC = "goods_id IN %(goods)s AND type = 1 AND status = 4 ORDER BY id LIMIT %(limit)s"
_V3 = (
    "status IN (2, 3, 4) AND id IN (SELECT order_id FROM order_items WHERE goods_id IN %(goods)s AND type = 1) "
    "ORDER BY id LIMIT %(limit)s"
)


def goods_named(connection: Connection, words: str, limit: int) -> Sequence[StockLine]:
    """On sale or not."""
    typed = words.strip()
    if not storable(typed):
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_GOODS, {"id": as_id(typed), "like": containing(typed), "limit": limit})
        rows = cursor.fetchall()
    lines = [StockLine(StockId(str(row["id"])), str(row["name"]), None) for row in rows]
    return [line for line in lines if line.stock.product == typed] or lines


def sold(
    connection: Connection, layout: Layout, wanted: Sales, after: str, limit: int
) -> tuple[Sequence[tuple[Bought, int]], str]:
    """The next orders with keys of these goods and how many, and where to go on: the last order's id."""
    goods = {int(one.product) for one in wanted.goods if one.product.isdecimal()}
    if not goods:
        return (), ""
    values = {
        "after": int(after) if after.isdecimal() else 0,
        "since": wanted.since.astimezone(CHINA).replace(tzinfo=None),
        "until": wanted.until and wanted.until.astimezone(CHINA).replace(tzinfo=None),
        "goods": sorted(goods),
        "limit": limit,
    }
    rows = read(connection, layout, _TIMES + (_V3 if layout.v3 else _CLASSIC), values)
    counted = [(row, _pieces(row, goods)) for row in rows]
    return [(row, pieces) for row, pieces in counted if pieces], str(rows[-1].order.id) if len(rows) == limit else ""


def _pieces(bought: Bought, goods: set[int]) -> int:
    """Never more than were bought: further lines are replacements."""
    mine = (item for item in bought.items if item.goods_id in goods and holds_keys(bought, item))
    return sum(min(len(lines_of(item.info)), item.quantity) for item in mine)
