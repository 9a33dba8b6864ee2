"""After the sale: keys replaced, money given back, keys sent again; what agents ask for, and the ledger of it all.

Pure types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from core.messages import Address, Person, PersonId, Sealed
from core.shop import OrderItem, OrderNo, ShopId
from core.shopparts import RefundWay, StockLine, Visible

T = TypeVar("T")


class Kind(StrEnum):
    REPLACED = "replaced"
    REFUNDED = "refunded"
    RESENT = "resent"
    CLAIMED = "claimed"


class Stage(StrEnum):
    """How far it is. Of a replacement all, of a refund without SET_ASIDE and TAKEN; what was re-sent or
    claimed is SENT.

    `BEGUN`: a question to the agent is open, nothing counts yet. `ASKED`: a second person must agree. `SET_ASIDE`: a
    piece of stock is chosen, and may have been taken. `TAKEN`: the shop has given it, it is not yet on its way. `SENT`:
    it is in the outbox; a refund: it is recorded. `REFUSED`: by a colleague. `FAILED`: nothing was changed."""

    BEGUN = "begun"
    ASKED = "asked"
    APPROVED = "approved"
    SET_ASIDE = "set-aside"
    TAKEN = "taken"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"


IN_HAND = frozenset({Stage.APPROVED, Stage.SET_ASIDE, Stage.TAKEN})
COUNTS = IN_HAND | {Stage.ASKED, Stage.SENT}
"""It is done, or on its way to be: the same may not be begun a second time."""


class Second(StrEnum):
    """Why a second person must agree: the amount, how many the agent has done today, how old the order is."""

    AMOUNT = "amount"
    COUNT = "count"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger. `name` is unique, and what shops know it by.

    `where`, `buyer`  the buyer's chat, and who that is
    `proven`     he has proven the order himself; otherwise it is his because the agent `vouched` for it
    `bad`        the fingerprint of the key that does not work; `bad_masked`: as people may see it
    `amount`     of a refund; of a replacement what the piece has cost
    `second`     why a second person had to agree; None: nobody had to
    `alone`      the asker agreed himself, being the only admin
    `token`      of what is set aside (core.shopparts.SetAside)
    `sealed`, `mark`, `masked` the new key: sealed, its fingerprint, as people may see it (of RESENT: all of them)
    `visible`    whether the shop's own page shows it; None: not known, or not done yet
    `why`        it FAILED: a word of ours (core.replacing.Failure) or the shop's reason; or SHOP_REMOVED
    `carrier`    the work that carries it out, since `carried_at`"""

    name: str
    kind: Kind
    stage: Stage
    shop: ShopId
    order: OrderNo
    where: Address
    buyer: Person
    by: Person
    at: datetime
    proven: bool = True
    vouched: bool = False
    item: OrderItem | None = None
    bad: str = ""
    bad_masked: str = ""
    reason: str = ""
    amount: Decimal | None = None
    currency: str = ""
    way: RefundWay = RefundWay.RECORDED
    second: Second | None = None
    approver: Person | None = None
    approved_at: datetime | None = None
    alone: bool = False
    token: str = ""
    sealed: Sealed | None = None
    mark: str = ""
    masked: str = ""
    visible: Visible | None = None
    why: str = ""
    carrier: str = ""
    carried_at: datetime | None = None

    def carried(self, by: str, at: datetime) -> "Entry":
        return replace(self, carrier=by, carried_at=at)


SHOP_REMOVED = "shop-removed"
"""Why an entry rests that is in hand: its shop is not in the settings any more."""


class Failure(StrEnum):
    """`UNABLE`: this shop has no such part. `NO_STOCK`: nothing is left to give."""

    UNABLE = "unable"
    NO_STOCK = "no-stock"


# ---------------------------------------------------------------------- what agents ask for


@dataclass(frozen=True, slots=True)
class ReplaceKey:
    """A new key in place of one that does not work. `shop`: of an order that the buyer has `proven`; None: to be found.

    `place`: the thread where the answer goes. `key`: which one, by the beginning of its fingerprint; empty: to be
    asked, where the order has several."""

    order: OrderNo
    reason: str
    by: Person
    place: Address
    shop: ShopId | None = None
    proven: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """`amount`: None: all that has not been given back yet."""

    order: OrderNo
    amount: Decimal | None
    reason: str
    by: Person
    place: Address
    shop: ShopId | None = None
    proven: bool = False
    way: RefundWay = RefundWay.RECORDED


@dataclass(frozen=True, slots=True)
class GoOn:
    """Answers the question about what was begun under this name: `key`: which one (a part of its fingerprint);
    `sure`: the order is this buyer's, says the agent."""

    name: str
    by: Person
    place: Address
    key: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Decide:
    """What the second person says. `alone`: the asker knows that he agrees to what he has asked for himself."""

    name: str
    by: Person
    place: Address
    yes: bool
    alone: bool = False


@dataclass(frozen=True, slots=True)
class NoteSent:
    """The new key is in the outbox."""

    name: str


@dataclass(frozen=True, slots=True)
class TellStock:
    words: str
    place: Address


@dataclass(frozen=True, slots=True)
class TellLedger:
    """`order`: None: the last ones of all."""

    order: OrderNo | None
    place: Address


LastingWork = ReplaceKey | RefundOrder | GoOn | Decide | NoteSent
"""May have taken something already when the shop falls silent: it is never given up."""
ReplacingWork = LastingWork | TellStock | TellLedger


# ---------------------------------------------------------------------- what comes of it


class Step(StrEnum):
    """What the agents are told."""

    REPLACED = "replaced"
    REFUNDED = "refunded"
    WHICH_KEY = "which-key"
    JUST_NOW = "just-now"
    WHOSE = "whose"
    NEEDS_SECOND = "needs-second"
    OWN = "own"
    NOT_ADMIN = "not-admin"
    ALONE = "alone"
    REFUSED = "refused"
    ALREADY = "already"
    BUSY = "busy"
    FAILED = "failed"
    NO_ORDER = "no-order"
    NO_KEYS = "no-keys"
    NO_SUCH_KEY = "no-such-key"
    TOO_MUCH = "too-much"
    GONE = "gone"
    STOCK = "stock"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """`ref`: enough of its fingerprint to tell it from the order's others."""

    ref: str
    masked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacingTold:
    """The outcome of ReplacingWork. `step`: None: the shop is silent (LastingWork goes on by itself then, and comes
    back once more), or there is nothing to tell.

    `left`: what may still be given back, of TOO_MUCH."""

    place: Address | None = None
    step: Step | None = None
    order: OrderNo | None = None
    entry: Entry | None = None
    keys: tuple[KeyChoice, ...] = ()
    left: Decimal | None = None
    stock: tuple[StockLine, ...] = ()
    entries: tuple[Entry, ...] = ()


# ---------------------------------------------------------------------- where it is kept


class LedgerShelf(Protocol):
    """The ledger inside one transaction. Without what is BEGUN, except by its name."""

    def entry(self, name: str) -> Entry | None: ...

    def of_order(self, shop: ShopId, order: OrderNo) -> Sequence[Entry]:
        """Oldest first."""

    def by_agent(self, agent: PersonId, since: datetime) -> Sequence[Entry]:
        """Oldest first."""

    def of_number(self, order: OrderNo, limit: int) -> Sequence[Entry]:
        """In whatever shop; newest first."""

    def of_key(self, mark: str) -> Sequence[Entry]:
        """About the bad key of this fingerprint, in whatever order; oldest first."""

    def latest(self, limit: int) -> Sequence[Entry]:
        """Newest first."""

    def put(self, entry: Entry) -> None:
        """New, or as it is now."""

    def forget_begun(self, before: datetime) -> None:
        """Questions that nobody has answered."""


class Ledger(Protocol):
    """Which replacements, refunds and re-sent keys there are, in all processes."""

    async def run(self, job: Callable[[LedgerShelf], T]) -> T:
        """One after another, in one transaction each. `job` may be run again. Raises: StoreUnavailable."""

    async def look(self, job: Callable[[LedgerShelf], T]) -> T:
        """Only reads, beside others. Raises: StoreUnavailable."""
