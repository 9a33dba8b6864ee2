"""A shop of two orders, and a vault that nobody reads by accident."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.claiming import ClaimWork, FileClaim
from core.messages import Address, EventId, MessageReceived, Person, PersonId, Sealed
from core.overview import (
    CountTickets,
    FindTickets,
    LastWords,
    ListTickets,
    PassReaction,
    RoomWork,
    TicketLine,
    TicketList,
    is_found,
    open_tickets,
    tally,
    within_room,
)
from core.replacing import NoteSent, ReplacingTold, ReplacingWork
from core.shop import DeliveredKey, Evidence, Order, OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder, ShopId
from core.shopparts import Paid
from core.work import FetchKeys, FindOrder, ListOrders, LookUpForStaff, Refusal, VerifyBuyer, Work, WorkDone, subject_of
from tests.unit.core.fakecounter import FakeAftersales, FakeCounter

NOON = datetime(2025, 11, 22, 4, 0, tzinfo=UTC)
"""Noon in Shanghai."""
NUMBER = OrderNo("302261122095245598")
OTHER = OrderNo("KD20251120000017")
SHOP = ShopId("builtin")


class PlainVault:
    """Seals so that nobody reads it by accident."""

    def seal(self, text: str) -> Sealed:
        return Sealed(base64.b85encode(text.encode()[::-1]).decode())

    def open(self, sealed: Sealed) -> str:
        return base64.b85decode(sealed)[::-1].decode()

    def fingerprint(self, text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()


VAULT = PlainVault()


@dataclass
class Sale:
    """What the fake shop knows of one order."""

    order: Order
    contact: str = "zhang@qq.com"
    password: str = "hunter2"
    keys: tuple[str, ...] = ("ABCD-1234-EFGH-5678",)


def an_order(number: OrderNo = NUMBER, status: OrderStatus = OrderStatus.DELIVERED) -> Order:
    paid = NOON - timedelta(hours=2)
    return Order(
        shop=SHOP,
        number=number,
        status=status,
        items=(OrderItem("steam-50", "Steam 50 元充值卡"),),
        amount=Decimal("52.5"),
        currency="CNY",
        created_at=paid - timedelta(minutes=5),
        paid_at=paid if status is not OrderStatus.UNPAID else None,
        delivered_at=paid if status is OrderStatus.DELIVERED else None,
        contact="z***@qq.com",
    )


@dataclass
class FakeShop:
    """Answers work as the real worker does; `refuses` answers everything so. `tickets`: of all buyers; `behind`: the
    buyer behind any message of the room; `words`: what has been written so far. `away`: the name of the shop that does
    not answer, and what it is `unanswered`. `paid`: what the gateway tells of every payment."""

    sales: dict[OrderNo, Sale] = field(default_factory=dict)
    tickets: list[TicketLine] = field(default_factory=list)
    behind: Address | None = None
    words: list[MessageReceived] = field(default_factory=list)
    refuses: Refusal | None = None
    wait: timedelta | None = None
    away: str = ""
    paid: Paid | None = None
    unanswered: list[tuple[WorkDone, Work]] = field(default_factory=list)
    aftersales: FakeAftersales = field(init=False)

    def __post_init__(self) -> None:
        self.aftersales = FakeAftersales(FakeCounter(self.sales, VAULT))

    def do(self, work: Work, done: WorkDone) -> WorkDone:
        if self.away and subject_of(work):
            return self._silent(work, replace(done, subject=subject_of(work)))
        if isinstance(work, ReplacingWork):
            return self._after(work, done)
        silent = isinstance(work, LookUpForStaff | RoomWork | FileClaim) or (
            isinstance(work, ListOrders) and work.silent
        )
        done = replace(done, work=type(work).__name__, silent=silent)
        if self.refuses is not None:
            then = work.then if isinstance(work, VerifyBuyer) else ""
            by = work.by if isinstance(work, FetchKeys) else None
            return replace(done, refusal=self.refuses, wait=self.wait, then=then, by=by)
        if isinstance(work, ClaimWork):
            return self.aftersales.claim(work, done, Person(PersonId("b1"), "小明"))
        told = self._done(work, done)
        return replace(told, paid=self.paid) if told.order is not None else told

    def _silent(self, work: Work, done: WorkDone) -> WorkDone:
        """It is told, and the work goes on."""
        name = EventId(f"work:{done.id}")
        self.unanswered.append((replace(done, id=name, late=True), work))
        return replace(done, refusal=Refusal.SHOP_SILENT, awaits=name, shop=self.away)

    def _after(self, work: ReplacingWork, done: WorkDone) -> WorkDone:
        if self.refuses is None or isinstance(work, NoteSent):
            return self.aftersales.do(work, done, done.where, Person(PersonId("b1"), "小明"))
        told = ReplacingTold(place=work.place)
        return replace(done, work=type(work).__name__, silent=True, refusal=self.refuses, replacing=told)

    def _done(self, work: Work, done: WorkDone) -> WorkDone:
        match work:
            case ListTickets(room):
                return replace(done, tickets=open_tickets(within_room(self.tickets, room), 20))
            case LastWords():
                return replace(done, words=tuple(self.words[-8:]))
            case FindTickets(words):
                hits = [line for line in self.tickets if is_found(words, line.id, line.buyer, ())]
                return replace(done, tickets=TicketList(tuple(hits[:10]), len(hits[10:])))
            case CountTickets(since, until, _, room):
                return replace(done, count=tally(within_room(self.tickets, room), since, until))
            case PassReaction():
                return replace(done, reaction=replace(work, to=self.behind))
            case _:
                return self._of_shop(work, done)

    def _of_shop(self, work: Work, done: WorkDone) -> WorkDone:
        match work:
            case VerifyBuyer():
                done = self._verify(replace(done, then=work.then), work.number, work.evidence)
            case FindOrder(order):
                done = replace(done, order=self.sales[order.number].order, proven=order)
            case FetchKeys(order, by):
                done = self._keys(replace(done, by=by, proven=order), self.sales[order.number])
            case ListOrders(orders):
                sales = [self.sales[order.number] for order in orders if order.number in self.sales]
                done = replace(done, orders=tuple(sale.order for sale in sales), masked=_masked(sales))
            case LookUpForStaff(number):
                known = self.sales.get(number)
                found = known.order if known else None
                refusal = None if known else Refusal.NO_MATCH
                done = replace(done, order=found, refusal=refusal, masked=_masked([known] if known else []))
        return done

    def _verify(self, done: WorkDone, number: OrderNo, evidence: Evidence) -> WorkDone:
        sale = self.sales.get(number)
        typed = VAULT.open(evidence.password) if evidence.password else ""
        if sale is None or sale.contact != evidence.contact or (sale.password and sale.password != typed):
            return replace(done, refusal=Refusal.NO_MATCH)
        proof = Proof.A if sale.password else Proof.B
        return replace(done, proven=ProvenOrder(SHOP, number, proof).of_order(sale.order), order=sale.order)

    def _keys(self, done: WorkDone, sale: Sale) -> WorkDone:
        if not sale.keys:
            return replace(done, refusal=Refusal.NO_KEYS, order=sale.order)
        return replace(done, keys=tuple(_delivered(key) for key in sale.keys), order=sale.order)


def _delivered(key: str) -> DeliveredKey:
    return DeliveredKey("Steam 50 元充值卡", VAULT.seal(key), f"{key[:3]}*-****")


def _masked(sales: Sequence[Sale]) -> Mapping[str, tuple[str, ...]]:
    return {sale.order.number: tuple(_delivered(key).masked for key in sale.keys) for sale in sales}
