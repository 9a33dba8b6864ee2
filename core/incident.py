"""A bad batch: which orders it has spoilt, what their buyers are offered, and how far that is done. Pure types."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from core.messages import Address, Person
from core.replacing import Second
from core.shop import OrderNo, ShopId, StockId
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
    """Of an incident's orders. `owed`: pieces, and `cost`: what is left to make good, by currency. `why`: of those that
    failed."""

    orders: int = 0
    pieces: int = 0
    settled: int = 0
    reachable: int = 0
    left: int = 0
    owed: int = 0
    replaced: int = 0
    refunded: int = 0
    failed: int = 0
    cost: tuple[tuple[str, Decimal], ...] = ()
    why: tuple[tuple[str, int], ...] = ()


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
