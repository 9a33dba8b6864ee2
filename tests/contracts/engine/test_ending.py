"""A process that stops leaves nothing behind at PostgreSQL, whatever it was doing."""

import asyncio

import asyncpg
import pytest

from storage.postgres import PostgresDatabase
from tests.contracts.conftest import Place
from tests.contracts.engine.worlds import in_sql

pytestmark = pytest.mark.postgresql

OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
BEGINS = f"{OTHERS} AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO nodes%'"
END_LIFE = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1"


async def counted(connection: "asyncpg.Connection[asyncpg.Record]", query: str, wanted: int) -> None:
    async with asyncio.timeout(20):
        while await connection.fetchval(query) != wanted:  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0.01)


async def test_who_stops_while_he_begins_a_new_life_leaves_no_session(any_postgres: Place) -> None:
    database = PostgresDatabase(any_postgres.at)
    await in_sql(database)
    other, looking = await asyncpg.connect(any_postgres.at), await asyncpg.connect(any_postgres.at)
    async with other.transaction():
        await other.execute("LOCK TABLE nodes IN ACCESS EXCLUSIVE MODE")
        await other.execute(END_LIFE, database.epoch)
        await counted(looking, BEGINS, 1)
        await database.close()
    await other.close()
    await counted(looking, OTHERS, 0)
    await looking.close()
