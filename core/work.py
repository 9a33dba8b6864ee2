"""Work: slow questions that skills ask outside the turn, and how their outcome comes back. Pure types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from msgspec import field

from core.claiming import ClaimFacts, ClaimWork, LookIntoClaim
from core.faqwork import FaqTold, FaqWork
from core.grounding import AskModel, Grounded
from core.incidentwork import IncidentTold, IncidentWork
from core.kin import KinPast, KinWork, LinkNews
from core.membership import MemberTold, MemberWork
from core.messages import Event, EventId, MessageReceived, PersonId
from core.overview import PassReaction, RoomWork, TicketCount, TicketList
from core.replacing import ReplacingTold, ReplacingWork
from core.shop import DeliveredKey, Evidence, Order, OrderNo, ProvenOrder
from core.shopparts import Paid


@dataclass(frozen=True, slots=True)
class FindOrder:
    """Tell the state of an order that this buyer has proven."""

    order: ProvenOrder


@dataclass(frozen=True, slots=True)
class VerifyBuyer:
    """Does this order belong to this buyer? `then` comes back with the outcome.

    `known`: he has proven an order before. `check`: the id of the check that he has passed for this."""

    number: OrderNo
    evidence: Evidence
    then: str = "order"
    known: bool = False
    check: str = ""


@dataclass(frozen=True, slots=True)
class CheckFirst:
    """Under attack, a stranger's proof is looked at when he has passed a check. `hardness`: from 0."""

    id: str
    verify: VerifyBuyer
    hardness: int


@dataclass(frozen=True, slots=True)
class FetchKeys:
    """The keys of a proven order, sealed. `by` is the agent who asked, if it was not the buyer, and `name` how he is
    called."""

    order: ProvenOrder
    by: PersonId | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListOrders:
    """The orders that this buyer has proven; `silent` when they are for the agent's card, not for the buyer."""

    orders: tuple[ProvenOrder, ...]
    silent: bool = False


@dataclass(frozen=True, slots=True)
class LookUpForStaff:
    """The state of any order, for an agent in the thread (keys masked)."""

    number: OrderNo


@dataclass(frozen=True, slots=True)
class ReleaseHeld:
    """Send a held message after all; `delivery` as in DeliveryReported."""

    delivery: str


ShopWork = FindOrder | VerifyBuyer | FetchKeys | ListOrders | LookUpForStaff | ReleaseHeld
Work = ShopWork | RoomWork | KinWork | FaqWork | AskModel | ReplacingWork | ClaimWork | IncidentWork | MemberWork


def subject_of(work: Work) -> str:
    """What the buyer is told of later, if the shop does not answer now; empty: he has not asked for it."""
    match work:
        case VerifyBuyer(number, _, then):
            return f"{then}:{number}"
        case FindOrder(order):
            return f"order:{order.number}"
        case FetchKeys(order, by=None):
            return f"keys:{order.number}"
        case LookIntoClaim(order):
            return f"claim:{order.number}"
        case ListOrders(silent=False):
            return "mine"
        case _:
            return ""


class Refusal(StrEnum):
    """Why work came back without what was wanted."""

    NO_MATCH = "no-match"
    TOO_MANY_TRIES = "too-many-tries"
    TOO_SOON = "too-soon"
    NOT_ENOUGH_PROOF = "not-enough-proof"
    NO_KEYS = "no-keys"
    SHOP_SILENT = "shop-silent"
    CHECK_FIRST = "check-first"
    SHOP_REMOVED = "shop-removed"


class WorkDone(Event, frozen=True, kw_only=True):
    """The outcome of work, entering by the same door as everything else: exactly one of its kinds is set.

    Beside that, `proven` and `order` tell which order it is about, where the worker knows (keys, NO_KEYS: by status).
    `silent`: for the staff room alone: of a silent ListOrders, of LookUpForStaff, RoomWork, FaqWork, ReplacingWork and
    FileClaim. `claim`: of LookIntoClaim.
    `replacing`: of ReplacingWork, always; with `keys` when there is a new one for the buyer.
    `link` and `past`: of KinWork; without them it has nothing to tell. `grounded`: of AskModel, always.
    `awaits`: no outcome yet: the shop is silent, and the work of this id and `subject` (subject_of) goes on. `late`: it
    was awaited so.
    `member`: of MemberWork, unless a buyer was recognised: that is told as of VerifyBuyer.
    `shop`: the silent one, as people call it; with `orders`: those that are left out. `check`: with CHECK_FIRST.
    `tried`: of VerifyBuyer, always. `paid`: where the money of `order` is, which the shop calls unpaid; None: not
    looked for."""

    work: str
    then: str = ""
    order: Order | None = None
    orders: tuple[Order, ...] = ()
    proven: ProvenOrder | None = None
    keys: tuple[DeliveredKey, ...] = ()
    masked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refusal: Refusal | None = None
    wait: timedelta | None = None
    by: PersonId | None = None
    silent: bool = False
    tickets: TicketList | None = None
    count: TicketCount | None = None
    reaction: PassReaction | None = None
    words: tuple[MessageReceived, ...] = ()
    link: LinkNews | None = None
    past: tuple[KinPast, ...] = ()
    faq: FaqTold | None = None
    grounded: Grounded | None = None
    replacing: ReplacingTold | None = None
    claim: ClaimFacts | None = None
    incident: IncidentTold | None = None
    subject: str = ""
    awaits: EventId | None = None
    late: bool = False
    shop: str = ""
    check: CheckFirst | None = None
    tried: OrderNo | None = None
    member: MemberTold | None = None
    paid: Paid | None = None
