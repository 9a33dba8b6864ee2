"""The hot path's statements: SQLAlchemy Core, compiled once per dialect, run on the bare driver.

An ORM per message costs 20 to 95 times more (measured), so none is here. `Statement.order` tells the order of the
parameters; a list given for an `any_of` parameter is one parameter (an array, or JSON on SQLite)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    bindparam,
    delete,
    false,
    func,
    literal_column,
    select,
    update,
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
    ThreadRow,
    TicketRow,
    TimerRow,
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
boxes, posts, buckets, audit = _table(BoxRow), _table(PostRow), _table(BucketRow), _table(AuditRow)
one: Any = literal_column("1")
waiting: Any = literal_column("outbox.state IN ('pending', 'sending')")
older = outbox.alias("older")
older_waiting: Any = literal_column("older.state IN ('pending', 'sending')")


def _insert(table: Any, *columns: str) -> Callable[[Any], Any]:
    return lambda make: make(table).values({name: bindparam(name) for name in columns})


def _ignore(table: Any, *columns: str) -> Build:
    return lambda make: _insert(table, *columns)(make).on_conflict_do_nothing()


def _upsert(table: Any, keys: list[str], *columns: str) -> Build:
    def build(make: Any) -> Any:
        new = _insert(table, *keys, *columns)(make)
        return new.on_conflict_do_update(index_elements=keys, set_={c: new.excluded[c] for c in columns})

    return build


def _thread_columns() -> list[str]:
    return ["room", "ticket", "conversation", "thread", "current"]


OUTBOX_COLUMNS = ("conversation", "seq", "lane", "owner", "priority", "due", "tries", "state", "body")
ROW = (
    outbox.c.lane,
    outbox.c.conversation,
    outbox.c.seq,
    outbox.c.tries,
    outbox.c.state,
    outbox.c.body,
    conversations.c.state,
)

BUILDERS: dict[str, Build] = {
    "threads_of": lambda _: select(threads.c.key, threads.c.conversation).where(any_of(threads.c.key, "keys")),
    "conversations_by_key": lambda _: (
        select(
            conversations.c.id, conversations.c.key, conversations.c.seq, conversations.c.state, conversations.c.ticket
        )
        .where(any_of(conversations.c.key, "keys"))
        .order_by(conversations.c.id)
        .with_for_update()
    ),
    "tickets_by_id": lambda _: select(tickets.c.id, tickets.c.body).where(any_of(tickets.c.id, "ids")),
    "keys_of_conversations": lambda _: select(conversations.c.id, conversations.c.key).where(
        any_of(conversations.c.id, "ids", BigInteger)
    ),
    "create_conversation": _ignore(conversations, "key", "seq", "state", "updated_at"),
    "update_conversation": lambda _: (
        update(conversations)
        .where(conversations.c.id == bindparam("which"))
        .values({c: bindparam(c) for c in ("seq", "ticket", "state", "updated_at")})
    ),
    "seen": lambda _: select(events.c.id).where(any_of(events.c.id, "ids")),
    "add_event": _insert(events, "id", "conversation", "seq", "kind", "at", "state", "body"),
    "busy_lanes": lambda _: (
        select(outbox.c.lane, func.max(outbox.c.seq), func.max(outbox.c.owner))
        .where(any_of(outbox.c.lane, "lanes"), waiting)
        .group_by(outbox.c.lane)
    ),
    "add_outgoing": _insert(outbox, *OUTBOX_COLUMNS),
    "put_ticket": _upsert(tickets, ["id"], "conversation", "state", "body", "opened_at", "closed_at"),
    "put_timer": _upsert(timers, ["conversation", "name"], "seq", "due", "where", "data"),
    "cancel_timer": lambda _: delete(timers).where(
        timers.c.conversation == bindparam("conversation"), timers.c.name == bindparam("name")
    ),
    "rung_timer": lambda _: delete(timers).where(
        timers.c.conversation == bindparam("conversation"),
        timers.c.name == bindparam("name"),
        timers.c.seq == bindparam("seq"),
    ),
    "due_timers": lambda _: (
        select(timers.c.conversation, timers.c.name, timers.c.seq, timers.c.where, timers.c.data)
        .where(timers.c.due <= bindparam("now"))
        .order_by(timers.c.due)
        .limit(literal_column("256"))
    ),
    "add_work": _ignore(work, "id", "owner", "due", "tries", "kind", "where", "buyer", "body"),
    "work_done": lambda _: delete(work).where(work.c.id == bindparam("id")),
    "put_off_work": lambda _: (
        update(work).where(work.c.id == bindparam("which")).values(due=bindparam("due"), tries=bindparam("tries"))
    ),
    "claim_work": lambda _: (
        update(work)
        .where(
            work.c.id.in_(
                select(work.c.id)
                .where(work.c.due <= bindparam("now"), ~any_of(work.c.owner, "alive", BigInteger))
                .order_by(work.c.due)
                .limit(literal_column("256"))
                .with_for_update(skip_locked=True)
            )
        )
        .values(owner=bindparam("me"))
    ),
    "my_work": lambda _: (
        select(work.c.id, work.c.tries, work.c.kind, work.c.where, work.c.buyer, work.c.body)
        .where(work.c.owner == bindparam("me"), work.c.due <= bindparam("now"))
        .order_by(work.c.due)
        .limit(literal_column("256"))
    ),
    "park": _ignore(parked, "key", "where", "why", "at", "payload"),
    "adopt_outgoing": lambda _: (
        update(outbox)
        .where(
            outbox.c.lane.in_(
                select(outbox.c.lane)
                .where(waiting, ~any_of(outbox.c.owner, "alive", BigInteger))
                .limit(literal_column("1000"))
                .with_for_update(skip_locked=True)
            ),
            waiting,
            ~any_of(outbox.c.owner, "alive", BigInteger),
        )
        .values(owner=bindparam("me"))
    ),
    "due_lanes": lambda _: (
        select(outbox.c.lane)
        .where(
            outbox.c.owner == bindparam("me"),
            outbox.c.due <= bindparam("now"),
            waiting,
            ~select(older.c.seq)
            .where(older.c.lane == outbox.c.lane, older.c.seq < outbox.c.seq, older_waiting)
            .exists(),
        )
        .order_by(outbox.c.priority, outbox.c.due)
        .limit(bindparam("most", type_=Integer))
    ),
    "lane_rows": lambda _: (
        select(*ROW)
        .join(conversations, conversations.c.id == outbox.c.conversation)
        .where(any_of(outbox.c.lane, "lanes"), waiting)
        .order_by(outbox.c.lane, outbox.c.seq)
        .limit(literal_column("4000"))
    ),
    "set_outgoing": lambda _: (
        update(outbox)
        .where(outbox.c.conversation == bindparam("which"), outbox.c.seq == bindparam("number"))
        .values({c: bindparam(c) for c in ("state", "due", "tries", "why")})
    ),
    "mark_sending": lambda _: (
        update(outbox)
        .where(
            outbox.c.conversation == bindparam("which"),
            outbox.c.seq == bindparam("number"),
            outbox.c.owner == bindparam("me"),
            waiting,
        )
        .values(state=literal_column("'sending'"))
        .returning(outbox.c.seq)
    ),
    "release_held": lambda _: (
        update(outbox)
        .where(
            outbox.c.conversation == bindparam("which"),
            outbox.c.seq == bindparam("number"),
            outbox.c.state == literal_column("'held'"),
        )
        .values(state=literal_column("'pending'"), owner=bindparam("me"), due=bindparam("due"))
    ),
    "tie": _upsert(links, ["shown"], "origin", "shown_ref", "origin_ref"),
    "linked": lambda _: select(links.c.origin, links.c.shown, links.c.origin_ref, links.c.shown_ref).where(
        (links.c.origin == bindparam("key")) | (links.c.shown == bindparam("key"))
    ),
    "thread_of_ticket": lambda _: select(threads.c.thread).where(
        threads.c.room == bindparam("room"), threads.c.ticket == bindparam("ticket"), threads.c.current
    ),
    "retire_threads": lambda _: (
        update(threads)
        .where(threads.c.room == bindparam("in_room"), threads.c.ticket == bindparam("of_ticket"))
        .values(current=false())
    ),
    "tie_thread": lambda make: _upsert(threads, ["key"], *_thread_columns())(make),
    "buyer_of_thread": lambda _: (
        select(conversations.c.state)
        .join(threads, threads.c.conversation == conversations.c.id)
        .where(threads.c.key == bindparam("key"))
    ),
    "thread_of_buyer": lambda _: (
        select(threads.c.room, threads.c.thread)
        .join(tickets, tickets.c.id == threads.c.ticket)
        .join(conversations, conversations.c.id == tickets.c.conversation)
        .where(
            conversations.c.key == bindparam("key"),
            tickets.c.state != literal_column("'closed'"),
            threads.c.current,
        )
    ),
    "waiting_messages": lambda _: select(func.count()).select_from(outbox).where(waiting),
    "open_tickets": lambda _: select(func.count()).where(tickets.c.state != literal_column("'closed'")),
    "next_post": lambda make: (
        make(boxes)
        .values(box=bindparam("box"), seq=one)
        .on_conflict_do_update(index_elements=["box"], set_={"seq": boxes.c.seq + one})
        .returning(boxes.c.seq)
    ),
    "get_post": lambda _: select(posts.c.key, posts.c.born, posts.c.seq, posts.c.body).where(
        posts.c.box == bindparam("box"), posts.c.key == bindparam("key")
    ),
    "put_post": _upsert(posts, ["box", "key"], "born", "seq", "body"),
    "posts_after": lambda _: (
        select(posts.c.key, posts.c.born, posts.c.seq, posts.c.body)
        .where(posts.c.box == bindparam("box"), posts.c.seq > bindparam("seq"))
        .order_by(posts.c.seq)
        .limit(bindparam("most", type_=Integer))
    ),
    "posts_before": lambda _: (
        select(posts.c.key, posts.c.born, posts.c.seq, posts.c.body)
        .where(posts.c.box == bindparam("box"), posts.c.born < bindparam("born"))
        .order_by(posts.c.born.desc())
        .limit(bindparam("most", type_=Integer))
    ),
    "audit_head": lambda _: select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(one),
    "add_audit": _insert(audit, "seq", "at", "actor", "action", "subject", "previous", "hash"),
    "bucket": lambda _: select(buckets.c.arrival).where(buckets.c.key == bindparam("key")).with_for_update(),
    "new_bucket": _ignore(buckets, "key", "arrival"),
    "put_bucket": _upsert(buckets, ["key"], "arrival"),
}


def compiled(dialect: str) -> dict[str, Statement]:
    """Every statement for `sqlite` or `postgresql`."""
    chosen: Dialect = sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else _asyncpg()
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return {name: _compile(build(make), chosen) for name, build in BUILDERS.items()}


def _asyncpg() -> Dialect:
    dialect: Dialect = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]
    return dialect


def _compile(statement: Any, dialect: Dialect) -> Statement:
    result: SQLCompiler = statement.compile(dialect=dialect)
    fixed = {name: value for name, value in result.params.items() if value is not None}
    return Statement(str(result), tuple(result.positiontup or ()), fixed)
