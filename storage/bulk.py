"""Many rows at once, and rows that may be there already, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

T = TypeVar("T")
Row = Mapping[str, object]

IN_LIST = 1000
"""Values in one IN (...): SQLite takes 32,766 parameters in a statement, PostgreSQL 32,767."""


def table_of(kind: type[SQLModel]) -> Table:
    table: Table = kind.__table__  # type: ignore[attr-defined]
    return table


def chunks(values: Sequence[T], size: int = IN_LIST) -> Iterator[list[T]]:
    source = iter(values)
    while chunk := list(islice(source, size)):
        yield chunk


def insert_rows(session: Session, kind: type[SQLModel], rows: Sequence[Row]) -> None:
    """Adds them all. Raises: sqlalchemy.exc.IntegrityError: one is there already."""
    if rows:
        session.exec(table_of(kind).insert(), params=rows)


def insert_new(session: Session, kind: type[SQLModel], rows: Sequence[Row]) -> None:
    """Adds those that break no unique rule, and silently leaves out the others."""
    if rows:
        session.exec(_insert(session, kind).on_conflict_do_nothing(), params=rows)


def upsert(session: Session, kind: type[SQLModel], rows: Sequence[Row], keys: Sequence[str]) -> None:
    """Adds them, or replaces every other column of those with the same `keys`."""
    if rows:
        new = _insert(session, kind)
        changed = {name: new.excluded[name] for name in rows[0] if name not in keys}
        session.exec(new.on_conflict_do_update(index_elements=list(keys), set_=changed), params=rows)


def _insert(session: Session, kind: type[SQLModel]) -> Any:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(table_of(kind))
