"""The fake shop's counter after the sale: replaces keys from a small stock, records refunds, lists what is left."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.claimerrands import ClaimErrands
from core.claiming import ClaimWork
from core.errors import NothingInStock, ShopUnavailable
from core.messages import Address, Person
from core.ports import ShopAbility, Vault
from core.replacing import ReplacingTold, ReplacingWork
from core.replacingerrands import ReplacingErrands
from core.replacingfacts import ReplacingFacts
from core.replacingrules import ReplacingRules
from core.shop import DeliveredKey, Evidence, Order, OrderNo, ProvenOrder, ShopId, StockId
from core.shopparts import NewKey, Refund, RefundWay, Replacement, SetAside, StockLine, Visible
from core.step import NewWork
from core.work import WorkDone
from storage.attempts import AttemptsInMemory
from storage.memory.kept import Kept
from storage.memory.overview import TicketsInMemory
from storage.memory.replacements import LedgerInMemory


@dataclass
class FakeCounter:
    """core.ports.ShopPort over the sales of a test, and what is done after them. `stock`: the newest is taken first.
    `away`: it gives no key just now."""

    sales: dict[OrderNo, Any]
    vault: Vault
    stock_left: list[str] = field(default_factory=lambda: ["NEW-0002", "NEW-0001"])
    visible: Visible = Visible.IN_ORDER
    away: bool = False
    given: dict[str, str] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    shop: ShopId = ShopId("builtin")  # noqa: RUF009  # a NewType: it is a plain text
    abilities: frozenset[ShopAbility] = frozenset(ShopAbility)
    refund_ways: frozenset[RefundWay] = frozenset({RefundWay.RECORDED})

    def could_be(self, number: OrderNo) -> bool:
        return number in self.sales

    async def find_order(self, number: OrderNo) -> Order | None:
        sale = self.sales.get(number)
        if sale is None:
            return None
        back = sum((one.amount for one in self.refunds.values() if one.order == number), Decimal(0))
        order: Order = replace(sale.order, refunded=back)
        return order

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        raise AssertionError("nobody proves anything here")

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        return [self._key(one) for one in self.sales[order.number].keys]

    async def stock(self, wanted: StockId) -> int | None:
        return len(self.stock_left)

    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        line = StockLine(StockId("steam-50"), "Steam 50 元充值卡", len(self.stock_left))
        return [line] if words in line.title else []

    async def set_aside(self, wanted: Replacement) -> SetAside:
        if not self.stock_left:
            raise NothingInStock
        return SetAside(self.stock_left[-1])

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        if self.away:
            raise ShopUnavailable
        if wanted.name not in self.given:
            self.stock_left.remove(aside.token)
            self.given[wanted.name] = aside.token
            if self.visible is Visible.IN_ORDER:
                sale = self.sales[wanted.order]
                good = tuple(one for one in sale.keys if self.vault.fingerprint(one) != wanted.bad)
                sale.keys = (*good, aside.token)
        return NewKey(self._key(self.given[wanted.name]), self.visible)

    async def orders_with_key(self, key: str) -> Sequence[OrderNo]:
        return [number for number, sale in self.sales.items() if key in sale.keys]

    async def record_refund(self, refund: Refund) -> None:
        self.refunds[refund.name] = refund

    def _key(self, key: str) -> DeliveredKey:
        return DeliveredKey("steam-50", self.vault.seal(key), f"{key[:3]}*-{key[-2:]}")


class Noon:
    """Implements core.ports.Clock, and stands."""

    def now(self) -> datetime:
        return datetime(2025, 11, 22, 4, 0, tzinfo=UTC)


@dataclass
class FakeAftersales:
    """Does its work at once: nothing in memory ever waits."""

    counter: FakeCounter
    rules: ReplacingRules = field(default_factory=ReplacingRules)
    kept: Kept = field(default_factory=Kept)
    asked: int = 0
    attempts: AttemptsInMemory = field(default_factory=lambda: AttemptsInMemory(Noon()))

    @property
    def facts(self) -> ReplacingFacts:
        return ReplacingFacts([self.counter], LedgerInMemory(self.kept), self.counter.vault)

    def do(self, work: ReplacingWork, done: WorkDone, where: Address, buyer: Person) -> WorkDone:
        self.asked += 1
        place = getattr(work, "place", None)
        done = replace(done, silent=True, replacing=ReplacingTold(place=place))
        return at_once(ReplacingErrands(self.facts, self.rules).do(done, self._new(work, where, buyer), work))

    def claim(self, work: ClaimWork, done: WorkDone, buyer: Person) -> WorkDone:
        self.asked += 1
        errands = ClaimErrands(self.facts, self.attempts, TicketsInMemory(self.kept))
        return at_once(errands.do(done, self._new(work, done.where, buyer), work))

    def _new(self, work: ReplacingWork | ClaimWork, where: Address, buyer: Person) -> NewWork:
        return NewWork(f"work:35.{self.asked}", where, buyer, work)


def at_once(coroutine: Coroutine[Any, Any, WorkDone]) -> WorkDone:
    try:
        coroutine.send(None)
    except StopIteration as end:
        value: WorkDone = end.value
        return value
    raise AssertionError("it waits for something")
