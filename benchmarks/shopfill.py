"""Shops with very many orders, for benchmarks.shops: the platforms' own tables, filled by the database itself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.dujiaoka.shop import DujiaokaShop
from tests.contracts.shops import acgstand, dujiaokastand
from tests.contracts.shops.acgstand import AcgStand
from tests.contracts.shops.dujiaokastand import DujiaokaStand
from tests.mariadb import Server

CONTACTS = 300_000
MEMBERS = 50_000
UNSOLD = 5_000
RESELLER = "reseller@qq.com"
"""Has every fiftieth order."""
PASSWORD = "Pw12"
AT = "'2026-01-01 00:00:00' + INTERVAL (seq % 20000000) SECOND"
KEY = "CONCAT('KEY-', LPAD(seq, 12, '0'), '-ABCD-EFGH')"
CONTACT = f"IF(seq % 50, CONCAT('buyer', seq % {CONTACTS}, '@qq.com'), '{RESELLER}')"
WORD = f"IF(seq % 2, '{PASSWORD}', '')"

CARDS = (
    "INSERT INTO carmis (goods_id, status, carmi$sub) SELECT 1 + seq % 50,"
    f" IF(seq > $count, 1, 2), {KEY}$subs FROM seq_1_to_$cards"
)
GOODS = "INSERT INTO goods (gd_name) SELECT CONCAT('Product ', seq) FROM seq_1_to_50"
NUMBER = "CONCAT('ORD', LPAD(seq, 13, '0'))"
CLASSIC = (
    GOODS,
    "INSERT INTO orders (order_sn, goods_id, title, type, buy_amount, actual_price, search_pwd, email, info, status,"
    f" created_at, updated_at) SELECT {NUMBER}, 1 + seq % 50, 'Steam x 1', 1, 1, 9.90, {WORD}, {CONTACT}, {KEY}, 4,"
    f" {AT}, {AT} FROM seq_1_to_$count",
    CARDS.replace("$subs", "").replace("$sub", ""),
    "ANALYZE TABLE orders, carmis",
)
NEWER = (
    GOODS,
    "INSERT INTO goods_sub (goods_id, name) SELECT 1 + seq, 'CN' FROM seq_1_to_50",
    "INSERT INTO orders (order_sn, actual_price, search_pwd, email, status, created_at, updated_at)"
    f" SELECT {NUMBER}, 9.90, {WORD}, {CONTACT}, 4, {AT}, {AT} FROM seq_1_to_$count",
    "INSERT INTO order_items (order_id, goods_id, sub_id, goods_name, unit_price, quantity, subtotal, info, type)"
    f" SELECT seq, 1 + seq % 50, 1 + seq % 50, 'Steam', 9.90, 1, 9.90, {KEY}, 1 FROM seq_1_to_$count",
    CARDS.replace("$subs", ", 1 + seq % 50").replace("$sub", ", sub_id"),
    "ANALYZE TABLE orders, order_items, carmis",
)
ACG = (
    "INSERT INTO acg_commodity (name, code) SELECT CONCAT('Product ', seq), LPAD(HEX(seq), 16, '0') FROM seq_1_to_50",
    "INSERT INTO acg_user (username, email, phone, qq) SELECT CONCAT('member', seq), CONCAT('member', seq, '@qq.com'),"
    f" CONCAT('139', LPAD(seq, 8, '0')), CONCAT('8', LPAD(seq, 8, '0')) FROM seq_1_to_{MEMBERS}",
    "INSERT INTO acg_order (owner, trade_no, amount, commodity_id, card_num, create_time, pay_time, status, secret,"
    f" password, contact, delivery_status) SELECT IF(seq % 10, 0, 1 + seq % {MEMBERS}), CONCAT('302', LPAD(seq, 15,"
    f" '0')), 9.90, 1 + seq % 50, 1, {AT}, {AT}, 1, {KEY}, NULLIF({WORD}, ''), IF(seq % 50 AND seq % 10 = 0,"
    f" LEFT(MD5(seq), 16), {CONTACT}), 1 FROM seq_1_to_$count",
    f"INSERT INTO acg_card (commodity_id, secret, status, order_id, purchase_time) SELECT 1 + seq % 50, {KEY},"
    f" IF(seq > $count, 0, 1), IF(seq > $count, NULL, seq), {AT} FROM seq_1_to_$cards",
    "UPDATE acg_order SET owner = 0 WHERE contact = 'reseller@qq.com'",
    "ANALYZE TABLE acg_order, acg_card, acg_commodity, acg_user",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """`number(n)`: that of order n. `since`: where a poll goes on that tells every order. `index`: what the page of
    the platform advises for shops with so many. `members`: some orders are of members, named `member1`..."""

    stand: AcgStand | DujiaokaStand
    port: AcgFakaShop | DujiaokaShop
    number: Callable[[int], str]
    since: str
    index: str = ""
    members: bool = False


def contact(order: int) -> str:
    return f"buyer{order % CONTACTS}@qq.com" if order % 50 else RESELLER


def key(order: int) -> str:
    return f"KEY-{order:012d}-ABCD-EFGH"


async def acg(server: Server, count: int) -> Filled:
    stand = acgstand.installed(server, server.fresh_database())
    await _fill(server, stand.database, ACG, count)
    old = '"2025-01-01T00:00:00"'
    since = f'{{"since":{old},"begun":[{old},0],"round":[{old},{old}],"marks":[[{old},0]],"phase":3,"version":1}}'
    return Filled(stand, stand.port, lambda order: f"302{order:015d}", since, members=True)


async def classic(server: Server, count: int) -> Filled:
    return await _dujiaoka(server, count, v3=False)


async def newer(server: Server, count: int) -> Filled:
    return await _dujiaoka(server, count, v3=True)


async def _dujiaoka(server: Server, count: int, *, v3: bool) -> Filled:
    stand = dujiaokastand.installed(server, server.fresh_database(), v3=v3)
    await _fill(server, stand.database, NEWER if v3 else CLASSIC, count)
    since = "2025-01-01T00:00:00|0|2025-01-01T00:00:00|1"
    advised = "ALTER TABLE orders ADD INDEX idx_updated_at (updated_at)"
    return Filled(stand, stand.port, lambda order: f"ORD{order:013d}", since, advised)


async def _fill(server: Server, database: str, statements: tuple[str, ...], count: int) -> None:
    for statement in statements:
        filled_in = statement.replace("$count", str(count)).replace("$cards", str(count + UNSOLD))
        await asyncio.to_thread(server.run, filled_in, database=database)


FILLS: Mapping[str, Callable[[Server, int], Awaitable[Filled]]] = {
    "acg-faka": acg,
    "dujiaoka-2": classic,
    "dujiaoka-v3": newer,
}
