"""A shop is followed: what happens is told to buyers and staff, once, and nothing is missed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShopUnavailable
from core.following import PAGE
from core.messages import AccountId, Address, ChannelName, ChatId
from core.orderwatch import Rules
from core.shop import Handing, Order, OrderItem, OrderNo, OrderStatus
from core.shopnews import OWED, Happening
from tests.unit.core.fakeshop import NOON, an_order
from tests.unit.core.watchedshop import Lookout, Stopped

A, B, C, D = (OrderNo(f"KD000{place}") for place in range(1, 5))


def order(number: OrderNo, status: OrderStatus, ago: float = 0, **more: object) -> Order:
    """Paid so many minutes before noon."""
    known = an_order(number, status)
    paid = NOON - timedelta(minutes=ago)
    never = status in {OrderStatus.UNPAID, OrderStatus.EXPIRED, OrderStatus.FAILED}
    done = paid if status is OrderStatus.DELIVERED else None
    times = {"created_at": paid, "paid_at": None if never else paid, "delivered_at": done}
    return replace(known, **{**times, **more})  # type: ignore[arg-type]


def waiting(number: OrderNo, ago: float = 0) -> Order:
    return order(number, OrderStatus.PAID_WAITING, ago)


def short(number: OrderNo) -> Order:
    return order(number, OrderStatus.SHORTAGE)


def delivered(number: OrderNo, **more: object) -> Order:
    return order(number, OrderStatus.DELIVERED, **more)  # type: ignore[arg-type]


async def test_what_was_before_we_came_is_no_news() -> None:
    lookout = Lookout()
    lookout.shop.log += [short(A)]
    await lookout.begins()
    await lookout.looks()
    assert lookout.heard == []


async def test_paid_and_delivered_are_told_to_who_has_proven_the_order() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A)
    await lookout.sells(order(A, OrderStatus.UNPAID), delivered(B))
    assert lookout.notices == []
    await lookout.sells(waiting(A))
    await lookout.sells(delivered(A))
    assert lookout.notices == [f"{A} paid", f"{A} delivered"]
    assert lookout.messages == []


async def test_in_every_chat_where_it_was_proven() -> None:
    lookout = await Lookout().begins()
    other = Address(ChannelName("telegram"), AccountId("shop"), ChatId("7"))
    lookout.proves(A)
    lookout.proves(A, where=other)
    await lookout.sells(delivered(A))
    assert lookout.notices == [f"{A} delivered"] * 2
    assert len({event.where for event in lookout.heard}) == 2


async def test_who_has_looked_the_order_up_since_then_knows_it_already() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A, B)
    await lookout.sells(delivered(A, delivered_at=NOON - timedelta(seconds=1)), delivered(B))
    assert lookout.notices == [f"{B} delivered"]


async def test_paid_without_a_key_is_noticed_though_nothing_happens_any_more() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A)
    await lookout.sells(waiting(A))
    await lookout.later(minutes=4)
    assert lookout.notices == [f"{A} paid"]
    await lookout.later(minutes=1)
    assert lookout.notices == [f"{A} paid", f"{A} late"]
    assert lookout.messages == [[f"{A} late"]]
    await lookout.later(minutes=60)
    assert lookout.messages == [[f"{A} late"]]


async def test_what_is_delivered_in_time_is_not_late() -> None:
    lookout = await Lookout().begins()
    await lookout.sells(waiting(A))
    await lookout.sells(delivered(A))
    await lookout.later(minutes=30)
    assert lookout.messages == []


async def test_what_a_person_delivers_is_never_late() -> None:
    lookout = await Lookout().begins()
    by_hand = replace(waiting(A), items=(OrderItem("x", "代充", handing=Handing.MANUAL),))
    await lookout.sells(by_hand)
    await lookout.later(hours=3)
    assert lookout.messages == []


async def test_an_order_that_the_shop_has_deleted_is_let_go() -> None:
    lookout = await Lookout().begins()
    await lookout.sells(waiting(A))
    lookout.shop.log.clear()
    lookout.kept.watches.clear()
    await lookout.later(minutes=6)
    assert lookout.messages == []
    assert await lookout.book.look(lambda shelf: shelf.due(lookout.shop.shop, lookout.at, 9)) == []


async def test_a_shortage_is_told_at_once_and_again_when_it_is_filled() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A)
    await lookout.sells(short(A))
    assert lookout.messages == [[f"{A} short"]]
    await lookout.later(minutes=10)
    await lookout.sells(delivered(A))
    assert lookout.messages == [[f"{A} short"], [f"{A} restocked"]]
    assert lookout.notices == [f"{A} short", f"{A} delivered"]


async def test_who_knows_that_we_are_on_it_is_not_told_so_twice() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A)
    await lookout.sells(waiting(A, ago=6))
    await lookout.sells(short(A))
    assert lookout.notices == [f"{A} late"]


async def test_many_troubles_make_few_messages() -> None:
    lookout = await Lookout().begins()
    await lookout.sells(short(A), short(B))
    await lookout.sells(short(C))
    await lookout.later(minutes=1)
    await lookout.sells(order(D, OrderStatus.PARTLY_DELIVERED))
    assert lookout.messages == [[f"{A} short", f"{B} short"]]
    await lookout.later(minutes=1)
    assert lookout.messages == [[f"{A} short", f"{B} short"], [f"{C} short", f"{D} partly"]]


async def test_more_keys_than_were_bought() -> None:
    lookout = await Lookout().begins()
    await lookout.sells(delivered(A, pieces=1), delivered(B, pieces=2), delivered(C, pieces=None))
    assert lookout.messages == [[f"{B} doubled"]]


async def test_a_refund_is_told_and_so_is_a_part_of_one() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A, B)
    await lookout.sells(delivered(A), delivered(B))
    await lookout.sells(order(A, OrderStatus.REFUNDED), order(B, OrderStatus.PARTLY_REFUNDED))
    assert lookout.notices[2:] == [f"{A} refunded", f"{B} partly-refunded"]


async def test_the_third_failed_payment_of_one_buyer_in_a_row_is_told() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A, B, C, D)
    failed = [order(number, OrderStatus.EXPIRED) for number in (A, B, C, D)]
    for place, one in enumerate(failed):
        await lookout.later(minutes=3)
        await lookout.sells(one)
        assert lookout.messages == ([[f"{C} failed-payments"]] if place > 1 else [])


async def test_the_owner_says_what_is_late_and_what_is_a_run() -> None:
    lookout = await Lookout(rules=Rules(late_after=timedelta(minutes=30), failed=0)).begins()
    lookout.proves(A, B, C, D)
    await lookout.sells(*(order(number, OrderStatus.EXPIRED) for number in (A, B, C)), waiting(D))
    await lookout.later(minutes=29)
    assert lookout.messages == []
    await lookout.later(minutes=1)
    assert lookout.messages == [[f"{D} late"]]


async def test_failed_payments_of_people_whom_we_do_not_know_are_no_run() -> None:
    lookout = await Lookout().begins()
    await lookout.sells(*(order(number, OrderStatus.EXPIRED) for number in (A, B, C)))
    assert lookout.messages == []


async def test_an_old_order_that_was_only_touched_is_no_news() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A)
    await lookout.sells(delivered(A, created_at=NOON - timedelta(days=60), paid_at=None, delivered_at=None))
    assert lookout.heard == []


async def test_an_order_that_the_shop_calls_about_is_read_again() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A)
    lookout.shop.log += [delivered(A)]
    await lookout.follower.read_again([A, B])
    assert lookout.notices == [f"{A} delivered"]
    await lookout.looks()
    assert lookout.notices == [f"{A} delivered"]


async def test_a_long_absence_is_caught_up_page_by_page() -> None:
    lookout = await Lookout().begins()
    numbers = [OrderNo(f"KD{place:06}") for place in range(5 * PAGE // 2)]
    await lookout.sells(*map(short, numbers))
    assert lookout.shop.most <= PAGE + 1
    for _ in range(3):
        await lookout.later(minutes=2)
    told = [line for message in lookout.messages for line in message]
    assert told == [f"{number} short" for number in numbers]


async def test_a_process_that_dies_between_telling_and_remembering_tells_nothing_twice() -> None:
    lookout = await Lookout().begins()
    lookout.proves(A)
    lookout.dies = True
    with pytest.raises(Stopped):
        await lookout.sells(short(A))
    await lookout.follower.catch_up()
    lookout.dies = True
    with pytest.raises(Stopped):
        await lookout.follower.report()
    lookout.shop.log += [short(B)]
    await lookout.looks()
    await lookout.later(minutes=2)
    assert lookout.notices == [f"{A} short"]
    assert lookout.messages == [[f"{A} short"], [f"{B} short"]]


async def test_a_shop_that_is_silent_for_long_is_told_of_once_and_so_is_its_return() -> None:
    lookout = await Lookout().begins()
    lookout.shop.away = True
    for minutes, told in ((0, []), (4, []), (1, [False]), (30, [False])):
        lookout.at += timedelta(minutes=minutes)
        with pytest.raises(ShopUnavailable):
            await lookout.follower.catch_up()
        await lookout.follower.silent()
        assert lookout.silences == told
    lookout.shop.away = False
    await lookout.looks()
    for _ in range(2):
        await lookout.follower.answers()
    assert lookout.silences == [False, True]


async def test_a_short_silence_is_nobodys_business() -> None:
    lookout = await Lookout().begins()
    await lookout.follower.silent()
    lookout.at += timedelta(minutes=1)
    await lookout.follower.answers()
    lookout.at += timedelta(minutes=10)
    await lookout.follower.silent()
    assert lookout.silences == []


STATES = st.lists(st.tuples(st.sampled_from([A, B, C]), st.sampled_from(list(OrderStatus)), st.booleans()), max_size=12)


@given(STATES)
async def test_whatever_happens_and_however_often_we_die_everybody_hears_everything_once(
    states: list[tuple[OrderNo, OrderStatus, bool]],
) -> None:
    steady, dying = await Lookout().begins(), await Lookout().begins()
    for lookout in (steady, dying):
        lookout.proves(A, B)
        for number, status, dies in states:
            lookout.shop.log += [order(number, status)]
            lookout.dies = dies and lookout is dying
            try:
                await lookout.looks()
            except Stopped:
                await lookout.looks()
            lookout.dies = False
            lookout.at += timedelta(minutes=3)
        await lookout.later(minutes=3)
    assert dying.notices == steady.notices
    assert dying.messages == steady.messages
    assert len(set(steady.notices)) == len(steady.notices)
    assured = [line for line in steady.notices if line.startswith(A) and line.rpartition(" ")[2] in OWED]
    assert len(assured) <= 2
    assert all(line.rpartition(" ")[2] in list(Happening) for line in steady.notices)
