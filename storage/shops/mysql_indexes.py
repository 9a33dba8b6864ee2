"""Which of the columns that a shop is searched by have no index: `kamidesk check` tells, once there are many rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.channel import Finding, Severity
from storage.shops.mysql import Connection

MANY = 20_000
"""Rows, from which on reading them all takes more than a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Searched:
    """`columns`: as an index must begin. `many`: from how many rows on it is worth its place. The names are our own."""

    table: str
    columns: tuple[str, ...]
    many: int = MANY


def unindexed(connection: Connection, searched: Iterable[Searched]) -> list[Finding]:
    return [missing for one in searched if (missing := _missing(connection, one)) is not None]


def _missing(connection: Connection, one: Searched) -> Finding | None:
    """The newest id tells enough of how many rows there are."""
    indexes: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(id) AS newest FROM `{one.table}`")  # noqa: S608 - ours, with a checked prefix
        rows = int((cursor.fetchone() or {}).get("newest") or 0)
        cursor.execute(f"SHOW INDEX FROM `{one.table}`")
        for row in cursor.fetchall():
            indexes.setdefault(str(row["Key_name"]), []).append(str(row["Column_name"]).casefold())
    if rows < one.many or any(tuple(columns[: len(one.columns)]) == one.columns for columns in indexes.values()):
        return None
    listed = ", ".join(one.columns)
    seen = f"up to {rows} rows in {one.table}, and no index on {listed}: many are read to find a few by it"
    name = f"idx_{'_'.join(one.columns)}"
    return Finding("indexes", Severity.WARNING, seen, f"ALTER TABLE `{one.table}` ADD INDEX `{name}` ({listed});")
