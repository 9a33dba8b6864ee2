"""What everybody may rely on of the built-in shop's stock, and of what an order gets when it is paid."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.errors import NotPossible, ShopUnavailable
from core.shop import DeliveredKey, Handing, OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder, StockId
from core.shopparts import Replacement
from storage.shops.builtin import BUILTIN, BuiltinShop
from storage.shops.sealing import key_fingerprint
from storage.shops.tables import MANUAL
from tests.contracts.surroundings import (
    KEYS,
    NOBODY_S,
    FixedClock,
    Sale,
    on_offer,
    sold,
)


class TestStock:
    async def test_it_counts_the_keys_that_are_left(self, opened: BuiltinShop) -> None:
        assert await opened.stock(StockId("steam-50")) == 0
        assert await opened.add_keys("steam-50", ["K1-0001", "K2-0001"]) == 2
        assert await opened.stock(StockId("steam-50")) == 2

    async def test_what_is_unlimited_or_unknown_or_made_by_hand_has_no_count(self, opened: BuiltinShop) -> None:
        await on_offer(opened.sessions, "upgrade", kind=MANUAL)
        await on_offer(opened.sessions, "newsletter", unlimited=True)
        assert [await opened.stock(StockId(product)) for product in ("upgrade", "newsletter", "nothing")] == [None] * 3

    @pytest.mark.parametrize("odd", ["a\0b", "\ud800", "' OR 1=1 --", "%s%n"])
    async def test_what_no_database_takes_is_just_not_there(self, opened: BuiltinShop, odd: str) -> None:
        assert await opened.stock(StockId(odd)) is None
        assert await opened.delivered_keys(ProvenOrder(BUILTIN, OrderNo(odd), Proof.A)) == ()

    @pytest.mark.parametrize("odd", ["x", "|", "1e400|", "\0|KD1", "NaN|"])
    async def test_a_cursor_of_somebody_else_is_told(self, opened: BuiltinShop, odd: str) -> None:
        with pytest.raises(ShopUnavailable):
            await opened.changes(odd, 10)

    async def test_a_key_is_never_put_in_stock_twice(self, opened: BuiltinShop) -> None:
        assert await opened.add_keys("steam-50", ["K1-0001", " K1-0001 ", "", KEYS[0]]) == 1
        assert await opened.add_keys("apple-100", ["K1-0001"]) == 0
        assert await opened.stock(StockId("steam-50")) == 1

    async def test_keys_of_an_unknown_product_are_refused(self, opened: BuiltinShop) -> None:
        with pytest.raises(NotPossible):
            await opened.add_keys("nothing", ["K1-0001"])

    async def test_orders_that_wait_get_new_keys_at_once_who_paid_first_comes_first(
        self, opened: BuiltinShop, clock: FixedClock
    ) -> None:
        names = [OrderNo(f"KD{number}") for number in (9, 8, 7)]
        for number in names:
            await sold(opened.sessions, opened.vault, Sale(number, status=OrderStatus.UNPAID, quantity=2))
            assert await opened.mark_paid(number) == ()
            clock.forward(timedelta(minutes=1))
        assert await opened.add_keys("steam-50", ["K1-0001", "K2-0001", "K3-0001"]) == 3
        found = [await opened.find_order(number) for number in names]
        assert [order.status for order in found if order] == [
            OrderStatus.DELIVERED,
            OrderStatus.PARTLY_DELIVERED,
            OrderStatus.SHORTAGE,
        ]
        assert await opened.stock(StockId("steam-50")) == 0


def keys_of(shop: BuiltinShop, delivered: Sequence[DeliveredKey]) -> list[str]:
    return [shop.vault.open(key.sealed) for key in delivered]


class TestMarkingAsPaid:
    async def test_the_order_gets_its_keys_and_is_delivered(self, opened: BuiltinShop, clock: FixedClock) -> None:
        await opened.add_keys("steam-50", ["K1-0001", "K2-0001", "K3-0001"])
        await sold(opened.sessions, opened.vault, Sale("KD7", status=OrderStatus.UNPAID, quantity=2))
        clock.forward(timedelta(hours=1))
        assert keys_of(opened, await opened.mark_paid(OrderNo("KD7"))) == ["K1-0001", "K2-0001"]
        order = await opened.find_order(OrderNo("KD7"))
        assert order is not None
        assert (order.status, order.paid_at, order.delivered_at) == (OrderStatus.DELIVERED, clock.at, clock.at)
        assert await opened.stock(StockId("steam-50")) == 1

    async def test_again_it_gives_the_same_keys(self, opened: BuiltinShop) -> None:
        await opened.add_keys("steam-50", ["K1-0001", "K2-0001"])
        await sold(opened.sessions, opened.vault, Sale("KD7", status=OrderStatus.PAID_WAITING))
        first = await opened.mark_paid(OrderNo("KD7"))
        assert first == await opened.mark_paid(OrderNo("KD7"))
        assert await opened.stock(StockId("steam-50")) == 1

    async def test_too_few_keys_deliver_a_part_and_the_rest_later(self, opened: BuiltinShop) -> None:
        await sold(opened.sessions, opened.vault, Sale("KD7", status=OrderStatus.UNPAID, quantity=2))
        assert await opened.mark_paid(OrderNo("KD7")) == ()
        states = [await opened.find_order(OrderNo("KD7"))]
        for key in ("K1-0001", "K2-0001"):
            await opened.add_keys("steam-50", [key])
            await opened.mark_paid(OrderNo("KD7"))
            states.append(await opened.find_order(OrderNo("KD7")))
        assert [order.status for order in states if order] == [
            OrderStatus.SHORTAGE,
            OrderStatus.PARTLY_DELIVERED,
            OrderStatus.DELIVERED,
        ]

    async def test_what_a_person_delivers_waits_for_him(self, opened: BuiltinShop) -> None:
        await on_offer(opened.sessions, "upgrade", kind=MANUAL)
        await sold(opened.sessions, opened.vault, Sale("KD7", status=OrderStatus.UNPAID, product="upgrade"))
        assert await opened.mark_paid(OrderNo("KD7")) == ()
        order = await opened.find_order(OrderNo("KD7"))
        assert order is not None
        assert order.status is OrderStatus.PROCESSING
        assert ([item.handing for item in order.items], order.pieces) == ([Handing.MANUAL], None)

    async def test_keys_are_counted_that_count(self, opened: BuiltinShop) -> None:
        """One that was replaced does not, nor does one of another order; all of a page at once."""
        await sold(opened.sessions, opened.vault, Sale("KD7", quantity=1, keys=("K7-0001", "K7-0002")))
        await sold(opened.sessions, opened.vault, Sale("KD8", quantity=1, keys=("K8-0001",)))
        await opened.add_keys("steam-50", ["K8-0002"])
        bad = Replacement("1.1", OrderNo("KD8"), OrderItem("steam-50", ""), key_fingerprint(opened.vault, "K8-0001"))
        await opened.replace_key(bad, await opened.set_aside(bad))
        changes = await opened.changes("0.0|", 10)
        assert {order.number: order.pieces for order in changes.orders if order.number in {"KD7", "KD8"}} == {
            "KD7": 2,
            "KD8": 1,
        }

    @pytest.mark.parametrize("status", [OrderStatus.REFUNDED, OrderStatus.FAILED, OrderStatus.DELIVERED])
    async def test_a_settled_order_gets_nothing(self, opened: BuiltinShop, status: OrderStatus) -> None:
        await opened.add_keys("steam-50", ["K1-0001"])
        await sold(opened.sessions, opened.vault, Sale("KD7", status=status))
        assert await opened.mark_paid(OrderNo("KD7")) == ()
        assert await opened.stock(StockId("steam-50")) == 1

    async def test_an_order_that_does_not_exist_gets_nothing(self, opened: BuiltinShop) -> None:
        assert await opened.mark_paid(NOBODY_S) == ()

    async def test_many_at_once_never_get_the_same_key(self, opened: BuiltinShop) -> None:
        numbers = [OrderNo(f"KD{n}") for n in range(12)]
        await opened.add_keys("steam-50", [f"KEY-{n:04d}" for n in range(20)])
        sales = [Sale(number, status=OrderStatus.UNPAID, quantity=2) for number in numbers]
        await sold(opened.sessions, opened.vault, *sales)
        given = await asyncio.gather(*(opened.mark_paid(number) for number in [*numbers, *numbers]))
        by_order = [keys_of(opened, await opened.delivered_keys(ProvenOrder(BUILTIN, n, Proof.A))) for n in numbers]
        keys = [key for order in by_order for key in order]
        assert len(keys) == len(set(keys)) == 20
        assert {key for delivered in given for key in keys_of(opened, delivered)} == set(keys)
        assert await opened.stock(StockId("steam-50")) == 0
