"""Orders, proofs and keys of a shop behind the HTTP contract."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import pytest

from core.shop import Order, OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder, ShopId
from core.shopparts import (
    Known,
)
from storage.shops.http import HttpShop
from storage.shops.http.parts import KnowsMessengers, SearchesContact, SearchesKey
from tests.contracts.shops.http.asking import KEYS, OTHER, OURS, evidence, proof
from tests.contracts.shops.httpprogram import HttpProgram, Sold


class TestFindingAnOrder:
    async def test_it_is_told_as_it_is(self, shop: HttpShop) -> None:
        noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
        assert await shop.find_order(OURS) == Order(
            shop=ShopId("main"),
            number=OURS,
            status=OrderStatus.DELIVERED,
            items=(OrderItem("steam-50", "steam-50 title", 2),),
            amount=Decimal("9.90"),
            currency="CNY",
            created_at=noon,
            paid_at=noon,
            contact="b***@qq.com",
            has_password=True,
        )

    @pytest.mark.parametrize("typed", [OURS.lower(), f" {OURS} ", f"＃{OURS}", "ＳＨＯＰ20261122000017"])
    async def test_it_is_found_however_it_is_typed(self, shop: HttpShop, typed: str) -> None:
        order = await shop.find_order(OrderNo(typed))
        assert order is not None
        assert order.number == OURS

    @pytest.mark.parametrize(
        "typed",
        [
            "SHOP0",
            "",
            "%",
            "SHOP2026112200001_",
            "a\0b",
            "\ud800",
            "'OR'1'='1",
            "订单",
            "../keys",
            "a&limit=9",
            "{0}%s%n",
        ],
    )
    async def test_what_no_order_has_finds_none(self, shop: HttpShop, typed: str) -> None:
        assert await shop.find_order(OrderNo(typed)) is None
        assert await proof(shop, typed, "buyer@qq.com", "Kami2026") is Proof.NONE

    async def test_two_numbers_that_differ_in_case_are_two_orders(self, program: HttpProgram, shop: HttpShop) -> None:
        program.sell(Sold("AB12cd", keys=("small",)), Sold("AB12CD", status="unpaid"))
        small, large = await shop.find_order(OrderNo("AB12cd")), await shop.find_order(OrderNo("AB12CD"))
        assert small is not None
        assert large is not None
        assert (small.status, large.status) == (OrderStatus.DELIVERED, OrderStatus.UNPAID)
        assert await shop.find_order(OrderNo("ab12cd")) is None

    @pytest.mark.parametrize("status", [*OrderStatus])
    async def test_every_status_is_known(self, program: HttpProgram, shop: HttpShop, status: OrderStatus) -> None:
        program.sell(Sold("S1", status=status.value))
        order = await shop.find_order(OrderNo("S1"))
        assert order is not None
        assert order.status is status


class TestProvingAnOrder:
    @pytest.mark.parametrize("contact", ["Buyer@QQ.com", " buyer@qq.com ", "邮箱：ｂｕｙｅｒ@qq.com"])
    async def test_contact_and_password_prove_it_fully(self, shop: HttpShop, contact: str) -> None:
        proven = await shop.verify_buyer(OrderNo(OURS.lower()), evidence(shop, contact, " Ｋami２０２６ "))
        assert proven == ProvenOrder(ShopId("main"), OURS, Proof.A)

    @pytest.mark.parametrize(
        ("contact", "password"),
        [
            ("buyer@qq.com", ""),
            ("buyer@qq.com", "kami2026"),
            ("buyer@qq.com", "Kami2026'"),
            ("other@qq.com", "Kami2026"),
            ("", "Kami2026"),
            ("%", "%"),
            ("' OR 1=1 --", "' OR 1=1 --"),
            ("buyer@qq.com\0", "Kami2026 x"),
        ],
    )
    async def test_anything_else_does_not(self, shop: HttpShop, contact: str, password: str) -> None:
        assert await proof(shop, OURS, contact, password) is Proof.NONE

    @pytest.mark.parametrize("password", ["", "whatever"])
    async def test_without_a_password_the_contact_is_enough_for_b(self, shop: HttpShop, password: str) -> None:
        assert await proof(shop, OTHER, "+86 138-0013-8000", password) is Proof.B
        assert await proof(shop, OTHER, "13900139000", password) is Proof.NONE

    async def test_a_messenger_bound_in_the_shop(self, shop: HttpShop) -> None:
        knows = cast("KnowsMessengers", shop)
        assert await knows.proven_by(OURS, Known("telegram", "42")) == ProvenOrder(ShopId("main"), OURS, Proof.A)
        for stranger in (
            Known("telegram", "43"),
            Known("discord", "42"),
            Known("telegram", ""),
            Known("telegram", "%"),
        ):
            assert await knows.proven_by(OURS, stranger) is None
            assert await knows.orders_of(stranger, 5) == []
        assert await knows.proven_by(OrderNo("SHOP0"), Known("telegram", "42")) is None
        assert [order.number for order in await knows.orders_of(Known("telegram", "42"), 5)] == [OURS]


class TestKeys:
    async def test_they_come_sealed_and_masked(self, shop: HttpShop) -> None:
        keys = await shop.delivered_keys(ProvenOrder(ShopId("main"), OURS, Proof.A))
        assert tuple(shop.vault.open(key.sealed) for key in keys) == KEYS
        assert not any(key in repr(keys) for key in KEYS)

    @pytest.mark.parametrize("level", [Proof.NONE, Proof.C])
    async def test_without_proof_nobody_even_asks(self, program: HttpProgram, shop: HttpShop, level: Proof) -> None:
        assert await shop.delivered_keys(ProvenOrder(ShopId("main"), OURS, level)) == ()
        assert program.asked == []

    async def test_an_order_without_keys_or_that_is_gone_has_none(self, shop: HttpShop) -> None:
        for number in (OTHER, OrderNo("SHOP0")):
            assert list(await shop.delivered_keys(ProvenOrder(ShopId("main"), number, Proof.A))) == []

    async def test_the_order_of_a_key_is_found(self, shop: HttpShop) -> None:
        finds = cast("SearchesKey", shop)
        assert await finds.orders_with_key(f" {KEYS[0]} ") == [OURS]
        for other in ("", KEYS[0].lower(), KEYS[0][:-1], "%", "' OR 1=1 --"):
            assert list(await finds.orders_with_key(other)) == []


class TestOrdersOfAContact:
    async def test_just_this_contact_newest_first(self, program: HttpProgram, shop: HttpShop) -> None:
        lists = cast("SearchesContact", shop)
        assert [order.number for order in await lists.orders_with("BUYER@qq.com", 5)] == [OURS]
        program.sell(*(Sold(f"S{n}") for n in range(9)))
        assert len(await lists.orders_with("buyer@qq.com", 5)) == 5

    @pytest.mark.parametrize("contact", ["", "uyer@qq.com", "%", "_uyer@qq.com", "' OR 1=1 --"])
    async def test_nobody_else_s(self, shop: HttpShop, contact: str) -> None:
        assert list(await cast("SearchesContact", shop).orders_with(contact, 5)) == []
