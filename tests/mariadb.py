"""A real MariaDB for tests and benchmarks: the one that KAMIDESK_TEST_MARIADB names, or one of this machine's."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

import pymysql
from pymysql.connections import Connection
from pymysql.cursors import DictCursor

ENABLE = "no MariaDB: `apt-get install mariadb-server`, or set KAMIDESK_TEST_MARIADB=mysql://root:password@host:3306/"
START_WITHIN = 60.0
_LEAN = ("--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=16M")
"""Tests throw it away: what is lost in a power failure does not matter, memory and start-up time do."""


@dataclass(frozen=True, slots=True)
class Server:
    """Somebody who may create databases and users."""

    user: str
    password: str = ""
    host: str = "127.0.0.1"
    port: int = 3306
    socket: str = ""

    def connect(self, database: str | None = None) -> "Connection[DictCursor]":
        return pymysql.connect(
            user=self.user,
            password=self.password,
            host=self.host,
            port=self.port,
            unix_socket=self.socket or None,
            database=database,
            charset="utf8mb4",
            autocommit=True,
            ssl_disabled=True,
            cursorclass=DictCursor,
        )

    def run(self, *statements: str, database: str | None = None) -> None:
        """Each in its own transaction."""
        with self.connect(database) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def fresh_database(self) -> str:
        """Creates an empty one; its name."""
        name = f"test_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        return name

    def drop_database(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name}")

    def new_user(self, database: str, *grants: str, password: str = "") -> str:
        """A user with just these grants, each with `{database}` and `{user}` to be filled in; its name."""
        name = f"u{uuid4().hex[:20]}"
        user = f"'{name}'@'%'"
        self.run(
            f"CREATE USER {user} IDENTIFIED BY '{password}'",
            *(grant.format(database=database, user=user) for grant in grants),
        )
        return name

    def reached_by(self, user: str, database: str, password: str = "") -> dict[str, Any]:
        """As a shop's settings tell it."""
        return {
            "host": self.host,
            "port": self.port,
            "socket": self.socket,
            "user": user,
            "password": password,
            "database": database,
            "tls": "off",
        }


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """A running server; `folder` is empty and stays its own. Raises: FileNotFoundError: there is none, see ENABLE."""
    given = os.environ.get("KAMIDESK_TEST_MARIADB")
    if given:
        yield named(given)
        return
    with TemporaryDirectory(prefix="maria") as short:  # a socket's path may not be longer than 107 bytes
        socket = Path(short, "s")
        child = _started(folder, socket)
        try:
            yield _ready(child, Server("root", socket=str(socket)))
        finally:
            child.terminate()
            child.wait(30)


def named(url: str) -> Server:
    """`mysql://root:password@host:3306/?socket=/run/mysqld/mysqld.sock`"""
    parts = urlsplit(url)
    return Server(
        unquote(parts.username or "root"),
        unquote(parts.password or ""),
        parts.hostname or "127.0.0.1",
        parts.port or 3306,
        parse_qs(parts.query).get("socket", [""])[0],
    )


def _started(folder: Path, socket: Path) -> "subprocess.Popen[bytes]":
    install, daemon = _program("mariadb-install-db"), _program("mariadbd")
    place = ["--no-defaults", f"--datadir={folder / 'data'}", f"--tmpdir={folder}"]
    account = ["--user=root"] if os.name == "posix" and os.geteuid() == 0 else []
    made = [install, *place, *account, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    log = (folder / "log").open("wb")
    with log:
        return subprocess.Popen(
            [daemon, *place, *account, *_LEAN, "--skip-networking", f"--socket={socket}", f"--pid-file={folder}/pid"],
            stdout=log,
            stderr=log,
        )


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/libexec")
    if found is None:
        raise FileNotFoundError(ENABLE)
    return found


def _ready(child: "subprocess.Popen[bytes]", server: Server) -> Server:
    until = time.monotonic() + START_WITHIN
    while child.poll() is None and time.monotonic() < until:
        if Path(server.socket).exists():
            with suppress(pymysql.MySQLError):
                server.connect().close()
                return server
        time.sleep(0.05)
    raise RuntimeError("The MariaDB of the tests does not come up; its log lies in its folder.")
