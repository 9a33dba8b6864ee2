"""What each kind of work means, and the same when it has to be done again after a crash."""

import pytest

from core.errors import ShopUnavailable
from core.messages import PersonId
from core.shop import Evidence, ShopId
from core.turns import (
    FetchKeys,
    FindOrder,
    ListOrders,
    LookUpForStaff,
    Refusal,
    ReleaseHeld,
    VerifyBuyer,
    Work,
)
from tests.contracts.engine.script import chat
from tests.unit.engine.office import LOST, OURS, RIGHT, STRANGE, Office, proven


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
