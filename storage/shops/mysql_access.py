"""How a shop's MySQL or MariaDB is reached, and the limits that every connection gets."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

import pymysql
from pydantic import Field, SecretStr, model_validator
from pymysql.connections import Connection as AnyConnection
from pymysql.cursors import DictCursor

from storage.shops.decoding import ShopSettings

if TYPE_CHECKING:
    Connection: TypeAlias = AnyConnection[DictCursor]
else:
    Connection = AnyConnection  # generic for mypy only

CONNECT_WITHIN = 5.0
READ_WITHIN = 8.0
"""Seconds, for each answer of the server; statements end a bit earlier by the server's own clock."""
STATEMENT_WITHIN = 6
LOCK_WITHIN = 3
UNKNOWN_VARIABLE = 1193
STRICT = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION"
"""What does not fit is an error and never cut off."""


class MysqlAccess(ShopSettings):
    """Inherited by the settings of the platforms that keep their orders in MySQL or MariaDB."""

    host: str = Field("127.0.0.1", description="`host` to the database server's name or address")
    port: int = Field(3306, ge=1, le=65535, description="`port` to the database server's, usually 3306")
    socket: str = Field("", description="`socket` to the server's socket file if it runs on this machine")
    user: str = Field(min_length=1, description="`user` to the database user made for KamiDesk, never the shop's own")
    password: SecretStr = Field(description="`password` to that user's; better in a secret")
    database: str = Field(
        pattern=r"^[0-9A-Za-z_$-]{1,64}$", description="`database` to the name of the shop's database"
    )
    tls: Literal["prefer", "verify", "off"] = Field(
        "prefer", description='`tls` to "verify" over a foreign network, "prefer", or "off" in one\'s own'
    )
    tls_ca: Path | None = Field(None, description="`tls_ca` to the file with the server's certificate authority")

    @model_validator(mode="after")
    def _authority_is_used(self) -> Self:
        """Raises: ValueError."""
        if self.tls_ca is not None and self.tls != "verify":
            raise ValueError('`tls_ca` is used only with tls = "verify"')
        return self


def connect(access: MysqlAccess) -> Connection:
    """A new connection with its limits. Its time zone stays the server's: the shop's times are as the shop wrote them.

    Raises: what the driver raises."""
    verified = ssl.create_default_context(cafile=access.tls_ca) if access.tls == "verify" else None
    connection = pymysql.connect(
        host=access.host,
        port=access.port,
        unix_socket=access.socket or None,
        user=access.user,
        password=access.password.get_secret_value().encode(),
        database=access.database,
        ssl=verified,
        ssl_disabled=access.tls == "off",
        charset="utf8mb4",
        sql_mode=STRICT,
        cursorclass=DictCursor,
        connect_timeout=CONNECT_WITHIN,
        read_timeout=READ_WITHIN,
        write_timeout=READ_WITHIN,
        program_name="kamidesk",
    )
    try:
        _limit(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _limit(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION innodb_lock_wait_timeout = %s", (LOCK_WITHIN,))
        cursor.execute("SELECT VERSION() AS version")
        if "MariaDB" in str(cursor.fetchone()):
            cursor.execute("SET SESSION max_statement_time = %s", (STATEMENT_WITHIN,))
            return
        try:
            cursor.execute("SET SESSION max_execution_time = %s", (STATEMENT_WITHIN * 1000,))
        except pymysql.MySQLError as old:  # before MySQL 5.7.8 there is none; the time-out of the socket remains
            if old.args[0] != UNKNOWN_VARIABLE:
                raise
