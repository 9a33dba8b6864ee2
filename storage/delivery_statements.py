"""The statements of the courier, the mailboxes and the rate limits."""

from typing import Any

from sqlalchemy import BigInteger, Integer, Text, bindparam, false, func, literal_column, select, update

from storage.compiling import (
    Build,
    any_of,
    boxes,
    buckets,
    conversations,
    events,
    gone,
    ignoring,
    inserting,
    links,
    older,
    older_waiting,
    one,
    outbox,
    posts,
    threads,
    tickets,
    upserting,
    waiting,
)

THREAD_COLUMNS = ("room", "ticket", "conversation", "thread", "current")
ROW = (
    outbox.c.lane,
    outbox.c.conversation,
    outbox.c.seq,
    outbox.c.tries,
    outbox.c.state,
    outbox.c.body,
    conversations.c.state,
    conversations.c.seq,
    outbox.c.owner,
)


def _put_post(make: Any) -> Any:
    """What is there already keeps its birth, also if somebody else wrote it a moment ago."""
    new = inserting(posts, "box", "key", "born", "seq", "body")(make)
    changed = {c: new.excluded[c] for c in ("seq", "body")}
    return new.on_conflict_do_update(index_elements=["box", "key"], set_=changed).returning(posts.c.born)


DELIVERY: dict[str, Build] = {
    "adopt_outgoing": lambda _: (
        update(outbox)
        .where(
            outbox.c.lane.in_(
                select(outbox.c.lane)
                .where(waiting, gone)
                .limit(literal_column("1000"))
                .with_for_update(skip_locked=True)
            ),
            waiting,
            gone,
        )
        .values(owner=bindparam("me"))
        .returning(outbox.c.seq)
    ),
    "due_lanes": lambda _: (
        select(outbox.c.lane)
        .where(
            outbox.c.owner == bindparam("me"),
            outbox.c.due <= bindparam("now"),
            waiting,
            ~any_of(outbox.c.lane, "known"),
            ~any_of(outbox.c.account, "full"),
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
    "set_sent": lambda _: (
        update(outbox)
        .where(outbox.c.conversation == bindparam("which"), outbox.c.seq == bindparam("number"))
        .values({c: bindparam(c) for c in ("state", "due", "tries", "why")})
    ),
    "set_unsent": lambda _: (
        update(outbox)
        .where(
            outbox.c.conversation == bindparam("which"),
            outbox.c.seq == bindparam("number"),
            outbox.c.owner == bindparam("me"),
            waiting,
        )
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
        .values(
            state=literal_column("'pending'"),
            owner=bindparam("me"),
            due=bindparam("due"),
            tries=outbox.c.tries + one,
        )
    ),
    "wake_outgoing": lambda _: (
        update(outbox)
        .where(
            outbox.c.conversation == bindparam("which"),
            waiting,
            outbox.c.lane.in_(
                select(older.c.lane)
                .where(
                    older.c.conversation == outbox.c.conversation, older.c.why == bindparam("because"), older_waiting
                )
                .correlate(outbox)
            ),
        )
        .values(owner=bindparam("me"), due=bindparam("due"))
    ),
    "quiet_conversations": lambda _: (
        select(conversations.c.id)
        .where(any_of(conversations.c.id, "ids", BigInteger))
        .order_by(conversations.c.id)
        .with_for_update(skip_locked=True)
    ),
    "heard_since": lambda _: (
        select(events.c.seq)
        .where(
            events.c.conversation == bindparam("which"),
            events.c.seq > bindparam("since"),
            any_of(events.c.kind, "kinds"),
            func.substr(events.c.id, 1, func.length(bindparam("place", type_=Text))) == bindparam("place", type_=Text),
        )
        .limit(literal_column("1"))
    ),
    "tie": upserting(links, ["shown", "origin"], "shown_ref", "origin_ref", "seq", "part"),
    "linked": lambda _: (
        select(links.c.origin, links.c.shown, links.c.origin_ref, links.c.shown_ref)
        .where((links.c.origin == bindparam("key")) | (links.c.shown == bindparam("key")))
        .order_by(links.c.seq, links.c.part)
    ),
    "thread_of_ticket": lambda _: select(threads.c.thread).where(
        threads.c.room == bindparam("room"), threads.c.ticket == bindparam("ticket"), threads.c.current
    ),
    "retire_threads": lambda _: (
        update(threads)
        .where(threads.c.room == bindparam("in_room"), threads.c.ticket == bindparam("of_ticket"))
        .values(current=false())
    ),
    "tie_thread": upserting(threads, ["key"], *THREAD_COLUMNS),
    "buyer_of_thread": lambda _: (
        select(conversations.c.state)
        .join(threads, threads.c.conversation == conversations.c.id)
        .where(threads.c.key == bindparam("key"))
    ),
    "thread_of_buyer": lambda _: (
        select(threads.c.room, threads.c.thread, tickets.c.body)
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
    "put_post": _put_post,
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
    "bucket": lambda _: (
        select(buckets.c.arrival, buckets.c.blocked).where(buckets.c.key == bindparam("key")).with_for_update()
    ),
    "new_bucket": ignoring(buckets, "key", "arrival", "blocked"),
    "put_bucket": lambda _: (
        update(buckets).where(buckets.c.key == bindparam("which")).values(arrival=bindparam("arrival"))
    ),
    "block_bucket": lambda _: (
        update(buckets).where(buckets.c.key == bindparam("which")).values(blocked=bindparam("blocked"))
    ),
}
