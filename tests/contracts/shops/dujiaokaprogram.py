"""dujiaoka as a program at its own database: it sells like the real one, without locks, and with the same faults."""

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import choices
from string import ascii_uppercase, digits
from typing import Any

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import DictCursor

from tests.contracts.shops.mysqlprogram import CONFLICTS, MysqlProgram, ask, shop_time

FOLDER = Path(__file__).parent
SHORTAGE = "订单商品库存不足，请联系客服处理！"
UNPAID, WAITING, PROCESSING, COMPLETED, FAILED, SHORT, EXPIRED = 1, 2, 3, 4, 5, 6, -1
AUTO, MANUAL = 1, 2


def new_number() -> str:
    return "".join(choices(ascii_uppercase + digits, k=16))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What a buyer ordered. `info`: what stands in the order's text from the start."""

    goods: int
    quantity: int = 1
    number: str = field(default_factory=new_number)
    email: str = "Buyer@QQ.com"
    password: str | None = ""
    status: int = UNPAID
    type: int = AUTO
    info: str | None = None
    sub: int = 0
    amount: str = "9.90"
    at: datetime | None = None


@dataclass(slots=True)
class DujiaokaProgram(MysqlProgram):
    """`think`: seconds between choosing cards and writing them, as PHP needs a little."""

    v3: bool = False
    think: float = 0.0

    def install(self) -> None:
        for name in ("v3" if self.v3 else "2", "both"):
            tables = (FOLDER / f"dujiaoka_{name}.sql").read_text("utf-8")
            self.server.run(*(one for one in tables.split(";\n") if one.strip()), database=self.database)
        self.run("INSERT INTO pays (pay_name, merchant_pem) VALUES ('alipay', 'the merchant key')")
        self.run("INSERT INTO admin_users (username, password) VALUES ('admin', 'hash')")

    def goods(self, name: str, kind: int = AUTO, stock: int = 0) -> int:
        if self.v3:
            return self.run("INSERT INTO goods (gd_name, type) VALUES (%s, %s)", name, kind)
        return self.run("INSERT INTO goods (gd_name, type, in_stock) VALUES (%s, %s, %s)", name, kind, stock)

    def variant(self, goods: int, name: str, stock: int = 0) -> int:
        return self.run("INSERT INTO goods_sub (goods_id, name, stock) VALUES (%s, %s, %s)", goods, name, stock)

    def cards(self, goods: int, keys: Sequence[str], *, sub: int = 0, loop: bool = False) -> list[int]:
        names = "goods_id, carmi, is_loop, sub_id" if self.v3 else "goods_id, carmi, is_loop"
        row = (goods, "", int(loop), sub) if self.v3 else (goods, "", int(loop))
        put = f"INSERT INTO carmis ({names}) VALUES ({', '.join(['%s'] * len(row))})"
        return [self.run(put, row[0], key, *row[2:]) for key in keys]

    def order(self, bought: Bought) -> int:
        """Its id. Only the order is written: no card is sold for it."""
        at = bought.at or shop_time()
        if self.v3:
            return self._order_v3(bought, at)
        return self.run(
            "INSERT INTO orders (order_sn, goods_id, title, type, goods_price, buy_amount, total_price, actual_price,"
            " search_pwd, email, info, trade_no, status, created_at, updated_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'T1', %s, %s, %s)",
            *(bought.number, bought.goods, f"{self._name(bought.goods)} x {bought.quantity}", bought.type),
            *(bought.amount, bought.quantity, bought.amount, bought.amount, bought.password, bought.email),
            *(bought.info, bought.status, at, at),
        )

    def item(self, order: int, bought: Bought) -> int:
        """One more thing in an order of V3."""
        return self.run(
            "INSERT INTO order_items (order_id, goods_id, sub_id, goods_name, unit_price, quantity, subtotal, info,"
            " type) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            *(order, bought.goods, bought.sub, self._name(bought.goods), bought.amount, bought.quantity),
            *(bought.amount, bought.info, bought.type),
        )

    def _order_v3(self, bought: Bought, at: datetime) -> int:
        order = self.run(
            "INSERT INTO orders (order_sn, email, total_price, actual_price, status, search_pwd, trade_no, created_at,"
            " updated_at) VALUES (%s, %s, %s, %s, %s, %s, 'T1', %s, %s)",
            *(bought.number, bought.email, bought.amount, bought.amount, bought.status, bought.password, at, at),
        )
        self.item(order, bought)
        return order

    def _name(self, goods: int) -> str:
        return str(self.rows("SELECT gd_name FROM goods WHERE id = %s", goods)[0]["gd_name"])

    def paid(self, number: str) -> None:
        """What happens when the gateway calls: in one transaction, but without a lock on what it reads."""
        while True:
            try:
                with closing(self.server.connect(self.database)) as connection:
                    connection.begin()
                    self._complete(connection, number)
                    connection.commit()
            except pymysql.OperationalError as error:
                if error.args[0] not in CONFLICTS:
                    raise
            else:
                return

    def _complete(self, connection: "Connection[DictCursor]", number: str) -> None:
        if self.v3:
            columns = "o.id, o.status, i.id AS item, i.goods_id, i.sub_id, i.quantity AS n"
            asked = f"SELECT {columns} FROM orders o JOIN order_items i ON i.order_id = o.id WHERE order_sn = %s"
        else:
            asked = (
                "SELECT id, status, id AS item, goods_id, 0 AS sub_id, buy_amount AS n FROM orders WHERE order_sn = %s"
            )
        (order,) = ask(connection, asked, number)
        if order["status"] == COMPLETED:
            return
        of_variant = f" AND sub_id = {order['sub_id']}" if self.v3 else ""
        cards = ask(
            connection,
            f"SELECT id, carmi FROM carmis WHERE goods_id = %s{of_variant} AND status = 1"
            " AND deleted_at IS NULL LIMIT %s",
            order["goods_id"],
            order["n"],
        )
        time.sleep(self.think)
        if len(cards) != order["n"]:
            self._write(connection, order, SHORTAGE, SHORT)
            return
        self._write(connection, order, "\n".join(card["carmi"] for card in cards), COMPLETED)
        ids = [card["id"] for card in cards]
        ask(
            connection, "UPDATE carmis SET status = 2, updated_at = %s WHERE id IN %s AND is_loop = 0", shop_time(), ids
        )
        ask(
            connection, "UPDATE goods SET sales_volume = sales_volume + %s WHERE id = %s", order["n"], order["goods_id"]
        )

    def _write(self, connection: "Connection[DictCursor]", order: dict[str, Any], info: str, status: int) -> None:
        now = shop_time()
        if self.v3:
            ask(connection, "UPDATE order_items SET info = %s, updated_at = %s WHERE id = %s", info, now, order["item"])
            told = "UPDATE orders SET status = %s, updated_at = %s WHERE id = %s"
            ask(connection, told, status, now, order["id"])
            return
        told = "UPDATE orders SET info = %s, status = %s, updated_at = %s WHERE id = %s"
        ask(connection, told, info, status, now, order["id"])

    def shown(self, number: str) -> list[str]:
        """The lines on the order's own page."""
        if self.v3:
            asked = "SELECT i.info FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.order_sn = %s"
        else:
            asked = "SELECT info FROM orders WHERE order_sn = %s"
        return [line for row in self.rows(asked, number) for line in (row["info"] or "").split("\n") if line]

    def unsold(self) -> list[str]:
        return [row["carmi"] for row in self.rows("SELECT carmi FROM carmis WHERE status = 1 ORDER BY id")]
