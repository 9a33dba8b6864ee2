"""What our user of the shop's database may do, against what it needs: not less, and nothing more. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.shops.dujiaoka.layout import Layout

Right = tuple[str, str, str]
"""(table, SELECT or UPDATE, column)"""

_ORDERS = ("id", "order_sn", "actual_price", "search_pwd", "email", "trade_no", "status")
_TIMES = ("created_at", "updated_at", "deleted_at")
_CLASSIC: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("orders", "SELECT"): (*_ORDERS, *_TIMES, "goods_id", "title", "type", "buy_amount", "info"),
    ("orders", "UPDATE"): ("info", "status", "updated_at"),
    ("carmis", "SELECT"): ("id", "goods_id", "status", "is_loop", "carmi", "deleted_at"),
    ("carmis", "UPDATE"): ("status", "updated_at"),
    ("goods", "SELECT"): ("id", "gd_name", "type", "in_stock", "is_open", "deleted_at"),
}
_V3: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("orders", "SELECT"): (*_ORDERS, *_TIMES),
    ("orders", "UPDATE"): ("updated_at",),
    ("order_items", "SELECT"): ("id", "order_id", "goods_id", "sub_id", "goods_name", "quantity", "info", "type"),
    ("order_items", "UPDATE"): ("info", "updated_at"),
    ("carmis", "SELECT"): ("id", "goods_id", "sub_id", "status", "is_loop", "carmi", "deleted_at"),
    ("carmis", "UPDATE"): ("status", "updated_at"),
    ("goods", "SELECT"): ("id", "gd_name", "type", "is_open", "deleted_at"),
    ("goods_sub", "SELECT"): ("id", "goods_id", "name", "stock"),
}
_GRANT = re.compile(r"GRANT (?P<rights>.+?) ON (?:TABLE )?(?P<place>\S+) TO ", re.IGNORECASE)
_RIGHT = re.compile(r"(?P<name>[A-Z][A-Z ]*[A-Z])(?: ?\((?P<columns>[^)]*)\))?", re.IGNORECASE)
_QUOTES = str.maketrans("", "", "`'\"")
HARMLESS = frozenset({"USAGE", "PROXY"})


@dataclass(frozen=True, slots=True)
class Held:
    """`place`: `db.table`, with * for all. `columns`: none: all of them."""

    right: str
    place: tuple[str, str]
    columns: frozenset[str]

    def covers(self, database: str, right: Right) -> bool:
        table, name, column = right
        if self.place[0] not in ("*", database) or self.place[1] not in ("*", table):
            return False
        return self.right in (name, "ALL PRIVILEGES", "ALL") and (not self.columns or column in self.columns)


def needed(layout: Layout) -> frozenset[Right]:
    listed = _V3 if layout.v3 else _CLASSIC
    return frozenset((table, right, column) for (table, right), columns in listed.items() for column in columns)


def held(lines: Iterable[str]) -> list[Held]:
    """From SHOW GRANTS. What comes through a role is not in it."""
    grants = [match for line in lines if (match := _GRANT.match(line.strip()))]
    return [one for grant in grants for one in _of(grant["rights"], grant["place"])]


def _of(rights: str, place: str) -> Iterable[Held]:
    database, _, table = place.translate(_QUOTES).replace("\\_", "_").replace("\\%", "%").partition(".")
    for match in _RIGHT.finditer(rights):
        columns = (match["columns"] or "").translate(_QUOTES).split(",")
        listed = frozenset(column.strip().casefold() for column in columns if column.strip())
        yield Held(match["name"].strip().upper(), (database, table.casefold()), listed)


def missing(layout: Layout, database: str, have: Iterable[Held], *, optional: Iterable[Right] = ()) -> frozenset[Right]:
    known = list(have)
    wanted = needed(layout) - frozenset(optional)
    return frozenset(right for right in wanted if not any(one.covers(database, right) for one in known))


def needless(layout: Layout, database: str, have: Iterable[Held]) -> list[Held]:
    """Those that give more than is needed, whole tables and databases included."""
    wanted = needed(layout)
    return [one for one in have if one.right not in HARMLESS and not _within(one, database, wanted)]


def _within(one: Held, database: str, wanted: frozenset[Right]) -> bool:
    named = {(one.place[1], one.right, column) for column in one.columns}
    return one.place[0] == database and bool(named) and named <= wanted


def granting(rights: Iterable[Right], database: str, account: str) -> str:
    """The statements that give them."""
    tables: dict[str, dict[str, list[str]]] = {}
    for table, right, column in sorted(rights):
        tables.setdefault(table, {}).setdefault(right, []).append(column)
    return " ".join(
        f"GRANT {', '.join(_named(right, columns) for right, columns in by_right.items())} "
        f"ON `{database}`.`{table}` TO {account};"
        for table, by_right in tables.items()
    )


def revoking(rights: Iterable[Held], account: str) -> str:
    """The statements that take them away."""
    return " ".join(
        f"REVOKE {_named(one.right, sorted(one.columns))} ON {'.'.join(map(_quoted, one.place))} FROM {account};"
        for one in rights
    )


def _named(right: str, columns: Iterable[str]) -> str:
    listed = ", ".join(columns)
    return f"{right} ({listed})" if listed else right


def _quoted(part: str) -> str:
    return part if part == "*" else f"`{part}`"
