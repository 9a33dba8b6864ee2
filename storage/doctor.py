"""What `kamidesk check` tells about the database: does it take writes, is its schema this version's, its clock."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from core.channel import Finding, Severity
from core.errors import StoreUnavailable
from storage.database import Database
from storage.schema import is_current, newest

DRIFT = timedelta(seconds=5)


async def examine_database(database: Database) -> list[Finding]:
    """Raises nothing."""
    try:
        return [await _writable(database), await _schema(database), await _clock(database)]
    except (StoreUnavailable, SQLAlchemyError) as error:
        remedy = "Is the database running, and database.url right? Is there room on its disk?"
        return [Finding("database", Severity.FAILURE, f"{database.dialect} refused: {type(error).__name__}", remedy)]


async def _writable(database: Database) -> Finding:
    """A real write, committed, that changes nothing."""
    await database.connected(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
    )
    return Finding("database", Severity.OK, f"{database.dialect} takes writes")


async def _schema(database: Database) -> Finding:
    if await is_current(database):
        return Finding("database schema", Severity.OK, newest())
    return Finding("database schema", Severity.FAILURE, "is of another version", "Type: kamidesk db upgrade")


async def _clock(database: Database) -> Finding:
    """Timers and rate limits go by the database's clock, messages by ours."""
    drift = abs(await database.connected(_now) - datetime.now(UTC))
    seen = f"{drift.total_seconds():.0f} s from the database's"
    if drift > DRIFT:
        return Finding("clock", Severity.WARNING, seen, "Let both machines set their clock by network time (NTP).")
    return Finding("clock", Severity.OK, seen)


def _now(connection: Connection) -> datetime:
    """SQLite tells its time as text in UTC, to the second."""
    now = connection.execute(text("SELECT CURRENT_TIMESTAMP")).scalar_one()
    return now if isinstance(now, datetime) else datetime.fromisoformat(f"{now}+00:00")
