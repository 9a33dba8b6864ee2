"""What becomes of messages of ours. Pure types."""

from enum import StrEnum

from core.messages import Address, Event, MessageRef


class DeliveryState(StrEnum):
    """WAITS: the platform lets it through when the person has written again, and then it goes by itself."""

    REFUSED = "refused"
    HELD = "held"
    WAITS = "waits"


class DeliveryReported(Event, frozen=True, kw_only=True):
    """A message of ours could not be delivered now, or nobody knows whether it was. `delivery`: the outbox row."""

    delivery: str
    state: DeliveryState
    why: str
    mirrored: MessageRef | None = None
    secret: bool = False


class AllowanceChanged(Event, frozen=True, kw_only=True):
    """A message of ours has used some of what the platform lets us write."""


class ThreadReplaced(Event, frozen=True, kw_only=True):
    """The ticket's thread in `room` was gone; a new one has taken its place and has no card yet."""

    room: Address


class CheckPassed(Event, frozen=True, kw_only=True):
    """The buyer's side has done what the check of this id asked for (core.checks); the channel has made sure of it."""

    check: str
