"""Statements in SQLAlchemy Core, compiled once per dialect and run on the bare driver: the means to write them.

`Statement.order` tells the order of the parameters; a list given for an `any_of` parameter is one parameter (an array,
or JSON on SQLite)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Text,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable
from sqlmodel import SQLModel

from storage.audit import AuditRow
from storage.tables import (
    BoxRow,
    BucketRow,
    ConversationRow,
    EventRow,
    LinkRow,
    OutboxTable,
    ParkedRow,
    PostRow,
    ProvenRow,
    QuestionRow,
    ThreadRow,
    TicketRow,
    TimerRow,
    VoteRow,
    WorkRow,
)

Build = Callable[[Any], Executable]


@dataclass(frozen=True, slots=True)
class Statement:
    """`fixed`: parameters that the dialect added itself."""

    sql: str
    order: tuple[str, ...]
    fixed: Mapping[str, Any]

    def arguments(self, given: Mapping[str, Any]) -> list[Any]:
        known = {**self.fixed, **given} if self.fixed else given
        return [known[name] for name in self.order]


class any_of(ColumnElement[bool]):
    """`column` is one of the values of a list parameter."""

    inherit_cache = True

    def __init__(self, column: Any, name: str, kind: type[Text] | type[BigInteger] = Text) -> None:
        self.column = column
        self.values = bindparam(name, type_=Text().with_variant(ARRAY(kind()), "postgresql"))


@compiles(any_of, "sqlite")
def _any_of_sqlite(element: any_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = compiler.process(element.column, **kw), compiler.process(element.values, **kw)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - both are compiled already


@compiles(any_of, "postgresql")
def _any_of_postgresql(element: any_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = compiler.process(element.column, **kw), compiler.process(element.values, **kw)
    return f"{column} = ANY ({values})"


def _table(row: type[SQLModel]) -> Any:
    return row.__table__  # type: ignore[attr-defined]


conversations, tickets, threads = _table(ConversationRow), _table(TicketRow), _table(ThreadRow)
events, outbox, links = _table(EventRow), _table(OutboxTable), _table(LinkRow)
timers, work, parked = _table(TimerRow), _table(WorkRow), _table(ParkedRow)
proven, questions, votes = _table(ProvenRow), _table(QuestionRow), _table(VoteRow)
boxes, posts, buckets, audit = _table(BoxRow), _table(PostRow), _table(BucketRow), _table(AuditRow)
one: Any = literal_column("1")
waiting: Any = literal_column("outbox.state IN ('pending', 'sending')")
gone: Any = (outbox.c.owner <= bindparam("newest")) & ~any_of(outbox.c.owner, "alive", BigInteger)
older = outbox.alias("older")
older_waiting: Any = literal_column("older.state IN ('pending', 'sending')")


def inserting(table: Any, *columns: str) -> Callable[[Any], Any]:
    return lambda make: make(table).values({name: bindparam(name) for name in columns})


def ignoring(table: Any, *columns: str) -> Build:
    return lambda make: inserting(table, *columns)(make).on_conflict_do_nothing()


def upserting(table: Any, keys: list[str], *columns: str) -> Build:
    def build(make: Any) -> Any:
        new = inserting(table, *keys, *columns)(make)
        return new.on_conflict_do_update(index_elements=keys, set_={c: new.excluded[c] for c in columns})

    return build


def compiled_for(dialect: str, builders: Mapping[str, Build]) -> dict[str, Statement]:
    """The statements for `sqlite` or `postgresql`."""
    chosen: Dialect = sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else _asyncpg()
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return {name: _compile(build(make), chosen) for name, build in builders.items()}


def _asyncpg() -> Dialect:
    dialect: Dialect = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
    return dialect


def _compile(statement: Any, dialect: Dialect) -> Statement:
    result: SQLCompiler = statement.compile(dialect=dialect)
    fixed = {name: value for name, value in result.params.items() if value is not None}
    return Statement(str(result), tuple(result.positiontup or ()), fixed)
