"""What became of rows: told of each, and to the desk. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.messages import Event, EventId, Person, PersonId
from core.ports import Clock, GivenUp, OutboxRow, Outcome, Sent
from core.reported import DeliveryReported, ThreadReplaced


def without_links(outcome: Outcome) -> Outcome:
    return replace(outcome, refs=()) if isinstance(outcome, Sent) else outcome


def of_each(rows: Sequence[OutboxRow], outcome: Outcome) -> Sequence[Outcome]:
    """What became of each row that went along; what failed together is tried again one by one."""
    if isinstance(outcome, Sent):
        return [replace(outcome, row=row, anew=outcome.anew and row is rows[0]) for row in rows]
    return [replace(outcome, row=rows[0])]


def report(outcome: Outcome, clock: Clock) -> Event | None:
    """What the desk is to hear of it, if anything."""
    if isinstance(outcome, Sent) and outcome.anew:
        id_ = EventId(f"anew:{outcome.row.key}:{outcome.row.tries}")
        return ThreadReplaced(id=id_, at=clock.now(), where=outcome.row.about, sender=Person(PersonId("courier")))
    return _failure(outcome, clock) if isinstance(outcome, GivenUp) else None


def _failure(outcome: GivenUp, clock: Clock) -> DeliveryReported:
    message = outcome.row.message
    return DeliveryReported(
        id=EventId(f"{outcome.state}:{outcome.row.key}:{outcome.row.tries}"),
        at=clock.now(),
        where=outcome.row.about,
        sender=Person(PersonId("courier")),
        delivery=outcome.row.key,
        state=outcome.state,
        why=outcome.why,
        mirrored=message.mirrors,
        secret=bool(message.secret),
    )
