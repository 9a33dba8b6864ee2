"""The hot path's statements, by name: those of the step here, those of delivery in `storage.delivery_statements`.

An ORM per message costs 20 to 95 times more (measured), so none is here."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import BigInteger, bindparam, delete, func, literal_column, select, update

from storage.compiling import (
    Build,
    Statement,
    any_of,
    audit,
    compiled_for,
    conversations,
    events,
    ignoring,
    inserting,
    one,
    outbox,
    parked,
    proven,
    questions,
    threads,
    tickets,
    timers,
    upserting,
    votes,
    waiting,
    work,
)
from storage.delivery_statements import DELIVERY

OUTBOX_COLUMNS = ("conversation", "seq", "lane", "account", "owner", "priority", "due", "tries", "state", "body")

STEP: dict[str, Build] = {
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
    "create_conversation": ignoring(conversations, "key", "seq", "state", "updated_at"),
    "update_conversation": lambda _: (
        update(conversations)
        .where(conversations.c.id == bindparam("which"))
        .values({c: bindparam(c) for c in ("seq", "ticket", "state", "updated_at")})
    ),
    "count_conversation": lambda _: (
        update(conversations)
        .where(conversations.c.id == bindparam("which"))
        .values({c: bindparam(c) for c in ("seq", "updated_at")})
    ),
    "seen": lambda _: select(events.c.id).where(any_of(events.c.id, "ids")),
    "add_event": inserting(events, "id", "conversation", "seq", "kind", "at", "state", "body"),
    "busy_lanes": lambda _: (
        select(outbox.c.lane, func.max(outbox.c.seq), func.max(outbox.c.owner))
        .where(any_of(outbox.c.lane, "lanes"), waiting)
        .group_by(outbox.c.lane)
    ),
    "add_outgoing": inserting(outbox, *OUTBOX_COLUMNS),
    "put_ticket": upserting(tickets, ["id"], "conversation", "state", "body", "opened_at", "closed_at"),
    "put_timer": upserting(timers, ["conversation", "name"], "seq", "due", "where", "data"),
    "timers_of": lambda _: select(timers.c.conversation, timers.c.name, timers.c.seq).where(
        any_of(timers.c.conversation, "ids", BigInteger)
    ),
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
    "add_work": ignoring(work, "id", "owner", "due", "tries", "kind", "where", "buyer", "body"),
    "work_done": lambda _: delete(work).where(work.c.id == bindparam("id")),
    "put_off_work": lambda _: (
        update(work).where(work.c.id == bindparam("which")).values(due=bindparam("due"), tries=bindparam("tries"))
    ),
    "claim_work": lambda _: (
        update(work)
        .where(
            work.c.id.in_(
                select(work.c.id)
                .where(
                    work.c.due <= bindparam("now"),
                    work.c.owner <= bindparam("newest"),
                    ~any_of(work.c.owner, "alive", BigInteger),
                )
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
    "park": ignoring(parked, "key", "where", "why", "at", "payload"),
    "add_proven": upserting(proven, ["number", "conversation"], "at"),
    "add_question": inserting(
        questions, "conversation", "at", "text", "language", "outcome", "entry", "score", "trial"
    ),
    "put_vote": upserting(votes, ["conversation", "entry", "trial"], "at", "language", "helped"),
    "audit_head": lambda _: select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(one),
    "add_audit": inserting(audit, "seq", "at", "actor", "action", "subject", "previous", "hash"),
}


@cache
def compiled(dialect: str) -> Mapping[str, Statement]:
    """Every statement for `sqlite` or `postgresql`; that takes a moment, which a process spends once."""
    return compiled_for(dialect, {**STEP, **DELIVERY})
