"""One batch of events becomes one transaction: dedupe, read in bulk, ask the engine, write in bulk.

Awaits nothing but the transaction, so the same code runs inside a SQLite writer thread and on PostgreSQL.
An event on which the engine fails is parked (kept, with its cause) and the rest go on."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import Protocol

from msgspec import Struct

from core.albums import complete_before, whole
from core.engine import Engine
from core.kin import KinWork, MeetKin, TellKin
from core.kinship import is_news, newly_proven
from core.lessons import Lesson
from core.messages import (
    Address,
    Event,
    EventId,
    OutgoingMessage,
    Person,
    TimerRang,
)
from core.noticing import noticed, wrote
from core.outbox import OutboxRow
from core.proofaudit import proof_notes
from core.shop import ProvenOrder
from core.turns import NOTHING, Answer, AuditNote, Conversation, ConversationId, Memory, Ticket, Timer
from core.values import Value
from core.work import Work, WorkDone


class StoredEvent(Struct, frozen=True):
    """An event as it is kept. `parked` tells why the engine failed on it, `redacted` that its body held a secret."""

    id: str
    conversation: ConversationId
    seq: int
    event: Event
    redacted: bool = False
    parked: str | None = None


Setting = tuple[int, str, int]
"""One setting of a timer: conversation, name, and the seq that tells it from the next."""


class SetTimer(Value, frozen=True):
    conversation: ConversationId
    seq: int
    where: Address
    timer: Timer
    at: datetime


class NewWork(Value, frozen=True):
    """`id` names the work for ever; its outcome comes in as the event of the same id."""

    id: str
    where: Address
    buyer: Person
    work: Work


@dataclass(slots=True)
class Changes:
    """All that one batch writes; a timer that is None is cancelled.

    `counted`: the new `seq` of conversations of which nothing else is new. `woken`: those whose buyer has written,
    so that what waited for that is due (rows put off by ReplyWindowClosed). `proven`: orders, and where.
    `lessons`: what the FAQ learns, in which conversation and when."""

    events: list[StoredEvent] = field(default_factory=list)
    outgoing: list[OutboxRow] = field(default_factory=list)
    conversations: dict[ConversationId, Conversation] = field(default_factory=dict)
    counted: dict[ConversationId, int] = field(default_factory=dict)
    tickets: dict[str, tuple[ConversationId, Ticket]] = field(default_factory=dict)
    timers: dict[tuple[ConversationId, str], SetTimer | None] = field(default_factory=dict)
    rung: list[Setting] = field(default_factory=list)
    work: list[NewWork] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    audit: list[tuple[datetime, AuditNote]] = field(default_factory=list)
    woken: list[ConversationId] = field(default_factory=list)
    proven: list[tuple[ConversationId, ProvenOrder, datetime]] = field(default_factory=list)
    lessons: list[tuple[ConversationId, Lesson, datetime]] = field(default_factory=list)

    def keep(self, before: Conversation, after: Conversation) -> None:
        same = after.memory is before.memory and after.buyer is before.buyer and after.ticket is before.ticket
        if same and after.id not in self.conversations:
            self.counted[after.id] = after.seq
        else:
            self.counted.pop(after.id, None)
            self.conversations[after.id] = after


class HandedOver(Value, frozen=True):
    """A row for the courier. `after`: the newest row that still waited in its lane, None when the lane was empty."""

    row: OutboxRow
    after: int | None = None


class Committed(Value, frozen=True):
    """What is stored now, and what is to be done next."""

    outgoing: Sequence[HandedOver] = ()
    work: Sequence[NewWork] = ()
    fresh: int = 0
    repeats: int = 0
    parked: Sequence[StoredEvent] = ()
    woken: bool = False


class StepTransaction(Protocol):
    """What a step needs of its transaction; all in bulk."""

    async def lanes_of_threads(self, threads: Sequence[str]) -> Mapping[str, str]:
        """Thread address key → key of the conversation that it shows."""

    async def conversations(self, wanted: Mapping[str, Event]) -> dict[str, Conversation]:
        """By key, locked until the end; where there is none, one begins with that event (`newcomer`)."""

    async def seen(self, ids: Sequence[str]) -> set[str]: ...

    async def standing(self, settings: Sequence[Setting]) -> AbstractSet[Setting]:
        """Those timers that are still set so; asked after `conversations`, so that they stay so until the end."""

    async def write(self, changes: Changes) -> Sequence[HandedOver]: ...


Apologise = Callable[[Conversation, Address], OutgoingMessage]
"""What to say where it happened, when we fail on an event of a conversation."""


def event_key(event: Event) -> str:
    """The idempotency key over all channels. Without NUL, which databases cut off or refuse."""
    return f"{event.where.channel}/{event.where.account}/{event.id}".replace("\0", "\\0")


def ring_id(setting: Setting) -> EventId:
    return EventId("timer:{}:{}:{}".format(*setting))


def setting_of(rang: TimerRang) -> Setting:
    head, _, seq = rang.id.rpartition(":")
    return int(head.split(":")[1]), rang.name, int(seq)


async def step(tx: StepTransaction, events: Sequence[Event], engine: Engine, apologise: Apologise) -> Committed:
    keys = await _lane_keys(tx, events, engine)
    conversations = await tx.conversations(dict(zip(keys, events, strict=True)))
    ids = [event_key(event) for event in events]
    seen = await tx.seen(ids)
    rung = [setting_of(event) for event in events if isinstance(event, TimerRang)]
    standing = await tx.standing(rung) if rung else frozenset()
    changes, fresh = Changes(), 0
    for key, id_, event in zip(keys, ids, events, strict=True):
        if id_ in seen or (rung and _is_stale(event, standing, changes)):
            continue
        seen.add(id_)
        fresh += 1
        conversations[key] = _take(event, id_, conversations[key], engine, apologise, changes)
    outgoing = await tx.write(changes)
    parked = [stored for stored in changes.events if stored.parked]
    return Committed(outgoing, changes.work, fresh, len(events) - fresh, parked, bool(changes.woken))


def _is_stale(event: Event, standing: AbstractSet[Setting], changes: Changes) -> bool:
    """A timer that was cancelled or set anew after somebody saw that it was due does not ring."""
    if not isinstance(event, TimerRang):
        return False
    setting = setting_of(event)
    return setting not in standing or (ConversationId(setting[0]), setting[1]) in changes.timers


async def _lane_keys(tx: StepTransaction, events: Sequence[Event], engine: Engine) -> list[str]:
    """Buyer and staff of one ticket share the buyer's lane."""
    threads = [event.where.key for event in events if event.where.thread and engine.is_staff(event.where)]
    if not threads:
        return [event.where.whole_chat.key for event in events]
    shown = await tx.lanes_of_threads(threads)
    return [shown.get(event.where.key) or event.where.whole_chat.key for event in events]


def newcomer(event: Event) -> Conversation:
    """A conversation as it begins."""
    return Conversation(ConversationId(0), event.where.whole_chat, event.sender, Memory())


def _take(
    event: Event, id_: str, conversation: Conversation, engine: Engine, apologise: Apologise, changes: Changes
) -> Conversation:
    known = noticed(conversation, event)
    if known.memory.held_back and wrote(known, event):
        changes.woken.append(known.id)
    for ring in complete_before(event, known.memory):
        known = _answered(ring, event_key(ring), known, engine, apologise, changes)
    after = _answered(event, id_, known, engine, apologise, changes)
    _settle(event, changes)
    if after.memory is not conversation.memory or isinstance(event, WorkDone):  # or there is nothing to note
        changes.audit += [(event.at, note) for note in proof_notes(event, conversation, after)]
    after = _known_to_kin(conversation, after, event.at, changes)
    changes.keep(conversation, after)
    return after


def _known_to_kin(before: Conversation, after: Conversation, at: datetime, changes: Changes) -> Conversation:
    """What concerns the buyer's other chats is looked up and told outside the turn."""
    if after.memory is before.memory and not after.memory.kin:  # as after most events
        return after
    orders = newly_proven(before.memory, after.memory)
    changes.proven += [(after.id, order, at) for order in orders]
    wanted: list[KinWork] = [MeetKin(order.number) for order in orders]
    if is_news(before, after):
        wanted.append(TellKin())
    named = [(f"work:{after.id}.{after.seq + place}", work) for place, work in enumerate(wanted, 1)]
    changes.work += [NewWork(id_, after.where, after.buyer, work) for id_, work in named]
    return replace(after, seq=after.seq + len(named)) if named else after


def _answered(
    event: Event, id_: str, known: Conversation, engine: Engine, apologise: Apologise, changes: Changes
) -> Conversation:
    try:
        answer, parked = engine.answer(event, known), None
    except Exception as cause:  # one bad event must not stop the others, nor be lost
        _, memory = whole(event, known.memory)
        answer, parked = Answer(say=(apologise(known, event.where),), remember=memory), _cause(cause)
    changes.events.append(StoredEvent(id_, known.id, known.seq + 1, event, answer.redact, parked))
    seq = _apply(answer, event, known, changes)
    return Conversation(
        known.id, known.where, known.buyer, answer.remember or known.memory, answer.ticket or known.ticket, seq
    )


def _cause(cause: Exception) -> str:
    """What failed and where. Not the exception's own words: they may quote what the buyer wrote."""
    last = extract_tb(cause.__traceback__)[-1]
    return f"{type(cause).__name__} in {Path(last.filename).name}:{last.lineno}"


def _settle(event: Event, changes: Changes) -> None:
    """What has come in as an event need not come again."""
    if isinstance(event, WorkDone):
        changes.done.append(event.id)
    elif isinstance(event, TimerRang):
        changes.rung.append(setting_of(event))


def _apply(answer: Answer, event: Event, conversation: Conversation, changes: Changes) -> int:
    """The sequence number of what was written last."""
    seq = conversation.seq + 1
    if answer is NOTHING:
        return seq
    changes.timers.update({(conversation.id, name): None for name in answer.cancel})
    for message in answer.say:
        seq += 1
        changes.outgoing.append(OutboxRow(conversation.id, seq, message, conversation.where))
    for work in answer.work:
        seq += 1
        changes.work.append(NewWork(f"work:{conversation.id}.{seq}", conversation.where, conversation.buyer, work))
    for timer in answer.schedule:
        seq += 1
        changes.timers[conversation.id, timer.name] = SetTimer(
            conversation.id, seq, conversation.where, timer, event.at
        )
    changes.audit += [(event.at, note) for note in answer.audit]
    changes.lessons += [(conversation.id, lesson, event.at) for lesson in answer.lessons]
    if answer.ticket is not None:
        changes.tickets[answer.ticket.id] = (conversation.id, answer.ticket)
    return seq
