"""Finds orders and their cards. Each function is a job for storage.shops.acg_faka.layout.Tables."""

from collections.abc import Sequence
from typing import Any

from storage.shops.acg_faka.layout import Layout, ask
from storage.shops.acg_faka.rows import CardRow, OrderRow, row_of, rows_of
from storage.shops.mysql import Connection

ORDERS = """
SELECT o.id, o.owner, o.trade_no, o.amount, o.commodity_id, o.card_num, o.create_time, o.pay_time, o.status, o.secret,
       o.password, o.contact, o.delivery_status, o.race, $o_sku AS sku, $o_leave_message AS leave_message,
       $o_refund_status AS refund_status, c.name, c.delivery_way, c.delivery_auto_mode, c.delivery_message,
       c.leave_message AS `usage`, c.shared_id, u.email, u.phone, u.username, u.qq,
       (SELECT COUNT(*) FROM $card k WHERE k.order_id = o.id AND k.status <> 0) AS cards,
       (SELECT MAX(k.purchase_time) FROM $card k WHERE k.order_id = o.id AND k.status <> 0) AS sold_at
FROM $order o LEFT JOIN $commodity c ON c.id = o.commodity_id LEFT JOIN $user u ON u.id = o.owner AND o.owner > 0
"""
CARDS = "SELECT k.id, k.commodity_id, k.secret, k.status, k.order_id, k.purchase_time FROM $card k "
MEMBERS = "SELECT u.id FROM $user u WHERE u.email IN %s OR u.phone IN %s OR u.username IN %s LIMIT 20"
NEWEST = "SELECT o.id FROM $order o WHERE $column = %s ORDER BY o.id DESC LIMIT %s"
MEMBERS_BY_QQ = "SELECT u.id FROM $user u WHERE u.qq = %s LIMIT 20"


def order_numbered(connection: Connection, layout: Layout, number: str) -> OrderRow | None:
    """The database takes numbers for the same that only look alike, so look at what comes. Raises: ShopUnavailable."""
    found = ask(connection, layout.statement(ORDERS + "WHERE o.trade_no = %s LIMIT 1"), number)
    return row_of(OrderRow, found[0]) if found else None


def orders_with_ids(connection: Connection, layout: Layout, ids: Sequence[int]) -> list[OrderRow]:
    """In the order of the ids. Raises: ShopUnavailable."""
    if not ids:
        return []
    found = rows_of(OrderRow, ask(connection, layout.statement(ORDERS + "WHERE o.id IN %s"), list(ids)))
    return sorted(found, key=lambda row: row.id)


def cards_of(connection: Connection, layout: Layout, order: int) -> list[CardRow]:
    statement = layout.statement(CARDS + "WHERE k.order_id = %s AND k.status <> 0 ORDER BY k.id")
    return rows_of(CardRow, ask(connection, statement, order))


def orders_of_contacts(connection: Connection, layout: Layout, contacts: Sequence[str], limit: int) -> list[OrderRow]:
    """The newest ones of each, as the database compares; a member's own contact stands in no order."""
    ids = _newest(connection, layout, "contact", contacts, limit)
    return [row for row in orders_with_ids(connection, layout, ids) if row.owner == 0]


def members_orders(
    connection: Connection, layout: Layout, contacts: Sequence[str], qq: str, limit: int
) -> list[OrderRow]:
    """`qq`: empty: it is none. The shop keeps no index of it; there are fewer members than orders."""
    known = list(contacts)
    found: list[dict[str, Any]] = ask(connection, layout.statement(MEMBERS), known, known, known)
    if qq:
        found += ask(connection, layout.statement(MEMBERS_BY_QQ), qq)
    owners = sorted({int(row["id"]) for row in found})
    return orders_with_ids(connection, layout, _newest(connection, layout, "owner", owners, limit))


def _newest(
    connection: Connection, layout: Layout, column: str, values: Sequence[str | int], limit: int
) -> Sequence[int]:
    """Ids, by one index alone: it is quick for a buyer of very many orders, too."""
    statement = layout.statement(NEWEST, column=f"o.`{column}`")
    return [int(row["id"]) for value in values for row in ask(connection, statement, value, limit)]


def orders_of_key(connection: Connection, layout: Layout, key: str, limit: int) -> list[str]:
    """The numbers of the orders that got a card with just this text; the newest first."""
    statement = layout.statement(
        "SELECT k.secret, o.trade_no FROM $card k JOIN $order o ON o.id = k.order_id"
        " WHERE k.secret = %s AND k.status <> 0 ORDER BY o.id DESC LIMIT 50"
    )
    found = [str(row["trade_no"]) for row in ask(connection, statement, key) if str(row["secret"]).strip() == key]
    return list(dict.fromkeys(found))[:limit]
