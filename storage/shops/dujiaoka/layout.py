"""Which of the platform's table layouts a database has, told by the columns that our user may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import ShopUnavailable
from storage.shops.mysql import Connection

_SEEN = (
    "SELECT table_name AS `table`, column_name AS `column` FROM information_schema.columns "
    "WHERE table_schema = DATABASE() AND table_name IN ('orders', 'order_items', 'carmis', 'goods', 'goods_sub')"
)
_ENGINES = (
    "SELECT table_name AS `table` FROM information_schema.tables WHERE table_schema = DATABASE() "
    "AND table_name IN ('orders', 'order_items', 'carmis') AND engine IS NOT NULL AND engine <> 'InnoDB'"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """`v3`: keys are in `order_items.info`, cards may belong to a variant. `loops`: cards may be sold again and again
    (`carmis.is_loop`, since 2.0.4). `safe`: every table knows transactions."""

    v3: bool
    loops: bool
    safe: bool = True

    @property
    def name(self) -> str:
        return "V3" if self.v3 else "2.0.x"

    @property
    def not_sold_again(self) -> str:
        return "AND is_loop = 0" if self.loops else ""


def detect(connection: Connection) -> Layout:
    """Raises: ShopUnavailable: the tables are not there, or not for our user."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN)
        seen = {(_text(row, "table"), _text(row, "column")) for row in cursor.fetchall()}
        cursor.execute(_ENGINES)
        safe = not cursor.fetchall()
    tables = {table for table, _ in seen}
    if not {"orders", "carmis"} <= tables:
        raise ShopUnavailable(
            "Its tables `orders` and `carmis` cannot be seen: `kamidesk check` tells what is missing."
        )
    return Layout(v3="order_items" in tables, loops=("carmis", "is_loop") in seen, safe=safe)


def _text(row: Mapping[str, Any], name: str) -> str:
    """Some servers give the names of tables as bytes."""
    value = row[name]
    return (value.decode() if isinstance(value, bytes) else str(value)).casefold()
