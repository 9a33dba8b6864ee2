"""Reads orders of either layout: every column by name, every value bound."""

from collections.abc import Sequence
from itertools import groupby

from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.rows import Bought, ItemRow, OrderRow, taken_from
from storage.shops.mysql import Connection

_ORDER = "id, order_sn, status, actual_price, created_at, updated_at, email, search_pwd, trade_no"
_AS_ITEM = "id AS order_id, goods_id, title AS name, buy_amount AS quantity, type, info"
_ITEM = "id, order_id, goods_id, sub_id, goods_name AS name, quantity, type, info"
SHOP_NOW = "UTC_TIMESTAMP() + INTERVAL 8 HOUR"
"""The shop writes Chinese time in whatever zone the database has, and reads it back in the same: so do we."""


def by_number(connection: Connection, layout: Layout, number: str) -> Bought | None:
    """`number`: canonical. The collation may find others too: only the same letters count, and these of any case."""
    rows = read(
        connection, layout, "WHERE order_sn IN (%s, %s) AND deleted_at IS NULL LIMIT 4", (number, number.upper())
    )
    same = [row for row in rows if row.order.order_sn.upper() == number.upper()]
    return next((row for row in same if row.order.order_sn == number), same[0] if same else None)


def by_id(connection: Connection, layout: Layout, order: int) -> Bought | None:
    rows = read(connection, layout, "WHERE id = %s AND deleted_at IS NULL", (order,))
    return rows[0] if rows else None


def by_email(connection: Connection, layout: Layout, email: str, limit: int) -> Sequence[Bought]:
    """As the database's collation compares; newest first."""
    return read(connection, layout, "WHERE email = %s AND deleted_at IS NULL ORDER BY id DESC LIMIT %s", (email, limit))


def read(
    connection: Connection, layout: Layout, where: str, values: tuple[object, ...] | dict[str, object]
) -> Sequence[Bought]:
    """`where`: what follows the table `orders`, with its order and limit."""
    columns = _ORDER if layout.v3 else f"{_ORDER}, {_AS_ITEM}"
    with connection.cursor() as cursor:
        cursor.execute(" ".join(("SELECT", columns, "FROM orders", where)), values)
        rows = cursor.fetchall()
    orders = taken_from(OrderRow, rows)
    if layout.v3:
        items = _items(connection, [order.id for order in orders])
        return [Bought(order, items.get(order.id, ())) for order in orders]
    return [Bought(order, (item,)) for order, item in zip(orders, taken_from(ItemRow, rows), strict=True)]


def _items(connection: Connection, orders: Sequence[int]) -> dict[int, tuple[ItemRow, ...]]:
    if not orders:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            " ".join(("SELECT", _ITEM, "FROM order_items WHERE order_id IN %s ORDER BY order_id, id")), (list(orders),)
        )
        rows = taken_from(ItemRow, cursor.fetchall())
    return {order: tuple(items) for order, items in groupby(rows, lambda item: item.order_id)}
