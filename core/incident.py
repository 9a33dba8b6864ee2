"""A bad batch: which orders it has spoilt, what their buyers are offered, and how far that is done. Pure types."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from core.messages import Address, Media, Person
from core.replacing import Second
from core.replacing import Step as Refusal
from core.shop import OrderNo, ProvenOrder, ShopId, StockId
from core.shopparts import Sales, SoldBy

IncidentId = NewType("IncidentId", int)


class Remedy(StrEnum):
    """What buyers are offered. WAIT: to be told that we work on it."""

    REPLACE = "replace"
    REFUND = "refund"
    WAIT = "wait"


class Stage(StrEnum):
    """DRAFT: counted and shown, nobody has opened it yet."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Bulk(StrEnum):
    """How it goes with all orders at once."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


class Halt(StrEnum):
    """Why it has paused: an agent wanted it so; stock has ended; too many orders in a row came to nothing."""

    BY_HAND = "by-hand"
    NO_STOCK = "no-stock"
    FAILURES = "failures"


class Fate(StrEnum):
    """Of one order. SETTLED: it had a new key or its money back before we came to it."""

    LEFT = "left"
    DONE = "done"
    FAILED = "failed"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Goods:
    """A product, or one variant of it, in one shop."""

    shop: ShopId
    stock: StockId
    title: str


@dataclass(frozen=True, slots=True)
class ShopSales:
    shop: ShopId
    sales: Sales


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a second person must agree to: `bulk`: for all orders at once; else as an offer to who complains."""

    remedy: Remedy
    bulk: bool
    by: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """`words`: as the agent named it. `goods`: what was found under this name, to be chosen among as long as `sales`
    is empty. `unable`: shops that cannot tell. `silent`: shops that did not answer. `cut`: more orders than we count.

    `place`    where its card stands
    `remedy`   what who complains is offered
    `started`  the work that began the last run
    `way`      what is done for all orders; `run` grows with each start, so that an older one stops
    `failures` how many in a row; `empty`: goods of which nothing is left, as found in this run
    `allowed`  what a second person agreed to (or the only admin himself), and who that was
    `wanted`   what waits for a second person, and `second` why"""

    id: IncidentId
    stage: Stage
    by: Person
    at: datetime
    place: Address
    sold_by: SoldBy
    words: str
    since: datetime
    until: datetime | None = None
    goods: tuple[Goods, ...] = ()
    sales: tuple[ShopSales, ...] = ()
    unable: tuple[ShopId, ...] = ()
    silent: tuple[ShopId, ...] = ()
    cut: bool = False
    remedy: Remedy = Remedy.WAIT
    way: Remedy | None = None
    bulk: Bulk = Bulk.IDLE
    run: int = 0
    started: str = ""
    failures: int = 0
    halt: Halt | None = None
    empty: tuple[str, ...] = ()
    allowed: tuple[Remedy, ...] = ()
    approver: Person | None = None
    second: Second | None = None
    wanted: Wanted | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.title for one in self.goods))

    @property
    def open(self) -> bool:
        return self.stage is Stage.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One order of an incident. `marks`: fingerprints of its bad keys; None: all keys of `goods`.

    `amount`: what these pieces have cost. `settled`: pieces replaced or paid back before. `reachable`: a chat is known
    in which the order was proven. `place`: when it is its turn. `done`: what was done, in short `note` (keys as people
    may see them), by which `work`"""

    incident: IncidentId
    shop: ShopId
    number: OrderNo
    at: datetime
    pieces: int
    amount: Decimal
    currency: str
    title: str = ""
    goods: tuple[StockId, ...] = ()
    marks: tuple[str, ...] | None = None
    contact: str = ""
    settled: int = 0
    reachable: bool = False
    place: int = 0
    fate: Fate = Fate.LEFT
    done: Remedy | None = None
    why: str = ""
    note: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Of an incident's orders. `cost`: of what is left to make good, by currency. `why`: of those that failed."""

    orders: int = 0
    pieces: int = 0
    settled: int = 0
    reachable: int = 0
    left: int = 0
    replaced: int = 0
    refunded: int = 0
    failed: int = 0
    cost: tuple[tuple[str, Decimal], ...] = ()
    why: tuple[tuple[str, int], ...] = ()


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


@dataclass(frozen=True, slots=True)
class Known:
    """The incident that an order is part of, as a buyer who complains hears of it. `amount`: of a refund.

    `refunded`: it has been made good so already; `failed`: that did not go, a person is needed."""

    id: IncidentId
    remedy: Remedy
    title: str
    amount: Decimal
    currency: str
    refunded: bool = False
    failed: bool = False
