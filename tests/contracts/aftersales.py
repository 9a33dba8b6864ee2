"""A desk of agents and one shop, for what is done after the sale; and accidents between any two of its steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.errands import blank
from core.messages import AccountId, Address, ChannelName, ChatId, Person, PersonId, ThreadId
from core.replacing import (
    Decide,
    Entry,
    GoOn,
    Ledger,
    NoteSent,
    RefundOrder,
    ReplaceKey,
    ReplacingTold,
    ReplacingWork,
    TellLedger,
    TellStock,
)
from core.replacingerrands import ReplacingErrands
from core.replacingfacts import ReplacingFacts
from core.replacingrules import ReplacingRules
from core.shop import OrderNo, Proof, ProvenOrder
from core.step import NewWork
from core.work import WorkDone
from storage.shops.builtin import BUILTIN, BuiltinShop
from tests.contracts.surroundings import OURS

CHAT = Address(ChannelName("web"), AccountId("shop"), ChatId("buyer-1"))
PLACE = Address(ChannelName("web-staff"), AccountId("main"), ChatId("room"), ThreadId("t1"))
BUYER = Person(PersonId("b1"), "小明")
WANG, LI, BOSS = (Person(PersonId(one), name) for one, name in (("wang", "小王"), ("li", "小李"), ("boss", "老板")))


class Accident(Exception):
    """The process dies here."""


@dataclass(slots=True)
class Fuse:
    """Every step of anything that is wired to it counts, before and after; at `at` it dies."""

    at: int = -1
    passed: int = 0

    def passes(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            raise Accident


@dataclass(slots=True)
class Wired:
    """A part whose asynchronous methods may die before they begin, or after they have done all of it."""

    part: Any
    fuse: Fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.part, name)
        return self._wired(found) if callable(found) and not name.startswith("could") else found

    def _wired(self, method: Callable[..., Any]) -> Callable[..., Any]:
        async def wired(*arguments: Any) -> Any:
            self.fuse.passes()
            result = await method(*arguments)
            self.fuse.passes()
            return result

        return wired


@dataclass(slots=True)
class Agents:
    """What they ask for is numbered as it comes, and done at once."""

    shop: BuiltinShop
    ledger: Ledger
    rules: ReplacingRules = field(default_factory=lambda: ReplacingRules(approve_above=Decimal(100), approve_after=99))
    fuse: Fuse = field(default_factory=Fuse)
    asked: int = 0

    def new(self, work: ReplacingWork) -> NewWork:
        self.asked += 1
        return NewWork(f"work:1.{self.asked}", CHAT, BUYER, work)

    async def do(self, new: NewWork) -> WorkDone:
        assert isinstance(new.work, ReplacingWork)
        shop, ledger = Wired(self.shop, self.fuse), Wired(self.ledger, self.fuse)
        facts = ReplacingFacts([_parts(self.shop, shop)], ledger, self.shop.vault)
        return await ReplacingErrands(facts, self.rules).do(blank(new, self.shop.clock), new, new.work)

    async def ask(self, work: ReplacingWork) -> WorkDone:
        return await self.do(self.new(work))

    async def told(self, work: ReplacingWork) -> ReplacingTold:
        done = await self.ask(work)
        assert done.replacing is not None
        return done.replacing

    async def replace(self, by: Person = WANG, order: OrderNo = OURS, *, proven: bool = True) -> WorkDone:
        return await self.ask(self.wish(by, order, proven=proven))

    @staticmethod
    def wish(by: Person = WANG, order: OrderNo = OURS, *, proven: bool = True) -> ReplaceKey:
        return ReplaceKey(order, "does not redeem", by, PLACE, BUILTIN if proven else None, proven)

    async def refund(self, amount: str = "", by: Person = WANG, order: OrderNo = OURS) -> ReplacingTold:
        wanted = Decimal(amount) if amount else None
        return await self.told(RefundOrder(order, wanted, "does not redeem", by, PLACE, BUILTIN, proven=True))

    async def pick(self, told: ReplacingTold, key: int = 0, by: Person = WANG, *, sure: bool = False) -> WorkDone:
        ref = told.keys[key].ref if told.keys else ""
        return await self.ask(GoOn(entry_of(told).name, by, PLACE, ref, sure))

    async def decide(self, told: ReplacingTold, by: Person, *, yes: bool = True, alone: bool = False) -> WorkDone:
        return await self.ask(Decide(entry_of(told).name, by, PLACE, yes, alone))

    async def sent(self, told: ReplacingTold) -> None:
        await self.ask(NoteSent(entry_of(told).name))

    async def entries(self, order: OrderNo | None = None) -> Sequence[Entry]:
        return (await self.told(TellLedger(order, PLACE))).entries

    async def stock(self, words: str = "") -> ReplacingTold:
        return await self.told(TellStock(words, PLACE))

    async def keys(self, order: OrderNo = OURS) -> list[str]:
        found = await self.shop.delivered_keys(ProvenOrder(BUILTIN, order, Proof.A))
        return [self.shop.vault.open(key.sealed) for key in found]


def _parts(shop: BuiltinShop, wired: Wired) -> Any:
    """Looks like the shop for who asks by type which parts it has."""
    methods = {name: getattr(wired, name) for name in dir(shop) if not name.startswith("_")}
    return type("WiredShop", (), {name: staticmethod(one) if callable(one) else one for name, one in methods.items()})()


def entry_of(told: ReplacingTold) -> Entry:
    assert told.entry is not None
    return told.entry


def told_of(done: WorkDone) -> ReplacingTold:
    assert done.replacing is not None
    return done.replacing
