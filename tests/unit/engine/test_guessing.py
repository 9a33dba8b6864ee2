"""Guessing is slowed, seen and stopped; who has bought here before notices nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errands import Limits
from core.errors import ShopUnavailable
from core.guessbook import RunKind
from core.shop import OrderNo
from core.work import Refusal, WorkDone
from tests.unit.engine.guarded import Guarded
from tests.unit.engine.office import OURS, STRANGE, WRONG, Counter, essence, proven

MINUTE = timedelta(minutes=1)


def told(office: Guarded) -> list[tuple[str, int, bool]]:
    return [(seen.run.kind.value, seen.run.edition, seen.run.over) for seen in office.heard]


class TestARun:
    async def test_it_is_told_once_however_long_it_goes_on(self) -> None:
        office = Guarded()
        await office.guess(5)
        assert office.heard == []
        await office.guess(4)
        await office.watch.report()
        assert told(office) == [("account", 1, False)]
        (seen,) = office.heard
        assert (seen.run.tally.failed, seen.run.tally.buyers, seen.run.tally.orders) == (6, 6, 6)
        assert (seen.run.tally.shops, seen.checked) == ("builtin", True)

    async def test_it_is_brought_up_to_date_when_it_has_doubled_and_closed_when_it_is_calm(self) -> None:
        office = Guarded()
        await office.guess(12)
        await office.watch.report()
        await office.watch.report()
        assert told(office) == [("account", 1, False), ("account", 2, False)]
        office.later(14 * MINUTE)
        await office.watch.report()
        assert len(office.heard) == 2
        office.later(2 * MINUTE)
        await office.watch.report()
        await office.watch.report()
        assert told(office)[2:] == [("account", 3, True)]
        assert office.heard[-1].run.tally.failed == 12

    async def test_the_next_one_is_another_one(self) -> None:
        office = Guarded()
        await office.guess(6)
        office.later(16 * MINUTE)
        await office.watch.report()
        await office.guess(6)
        assert told(office) == [("account", 1, False), ("account", 2, True), ("account", 1, False)]
        assert len({seen.run.name for seen in office.heard}) == 2

    async def test_what_is_usual_in_a_big_shop_is_no_run(self) -> None:
        office = Guarded()
        for _ in range(7 * 24 * 2):
            office.later(30 * MINUTE)
            await office.guess(5)
        await office.guess(2)
        assert "account" not in [seen.run.kind for seen in office.heard]
        await office.guess(5)
        assert "account" in [seen.run.kind for seen in office.heard]

    async def test_many_at_one_order_are_a_run_though_few_failures(self) -> None:
        office = Guarded()
        for _ in range(4):
            await office.guess(1, OURS)
            office.later(60 * MINUTE)
        assert told(office) == [("order", 1, False)]
        assert office.heard[0].run.about == OURS

    async def test_one_buyer_at_many_orders_is_a_run(self) -> None:
        office = Guarded()
        for n in range(5):
            await office.verify(OrderNo(f"KD-{n}"), WRONG, "curious")
            office.later(30 * MINUTE)
        assert told(office) == [("buyer", 1, False)]
        assert office.heard[0].run.tally.orders == 5

    async def test_one_buyer_who_mistypes_his_password_is_none(self) -> None:
        office = Guarded()
        for _ in range(40):
            await office.verify(OURS, WRONG)
            office.later(MINUTE)
        assert office.heard == []

    async def test_a_crash_before_it_was_noted_as_told_changes_nothing(self) -> None:
        office = Guarded()
        await office.guess(6)
        (run,) = office.book.going_on.values()
        office.book.going_on[RunKind.ACCOUNT, run.about] = replace(run, told=False)
        await office.watch.report()
        assert told(office) == [("account", 1, False)]
        assert office.book.going_on[RunKind.ACCOUNT, run.about].told


class TestStrangersUnderAttack:
    @pytest.fixture
    async def office(self) -> Guarded:
        office = Guarded()
        await office.guess(6)
        return office

    async def test_a_stranger_passes_a_check_and_the_same_proof_goes_on(self, office: Guarded) -> None:
        done = await office.verify()
        assert (done.refusal, done.proven) == (Refusal.CHECK_FIRST, None)
        assert len(office.counter.verified) == 6, "the shop is not asked before"
        assert (await office.passes(done)).proven == proven()

    async def test_every_try_costs_a_check_of_its_own(self, office: Guarded) -> None:
        first = await office.passes(await office.verify(password=WRONG))
        assert first.refusal is Refusal.NO_MATCH
        assert (await office.verify(password=WRONG)).refusal is Refusal.CHECK_FIRST

    async def test_who_has_bought_here_before_notices_nothing(self, office: Guarded) -> None:
        assert (await office.regular()).proven == proven()

    async def test_right_and_wrong_read_the_same_before_the_check(self, office: Guarded) -> None:
        right, nowhere = await office.verify(), await office.verify(number=STRANGE)
        assert right.check is not None
        assert nowhere.check is not None
        assert right.check.hardness == nowhere.check.hardness
        assert right.refusal is nowhere.refusal

    async def test_a_check_that_is_asked_again_after_a_crash_is_the_same(self, office: Guarded) -> None:
        done = await office.verify()
        assert done.check is not None
        new = office.new(done.check.verify)
        first = await office.do(new)
        assert await office.do(new) == first

    async def test_checks_are_no_way_to_keep_the_shop_busy(self, office: Guarded) -> None:
        ends = [(await office.verify(buyer="eager")).refusal for _ in range(11)]
        assert ends == [Refusal.CHECK_FIRST] * 10 + [Refusal.TOO_MANY_TRIES]

    async def test_checks_get_harder_with_the_attack_and_end_with_it(self, office: Guarded) -> None:
        assert _hardness(await office.verify(buyer="a")) == 0
        for _ in range(40):
            await office.verify(OrderNo(f"KD-x{office.asked}"), WRONG, f"b{office.asked}")
        assert _hardness(await office.verify(buyer="c")) == 2
        office.later(16 * MINUTE)
        await office.watch.report()
        assert (await office.verify()).proven == proven()

    async def test_who_leaves_his_checks_alone_keeps_the_run_going(self, office: Guarded) -> None:
        for _ in range(4):
            office.later(5 * MINUTE)
            for _ in range(3):
                await office.verify(OrderNo(f"KD-x{office.asked}"), WRONG, f"b{office.asked}")
            await office.watch.report()
        assert (await office.verify()).refusal is Refusal.CHECK_FIRST

    async def test_who_passes_and_is_right_was_no_failure(self, office: Guarded) -> None:
        await office.passes(await office.verify())
        assert len(office.book.failures) == 6

    async def test_where_no_check_can_be_shown_strangers_wait_four_times_as_long(self) -> None:
        office = Guarded(able=frozenset())
        await office.guess(6)
        for _ in range(5):
            assert (await office.verify(password=WRONG)).refusal is Refusal.NO_MATCH
        assert (await office.verify()).wait == timedelta(hours=1)

    async def test_a_silent_shop_is_no_wrong_guess(self) -> None:
        office = Guarded(counter=Counter(away=True))
        for _ in range(9):
            with pytest.raises(ShopUnavailable):
                await office.verify(OrderNo(f"KD-{office.asked}"), buyer=f"b{office.asked}")
        assert office.book.failures == {}

    async def test_a_proof_that_waits_for_a_silent_shop_needs_no_second_check(self, office: Guarded) -> None:
        done = await office.verify()
        assert done.check is not None
        office.counter.away = True
        new = office.new(replace(done.check.verify, check=done.check.id))
        for _ in range(3):
            with pytest.raises(ShopUnavailable):
                await office.do(new)
        office.counter.away = False
        assert (await office.do(new)).proven == proven()


class TestTheWholeAccount:
    async def test_only_what_fails_counts(self) -> None:
        office = Guarded(Limits(account_tries=7))
        for _ in range(20):
            assert (await office.verify(buyer=f"b{office.asked}")).proven == proven()

    async def test_strangers_wait_and_regulars_do_not(self) -> None:
        office = Guarded(Limits(account_tries=5))
        await office.guess(5)
        refused, nowhere = await office.verify(buyer="x"), await office.verify(STRANGE, buyer="y")
        assert refused.refusal is Refusal.TOO_MANY_TRIES
        assert essence(refused).wait == essence(nowhere).wait
        assert (await office.regular()).proven == proven()

    async def test_it_is_open_again_as_soon_as_the_run_is_over(self) -> None:
        office = Guarded(Limits(account_tries=6))
        for _ in range(3):
            await office.guess(6)
            assert (await office.verify(buyer=f"b{office.asked}")).refusal is Refusal.TOO_MANY_TRIES
            office.later(16 * MINUTE)
            await office.watch.report()
        assert (await office.verify()).proven == proven()


def _hardness(done: WorkDone) -> int:
    assert done.check is not None
    return done.check.hardness
