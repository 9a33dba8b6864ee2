"""A shop's program at its own MySQL or MariaDB, as far as all such programs are alike."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymysql.connections import Connection
from pymysql.cursors import DictCursor

from tests.mariadb import Server

CONFLICTS = frozenset({1205, 1213})
"""After these the gateway calls again."""


def shop_time() -> datetime:
    """As PHP writes it: Chinese time, whatever the database's zone is."""
    return (datetime.now(UTC) + timedelta(hours=8)).replace(tzinfo=None, microsecond=0)


def ask(connection: "Connection[DictCursor]", statement: str, *values: object) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@dataclass(slots=True)
class MysqlProgram:
    server: Server
    database: str

    def run(self, statement: str, *values: object) -> int:
        """The last id, or how many rows were changed."""
        with closing(self.server.connect(self.database)) as connection, connection.cursor() as cursor:
            changed = cursor.execute(self.named(statement), values)
            return cursor.lastrowid or changed

    def rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        with closing(self.server.connect(self.database)) as connection:
            return ask(connection, self.named(statement), *values)

    def named(self, statement: str) -> str:
        """With the tables as they are called here."""
        return statement
