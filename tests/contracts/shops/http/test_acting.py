"""Replacements and refunds of a shop behind the HTTP contract, and what changes."""

import asyncio
from decimal import Decimal
from typing import Any, cast

import pytest
from aiohttp import web

from core.errors import NothingInStock, NotPossible, PieceTaken, ShopUnavailable
from core.shop import OrderNo, OrderStatus
from core.shopparts import (
    Refund,
    RefundWay,
    Visible,
)
from storage.shops.http import HttpShop
from storage.shops.http.parts import (
    Refunds,
    Replaces,
    TellsWhatChanged,
)
from tests.contracts.shops.http.asking import (
    KEYS,
    OTHER,
    OURS,
    counting,
    replaced,
    replacement,
)
from tests.contracts.shops.httpprogram import HttpProgram, Sold


class TestReplacing:
    async def test_the_new_key_takes_the_bad_one_s_place(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1", "new-2")
        wanted = replacement(shop, "r1")
        aside = await cast("Replaces", shop).set_aside(wanted)
        assert await counting(shop) == [*KEYS], "nothing is changed yet"
        new = await cast("Replaces", shop).replace_key(wanted, aside)
        assert (shop.vault.open(new.key.sealed), new.visible) == ("new-1", Visible.IN_ORDER)
        assert await counting(shop) == [KEYS[1], "new-1"]
        assert KEYS[0] not in aside.token

    async def test_repeated_it_gives_the_same_and_takes_nothing_more(
        self, program: HttpProgram, shop: HttpShop
    ) -> None:
        program.on_sale("steam-50", "new-1", "new-2")
        wanted, replaces = replacement(shop, "r1"), cast("Replaces", shop)
        aside = await replaces.set_aside(wanted)
        again = await asyncio.gather(*(replaces.replace_key(wanted, aside) for _ in range(5)))
        assert {shop.vault.open(new.key.sealed) for new in again} == {"new-1"}
        assert ("new-2", None) in program.key_rows()

    async def test_an_answer_that_is_lost_loses_no_key(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1", "new-2")
        wanted, replaces = replacement(shop, "r1"), cast("Replaces", shop)
        aside = await replaces.set_aside(wanted)

        async def hang_up(request: web.Request, _: Any) -> None:
            assert request.transport is not None
            request.transport.close()

        program.meddle = hang_up
        for _ in range(2):
            with pytest.raises(ShopUnavailable, match="cut off"):
                await replaces.replace_key(wanted, aside)
        program.meddle = None
        again = await replaces.replace_key(wanted, aside)
        assert shop.vault.open(again.key.sealed) == "new-1"
        assert ("new-2", None) in program.key_rows()

    async def test_two_replacements_take_two_keys(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1", "new-2")
        wanted = [replacement(shop, "r1"), replacement(shop, "r2", KEYS[1])]
        assert {await replaced(shop, one) for one in wanted} == {"new-1", "new-2"}

    async def test_without_a_bad_key_one_is_added(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1")
        await replaced(shop, replacement(shop, "r1", bad=""))
        assert await counting(shop) == [*KEYS, "new-1"]

    async def test_nothing_in_stock(self, shop: HttpShop) -> None:
        with pytest.raises(NothingInStock):
            await cast("Replaces", shop).set_aside(replacement(shop, "r1"))

    async def test_the_last_one_is_sold_meanwhile(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "last")
        wanted = replacement(shop, "r1")
        aside = await cast("Replaces", shop).set_aside(wanted)
        program.db.execute("UPDATE cards SET number = 'elsewhere' WHERE card = 'last'")
        with pytest.raises(PieceTaken):
            await cast("Replaces", shop).replace_key(wanted, aside)
        assert await counting(shop) == [*KEYS], "the bad key counts until there is a new one"
        program.on_sale("steam-50", "restocked")
        assert await replaced(shop, wanted) == "restocked", "a refusal is not remembered"

    async def test_a_key_that_is_not_of_the_order(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1")
        with pytest.raises(NotPossible):
            await cast("Replaces", shop).set_aside(replacement(shop, "r1", "another key"))

    async def test_a_key_that_was_replaced_already(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1", "new-2")
        wanted, replaces = replacement(shop, "r1"), cast("Replaces", shop)
        aside = await replaces.set_aside(wanted)
        await replaces.replace_key(wanted, aside)
        with pytest.raises(NotPossible, match="replaced already"):
            await replaces.replace_key(replacement(shop, "r2"), aside)
        assert ("new-2", None) in program.key_rows()

    async def test_the_same_name_for_another_order_is_refused(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1", "new-2")
        await replaced(shop, replacement(shop, "r1"))
        with pytest.raises(NotPossible, match="another request"):
            await replaced(shop, replacement(shop, "r1", "", OTHER))

    async def test_an_order_that_is_gone(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "new-1")
        with pytest.raises(NotPossible):
            await replaced(shop, replacement(shop, "r1", "", OrderNo("SHOP0")))


class TestRefunds:
    async def test_recorded_once_for_each_name(self, shop: HttpShop) -> None:
        refunds = cast("Refunds", shop)
        for _ in range(3):
            await refunds.record_refund(Refund("f1", OURS, Decimal("4.50"), "一个坏了"))
        order = await shop.find_order(OURS)
        assert order is not None
        assert (order.refunded, order.status) == (Decimal("4.50"), OrderStatus.PARTLY_REFUNDED)
        await refunds.record_refund(Refund("f2", OURS, Decimal("5.40"), "%s {0} '; DROP TABLE orders"))
        order = await shop.find_order(OURS)
        assert order is not None
        assert (order.refunded, order.status) == (Decimal("9.90"), OrderStatus.REFUNDED)

    @pytest.mark.parametrize(
        "refund",
        [
            Refund("f1", OURS, Decimal("9.91"), ""),
            Refund("f1", OrderNo("SHOP0"), Decimal("1"), ""),
            Refund("f1", OURS, Decimal("1"), "", RefundWay.WALLET),
        ],
    )
    async def test_what_cannot_be_is_told_with_a_reason(self, shop: HttpShop, refund: Refund) -> None:
        with pytest.raises(NotPossible) as refused:
            await cast("Refunds", shop).record_refund(refund)
        assert refused.value.detail

    async def test_the_ways_are_those_that_are_served(self, program: HttpProgram) -> None:
        shop = program.open(serves=["wallet-refunds"])
        assert cast("Refunds", shop).refund_ways == {RefundWay.WALLET}


class TestChanges:
    async def test_from_now_on_nothing_is_left_out(self, program: HttpProgram, shop: HttpShop) -> None:
        tells = cast("TellsWhatChanged", shop)
        start = await tells.changes("", 100)
        assert (start.orders, start.more) == ([], False)
        program.sell(*(Sold(f"S{n}") for n in range(25)))
        seen: list[str] = []
        cursor, more = start.cursor, True
        while more:
            told = await tells.changes(cursor, 10)
            assert len(told.orders) <= 10
            seen += [order.number for order in told.orders]
            cursor, more = told.cursor, told.more
        assert seen == [f"S{n}" for n in range(25)]
        assert (await tells.changes(cursor, 10)).orders == []
        await cast("Refunds", shop).record_refund(Refund("f1", OrderNo("S3"), Decimal("1.00"), ""))
        assert [order.number for order in (await tells.changes(cursor, 10)).orders] == ["S3"]
