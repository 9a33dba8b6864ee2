"""What has changed in the shop is told, all of it, in whatever order it happened, and by whatever the shop can sort."""

from datetime import timedelta

import pytest

from core.shop import OrderStatus
from storage.shops.dujiao_next.parts import WithBoth
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.surroundings import FixedClock, Sale
from tests.dujiaonext.goods import Bought

MAIL, PASSWORD = "buyer@qq.com", "kami2026 long"


def several(stand: NextStand, count: int, every: timedelta = timedelta(seconds=1), first: int = 1) -> list[Bought]:
    orders = []
    for place in range(first, first + count):
        orders.append(stand.sold(Sale(numbered(place), MAIL, PASSWORD, status=OrderStatus.UNPAID)))
        stand.clock.forward(every)
    return orders


async def told(shop: WithBoth, cursor: str, limit: int = 50) -> tuple[list[str], str]:
    """All that is told from there on, until there is no more."""
    numbers: list[str] = []
    more = True
    while more:
        changes = await shop.changes(cursor, limit)
        assert not changes.more or changes.cursor != cursor
        cursor, more = changes.cursor, changes.more
        numbers += [order.number for order in changes.orders]
    return numbers, cursor


@pytest.fixture(params=[True, False], ids=["sorted", "swept"])
def either(request: pytest.FixtureRequest, stand: NextStand) -> NextStand:
    """A shop that sorts by the last change, and an old one that cannot."""
    stand.program.admin.sorts = request.param
    return stand


async def test_it_begins_with_now(either: NextStand, shop: WithBoth) -> None:
    several(either, 3, timedelta(minutes=1))
    changes = await shop.changes("", 10)
    assert (changes.orders, changes.more) == ((), False)
    several(either, 2, first=4)
    assert sorted((await told(shop, changes.cursor))[0]) == [numbered(4), numbered(5)]


@pytest.mark.parametrize(("limit", "count"), [(1, 12), (7, 130), (100, 330), (500, 730)])
async def test_a_long_absence_is_caught_up_with_piece_by_piece(
    either: NextStand, shop: WithBoth, limit: int, count: int
) -> None:
    cursor = (await shop.changes("", 10)).cursor
    several(either, count)
    numbers, cursor = await told(shop, cursor, limit)
    assert numbers == [numbered(place) for place in range(1, count + 1)]
    either.clock.forward(timedelta(minutes=1))
    assert set((await told(shop, cursor))[0]) <= set(numbers[-32:])  # the last half minute is told anew
    either.clock.forward(timedelta(minutes=1))
    cursor = (await told(shop, cursor))[1]
    assert (await told(shop, cursor))[0] == []


async def test_an_old_order_that_is_paid_late_is_told(either: NextStand, shop: WithBoth, clock: FixedClock) -> None:
    old, *_ = several(either, 150)
    clock.forward(timedelta(days=20))
    cursor = (await shop.changes("", 10)).cursor
    clock.forward(timedelta(minutes=1))
    old.paid_at = either.program.now()
    either.touch(old, "paid")
    assert (await told(shop, cursor))[0] == [old.number]


async def test_orders_of_one_moment_are_all_told_however_few_are_asked_for(either: NextStand, shop: WithBoth) -> None:
    cursor = (await shop.changes("", 10)).cursor
    several(either, 3)
    several(either, 230, timedelta(), first=4)
    either.clock.forward(timedelta(seconds=1))
    several(either, 3, first=234)
    numbers, _ = await told(shop, cursor, 2)
    assert set(numbers) == {numbered(place) for place in range(1, 237)}


async def test_what_is_committed_late_is_still_told(either: NextStand, shop: WithBoth, clock: FixedClock) -> None:
    """The shop writes the moment of a change before it commits: another may be told first."""
    cursor = (await shop.changes("", 10)).cursor
    clock.forward(timedelta(minutes=1))
    early, late = several(either, 2, timedelta(seconds=10))
    either.program.goods.orders.remove(early)
    numbers, cursor = await told(shop, cursor)
    assert numbers == [late.number]
    either.program.goods.orders.append(early)
    assert early.number in (await told(shop, cursor))[0]


async def test_nothing_is_missed_while_the_shop_sells_on(stand: NextStand, shop: WithBoth) -> None:
    """Each page that is read finds the list longer than the last: orders change while they are listed."""
    cursor = (await shop.changes("", 10)).cursor
    orders = several(stand, 450)
    waiting = iter([*orders[::7], *orders[3::11]])

    def busy(path: str, said: object) -> object:
        if path.endswith("/admin/orders"):
            stand.clock.forward(timedelta(milliseconds=50))
            for order in [order for order, _ in zip(waiting, range(3), strict=False)]:
                stand.touch(order, "paid")
        return said

    stand.program.twist = busy
    numbers, _ = await told(shop, cursor, 40)
    assert set(numbers) == {order.number for order in orders}
    paid = {order.number for order in orders if order.status == "paid"}
    assert paid


async def test_the_shop_s_clock_counts_not_ours(either: NextStand, shop: WithBoth, clock: FixedClock) -> None:
    either.program.skew = timedelta(hours=-8)
    cursor = (await shop.changes("", 10)).cursor
    clock.forward(timedelta(minutes=1))
    several(either, 1)
    assert (await told(shop, cursor))[0] == [numbered(1)]


async def test_a_payment_that_comes_after_the_order_has_expired_tells_the_order(
    stand: NextStand, shop: WithBoth, clock: FixedClock
) -> None:
    order = stand.sold(Sale(numbered(1), MAIL, PASSWORD, status=OrderStatus.UNPAID))
    clock.forward(timedelta(minutes=15))
    stand.touch(order, "canceled")
    clock.forward(timedelta(hours=2))
    cursor = (await shop.changes("", 10)).cursor
    clock.forward(timedelta(minutes=1))
    assert (await told(shop, cursor))[0] == []
    stand.pay(order, after=stand.program.now() - order.created_at, exception="late_success")
    assert (await told(shop, cursor))[0] == [order.number]


async def test_a_shop_that_shows_no_payments_tells_its_orders_nevertheless(stand: NextStand, shop: WithBoth) -> None:
    stand.program.admin.compliance = False
    cursor = (await shop.changes("", 10)).cursor
    several(stand, 1)
    assert (await told(shop, cursor))[0] == [numbered(1)]


@pytest.mark.parametrize("cursor", ["garbage", "|", "2026-11-22|", "2026-11-22T00:00:00+00:00|x"])
async def test_a_cursor_that_cannot_be_read_goes_back_a_day(
    stand: NextStand, shop: WithBoth, cursor: str, clock: FixedClock
) -> None:
    several(stand, 1)
    clock.forward(timedelta(hours=20))
    assert (await told(shop, cursor))[0] == [numbered(1)]


async def test_a_quiet_shop_is_asked_little(stand: NextStand, shop: WithBoth, clock: FixedClock) -> None:
    several(stand, 500)
    clock.forward(timedelta(minutes=5))
    cursor = (await shop.changes("", 10)).cursor
    assert (await told(shop, cursor))[0] == []
    first = len(stand.program.asked)
    assert (await told(shop, cursor))[0] == []
    assert stand.program.asked[first:] == ["GET /admin/orders", "GET /admin/payments"]
