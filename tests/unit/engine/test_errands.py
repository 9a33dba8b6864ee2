"""What each kind of work means, within its limits, and the same when it has to be done again after a crash."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.errands import Errands, Limits
from core.errors import ShopUnavailable
from core.messages import Person, PersonId, Sealed
from core.ports import Attempts, ShopAbility, ShopPort
from core.shop import DeliveredKey, Evidence, Order, OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder, ShopId
from core.step import NewWork
from core.turns import (
    FetchKeys,
    FindOrder,
    ListOrders,
    LookUpForStaff,
    Refusal,
    ReleaseHeld,
    VerifyBuyer,
    Work,
    WorkDone,
)
from storage.attempts import AttemptsInMemory
from storage.memory.delivery import OutboxInMemory
from storage.memory.kept import Kept
from tests.contracts.engine.script import chat

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

    async def stock(self, product: str) -> int | None:
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
        outbox = OutboxInMemory(self.kept)
        return await Errands([*self.others, self.counter], self.kept_attempts, outbox, self.clock, self.limits).do(new)

    async def ask(self, work: Work, buyer: str = "ming") -> WorkDone:
        return await self.do(self.new(work, buyer))

    async def verify(self, number: OrderNo = OURS, password: Sealed = RIGHT, buyer: str = "ming") -> WorkDone:
        return await self.ask(VerifyBuyer(number, Evidence("a@b.cn", password), "keys"), buyer)

    def later(self, by: timedelta) -> None:
        self.clock.at += by


def proven(number: OrderNo = OURS, proof: Proof = Proof.A, shop: ShopId = SHOP) -> ProvenOrder:
    return ProvenOrder(shop, number, proof)


def essence(done: WorkDone) -> WorkDone:
    return replace(done, id=type(done.id)(""))


class TestProving:
    async def test_number_contact_and_password_prove_an_order(self) -> None:
        done = await Office().verify()
        assert (done.proven, done.refusal, done.then) == (proven(), None, "keys")
        assert done.order is not None

    async def test_wrong_password_reads_like_a_wrong_number(self) -> None:
        office = Office()
        wrong, nowhere = await office.verify(password=WRONG), await office.verify(number=STRANGE)
        assert wrong.refusal is Refusal.NO_MATCH
        assert essence(wrong) == essence(nowhere)

    async def test_after_five_tries_one_waits_whatever_one_tells(self) -> None:
        office = Office()
        for _ in range(5):
            assert (await office.verify(password=WRONG)).refusal is Refusal.NO_MATCH
        right, nowhere = await office.verify(), await office.verify(number=STRANGE)
        assert right.refusal is Refusal.TOO_MANY_TRIES
        assert right.wait is not None
        assert essence(right) == essence(nowhere)
        office.later(right.wait)
        assert (await office.verify()).proven == proven()

    async def test_an_order_is_guarded_against_many_who_guess(self) -> None:
        office = Office()
        for n in range(5):
            await office.verify(password=WRONG, buyer=f"guesser {n}")
        assert (await office.verify(password=WRONG, buyer="one more")).refusal is Refusal.TOO_MANY_TRIES
        assert len(office.counter.verified) == 5

    async def test_an_account_is_guarded_against_a_guessing_run(self) -> None:
        office = Office(Limits(account_tries=7))
        for n in range(7):
            await office.verify(OrderNo(f"KD-{n}"), WRONG, f"guesser {n}")
        assert (await office.verify(buyer="somebody")).refusal is Refusal.TOO_MANY_TRIES

    async def test_a_success_starts_the_count_anew(self) -> None:
        office = Office()
        for _ in range(3):
            for _ in range(4):
                await office.verify(password=WRONG)
            assert (await office.verify()).proven == proven()

    async def test_the_same_work_again_counts_once(self) -> None:
        """A process may die between the asking and the telling, again and again."""
        office = Office()
        new = office.new(VerifyBuyer(OURS, Evidence("a@b.cn", WRONG)))
        first = await office.do(new)
        for _ in range(9):
            assert await office.do(new) == first
        assert (await office.verify()).proven == proven()

    async def test_a_refused_try_stays_refused_when_it_is_done_again(self) -> None:
        office = Office()
        for _ in range(5):
            await office.verify(password=WRONG)
        new = office.new(VerifyBuyer(OURS, Evidence("a@b.cn", RIGHT)))
        for _ in range(3):
            assert (await office.do(new)).refusal is Refusal.TOO_MANY_TRIES
        assert len(office.counter.verified) == 5

    async def test_the_shop_whose_numbers_look_so_is_asked_first(self) -> None:
        other = Counter(OTHER, "XX")
        office = Office(others=[other])
        assert (await office.verify()).proven == proven()
        assert other.verified == []

    async def test_a_shop_that_is_away_is_not_a_wrong_number(self) -> None:
        office = Office(counter=Counter(away=True))
        with pytest.raises(ShopUnavailable):
            await office.verify()


class TestKeys:
    async def test_they_come_sealed_with_their_order(self) -> None:
        done = await Office().ask(FetchKeys(proven()))
        assert (done.keys, done.proven, done.refusal) == ((KEY,), proven(), None)
        assert done.order is not None

    async def test_too_weak_a_proof_gets_none(self) -> None:
        done = await Office().ask(FetchKeys(proven(proof=Proof.C)))
        assert (done.keys, done.refusal) == ((), Refusal.NOT_ENOUGH_PROOF)

    async def test_an_order_without_keys_shows_its_state(self) -> None:
        done = await Office().ask(FetchKeys(proven(LOST)))
        assert (done.keys, done.refusal) == ((), Refusal.NO_KEYS)
        assert done.order is not None

    async def test_again_at_once_is_too_soon(self) -> None:
        office = Office()
        await office.ask(FetchKeys(proven()))
        done = await office.ask(FetchKeys(proven()))
        assert (done.keys, done.refusal) == ((), Refusal.TOO_SOON)
        assert done.wait is not None
        office.later(done.wait)
        assert (await office.ask(FetchKeys(proven()))).keys == (KEY,)

    async def test_the_same_work_again_gives_the_same_keys(self) -> None:
        office = Office()
        new = office.new(FetchKeys(proven()))
        first = await office.do(new)
        assert await office.do(new) == first
        assert first.keys == (KEY,)

    async def test_too_soon_stays_too_soon_when_it_is_done_again(self) -> None:
        office = Office()
        await office.ask(FetchKeys(proven()))
        new = office.new(FetchKeys(proven()))
        for _ in range(3):
            assert (await office.do(new)).refusal is Refusal.TOO_SOON

    async def test_an_order_s_keys_are_sent_so_often_a_day(self) -> None:
        office = Office(Limits(keys_per_order=3, keys_pause=timedelta(seconds=1)))
        for n in range(3):
            assert (await office.ask(FetchKeys(proven()), f"buyer {n}")).keys == (KEY,)
            office.later(timedelta(minutes=5))
        assert (await office.ask(FetchKeys(proven()), "one more")).refusal is Refusal.TOO_SOON

    async def test_a_buyer_gets_so_many_a_day(self) -> None:
        numbers = [OrderNo(f"KD{n}") for n in range(4)]
        office = Office(Limits(keys_per_buyer=3), Counter(keys={number: [KEY] for number in numbers}))
        ends = [(await office.ask(FetchKeys(proven(number)))).refusal for number in numbers]
        assert ends == [None, None, None, Refusal.TOO_SOON]

    async def test_the_agent_who_asked_is_named(self) -> None:
        done = await Office().ask(FetchKeys(proven(), PersonId("agent")))
        assert done.by == "agent"


class TestLookingUp:
    async def test_the_state_of_a_proven_order(self) -> None:
        done = await Office().ask(FindOrder(proven()))
        assert done.order is not None
        assert (done.order.number, done.proven, done.refusal) == (OURS, proven(), None)

    async def test_an_order_that_is_gone(self) -> None:
        done = await Office().ask(FindOrder(proven(STRANGE)))
        assert (done.order, done.refusal) == (None, Refusal.NO_MATCH)

    async def test_the_orders_of_a_buyer_with_masked_keys(self) -> None:
        done = await Office().ask(ListOrders((proven(OURS), proven(STRANGE), proven(LOST)), silent=True))
        assert [order.number for order in done.orders] == [OURS, LOST]
        assert done.masked == {OURS: ("ABCD-****",), LOST: ()}
        assert done.silent

    async def test_any_order_for_an_agent_masked_and_for_the_room_alone(self) -> None:
        done = await Office().ask(LookUpForStaff(OURS))
        assert done.order is not None
        assert (dict(done.masked), done.keys, done.silent) == ({OURS: ("ABCD-****",)}, (), True)

    async def test_a_number_nobody_knows(self) -> None:
        done = await Office().ask(LookUpForStaff(STRANGE))
        assert (done.order, done.refusal, done.silent) == (None, Refusal.NO_MATCH, True)

    async def test_a_shop_that_is_not_configured_any_more_is_away(self) -> None:
        with pytest.raises(ShopUnavailable, match="not configured"):
            await Office().ask(FindOrder(proven(shop=ShopId("gone"))))


class TestReleasing:
    async def test_a_held_message_may_go_and_twice_is_once(self) -> None:
        office = Office()
        new = office.new(ReleaseHeld("1.2"))
        for _ in range(2):
            done = await office.do(new)
            assert (done.id, done.refusal) == (new.id, None)


@pytest.mark.parametrize(
    "work",
    [
        FindOrder(proven()),
        VerifyBuyer(OURS, Evidence("a@b.cn", RIGHT), "keys"),
        FetchKeys(proven(), PersonId("agent")),
        ListOrders((proven(),)),
        LookUpForStaff(OURS),
        ReleaseHeld("1.2"),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_the_outcome_goes_where_the_work_came_from_under_its_name(work: Work) -> None:
    office = Office()
    new = office.new(work, "hong")
    done = await office.do(new)
    assert (done.id, done.where, done.work) == (new.id, chat("hong"), type(work).__name__)
    assert await office.do(new) == done
