"""The demo shop: brought into the database as a whole, and taken out again without touching anything else."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlmodel import Session

from core.ports import Vault
from storage.bulk import insert_new, insert_rows, table_of
from storage.demo_goods import DEMO_ORDERS, GOODS, DemoOrder
from storage.demo_orders import DEMO, ORDERS, DemoRows, demo_rows
from storage.sessions import Sessions
from storage.shops.tables import AVAILABLE, CardKeyRow, ImportRow, OrderItemRow, ProductRow, ShopOrderRow

Tell = Callable[[int, int], None]


def silent(_done: int, _all: int) -> None:
    """For who wants no progress."""


def demo_orders() -> tuple[DemoOrder, ...]:
    """The orders to tell the owner about: easy to type, one for each thing to try."""
    return DEMO_ORDERS


async def seed_demo(sessions: Sessions, vault: Vault, now: datetime, tell: Tell = silent) -> bool:
    """Fills the shop with products, keys and 10,000 orders of the 90 days before `now`, all in one transaction.

    False: the demo is there already. `tell` (orders made, of how many) is called from a thread.
    Raises: StoreUnavailable."""
    if await sessions.read(lambda session: session.get(ImportRow, DEMO) is not None):
        return False
    rows = await asyncio.to_thread(demo_rows, vault, now, tell)
    return await sessions.write(lambda session: _insert(session, rows))


def _insert(session: Session, rows: DemoRows) -> bool:
    if session.get(ImportRow, DEMO) is not None:
        return False
    insert_rows(session, ImportRow, [_marker()])
    insert_new(session, ProductRow, rows.products)
    insert_rows(session, ShopOrderRow, rows.orders)
    insert_rows(session, OrderItemRow, rows.items)
    insert_rows(session, CardKeyRow, rows.keys)
    return True


def _marker() -> dict[str, object]:
    return {"id": DEMO, "name": DEMO, "line": 0, "imported": ORDERS, "updated": 0, "unchanged": 0, "finished": True}


async def reset_demo(sessions: Sessions) -> None:
    """Takes out what the demo brought; products that other orders name are left. Raises: StoreUnavailable."""
    await sessions.write(_reset)


def _reset(session: Session) -> None:
    orders, items = table_of(ShopOrderRow), table_of(OrderItemRow)
    keys, products, imports = table_of(CardKeyRow), table_of(ProductRow), table_of(ImportRow)
    demo = select(orders.c.number).where(orders.c.import_id == DEMO)
    sold = [goods.id for goods in GOODS]
    in_stock = keys.c.product_id.in_(sold) & (keys.c.state == AVAILABLE)
    session.exec(delete(keys).where(or_(keys.c.order_number.in_(demo), in_stock)))
    session.exec(delete(items).where(items.c.order_number.in_(demo)))
    session.exec(delete(orders).where(orders.c.import_id == DEMO))
    named = or_(exists().where(items.c.product_id == products.c.id), exists().where(keys.c.product_id == products.c.id))
    session.exec(delete(products).where(products.c.id.in_(sold), ~named))
    session.exec(delete(imports).where(imports.c.id == DEMO))
