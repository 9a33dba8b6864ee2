"""Which of the columns that a shop is searched by have no index: `kamidesk check` tells, once there are many rows."""

from collections.abc import Mapping, Sequence

from core.channel import Finding, Severity
from storage.shops.mysql import Connection

MANY = 20_000
"""Rows, from which on reading them all takes more than a few milliseconds."""


def unindexed(
    connection: Connection, searched: Mapping[str, Sequence[str]], many: Mapping[str, int] | None = None
) -> list[Finding]:
    """`searched`: columns by table; the names are our own. `many`: of a column that is searched seldom, from how many
    rows on it is worth an index. The newest id tells enough of how many rows there are."""
    told: list[Finding] = []
    for table, columns in searched.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT MAX(id) AS newest FROM `{table}`")  # noqa: S608 - ours, with a checked prefix
            rows = int((cursor.fetchone() or {}).get("newest") or 0)
            cursor.execute(f"SHOW INDEX FROM `{table}`")
            first = {str(row["Column_name"]).casefold() for row in cursor.fetchall() if row["Seq_in_index"] == 1}
        told += [
            _missing(table, column, rows)
            for column in columns
            if column not in first and rows >= (many or {}).get(column, MANY)
        ]
    return told


def _missing(table: str, column: str, rows: int) -> Finding:
    seen = f"up to {rows} rows in {table}, and no index on {column}: all are read to find some by it"
    return Finding("indexes", Severity.WARNING, seen, f"ALTER TABLE `{table}` ADD INDEX `idx_{column}` (`{column}`);")
