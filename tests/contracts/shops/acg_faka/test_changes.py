"""Polling tells what is new, paid and delivered: also late, also after a crash, and with little memory."""

from datetime import timedelta

import pytest

from core.shop import OrderNo, OrderStatus
from core.shopparts import Replacement
from storage.shops.acg_faka import changes
from storage.shops.acg_faka.shop import AcgFakaShop
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import AcgProgram, Bought
from tests.contracts.shops.acgstand import AcgStand
from tests.contracts.shops.mysqlprogram import shop_time

Told = list[tuple[str, OrderStatus]]


class Reader:
    """Goes on where it stopped, in pages of `limit`."""

    def __init__(self, shop: AcgFakaShop, limit: int = 3) -> None:
        self.shop = shop
        self.limit = limit
        self.cursor = ""

    async def news(self) -> Told:
        told: Told = []
        for _ in range(1_000):
            some = await self.shop.changes(self.cursor, self.limit)
            assert len(some.orders) <= self.limit
            told += [(order.number, order.status) for order in some.orders]
            self.cursor = some.cursor
            if not some.more:
                return told
        raise AssertionError("it never ends")


@pytest.fixture
async def reader(shop: AcgFakaShop, goods: Goods) -> Reader:
    """Has begun when the shop was empty."""
    reader = Reader(shop)
    assert await reader.news() == []
    return reader


async def test_from_now_on_means_that_nothing_old_is_told(
    stand: AcgStand, shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    for _ in range(5):
        program.order(Bought(product=goods.keys, created=shop_time() - timedelta(hours=1)))
    reader = Reader(shop)
    assert await reader.news() == []
    assert await reader.news() == []


async def test_a_new_order_is_told_and_then_its_payment(reader: Reader, program: AcgProgram, goods: Goods) -> None:
    number = program.order(Bought(product=goods.keys))
    assert await reader.news() == [(number, OrderStatus.UNPAID)]
    assert await reader.news() == []
    program.pay(number)
    assert await reader.news() == [(number, OrderStatus.DELIVERED)]
    assert await reader.news() == []


async def test_many_at_once_come_in_pages(reader: Reader, program: AcgProgram, goods: Goods) -> None:
    numbers = {program.order(Bought(product=goods.keys)) for _ in range(20)}
    assert {number for number, _ in await reader.news()} == numbers


async def test_what_a_person_delivers_is_told_when_it_is_delivered(
    reader: Reader, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.person))
    assert await reader.news() == [(number, OrderStatus.PAID_WAITING)]
    program.run("UPDATE $order SET pay_time = pay_time - INTERVAL 2 DAY, create_time = create_time - INTERVAL 2 DAY")
    assert await reader.news() in ([], [(number, OrderStatus.PAID_WAITING)])
    program.deliver(number, "done for you")
    assert await reader.news() == [(number, OrderStatus.DELIVERED)]
    assert await reader.news() == []


async def test_what_waited_before_the_start_is_told_when_it_is_delivered(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    by_hand, short = program.sell(Bought(product=goods.person)), program.sell(Bought(product=goods.keys, quantity=9))
    program.run("UPDATE $order SET pay_time = pay_time - INTERVAL 2 DAY, create_time = create_time - INTERVAL 2 DAY")
    reader = Reader(shop)
    await reader.news()
    assert await reader.news() == []
    program.deliver(by_hand, "done for you")
    order = await shop.find_order(OrderNo(short))
    assert order is not None
    replacement = Replacement("r", order.number, order.items[0], "")
    await shop.replace_key(replacement, await shop.set_aside(replacement))
    assert sorted(await reader.news()) == sorted(
        [(by_hand, OrderStatus.DELIVERED), (short, OrderStatus.PARTLY_DELIVERED)]
    )


async def test_a_crash_before_the_cursor_was_stored_leaves_nothing_out(
    stand: AcgStand, reader: Reader, program: AcgProgram, goods: Goods
) -> None:
    before = reader.cursor
    number = program.sell(Bought(product=goods.person))
    assert await reader.news() == [(number, OrderStatus.PAID_WAITING)]
    reader.cursor = before
    assert await reader.news() == [(number, OrderStatus.PAID_WAITING)], "the same process, but an older cursor"
    program.deliver(number, "done for you")
    anew = Reader(stand.open())
    anew.cursor = before
    assert await anew.news() == [(number, OrderStatus.DELIVERED)]
    await anew.shop.close()


async def test_after_a_restart_only_what_has_changed_meanwhile_must_be_told(
    stand: AcgStand, reader: Reader, program: AcgProgram, goods: Goods
) -> None:
    waits, later = program.sell(Bought(product=goods.person)), program.order(Bought(product=goods.person))
    await reader.news()
    await reader.news()
    program.pay(later)
    anew = Reader(stand.open())
    anew.cursor = reader.cursor
    told = await anew.news()
    assert (later, OrderStatus.PAID_WAITING) in told
    assert (waits, OrderStatus.PAID_WAITING) not in told
    await anew.shop.close()


async def test_an_order_that_is_committed_late_is_told(reader: Reader, program: AcgProgram, goods: Goods) -> None:
    """Its number was drawn before others that were there earlier: it waited for another shop's answer."""
    with program.server.connect(program.database) as slow, slow.cursor() as cursor:
        slow.begin()
        cursor.execute(
            "INSERT INTO acg_order (trade_no, amount, commodity_id, card_num, create_time, pay_time, status, contact)"
            " VALUES ('100261122095245001', 1, %s, 1, %s, %s, 1, 'a@b.cc')",
            (goods.upstream, shop_time(), shop_time()),
        )
        quick = program.order(Bought(product=goods.keys))
        assert [number for number, _ in await reader.news()] == [quick]
        assert await reader.news() == []
        slow.commit()
    assert [number for number, _ in await reader.news()] == ["100261122095245001"]
    assert await reader.news() == []


async def test_an_old_order_that_is_paid_late_is_found_slice_by_slice(
    stand: AcgStand, program: AcgProgram, goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "RECENT", 10)
    monkeypatch.setattr(changes, "SLICE", 7)
    old = [program.order(Bought(product=goods.person, created=shop_time() - timedelta(days=9))) for _ in range(40)]
    reader = Reader(stand.open())
    assert await reader.news() == []
    program.pay(old[3])
    program.pay(old[22])
    told: Told = []
    for _ in range(12):
        told += await reader.news()
    assert sorted(told) == sorted((number, OrderStatus.PAID_WAITING) for number in (old[3], old[22]))
    await reader.shop.close()


async def test_where_more_wait_than_are_kept_none_is_forgotten(
    stand: AcgStand, program: AcgProgram, goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "RECENT", 10)
    monkeypatch.setattr(changes, "SLICE", 20)
    monkeypatch.setattr(changes, "MOST_WAITING", 5)
    reader = Reader(stand.open())
    assert await reader.news() == []
    numbers = [program.sell(Bought(product=goods.person)) for _ in range(12)]
    assert {number for number, _ in await reader.news()} == set(numbers)
    program.run("UPDATE $order SET pay_time = pay_time - INTERVAL 2 DAY, create_time = create_time - INTERVAL 2 DAY")
    program.deliver(numbers[0], "done for you")
    told: Told = []
    for _ in range(6):
        told += await reader.news()
    assert (numbers[0], OrderStatus.DELIVERED) in told
    await reader.shop.close()


@pytest.mark.parametrize("cursor", ["x", "{}", '{"version":99}', "\ud800", "0"])
async def test_a_cursor_that_is_none_of_ours_begins_anew(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods, cursor: str
) -> None:
    program.order(Bought(product=goods.keys))
    assert (await shop.changes(cursor, 10)).orders == []


async def test_a_deleted_order_is_waited_for_no_longer(reader: Reader, program: AcgProgram, goods: Goods) -> None:
    number = program.sell(Bought(product=goods.person))
    await reader.news()
    assert '"waiting":{"1":' in reader.cursor
    program.run("DELETE FROM $order WHERE trade_no = %s", number)
    assert await reader.news() == []
    assert '"waiting":{}' in reader.cursor
