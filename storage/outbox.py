"""The outbox, the links and the threads in SQL: what the courier needs. Every write goes with its neighbours."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic, time

from core.messages import Address, MessageRef, ThreadId
from core.noticing import DEEDS
from core.outbox import GivenUp, OutboxRow, Outcome, PutOff, Sent, Waits
from storage.codec import from_json, outgoing, state_of, to_json
from storage.connection import Connection, Row
from storage.database import Database
from storage.tables import PENDING, SENDING, SENT

ADOPT_EVERY = 2.0
"""Seconds between two looks for rows of processes that are gone."""


class OutboxInSql:
    """Implements core.ports.Outbox."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._next_look = 0.0

    async def adopt(self) -> None:
        if monotonic() < self._next_look:
            return
        living = await self._db.living()
        alive, newest = list(living.epochs), living.newest
        adopted = await self._db.run(lambda db: db.rows("adopt_outgoing", me=db.epoch, alive=alive, newest=newest))
        self._next_look = 0.0 if adopted else monotonic() + ADOPT_EVERY

    async def claim(
        self, lanes: int, known: Collection[str] = (), full: Collection[str] = ()
    ) -> Mapping[str, Sequence[OutboxRow]]:
        async def look(db: Connection) -> dict[str, list[OutboxRow]]:
            values = {"me": db.epoch, "now": time(), "most": lanes, "known": list(known), "full": list(full)}
            due = [str(lane) for (lane,) in await db.rows("due_lanes", **values)]
            return _ours(due, await db.rows("lane_rows", lanes=due) if due else [], db.epoch)

        return await self._db.look(look)

    async def mark_sending(self, row: OutboxRow) -> bool:
        marked = await self._db.run(
            lambda db: db.rows("mark_sending", which=row.conversation, number=row.seq, me=db.epoch)
        )
        return bool(marked)

    async def record(self, outcomes: Sequence[Outcome]) -> None:
        sent = [_outcome(outcome) for outcome in outcomes if isinstance(outcome, Sent)]
        unsent = [outcome for outcome in outcomes if not isinstance(outcome, Sent)]
        ties = [tie for outcome in outcomes if isinstance(outcome, Sent) for tie in _ties(outcome)]

        async def write(db: Connection) -> None:
            if unsent:
                rows = [_outcome(outcome) for outcome in await _heeding(db, unsent)]
                await db.many("set_unsent", [(*row, db.epoch) for row in rows])
            if sent:
                await db.many("set_sent", sent)
            if ties:
                await db.many("tie", ties)

        await self._db.run(write)

    async def release(self, delivery: str) -> None:
        conversation, _, seq = delivery.partition(".")
        which, number = int(conversation), int(seq)
        await self._db.run(lambda db: db.rows("release_held", which=which, number=number, me=db.epoch, due=time()))


class LinksInSql:
    """Implements core.ports.Links."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def shown_as(self, ref: MessageRef, account: Address) -> Sequence[MessageRef]:
        found = await self._db.look(lambda db: db.rows("linked", key=ref.key))
        return _there(account, [shown if origin == ref.key else first for origin, _, first, shown in found])

    async def copies_of(self, ref: MessageRef, account: Address) -> Sequence[MessageRef]:
        found = await self._db.look(lambda db: db.rows("linked", key=ref.key))
        return _there(account, [shown for origin, _, _, shown in found if origin == ref.key])


def _there(account: Address, refs: Sequence[str]) -> Sequence[MessageRef]:
    found = [from_json(MessageRef, ref) for ref in refs]
    return [ref for ref in found if ref.where.whole_chat == account.whole_chat]


class ThreadsInSql:
    """Implements core.ports.Threads."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def of_ticket(self, room: Address, ticket: str) -> ThreadId | None:
        found = await self._db.look(lambda db: db.rows("thread_of_ticket", room=room.key, ticket=ticket))
        return ThreadId(found[0][0]) if found else None

    async def tie(self, room: Address, ticket: str, conversation: int, thread: ThreadId) -> None:
        key = replace(room, thread=thread).key

        async def write(db: Connection) -> None:
            await db.many("retire_threads", [(room.key, ticket)])
            await db.many("tie_thread", [(key, room.key, ticket, conversation, thread, True)])

        await self._db.run(write)


def _ours(due: Sequence[str], rows: Sequence[Row], me: int) -> dict[str, list[OutboxRow]]:
    """The rows of each lane up to the first that another process owns."""
    whole: dict[str, list[OutboxRow]] = {lane: [] for lane in due}
    ended = set()
    for lane, *rest, owner in rows:
        if owner != me:
            ended.add(lane)
        elif lane not in ended:
            whole[lane].append(_outbox_row(rest))
    return {lane: found for lane, found in whole.items() if found}


def _outbox_row(row: Row) -> OutboxRow:
    conversation, seq, tries, state, body, about, heard = row
    where = state_of(about).where
    return OutboxRow(conversation, seq, outgoing(body), where, tries, state == SENDING, heard=heard)


async def _heeding(db: Connection, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """What waits for a buyer who has written meanwhile is due now. His words that are being stored at this moment may
    not see yet that it waits: where nobody can tell, it is tried once more."""
    waiting = [outcome.row for outcome in outcomes if isinstance(outcome, Waits)]
    if not waiting:
        return outcomes
    ids = sorted({row.conversation for row in waiting})
    quiet = {id_ for (id_,) in await db.rows("quiet_conversations", ids=ids)}
    heard = {row.key for row in waiting if row.conversation not in quiet or await _heard_since(db, row)}
    now = datetime.now(UTC)
    return [replace(one, until=now) if isinstance(one, Waits) and one.row.key in heard else one for one in outcomes]


async def _heard_since(db: Connection, row: OutboxRow) -> bool:
    place = f"{row.about.channel}/{row.about.account}/"
    kinds = [deed.__name__ for deed in DEEDS]
    return bool(await db.rows("heard_since", which=row.conversation, since=row.since, kinds=kinds, place=place))


def _outcome(outcome: Outcome) -> tuple[object, ...]:
    """In the order of the statement: due, tries, state, why, conversation, seq."""
    row, now = outcome.row, time()
    match outcome:
        case Sent():
            fate: tuple[object, ...] = (now, row.tries, SENT, None)
        case PutOff(until=until, why=why):
            fate = (until.timestamp(), outcome.tries, PENDING, why)
        case GivenUp(state=state, why=why):
            fate = (now, row.tries, state.value, why)
    return (*fate, row.conversation, row.seq)


def _ties(sent: Sent) -> list[tuple[object, ...]]:
    """In the order of the statement."""
    seq = sent.row.seq
    return [
        (shown.key, origin.key, to_json(shown), to_json(origin), seq, part)
        for part, (shown, origin) in enumerate(sent.ties)
    ]
