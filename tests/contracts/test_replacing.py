"""A bad key, an agent, and exactly one new key: whatever dies in between, whoever else presses, on both databases."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest

from core.replacing import Decide, Failure, Kind, Second, Stage, Step
from core.replacingrules import ReplacingRules
from core.shop import OrderNo, OrderStatus, StockId
from core.shopparts import Visible
from core.work import WorkDone
from storage.database import Database
from storage.replacements import LedgerInSql
from storage.shops.builtin import BuiltinShop
from tests.contracts.aftersales import BOSS, LI, PLACE, WANG, Accident, Agents, Fuse, entry_of, told_of
from tests.contracts.surroundings import FREE, KEYS, NOBODY_S, OURS, FixedClock, Sale, on_offer, sold

ONE = OrderNo("KD71")


@pytest.fixture
async def agents(opened: BuiltinShop, sessions: Database) -> Agents:
    """ONE has one key that does not work; two pieces are in stock."""
    await sold(opened.sessions, opened.vault, Sale(ONE, keys=["BAD-0001"]))
    await opened.add_keys("steam-50", ["NEW-0001", "NEW-0002"])
    return Agents(opened, LedgerInSql(sessions))


def step(done: WorkDone) -> Step | None:
    return told_of(done).step


async def left(agents: Agents) -> int | None:
    return await agents.shop.stock(StockId("steam-50"))


class TestReplacing:
    async def test_the_buyer_gets_a_new_key_and_the_ledger_knows_all_of_it(self, agents: Agents) -> None:
        done = await agents.replace(order=ONE)
        assert step(done) is Step.REPLACED
        assert [agents.shop.vault.open(key.sealed) for key in done.keys] == await agents.keys(ONE)
        assert (done.by, done.order and done.order.number) == (WANG.id, ONE)
        await agents.sent(told_of(done))
        (entry,) = await agents.entries(ONE)
        assert (entry.stage, entry.by, entry.buyer.name, entry.visible) == (Stage.SENT, WANG, "小明", Visible.IN_ORDER)
        assert (entry.bad_masked, entry.masked) == ("BA*-****", done.keys[0].masked)
        assert (entry.proven, entry.reason, entry.amount) == (True, "does not redeem", Decimal("9.90"))
        assert await left(agents) == 1

    async def test_of_several_keys_the_agent_picks_the_bad_one(self, agents: Agents) -> None:
        asked = told_of(await agents.replace())
        assert (asked.step, [key.masked[-5:] for key in asked.keys]) == (Step.WHICH_KEY, ["-***1", "-***2", "-***3"])
        assert await left(agents) == 2
        assert await agents.entries() == ()
        done = await agents.pick(asked, 1)
        assert step(done) is Step.REPLACED
        assert (await agents.keys())[0::2] == [KEYS[0], KEYS[2]]
        assert KEYS[1] not in await agents.keys()

    async def test_an_order_that_the_buyer_has_not_proven_needs_the_agents_word(self, agents: Agents) -> None:
        asked = told_of(await agents.replace(order=ONE, proven=False))
        assert asked.step is Step.WHOSE
        assert await left(agents) == 2
        done = await agents.pick(asked, sure=True)
        assert (step(done), entry_of(told_of(done)).vouched, entry_of(told_of(done)).proven) == (
            Step.REPLACED,
            True,
            False,
        )

    async def test_two_agents_at_once_make_one_replacement(self, agents: Agents) -> None:
        outcome = await asyncio.gather(*(agents.replace(by, ONE) for by in (WANG, LI, BOSS, WANG)))
        assert sum(step(done) is Step.REPLACED for done in outcome) == 1
        assert len(await agents.keys(ONE)) == 1
        assert await left(agents) == 1

    async def test_two_who_answer_the_same_question_make_one_replacement(self, agents: Agents) -> None:
        asked = told_of(await agents.replace())
        outcome = await asyncio.gather(agents.pick(asked, 0), agents.pick(asked, 0, LI), agents.pick(asked, 1, LI))
        assert sum(step(done) is Step.REPLACED for done in outcome) == 1
        assert await left(agents) == 1

    async def test_a_second_press_does_not_replace_the_new_key_but_who_names_it_may(self, agents: Agents) -> None:
        first = await agents.replace(order=ONE)
        await agents.sent(told_of(first))
        asked = told_of(await agents.replace(LI, ONE))
        assert (asked.step, asked.keys[0].masked, await left(agents)) == (Step.JUST_NOW, first.keys[0].masked, 1)
        second = await agents.pick(asked, 0, LI)
        assert step(second) is Step.REPLACED
        assert await agents.keys(ONE) == [agents.shop.vault.open(second.keys[0].sealed)]
        assert await left(agents) == 0

    async def test_later_the_new_one_is_a_key_like_others(self, agents: Agents, clock: FixedClock) -> None:
        for outcome in (Step.REPLACED, Step.REPLACED, Step.FAILED):
            told = told_of(await agents.replace(order=ONE))
            assert told.step is outcome
            clock.forward(timedelta(minutes=11))
        assert entry_of(told).why == Failure.NO_STOCK

    async def test_a_button_of_long_ago_finds_the_key_replaced(self, agents: Agents) -> None:
        first, second = told_of(await agents.replace()), told_of(await agents.replace(LI))
        await agents.pick(first, 0)
        assert step(await agents.pick(second, 0, LI)) is Step.NO_SUCH_KEY

    async def test_what_is_not_there_is_told(self, agents: Agents) -> None:
        await sold(agents.shop.sessions, agents.shop.vault, Sale("KD72", status=OrderStatus.UNPAID))
        assert step(await agents.replace(order=NOBODY_S, proven=False)) is Step.NO_ORDER
        assert step(await agents.replace(order=OrderNo("KD72"))) is Step.NO_KEYS

    async def test_without_stock_nothing_is_changed_and_it_can_be_begun_again(self, agents: Agents) -> None:
        await on_offer(agents.shop.sessions, "pear")
        await sold(agents.shop.sessions, agents.shop.vault, Sale("KD72", product="pear", keys=["BAD-0002"]))
        told = told_of(await agents.replace(order=OrderNo("KD72")))
        assert (told.step, entry_of(told).why) == (Step.FAILED, Failure.NO_STOCK)
        assert await agents.keys(OrderNo("KD72")) == ["BAD-0002"]
        await agents.shop.add_keys("pear", ["PEAR-0001"])
        assert step(await agents.replace(order=OrderNo("KD72"))) is Step.REPLACED

    async def test_what_the_shop_sells_meanwhile_is_not_given(self, agents: Agents) -> None:
        """Ten replacements and ten sales of twenty pieces: each piece goes out once."""
        bad = [OrderNo(f"KD8{n}") for n in range(10)]
        await sold(agents.shop.sessions, agents.shop.vault, *(Sale(one, keys=[f"BAD-{one}"]) for one in bad))
        buying = [OrderNo(f"KD9{n}") for n in range(10)]
        await sold(agents.shop.sessions, agents.shop.vault, *(Sale(one, status=OrderStatus.UNPAID) for one in buying))
        await agents.shop.add_keys("steam-50", [f"KEY-{n:04d}" for n in range(18)])
        await asyncio.gather(
            *(agents.replace(order=one) for one in bad), *(agents.shop.mark_paid(one) for one in buying)
        )
        given = [key for one in (*bad, *buying) for key in await agents.keys(one)]
        assert len(given) == len(set(given)) == 20
        assert await left(agents) == 0


async def survived(agents: Agents, at: int) -> bool:
    """Dies at that step of a replacement, and is begun again by the next process, as the work row says."""
    new = agents.new(agents.wish(order=ONE))
    agents.fuse = Fuse(at)
    try:
        await agents.do(new)
    except Accident:
        agents.fuse = Fuse()
        done = await agents.do(new)
        assert step(done) is Step.REPLACED
        again = await agents.do(new)
        assert again.keys == done.keys
        return True
    return False


@pytest.mark.parametrize("at", range(1, 21))
async def test_whatever_dies_there_is_one_new_key(agents: Agents, at: int) -> None:
    assert await survived(agents, at), "the accident did not happen"
    assert len(await agents.keys(ONE)) == 1
    assert "BAD-0001" not in await agents.keys(ONE)
    assert await left(agents) == 1


async def test_what_was_given_up_half_way_is_finished_by_the_next_who_asks(agents: Agents, clock: FixedClock) -> None:
    """The shop was silent too long; the agent presses again, later."""
    for at in range(1, 24):
        agents.fuse = Fuse(at)
        with suppress(Accident):
            await agents.replace(order=ONE)
        clock.forward(timedelta(seconds=61))
        if "BAD-0001" not in await agents.keys(ONE):
            break
    agents.fuse = Fuse()
    done = await agents.replace(LI, ONE)
    assert step(done) in {Step.REPLACED, Step.JUST_NOW}
    assert len(await agents.keys(ONE)) == 1
    assert await left(agents) == 1
    assert {one.stage for one in await agents.entries(ONE)} == {Stage.TAKEN}


class TestSecondPerson:
    @pytest.fixture(autouse=True)
    def strict(self, agents: Agents) -> None:
        agents.rules = ReplacingRules(approve_above=Decimal(5), approve_after=99)

    async def test_nothing_is_taken_before_another_agrees(self, agents: Agents) -> None:
        asked = told_of(await agents.replace(order=ONE))
        assert (asked.step, entry_of(asked).second, await left(agents)) == (Step.NEEDS_SECOND, Second.AMOUNT, 2)
        assert step(await agents.decide(asked, WANG)) is Step.OWN
        done = await agents.decide(asked, LI)
        assert (step(done), done.by, entry_of(told_of(done)).approver) == (Step.REPLACED, WANG.id, LI)
        assert len(done.keys) == 1

    async def test_of_two_who_agree_at_once_one_does_it(self, agents: Agents) -> None:
        asked = told_of(await agents.replace(order=ONE))
        outcome = await asyncio.gather(*(agents.decide(asked, by) for by in (LI, BOSS, LI)))
        assert sum(bool(done.keys) for done in outcome) == 1
        assert await left(agents) == 1

    async def test_who_dies_while_agreeing_has_agreed_once(self, agents: Agents) -> None:
        asked = told_of(await agents.replace(order=ONE))
        new = agents.new(Decide(entry_of(asked).name, LI, PLACE, yes=True))
        for at in range(1, 30):
            agents.fuse = Fuse(at)
            try:
                await agents.do(new)
            except Accident:
                continue
        agents.fuse = Fuse()
        assert len((await agents.do(new)).keys) == 1
        assert await left(agents) == 1

    async def test_a_no_ends_it_and_it_may_be_asked_again(self, agents: Agents) -> None:
        asked = told_of(await agents.replace(order=ONE))
        assert step(await agents.decide(asked, LI, yes=False)) is Step.REFUSED
        assert step(await agents.decide(asked, LI)) is Step.REFUSED
        assert await left(agents) == 2
        again = told_of(await agents.replace(order=ONE))
        assert (again.step, entry_of(again).name != entry_of(asked).name) == (Step.NEEDS_SECOND, True)

    async def test_who_asks_twice_waits_for_the_same_decision(self, agents: Agents) -> None:
        first, second = told_of(await agents.replace(order=ONE)), told_of(await agents.replace(LI, ONE))
        assert entry_of(first).name == entry_of(second).name
        assert step(await agents.decide(second, LI)) is Step.REPLACED

    async def test_only_admins_agree_where_there_are_some(self, agents: Agents) -> None:
        agents.rules = ReplacingRules(approve_above=Decimal(5), admins=frozenset({"boss", "li"}))
        asked = told_of(await agents.replace(order=ONE))
        assert step(await agents.decide(asked, WANG)) is Step.NOT_ADMIN
        assert step(await agents.decide(asked, BOSS)) is Step.REPLACED

    async def test_who_has_asked_may_take_it_back(self, agents: Agents) -> None:
        agents.rules = ReplacingRules(approve_above=Decimal(5), admins=frozenset({"boss"}))
        asked = told_of(await agents.replace(order=ONE))
        assert step(await agents.decide(asked, LI, yes=False)) is Step.NOT_ADMIN
        assert step(await agents.decide(asked, WANG, yes=False)) is Step.REFUSED

    async def test_the_only_admin_says_twice_that_he_agrees_with_himself(self, agents: Agents) -> None:
        agents.rules = ReplacingRules(approve_above=Decimal(5), admins=frozenset({"boss"}))
        asked = told_of(await agents.replace(BOSS, ONE))
        assert step(await agents.decide(asked, BOSS)) is Step.ALONE
        assert await left(agents) == 2
        done = await agents.decide(asked, BOSS, alone=True)
        assert (step(done), entry_of(told_of(done)).alone) == (Step.REPLACED, True)

    async def test_after_so_many_in_a_day_a_second_person_must_agree(self, agents: Agents, clock: FixedClock) -> None:
        agents.rules = ReplacingRules(approve_above=Decimal(50), approve_after=2)
        assert [(await agents.refund("1")).step, (await agents.refund("2")).step] == [Step.REFUNDED] * 2
        third = told_of(await agents.replace(order=ONE))
        assert (third.step, entry_of(third).second) == (Step.NEEDS_SECOND, Second.COUNT)
        assert step(await agents.replace(LI, OrderNo("KD71"))) is Step.NEEDS_SECOND  # the same one
        assert (await agents.refund("1", LI, FREE)).step is Step.REFUNDED
        clock.forward(timedelta(hours=25))
        assert (await agents.refund("1", WANG, FREE)).step is Step.REFUNDED

    async def test_an_old_order_needs_a_second_person(self, agents: Agents, clock: FixedClock) -> None:
        agents.rules = ReplacingRules(approve_above=Decimal(50), replace_within=timedelta(days=7))
        clock.forward(timedelta(days=8))
        told = told_of(await agents.replace(order=ONE))
        assert entry_of(told).second is Second.LATE
        assert (await agents.refund("1")).step is Step.REFUNDED


async def test_the_stock_and_the_ledger_can_be_asked_for(agents: Agents) -> None:
    assert [(line.title, line.left) for line in (await agents.stock("steam")).stock] == [("steam-50 title", 2)]
    await agents.refund("1")
    await agents.replace(order=ONE)
    assert {(one.kind, one.order) for one in await agents.entries()} == {(Kind.REPLACED, ONE), (Kind.REFUNDED, OURS)}
    assert [one.order for one in await agents.entries(ONE)] == [ONE]
