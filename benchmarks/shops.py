"""Look-ups in a shop's own database, a real MariaDB: `python -m benchmarks.shops [ORDERS]`. It only tells figures."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import psutil
from rich.console import Console
from rich.table import Table

from core.shop import Evidence, OrderNo, Proof, ProvenOrder
from core.shopparts import Replacement
from storage.shops.dujiaoka.shop import DujiaokaShop
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.dujiaokastand import SHOP, DujiaokaStand, installed
from tests.mariadb import Server, server

ORDERS = 1_000_000
TIMES = 300
POLLS = 600
NUMBER = "CONCAT('ORD', LPAD(seq, 13, '0'))"
AT = "'2026-01-01 00:00:00' + INTERVAL (seq % 20000000) SECOND"
FILL = (
    "INSERT INTO orders (order_sn, goods_id, title, type, buy_amount, actual_price, search_pwd, email, info, status,"
    f" created_at, updated_at) SELECT {NUMBER}, 1 + seq % 50, 'Steam x 1', 1, 1, 9.90, IF(seq % 2, 'Pw12', ''),"
    " CONCAT('buyer', seq % 300000, '@qq.com'), CONCAT('KEY-', LPAD(seq, 12, '0'), '-ABCD-EFGH'), 4,"
    f" {AT}, {AT} FROM seq_1_to_{{count}}",
    "INSERT INTO carmis (goods_id, status, carmi) SELECT 1 + seq % 50, IF(seq > {count} - 5000, 1, 2),"
    " CONCAT('KEY-', LPAD(seq, 12, '0'), '-ABCD-EFGH') FROM seq_1_to_{count}",
    "ANALYZE TABLE orders, carmis",
)
EXPLAINED = {
    "an order by its number": "SELECT id FROM orders WHERE order_sn IN ('{number}', '{number}') AND deleted_at IS NULL",
    "orders of a contact": "SELECT id FROM orders WHERE email = 'buyer7@qq.com' AND deleted_at IS NULL"
    " ORDER BY id DESC LIMIT 10",
    "the highest unsold cards": "SELECT id FROM carmis WHERE goods_id = 8 AND status = 1 AND deleted_at IS NULL"
    " AND is_loop = 0 ORDER BY id DESC LIMIT 32",
    "changes among the newest": "SELECT id FROM orders WHERE deleted_at IS NULL AND updated_at >= '2026-11-22'"
    " AND id > {count} - 20000 ORDER BY updated_at, id LIMIT 100",
}


async def main(count: int) -> None:
    console = Console(width=150)
    with tempfile.TemporaryDirectory(prefix="shops") as folder, server(Path(folder)) as running:
        stand = installed(running, running.fresh_database(), v3=False)
        began = perf_counter()
        await asyncio.to_thread(_fill, running, stand.database, count)
        console.print(f"{count} orders and cards are there after {perf_counter() - began:.0f} s")
        for what, question in EXPLAINED.items():
            console.print(_explained(stand, what, question.format(number=_number(count // 3), count=count)))
        console.print(await _asked(stand, count))
        console.print(await _polled(stand.port))
        await stand.port.close()


def _fill(running: Server, database: str, count: int) -> None:
    names = [f"INSERT INTO goods (gd_name) VALUES ('Product {n}')" for n in range(50)]
    running.run(*names, *(statement.format(count=count) for statement in FILL), database=database)


def _number(order: int) -> str:
    return f"ORD{order:013d}"


def _explained(stand: DujiaokaStand, what: str, question: str) -> Table:
    rows = stand.program.rows(f"EXPLAIN {question}")
    table = Table("type", "key", "rows", "Extra", title=what, title_justify="left")
    for row in rows:
        table.add_row(*(str(row[name]) for name in ("type", "key", "rows", "Extra")))
    return table


async def _asked(stand: DujiaokaStand, count: int) -> Table:
    shop, vault = stand.port, stand.vault
    table = Table("question, asked through the connector", "median ms", "95 % ms", "times")
    order = await shop.find_order(OrderNo(_number(7)))
    assert order is not None
    password = vault.seal("Pw12")

    def spread(n: int) -> int:
        return 1 + n * 7919 % count

    async def verify(n: int) -> object:
        number = OrderNo(_number(spread(n)))
        return await shop.verify_buyer(number, Evidence(f"buyer{spread(n) % 300000}@qq.com", password))

    async def chosen(n: int) -> object:
        number = spread(n)
        mark = key_fingerprint(vault, f"KEY-{number:012d}-ABCD-EFGH")
        known = await shop.find_order(OrderNo(_number(number)))
        assert known is not None
        return await shop.set_aside(Replacement(f"r{n}", known.number, known.items[0], mark))

    questions: Sequence[tuple[str, Callable[[int], Awaitable[object]], int]] = (
        ("an order by its number", lambda n: shop.find_order(OrderNo(_number(spread(n)))), TIMES),
        ("a number that no order has", lambda n: shop.find_order(OrderNo(f"NOT{n:013d}")), TIMES),
        ("orders of a contact", lambda n: shop.orders_with(f"buyer{n}@qq.com", 10), TIMES),
        ("a buyer is verified", verify, TIMES),
        ("delivered keys", lambda n: shop.delivered_keys(_proven(spread(n))), TIMES),
        ("find an order, set a card aside", chosen, TIMES // 3),
        ("the stock of a product (20,000 sold)", lambda _: shop.stock(order.items[0].stock), TIMES // 10),
        ("the order of a key, by text", lambda n: shop.orders_with_key(f"KEY-{spread(n):012d}-ABCD-EFGH"), 5),
    )
    for what, ask, times in questions:
        table.add_row(what, *await _timed(ask, times), str(times))
    return table


def _proven(order: int) -> ProvenOrder:
    return ProvenOrder(SHOP, OrderNo(_number(order)), Proof.A)


async def _timed(ask: Callable[[int], Awaitable[object]], times: int) -> tuple[str, str]:
    took: list[float] = []
    await ask(0)
    for n in range(times):
        began = perf_counter()
        await ask(n)
        took.append((perf_counter() - began) * 1000)
    return f"{median(took):.2f}", f"{quantiles(took, n=20)[-1]:.2f}"


async def _polled(shop: DujiaokaShop) -> Table:
    """A day of polling, then everything there is, page by page, as after a long absence."""
    process = psutil.Process()
    table = Table("polling for changes", "median ms", "95 % ms", "orders told", "memory before", "after")
    page = await shop.changes("", 200)
    before, took = process.memory_info().rss, []
    for _ in range(POLLS):
        began = perf_counter()
        page = await shop.changes(page.cursor, 200)
        took.append((perf_counter() - began) * 1000)
    spread = (f"{median(took):.2f}", f"{quantiles(took, n=20)[-1]:.2f}")
    table.add_row(f"{POLLS} times, nothing new", *spread, "0", _mb(before), _mb(process.memory_info().rss))
    cursor, told, took = "2025-01-01T00:00:00|0|2025-01-01T00:00:00|1", 0, []
    before = process.memory_info().rss
    for _ in range(20):
        began = perf_counter()
        page = await shop.changes(cursor, 500)
        took.append((perf_counter() - began) * 1000)
        cursor, told = page.cursor, told + len(page.orders)
    spread = (f"{median(took):.2f}", f"{quantiles(took, n=20)[-1]:.2f}")
    table.add_row("20 pages of all orders, no index", *spread, str(told), _mb(before), _mb(process.memory_info().rss))
    return table


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS))
