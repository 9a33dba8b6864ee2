"""Finds what has changed, of tables that keep no time of change: new orders by number, payments by their time, and
deliveries by looking again at those orders that wait for one.

`pay_time` has no index. So each pass looks at the last orders (RECENT), and goes on through all others slice by slice:
an old order that is paid late is found when its slice comes. What was begun before and committed after (a payment
waits for another shop's answer) is found because each pass looks back by OVERLAP. Nothing that is kept grows with the
orders: `waiting` is bounded, and where it overflows the slices tell every order of the last month again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from storage.shops.acg_faka.layout import Layout, ask
from storage.shops.mysql import Connection

OVERLAP = timedelta(minutes=5)
RECENT = 20_000
SLICE = 20_000
MOST_WAITING = 1_000
CROWDED_FOR = 2
A_MONTH = timedelta(days=30)
SHOP_AHEAD = timedelta(hours=8)
MARK_EVERY = timedelta(seconds=30)
VERSION = 1

CLOCK = "SELECT UTC_TIMESTAMP() AS now, (SELECT COALESCE(MAX(o.id), 0) FROM $order o) AS newest"
BEFORE = "SELECT o.id FROM $order o WHERE o.create_time < %s ORDER BY o.create_time DESC LIMIT 1"
NEW_OR_PAID = """
SELECT o.id FROM $order o WHERE o.id > %s AND o.id <= %s AND (o.id > %s OR o.pay_time >= %s) ORDER BY o.id LIMIT %s
"""
PAID_LATE = "SELECT o.id FROM $order o WHERE o.id > %s AND o.id <= %s AND o.pay_time >= %s ORDER BY o.id LIMIT %s"
OWED = """
SELECT o.id FROM $order o LEFT JOIN $commodity c ON c.id = o.commodity_id
WHERE o.id > %s AND o.status = 1 AND (o.delivery_status = 0 OR (c.delivery_way = 0 AND COALESCE(c.shared_id, 0) = 0
  AND (SELECT COUNT(*) FROM $card k WHERE k.order_id = o.id AND k.status <> 0) < o.card_num))
ORDER BY o.id DESC LIMIT %s
"""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """The newest order at a moment."""

    at: datetime
    newest: int


class Cursor(msgspec.Struct, frozen=True):
    """Where to go on. Times are the shop's own, without a zone.

    `marks`     the newest order at some moments of the last OVERLAP, and at one before
    `since`     payments of the last pass had been seen up to then
    `begun`     when this pass began, and which order was the newest
    `phase`     0 the recent, 1 a slice of all others, 2 those that wait; `after` its last id that was dealt with
    `sliced`    up to which order the slices have come
    `round`     when this round of slices began, and when the one before did
    `waiting`   id -> what was told of it, of orders that are owed something
    `crowded`   more waited than are kept: for so many rounds the slices tell all orders of the last month again"""

    since: datetime
    begun: Mark
    round: tuple[datetime, datetime]
    marks: tuple[Mark, ...] = ()
    phase: int = 0
    after: int = 0
    sliced: int = 0
    waiting: Mapping[int, int] = {}
    crowded: int = 0
    version: int = VERSION


def text_of(cursor: Cursor) -> str:
    return msgspec.json.encode(cursor).decode()


def cursor_of(text: str) -> Cursor | None:
    """None: from now on; also for a text that is none of ours."""
    try:
        cursor = msgspec.json.decode(text.encode(), type=Cursor)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeError):
        return None
    return cursor if cursor.version == VERSION else None


def begin(connection: Connection, layout: Layout) -> tuple[Cursor, Sequence[int]]:
    """From now on; and the orders that are owed something already."""
    now = _now(connection, layout)
    owed = ask(connection, layout.statement(OWED), now.newest - RECENT, MOST_WAITING)
    before = ask(connection, layout.statement(BEFORE), now.at - OVERLAP)
    mark = Mark(now.at - OVERLAP, int(before[0]["id"]) if before else 0)
    cursor = Cursor(since=now.at, begun=now, round=(now.at, now.at), marks=(mark, now), phase=PHASES)
    return cursor, [int(row["id"]) for row in owed]


def page(connection: Connection, layout: Layout, cursor: Cursor, limit: int) -> tuple[Cursor, Sequence[int]]:
    """At most so many orders to be looked at, and where to go on."""
    if cursor.phase >= PHASES:
        cursor = msgspec.structs.replace(cursor, begun=_now(connection, layout), phase=0, after=0)
    ids: list[int] = []
    while cursor.phase < PHASES and len(ids) < limit:
        wanted = limit - len(ids)
        some = _PAGES[cursor.phase](connection, layout, cursor, wanted)
        ids += some
        if len(some) < wanted:
            cursor = _next_phase(cursor)
        else:
            cursor = msgspec.structs.replace(cursor, after=some[-1])
    return cursor, ids


def is_done(cursor: Cursor) -> bool:
    """Is this pass over?"""
    return cursor.phase >= PHASES


def with_waiting(cursor: Cursor, waiting: Mapping[int, int]) -> Cursor:
    """The newest stay, if there are too many."""
    kept = dict(sorted(waiting.items())[-MOST_WAITING:])
    crowded = CROWDED_FOR if len(kept) < len(waiting) else cursor.crowded
    return msgspec.structs.replace(cursor, waiting=kept, crowded=crowded)


def _now(connection: Connection, layout: Layout) -> Mark:
    (row,) = ask(connection, layout.statement(CLOCK))
    return Mark(row["now"] + SHOP_AHEAD, int(row["newest"]))


def _recent(connection: Connection, layout: Layout, cursor: Cursor, limit: int) -> list[int]:
    new_after = cursor.marks[0].newest if cursor.marks else cursor.begun.newest
    start = max(cursor.after, min(new_after, cursor.begun.newest - RECENT))
    values = (start, cursor.begun.newest, new_after, cursor.since - OVERLAP, limit)
    return [int(row["id"]) for row in ask(connection, layout.statement(NEW_OR_PAID), *values)]


def _slice(connection: Connection, layout: Layout, cursor: Cursor, limit: int) -> list[int]:
    """Those that were paid since the last round but one began; then they were seen, if they were paid."""
    since = cursor.begun.at - A_MONTH if cursor.crowded else cursor.round[1] - OVERLAP
    values = (max(cursor.sliced, cursor.after), min(cursor.sliced + SLICE, _end(cursor)), since, limit)
    return [int(row["id"]) for row in ask(connection, layout.statement(PAID_LATE), *values)]


def _waiting(_: Connection, __: Layout, cursor: Cursor, limit: int) -> list[int]:
    return sorted(one for one in cursor.waiting if one > cursor.after)[:limit]


_PAGES = (_recent, _slice, _waiting)
PHASES = len(_PAGES)


def _next_phase(cursor: Cursor) -> Cursor:
    forward = msgspec.structs.replace(cursor, phase=cursor.phase + 1, after=0)
    if cursor.phase == 1:
        forward = _slice_done(forward)
    return _pass_done(forward) if forward.phase == PHASES else forward


def _end(cursor: Cursor) -> int:
    """Of the slices; what comes behind is looked at in each pass."""
    return cursor.begun.newest if cursor.crowded else cursor.begun.newest - RECENT


def _slice_done(cursor: Cursor) -> Cursor:
    reached = cursor.sliced + SLICE
    if reached < _end(cursor):
        return msgspec.structs.replace(cursor, sliced=reached)
    crowded = max(cursor.crowded - 1, 0)
    return msgspec.structs.replace(cursor, sliced=0, round=(cursor.begun.at, cursor.round[0]), crowded=crowded)


def _pass_done(cursor: Cursor) -> Cursor:
    """The first mark is always at least OVERLAP old, once there is such a one."""
    marks = cursor.marks
    if not marks or cursor.begun.at - marks[-1].at >= MARK_EVERY:
        marks = (*marks, cursor.begun)
    while len(marks) > 1 and cursor.begun.at - marks[1].at >= OVERLAP:
        marks = marks[1:]
    return msgspec.structs.replace(cursor, marks=marks, since=cursor.begun.at)
