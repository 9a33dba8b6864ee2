"""Brings a database to the schema that this version needs, with Alembic; one query when there is nothing to do."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules, walk_packages
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision that this version needs: the last of the numbered files."""
    return max(module.name for module in iter_modules([str(MIGRATIONS / "versions")]))


async def upgrade(database: Database) -> None:
    """Raises: sqlalchemy.exc.SQLAlchemyError: the database does not let us."""
    await database.connected(_upgrade)


async def is_current(database: Database) -> bool:
    return await database.connected(lambda connection: _current(connection) == newest())


def _upgrade(connection: Connection) -> None:
    if _current(connection) == newest():
        return
    from alembic import command

    command.upgrade(config_for(connection), "head")


def revise(connection: Connection, message: str, revision: str) -> None:
    """Writes a new migration file from the difference between the tables and this database (for developers)."""
    from alembic import command

    command.revision(config_for(connection), message, autogenerate=True, rev_id=revision)


def config_for(connection: Connection) -> "Config":
    """What Alembic's commands work with."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def import_tables() -> None:
    """Every module of storage that defines tables registers them when it is imported."""
    import storage

    for module in walk_packages(storage.__path__, "storage."):
        if not module.name.startswith("storage.migrations"):
            import_module(module.name)
    assert SQLModel.metadata.tables
