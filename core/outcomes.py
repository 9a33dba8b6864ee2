"""What became of rows: told of each, and to the desk. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.messages import Event, EventId, Person, PersonId
from core.outbox import GivenUp, OutboxRow, Outcome, PutOff, Sent, Waits
from core.ports import Clock
from core.reported import AllowanceChanged, DeliveryReported, DeliveryState, ThreadReplaced


def without_links(outcome: Outcome) -> Outcome:
    return replace(outcome, refs=()) if isinstance(outcome, Sent) else outcome


def of_each(rows: Sequence[OutboxRow], outcome: Outcome, *, again_together: bool = False) -> Sequence[Outcome]:
    """What became of each row that went along; what failed together is tried again one by one, or all as before."""
    if len(rows) == 1 and outcome.row is rows[0]:  # as with most
        return [outcome]
    if isinstance(outcome, Sent):
        return [replace(outcome, row=row, anew=outcome.anew and row is rows[0]) for row in rows]
    if isinstance(outcome, PutOff) and again_together:
        return [replace(outcome, row=row) for row in rows]
    return [replace(outcome, row=rows[0])]


def reported(outcome: Outcome, clock: Clock) -> Sequence[Event]:
    """What the desk is to hear of it."""
    match outcome:
        case Sent():
            return _news(outcome, clock)
        case Waits(row, allowance=allowance):
            return [replace(_failure(row, DeliveryState.WAITS, outcome.why, clock), allowance=allowance)]
        case GivenUp(row, state, why):
            return [_failure(row, state, why, clock)]
        case _:
            return []


def _news(sent: Sent, clock: Clock) -> Sequence[Event]:
    if not (sent.anew or sent.allowance):
        return ()
    row, at, courier = sent.row, clock.now(), Person(PersonId("courier"))
    events: list[Event] = []
    if sent.anew:
        id_ = EventId(f"anew:{row.key}:{row.tries}")
        room = row.message.to.whole_chat
        events.append(ThreadReplaced(id=id_, at=at, where=row.about, sender=courier, room=room))
    if sent.allowance:
        id_ = EventId(f"used:{row.key}:{row.tries}")
        used = AllowanceChanged(id=id_, at=at, where=row.about, sender=courier, allowance=sent.allowance)
        events.append(used)
    return events


def _failure(row: OutboxRow, state: DeliveryState, why: str, clock: Clock) -> DeliveryReported:
    """That it waits is told once, however often it is tried."""
    waits = state is DeliveryState.WAITS
    return DeliveryReported(
        id=EventId(f"{state}:{row.key}" if waits else f"{state}:{row.key}:{row.tries}"),
        at=clock.now(),
        where=row.about,
        sender=Person(PersonId("courier")),
        delivery=row.key,
        state=state,
        why=why,
        mirrored=row.message.mirrors,
        secret=bool(row.message.secret) and not row.message.fleeting,
    )
