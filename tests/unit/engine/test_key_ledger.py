"""What the ledger changes for keys that are asked for again: which of them count, and that it was done is known."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from core.errands import Errands, Limits
from core.errors import ShopRemoved, ShopUnavailable
from core.kinerrands import KinErrands
from core.messages import Person, PersonId
from core.replacing import SHOP_REMOVED, Decide, Entry, GoOn, Kind, NoteSent, ReplaceKey, Stage, Step, TellLedger
from core.replacingerrands import ReplacingErrands
from core.replacingfacts import ReplacingFacts
from core.shop import Proof, ProvenOrder
from core.shopparts import Visible
from core.step import NewWork
from core.work import FetchKeys, ListOrders, LookUpForStaff, Refusal, Work, WorkDone
from storage.attempts import AttemptsInMemory
from storage.memory.delivery import OutboxInMemory
from storage.memory.kinbook import KinBookInMemory
from storage.memory.overview import TicketsInMemory
from tests.contracts.engine.script import ROOM, chat
from tests.unit.core.fakecounter import FakeAftersales, FakeCounter
from tests.unit.core.fakeshop import NOON, NUMBER, SHOP, VAULT, Sale, an_order
from tests.unit.engine.office import Clock, nobody

BAD, GOOD, NEW = "ABCD-1234-EFGH-5678", "WXYZ-9876-MNPQ-5432", "NEW-0001"
WANG = Person(PersonId("wang"), "小王")
PROVEN = ProvenOrder(SHOP, NUMBER, Proof.A)


@dataclass
class Till:
    """A shop with one order of two keys, and the errands with a ledger."""

    visible: Visible = Visible.DETACHED
    asked: int = 0
    clock: Clock = field(default_factory=lambda: Clock(NOON))

    def __post_init__(self) -> None:
        self.counter = counter = FakeCounter({NUMBER: Sale(an_order(), keys=(BAD, GOOD))}, VAULT, visible=self.visible)
        self.after = FakeAftersales(counter)
        kept, attempts = self.after.kept, AttemptsInMemory(self.clock)
        kin = KinErrands(KinBookInMemory(kept), attempts, VAULT, nobody)
        self.errands = Errands(
            [counter],
            attempts,
            OutboxInMemory(kept),
            self.clock,
            Limits(),
            TicketsInMemory(kept),
            kin,
            replacing=ReplacingErrands(self.after.facts),
        )

    def new(self, work: Work, buyer: str = "ming") -> NewWork:
        self.asked += 1
        return NewWork(f"work:1.{self.asked}", chat(buyer), Person(PersonId(buyer), "小明"), work)

    async def ask(self, work: Work) -> WorkDone:
        return await self.errands.do(self.new(work))

    async def replaced(self) -> None:
        """The first key."""
        mark = VAULT.fingerprint(BAD)[:12]
        asked = await self.ask(ReplaceKey(NUMBER, "bad", WANG, ROOM, SHOP, proven=True))
        assert asked.replacing is not None
        assert asked.replacing.entry is not None
        name = asked.replacing.entry.name
        done = await self.ask(GoOn(name, WANG, ROOM, mark))
        assert done.replacing is not None
        assert done.replacing.step is Step.REPLACED
        await self.ask(NoteSent(name))

    async def ledger(self) -> tuple[Entry, ...]:
        done = await self.ask(TellLedger(NUMBER, ROOM))
        assert done.replacing is not None
        return done.replacing.entries


@pytest.mark.parametrize("visible", list(Visible))
async def test_asked_again_the_buyer_gets_the_new_key_and_not_the_bad_one(visible: Visible) -> None:
    till = Till(visible)
    await till.replaced()
    done = await till.ask(FetchKeys(PROVEN))
    assert {VAULT.open(key.sealed) for key in done.keys} == {NEW, GOOD}


async def test_agents_see_the_keys_that_count() -> None:
    till = Till()
    await till.replaced()
    for work in (LookUpForStaff(NUMBER), ListOrders((PROVEN,))):
        assert (await till.ask(work)).masked == {NUMBER: ("NEW*-01", "WXY*-32")}


async def test_who_has_fetched_them_is_known_once_however_often_the_work_is_done() -> None:
    till = Till()
    new = till.new(FetchKeys(PROVEN))
    for _ in range(2):
        assert (await till.errands.do(new)).keys
    await till.replaced()
    till.clock.at = datetime(2026, 1, 1, tzinfo=UTC)
    await till.ask(FetchKeys(PROVEN, WANG.id, WANG.name))
    later, replaced, first = await till.ledger()
    assert [one.kind for one in (later, replaced, first)] == [Kind.RESENT, Kind.REPLACED, Kind.RESENT]
    assert (first.by, first.buyer.name, first.masked, first.visible) == (
        Person(PersonId("ming"), "小明"),
        "小明",
        "ABC*-78, WXY*-32",
        Visible.IN_ORDER,
    )
    assert (later.by, later.masked, later.visible) == (WANG, "NEW*-01, WXY*-32", Visible.DETACHED)
    assert {one.stage for one in (later, replaced, first)} == {Stage.SENT}


async def test_what_was_refused_is_no_resend() -> None:
    till = Till()
    await till.ask(FetchKeys(PROVEN))
    assert (await till.ask(FetchKeys(PROVEN))).refusal is Refusal.TOO_SOON
    assert len(await till.ledger()) == 1


async def test_without_a_ledger_nothing_can_be_asked_of_it() -> None:
    till = Till()
    bare = Errands(
        till.errands.shops,
        till.errands.attempts,
        till.errands.outbox,
        till.clock,
        Limits(),
        till.errands.tickets,
        till.errands.kin,
    )
    done = await bare.do(till.new(Decide("1.1", WANG, ROOM, yes=True)))
    assert done.replacing is not None
    assert (done.replacing.step, done.silent, done.keys) == (None, True, ())


async def test_what_is_in_hand_at_a_shop_that_is_removed_rests_and_is_gone_on_with_later() -> None:
    """It was set aside, and perhaps taken, when the owner took the shop out of the settings."""
    till = Till()
    facts = till.after.facts
    wanted = ReplaceKey(NUMBER, "does not redeem", WANG, ROOM, SHOP, proven=True)
    begun = await till.ask(wanted)
    assert begun.replacing is not None
    choice = begun.replacing.keys[0]
    going_on = till.new(GoOn(begun.replacing.entry.name if begun.replacing.entry else "", WANG, ROOM, key=choice.ref))
    till.counter.away = True
    with pytest.raises(ShopUnavailable):
        await till.errands.do(going_on)
    removed = replace(till.errands, replacing=ReplacingErrands(ReplacingFacts([], facts.ledger, VAULT)))
    with pytest.raises(ShopRemoved):
        await removed.do(going_on)
    (entry,) = await facts.entries(NUMBER)
    assert (entry.stage, entry.why) == (Stage.SET_ASIDE, SHOP_REMOVED)
    till.counter.away = False
    again = await till.ask(wanted)
    assert again.replacing is not None
    done = await till.ask(GoOn(again.replacing.entry.name if again.replacing.entry else "", WANG, ROOM, key=choice.ref))
    assert done.replacing is not None
    assert (done.replacing.step, len(done.keys)) == (Step.REPLACED, 1)
    assert len(till.counter.given) == 1
