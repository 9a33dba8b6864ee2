"""Money given back: recorded once, never more than was paid, whatever dies and whoever else presses."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from core.replacing import RefundOrder, Stage, Step
from core.shop import OrderNo, OrderStatus
from core.shopparts import Visible
from storage.database import Database
from storage.replacements import LedgerInSql
from storage.shops.builtin import BuiltinShop
from tests.contracts.aftersales import LI, PLACE, WANG, Accident, Agents, Fuse, entry_of, told_of
from tests.contracts.surroundings import OURS, FixedClock, Sale, sold


@pytest.fixture
async def agents(opened: BuiltinShop, sessions: Database) -> Agents:
    return Agents(opened, LedgerInSql(sessions))


async def test_it_is_recorded_in_the_shop(agents: Agents) -> None:
    told = await agents.refund("4.90")
    assert (told.step, entry_of(told).stage, entry_of(told).visible) == (
        Step.REFUNDED,
        Stage.SENT,
        Visible.IN_ORDER,
    )
    order = await agents.shop.find_order(OURS)
    assert order is not None
    assert (order.status, order.refunded) == (OrderStatus.PARTLY_REFUNDED, Decimal("4.90"))


async def test_all_that_is_left(agents: Agents) -> None:
    await agents.refund("4.90")
    told = await agents.refund()
    assert (told.step, entry_of(told).amount) == (Step.REFUNDED, Decimal("5.00"))
    told = await agents.refund("0.01")
    assert (told.step, told.left) == (Step.TOO_MUCH, Decimal("0.00"))
    assert (await agents.refund()).step is Step.TOO_MUCH


async def test_a_second_press_is_no_second_refund(agents: Agents, clock: FixedClock) -> None:
    outcome = await asyncio.gather(agents.refund("2"), agents.refund("2", LI), agents.refund("2.00"))
    assert sorted(one.step is Step.REFUNDED for one in outcome) == [False, False, True]
    clock.forward(timedelta(minutes=11))
    assert (await agents.refund("2")).step is Step.REFUNDED


async def test_never_more_than_was_paid_however_many_ask(agents: Agents) -> None:
    await asyncio.gather(*(agents.refund(f"{n}.0{n}") for n in range(1, 9)))
    order = await agents.shop.find_order(OURS)
    assert order is not None
    done = [one.amount or 0 for one in await agents.entries(OURS) if one.stage is Stage.SENT]
    assert order.refunded == sum(done) <= order.amount


@pytest.mark.parametrize("at", range(1, 11))
async def test_whatever_dies_it_is_recorded_once(agents: Agents, at: int) -> None:
    new = agents.new(RefundOrder(OURS, Decimal(3), "late", WANG, PLACE, None, proven=True))
    agents.fuse = Fuse(at)
    with pytest.raises(Accident):
        await agents.do(new)
    agents.fuse = Fuse()
    assert told_of(await agents.do(new)).step is Step.REFUNDED
    order = await agents.shop.find_order(OURS)
    assert order is not None
    assert order.refunded == 3


async def test_an_unpaid_order_has_nothing_to_give_back(agents: Agents) -> None:
    await sold(agents.shop.sessions, agents.shop.vault, Sale("KD72", status=OrderStatus.UNPAID))
    assert (await agents.refund("1", order=OrderNo("KD72"))).step is Step.TOO_MUCH
