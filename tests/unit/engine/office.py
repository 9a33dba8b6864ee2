"""A shop of a few orders, and the office that does errands there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.errands import Errands, Limits
from core.errors import ShopUnavailable
from core.kinerrands import KinErrands
from core.messages import Event, Person, PersonId, Sealed
from core.ports import Attempts, ShopAbility, ShopPort
from core.shop import (
    DeliveredKey,
    Evidence,
    Order,
    OrderItem,
    OrderNo,
    OrderStatus,
    Proof,
    ProvenOrder,
    ShopId,
    StockId,
)
from core.step import NewWork
from core.work import VerifyBuyer, Work, WorkDone
from storage.attempts import AttemptsInMemory
from storage.memory.delivery import OutboxInMemory
from storage.memory.kept import Kept
from storage.memory.kinbook import KinBookInMemory
from storage.memory.overview import TicketsInMemory
from tests.contracts.engine.script import chat
from tests.unit.core.fakeshop import VAULT

SHOP, OTHER = ShopId("builtin"), ShopId("other")
OURS, LOST, STRANGE = OrderNo("KD1"), OrderNo("KD2"), OrderNo("KD9")
RIGHT, WRONG = Sealed("right"), Sealed("wrong")
KEY = DeliveredKey("steam-50", Sealed("sealed key"), "ABCD-****")


@dataclass(slots=True)
class Clock:
    at: datetime = datetime(2026, 11, 22, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Counter:
    """Implements core.ports.ShopPort over a few orders; the password is always RIGHT."""

    shop: ShopId = SHOP
    prefix: str = "KD"
    keys: dict[str, list[DeliveredKey]] = field(default_factory=lambda: {OURS: [KEY], LOST: []})
    away: bool = False
    verified: list[str] = field(default_factory=list)
    abilities: frozenset[ShopAbility] = frozenset(ShopAbility)

    def could_be(self, number: OrderNo) -> bool:
        return number.startswith(self.prefix)

    async def find_order(self, number: OrderNo) -> Order | None:
        self._reach()
        at = datetime(2026, 11, 20, tzinfo=UTC)
        if number not in self.keys:
            return None
        return Order(
            shop=self.shop,
            number=number,
            status=OrderStatus.DELIVERED,
            items=(OrderItem("steam-50", "Steam 50"),),
            amount=Decimal("50"),
            currency="CNY",
            created_at=at,
        )

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        self._reach()
        self.verified.append(number)
        if number not in self.keys or evidence.password != RIGHT:
            return None
        return ProvenOrder(self.shop, number, Proof.A)

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        self._reach()
        return self.keys.get(order.number, [])

    async def stock(self, wanted: StockId) -> int | None:
        return None

    def _reach(self) -> None:
        if self.away:
            raise ShopUnavailable


@dataclass(slots=True)
class Office:
    """The errands of one shop, and work numbered as it comes."""

    limits: Limits = field(default_factory=Limits)
    counter: Counter = field(default_factory=Counter)
    clock: Clock = field(default_factory=Clock)
    kept: Kept = field(default_factory=Kept)
    others: Sequence[ShopPort] = ()
    asked: int = 0
    kept_attempts: Attempts | None = None

    def new(self, work: Work, buyer: str = "ming") -> NewWork:
        self.asked += 1
        return NewWork(f"work:1.{self.asked}", chat(buyer), Person(PersonId(buyer)), work)

    async def do(self, new: NewWork) -> WorkDone:
        self.kept_attempts = self.kept_attempts or AttemptsInMemory(self.clock)
        outbox, tickets = OutboxInMemory(self.kept), TicketsInMemory(self.kept)
        shops = [*self.others, self.counter]
        kin = KinErrands(KinBookInMemory(self.kept), self.kept_attempts, VAULT, nobody)
        return await Errands(shops, self.kept_attempts, outbox, self.clock, self.limits, tickets, kin).do(new)

    async def ask(self, work: Work, buyer: str = "ming") -> WorkDone:
        return await self.do(self.new(work, buyer))

    async def verify(self, number: OrderNo = OURS, password: Sealed = RIGHT, buyer: str = "ming") -> WorkDone:
        return await self.ask(VerifyBuyer(number, Evidence("a@b.cn", password), "keys"), buyer)

    def later(self, by: timedelta) -> None:
        self.clock.at += by


async def nobody(events: Sequence[Event]) -> None:
    """Here are no linked chats."""
    assert not events


def proven(number: OrderNo = OURS, proof: Proof = Proof.A, shop: ShopId = SHOP) -> ProvenOrder:
    return ProvenOrder(shop, number, proof)


def essence(done: WorkDone) -> WorkDone:
    return replace(done, id=type(done.id)(""), tried=None)
