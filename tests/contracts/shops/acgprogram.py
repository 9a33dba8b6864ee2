"""acg-faka as a program at its own database: it sells like the real one, with its isolation and its faults."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import randint
from typing import Any

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import DictCursor

from tests.contracts.shops.mysqlprogram import CONFLICTS, MysqlProgram, ask, shop_time

TABLES = Path(__file__).with_name("acg_faka.sql")
NOTHING_LEFT = "很抱歉，有人在你付款之前抢走了商品，请联系客服。"
BEING_SENT = "正在发货中，请耐心等待，如有疑问，请联系客服。"


def new_number() -> str:
    return f"{randint(100, 999)}{shop_time():%y%m%d%H%M%S}{randint(100, 999)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What a buyer ordered, and how."""

    product: int
    quantity: int = 1
    number: str = ""
    contact: str = "Buyer@QQ.com"
    password: str | None = None
    owner: int = 0
    race: str | None = None
    sku: Mapping[str, str] | None = None
    amount: str = "9.90"
    created: datetime | None = None


@dataclass(slots=True)
class AcgProgram(MysqlProgram):
    """`locks`: its transactions are serializable, as those of the program are when a payment comes in; a gift of the
    staff is sold without."""

    prefix: str = "acg_"
    locks: bool = True

    def install(self) -> None:
        statements = TABLES.read_text("utf-8").replace("{prefix}", self.prefix).split(";\n")
        self.server.run(*(one for one in statements if one.strip()), database=self.database)

    def product(self, name: str, **columns: object) -> int:
        told = {"name": name, "code": f"{randint(0, 2**63):016X}", **columns}
        names, marks = ", ".join(told), ", ".join(["%s"] * len(told))
        return self.run(f"INSERT INTO $commodity ({names}) VALUES ({marks})", *told.values())

    def cards(
        self, product: int, keys: Sequence[str], race: str | None = None, sku: Mapping[str, str] | None = None
    ) -> list[int]:
        put = "INSERT INTO $card (commodity_id, secret, race, sku) VALUES (%s, %s, %s, %s)"
        return [self.run(put, product, key, race, _json(sku)) for key in keys]

    def member(self, name: str, **columns: object) -> int:
        told = {"username": name, **columns}
        marks = ", ".join(["%s"] * len(told))
        return self.run(f"INSERT INTO $user ({', '.join(told)}) VALUES ({marks})", *told.values())

    def order(self, bought: Bought) -> str:
        """Not paid yet. Its number is drawn, and may meet one of the same second: then another is drawn."""
        while True:
            try:
                return self._ordered(bought, bought.number or new_number())
            except pymysql.err.IntegrityError:
                if bought.number:
                    raise

    def _ordered(self, bought: Bought, number: str) -> str:
        self.run(
            "INSERT INTO $order (owner, trade_no, amount, commodity_id, card_num, create_time, password, contact, race,"
            " sku, pay_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 2)",
            bought.owner,
            number,
            bought.amount,
            bought.product,
            bought.quantity,
            bought.created or shop_time(),
            bought.password,
            "3f9a1c5b7d2e4f60" if bought.owner else bought.contact,
            bought.race,
            _json(bought.sku),
        )
        return number

    def pay(self, number: str) -> None:
        """The gateway's call; a conflict makes the gateway call again."""
        while True:
            try:
                with closing(self.server.connect(self.database)) as connection:
                    return self._paid(connection, number)
            except pymysql.MySQLError as error:
                if error.args[0] not in CONFLICTS:
                    raise

    def sell(self, bought: Bought) -> str:
        number = self.order(bought)
        self.pay(number)
        return number

    def deliver(self, number: str, text: str) -> None:
        """A person of the shop does it, in the admin pages."""
        self.run("UPDATE $order SET secret = %s, delivery_status = 1 WHERE trade_no = %s", text, number)

    def secret(self, number: str) -> str:
        (row,) = self.rows("SELECT secret FROM $order WHERE trade_no = %s", number)
        return str(row["secret"] or "")

    def _paid(self, connection: "Connection[DictCursor]", number: str) -> None:
        if self.locks:
            ask(connection, "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")
        ask(connection, "START TRANSACTION")
        (order,) = ask(connection, self.named("SELECT * FROM $order WHERE trade_no = %s"), number)
        if order["status"] != 0:
            return
        (goods,) = ask(connection, self.named("SELECT * FROM $commodity WHERE id = %s"), order["commodity_id"])
        at = shop_time()
        delivered = 1
        if goods["shared_id"]:
            secret = f"UPSTREAM-{number}"
        elif goods["delivery_way"] == 0:
            secret = self._pull(connection, order, goods, at)
        else:
            secret, delivered = goods["delivery_message"] or BEING_SENT, 0
        ask(
            connection,
            self.named("UPDATE $order SET pay_time = %s, status = 1, secret = %s, delivery_status = %s WHERE id = %s"),
            at,
            secret,
            delivered,
            order["id"],
        )
        connection.commit()

    def _pull(
        self, connection: "Connection[DictCursor]", order: dict[str, Any], goods: dict[str, Any], at: datetime
    ) -> str:
        """Looks for unsold cards, and marks them by number alone: the fault that a replacement must live with."""
        way = {0: "id ASC", 1: "RAND()", 2: "id DESC"}[goods["delivery_auto_mode"]]
        where, values = "", []
        if order["race"]:
            where, values = " AND race = %s", [order["race"]]
        for name, value in json.loads(order["sku"] or "{}").items():
            where += " AND JSON_UNQUOTE(JSON_EXTRACT(sku, %s)) = %s"
            values += [f"$.{json.dumps(name, ensure_ascii=False)}", value]
        statement = (
            f"SELECT id, secret FROM $card WHERE commodity_id = %s AND status = 0{where} ORDER BY {way} LIMIT %s"
        )
        cards = ask(connection, self.named(statement), goods["id"], *values, order["card_num"])
        if len(cards) < order["card_num"]:
            return NOTHING_LEFT
        sold = self.named("UPDATE $card SET purchase_time = %s, order_id = %s, status = 1 WHERE id IN %s")
        ask(connection, sold, at, order["id"], [card["id"] for card in cards])
        return "\n".join(str(card["secret"]) for card in cards)

    def named(self, statement: str) -> str:
        for table in ("order", "commodity", "card", "user"):
            statement = statement.replace(f"${table}", f"`{self.prefix}{table}`")
        return statement


def _json(sku: Mapping[str, str] | None) -> str | None:
    return json.dumps(sku, ensure_ascii=False) if sku else None
