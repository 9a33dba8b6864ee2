"""Orders by a key that they were delivered. The platform keeps no link between the two: only the text tells."""

from collections.abc import Sequence

from core.shop import OrderNo
from storage.shops.dujiaoka.keytext import as_key, storable, times_in
from storage.shops.dujiaoka.layout import Layout
from storage.shops.mysql import Connection
from storage.shops.mysql_words import containing

FOUND = 10
LOOKED_AT = 100
LONGEST = 2_000

_IN_ORDERS = (
    "SELECT order_sn, info FROM orders WHERE type = 1 AND status = 4 AND deleted_at IS NULL "
    "AND info LIKE %s COLLATE utf8mb4_bin ORDER BY id DESC LIMIT %s"
)
_IN_ITEMS = (
    "SELECT o.order_sn, i.info FROM order_items i JOIN orders o ON o.id = i.order_id "
    "WHERE i.type = 1 AND o.status IN (2, 3, 4) AND o.deleted_at IS NULL "
    "AND i.info LIKE %s COLLATE utf8mb4_bin ORDER BY i.id DESC LIMIT %s"
)


def orders_with_key(connection: Connection, layout: Layout, typed: str) -> Sequence[OrderNo]:
    """The newest first. No index helps: it reads the texts of all orders."""
    key = as_key(typed)
    if not 3 < len(key) <= LONGEST or not storable(key):
        return ()
    first = key.split("\n")[0]
    with connection.cursor() as cursor:
        cursor.execute(_IN_ITEMS if layout.v3 else _IN_ORDERS, (containing(first), LOOKED_AT))
        rows = cursor.fetchall()
    found = (OrderNo(str(row["order_sn"])) for row in rows if times_in(str(row["info"]), key))
    return tuple(dict.fromkeys(found))[:FOUND]
