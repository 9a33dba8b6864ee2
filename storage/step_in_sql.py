"""The step's transaction on SQL: bulk reads and writes on a bare connection."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from time import time

from core.errors import ReplyWindowClosed
from core.lessons import Heard, Voted
from core.messages import Event, TicketId
from core.step import Changes, HandedOver, SetTimer, Setting, StoredEvent, newcomer
from core.turns import Conversation, ConversationId, Ticket
from storage.audit import links
from storage.codec import ConversationState, state_of, ticket_of, to_json
from storage.connection import Connection
from storage.tables import DONE, PARKED, PENDING


class SqlStep:
    """Implements core.step.StepTransaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    async def lanes_of_threads(self, threads: Sequence[str]) -> Mapping[str, str]:
        found = await self._db.rows("threads_of", keys=list(threads))
        ids = sorted({conversation for _, conversation in found})
        rows = await self._db.rows("keys_of_conversations", ids=ids) if ids else []
        keys = {int(id_): str(key) for id_, key in rows}
        return {thread: keys[conversation] for thread, conversation in found}

    async def conversations(self, wanted: Mapping[str, Event]) -> dict[str, Conversation]:
        found = await self._locked(list(wanted))
        missing = sorted(key for key in wanted if key not in found)
        if missing:
            new = [(key, 0, _state(newcomer(wanted[key])), time()) for key in missing]
            await self._db.many("create_conversation", new)
            found |= await self._locked(missing)
        return found

    async def _locked(self, keys: list[str]) -> dict[str, Conversation]:
        """Tickets are read after the lock, by a statement of their own: joined to the row that is waited for,
        PostgreSQL would give them as they were before the wait."""
        rows = await self._db.rows("conversations_by_key", keys=keys)
        ids = [ticket for *_, ticket in rows if ticket]
        found = await self._db.rows("tickets_by_id", ids=ids) if ids else []
        tickets = {str(id_): str(body) for id_, body in found}
        return {key: _conversation(id_, seq, state, tickets.get(ticket)) for id_, key, seq, state, ticket in rows}

    async def seen(self, ids: Sequence[str]) -> set[str]:
        return {id_ for (id_,) in await self._db.rows("seen", ids=list(ids))}

    async def standing(self, settings: Sequence[Setting]) -> AbstractSet[Setting]:
        ids = sorted({conversation for conversation, _, _ in settings})
        found = {(id_, name, seq) for id_, name, seq in await self._db.rows("timers_of", ids=ids)}
        return found.intersection(settings)

    async def write(self, changes: Changes) -> Sequence[HandedOver]:
        now = time()
        if changes.events:
            await self._db.many("add_event", [_event(stored) for stored in changes.events])
        if changes.woken:
            why = ReplyWindowClosed.__name__
            await self._db.many("wake_outgoing", [(self._db.epoch, now, id_, why) for id_ in changes.woken])
        handed_over = await self._write_outgoing(changes, now)
        if changes.conversations:
            rows = [_update(conversation, now) for conversation in changes.conversations.values()]
            await self._db.many("update_conversation", rows)
        if changes.counted:
            await self._db.many("count_conversation", [(seq, now, id_) for id_, seq in changes.counted.items()])
        await self._write_rare(changes, now)
        return handed_over

    async def _write_outgoing(self, changes: Changes, now: float) -> Sequence[HandedOver]:
        """Rows of a lane in which another process still has some go to that process: so order is kept."""
        if not changes.outgoing:
            return ()
        lanes = [row.lane for row in changes.outgoing]
        busy = {lane: (seq, owner) for lane, seq, owner in await self._db.rows("busy_lanes", lanes=lanes)}
        rows, handed_over = [], []
        for row, lane in zip(changes.outgoing, lanes, strict=True):
            after, owner = busy.get(lane, (None, self._db.epoch))
            busy[lane] = (row.seq, owner)
            message = row.message
            fate = (owner, int(message.priority), now, 0, PENDING)
            rows.append((row.conversation, row.seq, lane, row.account, *fate, to_json(message)))
            if owner == self._db.epoch:
                handed_over.append(HandedOver(row, after))
        await self._db.many("add_outgoing", rows)
        return handed_over

    async def _write_rare(self, changes: Changes, now: float) -> None:
        if changes.rung:
            await self._db.many("rung_timer", changes.rung)
        if changes.tickets:
            await self._db.many("put_ticket", [_ticket(*ticket) for ticket in changes.tickets.values()])
        if changes.timers:
            await self._write_timers(changes)
        if changes.done:
            await self._db.many("work_done", [(id_,) for id_ in changes.done])
        if changes.work:
            rows = [
                (
                    new.id,
                    self._db.epoch,
                    now,
                    0,
                    type(new.work).__name__,
                    *map(to_json, (new.where, new.buyer, new.work)),
                )
                for new in changes.work
            ]
            await self._db.many("add_work", rows)
        if changes.proven:
            proven = [(order.number, id_, at.timestamp()) for id_, order, at in changes.proven]
            await self._db.many("add_proven", proven)
        if changes.lessons:
            await self._write_lessons(changes)
        if changes.audit:
            await self._write_audit(changes)

    async def _write_timers(self, changes: Changes) -> None:
        by_fate: dict[bool, list[tuple[object, ...]]] = defaultdict(list)
        for (conversation, name), timer in changes.timers.items():
            by_fate[timer is None].append((conversation, name) if timer is None else _timer(timer))
        if by_fate[True]:
            await self._db.many("cancel_timer", by_fate[True])
        if by_fate[False]:
            await self._db.many("put_timer", by_fate[False])

    async def _write_lessons(self, changes: Changes) -> None:
        heard = [_question(id_, one, at) for id_, one, at in changes.lessons if isinstance(one, Heard)]
        voted = [_vote(id_, one, at) for id_, one, at in changes.lessons if isinstance(one, Voted)]
        if heard:
            await self._db.many("add_question", heard)
        if voted:
            await self._db.many("put_vote", voted)

    async def _write_audit(self, changes: Changes) -> None:
        await self._db.lock_audit()
        head = await self._db.rows("audit_head")
        last = (int(head[0][0]), str(head[0][1])) if head else None
        for at, note in changes.audit:
            (entry,) = links(last, [note], at)
            record = entry.record
            row = (record.seq, record.at, record.actor, record.action, record.subject, entry.previous, entry.hash)
            await self._db.many("add_audit", [row])
            last = (record.seq, entry.hash)


def _state(conversation: Conversation) -> str:
    return to_json(ConversationState(conversation.where, conversation.buyer, conversation.memory))


def _conversation(id_: int, seq: int, state: str, ticket: str | None) -> Conversation:
    known = state_of(state)
    matter = ticket_of(ticket) if ticket else None
    return Conversation(ConversationId(id_), known.where, known.buyer, known.memory, matter, seq)


def _update(conversation: Conversation, now: float) -> tuple[object, ...]:
    ticket: TicketId | None = conversation.ticket.id if conversation.ticket else None
    return (conversation.seq, ticket, _state(conversation), now, conversation.id)


def _event(stored: StoredEvent) -> tuple[object, ...]:
    event = stored.event
    body = None if stored.redacted else to_json(event)
    state = PARKED if stored.parked else DONE
    return (stored.id, stored.conversation, stored.seq, type(event).__name__, event.at.timestamp(), state, body)


def _ticket(conversation: ConversationId, ticket: Ticket) -> tuple[object, ...]:
    closed = ticket.closed_at.timestamp() if ticket.closed_at else None
    return (ticket.id, conversation, ticket.state.value, to_json(ticket), ticket.opened_at.timestamp(), closed)


def _timer(new: SetTimer) -> tuple[object, ...]:
    due = (new.at + new.timer.after).timestamp()
    return (new.conversation, new.timer.name, new.seq, due, to_json(new.where), new.timer.data)


def _question(conversation: ConversationId, heard: Heard, at: datetime) -> tuple[object, ...]:
    fate = (heard.outcome.value, heard.entry, heard.score, heard.trial)
    return (conversation, at.timestamp(), heard.text, heard.language, *fate)


def _vote(conversation: ConversationId, voted: Voted, at: datetime) -> tuple[object, ...]:
    return (conversation, voted.entry, voted.trial, at.timestamp(), voted.language, voted.helped)
