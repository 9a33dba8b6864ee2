"""The few things that are written into the shop's database, and what must be known before and after."""

from storage.shops.dujiaoka.keytext import times_in
from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.reading import SHOP_NOW
from storage.shops.dujiaoka.rows import COMPLETED, SHORT, Bought, ItemRow
from storage.shops.mysql import READ, Connection

NEW_ORDERS = 2_000
"""Among so many newest ones is the order that the shop delivers just now."""
_NEW = "(SELECT GREATEST(MAX(id), %(new)s) - %(new)s FROM orders)"


def lock(connection: Connection, order: int) -> None:
    """Nobody else changes this order until the end. (FOR UPDATE would need a right on the whole table.)"""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders SET updated_at = updated_at WHERE id = %s", (order,))


def write(
    connection: Connection, layout: Layout, bought: Bought, item: ItemRow, info: str, *, short: bool = False
) -> None:
    """The order's text of keys anew; with it a 2.0.x order is completed, or `short` of keys again."""
    with connection.cursor() as cursor:
        if layout.v3:
            cursor.execute(
                " ".join(("UPDATE order_items SET info = %s, updated_at =", SHOP_NOW, "WHERE id = %s")),
                (info, item.id),
            )
            cursor.execute(" ".join(("UPDATE orders SET updated_at =", SHOP_NOW, "WHERE id = %s")), (bought.order.id,))
            return
        cursor.execute(
            " ".join(("UPDATE orders SET info = %s, status = %s, updated_at =", SHOP_NOW, "WHERE id = %s")),
            (info, SHORT if short else COMPLETED, bought.order.id),
        )


def in_other_orders(connection: Connection, layout: Layout, item: ItemRow, key: str) -> int:
    """How many other new orders hold exactly this key."""
    where = "WHERE goods_id = %(goods)s AND id <> %(item)s AND LOCATE(%(key)s, info) > 0 AND"
    if layout.v3:
        question = ("SELECT info FROM order_items", where, f"order_id > {_NEW}")
    else:
        question = ("SELECT info FROM orders", where, f"id > {_NEW}")
    values = {"goods": item.goods_id, "item": item.id, "key": key.strip().splitlines()[0], "new": NEW_ORDERS}
    with connection.cursor() as cursor:
        cursor.execute(" ".join(question), values)
        return sum(times_in(str(row["info"]), key) > 0 for row in cursor.fetchall())


def uncommitted(connection: Connection) -> Connection:
    """The same connection, in a transaction that sees what others have not committed yet."""
    connection.rollback()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED")
        cursor.execute(READ)
    return connection
