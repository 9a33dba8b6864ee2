"""Which tables and columns this shop has: the prefix is the owner's choice, some columns came with later versions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from string import Template
from typing import Any, TypeVar

from core.ports import Clock
from storage.shops.mysql import Connection, Mysql

T = TypeVar("T")

TABLES = ("order", "card", "commodity", "user")
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "order": ("sku", "leave_message", "refund_status"),
    "card": ("sku",),
    "commodity": ("stock",),
}
"""`sku` and `stock`: versions 3.x. `leave_message` of an order: since 3.5.9. `refund_status`: the plugin 订单退款."""
FOR_A_WHILE = timedelta(minutes=10)
"""Then it is looked at again: shops are updated while we run."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`prefix` has been checked: letters, digits and underscores only. `columns`: those of OPTIONAL that are there."""

    prefix: str
    columns: frozenset[tuple[str, str]] = frozenset()

    def has(self, table: str, column: str) -> bool:
        return (table, column) in self.columns

    def statement(self, template: str, **parts: str) -> str:
        """Fills in `$order`, `$card`, `$commodity`, `$user`, and `$o_sku`, `$k_sku`...: an optional column of
        `order o`, `card k` or `commodity c`, NULL where there is none. Values are never filled in: they are bound."""
        names = {table: f"`{self.prefix}{table}`" for table in TABLES}
        for table, short in (("order", "o"), ("card", "k"), ("commodity", "c")):
            for column in OPTIONAL[table]:
                names[f"{short}_{column}"] = f"{short}.{column}" if self.has(table, column) else "NULL"
        return Template(template).substitute(names, **parts)


Job = Callable[[Connection, Layout], T]


def ask(connection: Connection, statement: str, *values: object) -> list[dict[str, Any]]:
    """The rows of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def change(connection: Connection, statement: str, *values: object) -> int:
    """How many rows have changed."""
    with connection.cursor() as cursor:
        return cursor.execute(statement, values)


def look(connection: Connection, prefix: str) -> Layout:
    """What is not granted is not seen either."""
    known = {(f"{prefix}{table}", column): (table, column) for table, names in OPTIONAL.items() for column in names}
    found = ask(
        connection,
        "SELECT TABLE_NAME AS name, COLUMN_NAME AS col FROM information_schema.COLUMNS"
        " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN %s AND COLUMN_NAME IN %s",
        sorted({table for table, _ in known}),
        sorted({column for _, column in known}),
    )
    seen = {(str(row["name"]), str(row["col"])) for row in found}
    return Layout(prefix, frozenset(known[one] for one in seen & known.keys()))


@dataclass(slots=True)
class Tables:
    """The shop's database with its layout. Raises: ShopUnavailable, from every question."""

    mysql: Mysql
    prefix: str
    clock: Clock
    _known: tuple[Layout, datetime] | None = field(default=None, init=False)

    async def read(self, job: Job[T]) -> T:
        return await self.mysql.read(lambda connection: job(connection, self._layout(connection)))

    async def write(self, job: Job[T]) -> T:
        """In one transaction; `job` may be run again."""
        layout = await self.mysql.read(self._layout)
        return await self.mysql.write(lambda connection: job(connection, layout))

    def forget(self) -> None:
        """The layout is looked at anew with the next question."""
        self._known = None

    def _layout(self, connection: Connection) -> Layout:
        now = self.clock.now()
        if self._known is None or now >= self._known[1]:
            self._known = (look(connection, self.prefix), now + FOR_A_WHILE)
        return self._known[0]
