"""What agents and buyers ask for of an incident, and what comes of it. Pure types."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.incident import Affected, Incident, IncidentId, Tally
from core.messages import Address, Media, Person
from core.replacing import Step as Refusal
from core.shop import ProvenOrder
from core.shopparts import SoldBy

# ---------------------------------------------------------------------- what agents and buyers ask for


@dataclass(frozen=True, slots=True)
class FindAffected:
    """Count first; nothing is opened."""

    sold_by: SoldBy
    words: str
    since: datetime
    until: datetime | None
    by: Person
    place: Address


class Act(StrEnum):
    """`PICK`: which goods are meant. `BULK`: for all orders, now. `TELL`: its card as it stands now, anew."""

    PICK = "pick"
    OPEN = "open"
    BULK = "run"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    CANCEL = "cancel"
    AGREE = "yes"
    REFUSE = "no"
    TELL = "show"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class ActOnIncident:
    """`argument`: a remedy (OPEN, BULK), which goods (PICK), that he is sure (AGREE)."""

    id: IncidentId
    act: Act
    by: Person
    place: Address
    argument: str = ""


@dataclass(frozen=True, slots=True)
class ListIncidents:
    place: Address


@dataclass(frozen=True, slots=True)
class RunBulk:
    """A few seconds of it; then it is told how far it is, and the next few are asked for."""

    id: IncidentId
    run: int
    place: Address


@dataclass(frozen=True, slots=True)
class TakeRemedy:
    """A buyer who has proven the order takes what its incident offers."""

    id: IncidentId
    order: ProvenOrder


LastingIncidentWork = RunBulk | TakeRemedy
"""May have taken something already when the shop falls silent: it is never given up."""
IncidentWork = LastingIncidentWork | FindAffected | ActOnIncident | ListIncidents


# ---------------------------------------------------------------------- what comes of it


class Step(StrEnum):
    """What the agents are told, or the buyer (of TakeRemedy, and in the course of a RunBulk).

    `CARD`: as it stands now, in place of the one before. `ANEW`: as a new message"""

    WHICH = "which"
    NO_GOODS = "no-goods"
    NO_ORDERS = "no-orders"
    ANEW = "anew"
    CARD = "card"
    PROGRESS = "progress"
    NEEDS_SECOND = "needs-second"
    REFUSED = "refused"
    OBJECTION = "objection"
    MAY_NOT = "may-not"
    TOO_MANY = "too-many"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    GONE = "gone"
    NOTHING_LEFT = "nothing-left"
    LIST = "list"
    REPORT = "report"
    REPLACED = "replaced"
    REFUNDED = "refunded"
    NO_STOCK = "no-stock"
    UNDER_WAY = "under-way"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTold:
    """The outcome of IncidentWork. `step`: None: it comes later, or something did not answer.

    `place`: in the staff room; None: it is for the buyer. `stock`: pieces left of its goods; None: not known. `done`:
    orders that this work has come to an end with. `names`: of the ledger's entries whose keys the buyer gets now, and
    `bad` the masked ones that they stand for. `objection`: why this person may not agree. `act`: what was asked for.
    `goes_on`: what is to be done next"""

    place: Address | None = None
    step: Step | None = None
    incident: Incident | None = None
    tally: Tally | None = None
    stock: int | None = None
    act: Act | None = None
    by: Person | None = None
    objection: Refusal | None = None
    others: tuple[tuple[Incident, Tally], ...] = ()
    done: tuple[Affected, ...] = ()
    names: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    report: Media | None = None
    goes_on: RunBulk | None = None
