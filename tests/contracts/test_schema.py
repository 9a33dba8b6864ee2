"""The migrations lead to the tables that the code has, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlmodel import SQLModel

from storage.database import Database, database_from
from storage.schema import import_tables, is_current, upgrade
from tests.postgres import fresh_database


def differences(connection: Connection) -> list[object]:
    import_tables()
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return database_from("sqlite:///empty.db", tmp_path)
    return database_from(fresh_database(request.getfixturevalue("postgres_url")), tmp_path)


async def test_migrations_and_tables_agree(empty: Database) -> None:
    assert not await is_current(empty)
    await upgrade(empty)
    assert await is_current(empty)
    await upgrade(empty)
    assert await empty.connected(differences) == []
    await empty.close()
