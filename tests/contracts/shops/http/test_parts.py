"""A shop behind the HTTP contract offers what it serves, and follows its page."""

from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from typing import cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from openapi_spec_validator import validate

from core.channel import Examines, ServesHttp, Severity
from core.shop import OrderNo, Proof, ShopId, StockId
from core.shopparts import (
    CallsBack,
    Closes,
    FindsKeys,
    KnowsBuyers,
    KnowsPayments,
    ListsOrders,
    ListsStock,
    Paid,
    RecordsRefunds,
    Refund,
    ReplacesKeys,
    StockLine,
    TellsChanges,
)
from docs.shops import reference_server
from storage.shops.http import HttpShop, open_shop
from storage.shops.http.parts import Refunds, SearchesContact, Stock, TellsPayments, TellsWhatChanged
from tests.contracts.shops.http.asking import OURS, proof, replaced, replacement
from tests.contracts.shops.httpprogram import SECRET, HttpProgram, Sold
from tests.contracts.shops.openapi import page
from tests.contracts.shops.stands import RealClock
from tests.contracts.surroundings import Away, a_vault

OPTIONAL = {
    "stock": ListsStock,
    "search-contact": ListsOrders,
    "search-key": FindsKeys,
    "messengers": KnowsBuyers,
    "refunds": RecordsRefunds,
    "wallet-refunds": RecordsRefunds,
    "payments": KnowsPayments,
    "changes": TellsChanges,
    "hook": CallsBack,
}


def test_the_page_is_valid_openapi() -> None:
    validate(page())


class TestStock:
    async def test_what_is_left(self, program: HttpProgram, shop: HttpShop) -> None:
        program.on_sale("steam-50", "n1", "n2")
        program.on_sale("steam-50", "u1", variant="US", title="Steam 50 US")
        assert await shop.stock(StockId("steam-50")) == 2
        assert await shop.stock(StockId("steam-50", "US")) == 1
        assert await shop.stock(StockId("steam-99")) is None
        assert await shop.stock(StockId("%")) is None
        lines = await cast("Stock", shop).stock_lines("50 us", 10)
        assert lines == [StockLine(StockId("steam-50", "US"), "Steam 50 US", 1)]
        assert len(await cast("Stock", shop).stock_lines("", 10)) == 2
        assert len(await cast("Stock", shop).stock_lines("", 1)) == 1


class TestPayments:
    @pytest.mark.parametrize(
        ("payment", "status", "known"),
        [
            ("at-gateway", "unpaid", Paid.AT_GATEWAY),
            ("unpaid", "expired", Paid.UNPAID),
            (None, "unpaid", Paid.UNKNOWN),
            (None, "expired", Paid.UNKNOWN),
            (None, "delivered", Paid.ARRIVED),
        ],
    )
    async def test_what_the_shop_knows(
        self, program: HttpProgram, shop: HttpShop, payment: str | None, status: str, known: Paid
    ) -> None:
        program.sell(Sold("S1", payment=payment, status=status, paid=False))
        assert await cast("TellsPayments", shop).payment_of(OrderNo("S1")) is known

    async def test_of_no_order_nothing(self, shop: HttpShop) -> None:
        assert await cast("TellsPayments", shop).payment_of(OrderNo("SHOP0")) is Paid.UNKNOWN


class TestWhatIsOffered:
    def test_it_is_a_shop_that_is_examined_and_closed(self, shop: HttpShop) -> None:
        assert isinstance(shop, Examines)
        assert isinstance(shop, Closes)

    @pytest.mark.parametrize("served", sorted(OPTIONAL))
    async def test_only_what_is_served(self, program: HttpProgram, served: str) -> None:
        shop = program.open(serves=[served])
        for part, kind in OPTIONAL.items():
            assert isinstance(shop, kind) == (kind is OPTIONAL[served]), part
        assert not isinstance(shop, ReplacesKeys)
        assert isinstance(shop, ServesHttp) == (served == "hook")

    async def test_nothing_or_everything(self, program: HttpProgram, shop: HttpShop) -> None:
        bare = program.open(serves=[])
        assert not any(isinstance(bare, kind) for kind in (*OPTIONAL.values(), ReplacesKeys))
        assert await bare.stock(StockId("steam-50")) is None
        assert program.asked == []
        assert all(isinstance(shop, kind) for kind in (*OPTIONAL.values(), ReplacesKeys))
        assert shop.abilities > bare.abilities

    async def test_a_gateway_tells_payments(self, program: HttpProgram) -> None:
        section = {"url": "https://pay.example", "pid": "1", "key": "k"}
        assert isinstance(program.open(serves=["stock", "replacements"], gateway=section), KnowsPayments)

    @pytest.mark.parametrize(
        ("numbers", "fits"), [("", True), (r"SHOP[0-9]{14}", True), (r"^shop\d+$", True), (r"X-[0-9]+", False)]
    )
    def test_the_shape_of_a_number(self, program: HttpProgram, numbers: str, fits: bool) -> None:
        assert program.open(numbers=numbers).could_be(OrderNo(f" {OURS}")) is fits


class TestTheDoctor:
    async def test_all_is_well(self, shop: HttpShop) -> None:
        findings = await shop.examine()
        assert [finding for finding in findings if finding.severity is not Severity.OK] == []
        assert {finding.subject for finding in findings} == {"shop", "clock", "signature", "parts"}

    async def test_what_is_served_and_not_named(self, program: HttpProgram) -> None:
        shop = program.open(serves=["stock"])
        (finding,) = [finding for finding in await shop.examine() if finding.severity is not Severity.OK]
        assert finding.severity is Severity.WARNING
        assert 'serves = ["stock", "search-contact"' in finding.remedy
        await shop.close()

    async def test_what_is_named_and_not_served(self, program: HttpProgram) -> None:
        shop = program.open(serves=["refunds", "wallet-refunds"])
        findings = [finding for finding in await shop.examine() if finding.severity is Severity.FAILURE]
        assert [finding.seen for finding in findings] == ["it does not serve wallet-refunds"]
        await shop.close()


async def test_every_endpoint_of_the_page_was_walked(program: HttpProgram, shop: HttpShop) -> None:
    """In one go, so that what `standing` holds against the page is all of it."""
    program.on_sale("steam-50", "new-1")
    await shop.examine()
    await proof(shop, OURS, "buyer@qq.com", "Kami2026")
    await shop.find_order(OURS)
    await cast("SearchesContact", shop).orders_with("buyer@qq.com", 5)
    await replaced(shop, replacement(shop, "r1"))
    await cast("Refunds", shop).record_refund(Refund("f1", OURS, Decimal("1"), ""))
    await cast("TellsWhatChanged", shop).changes("", 5)
    told = {name for name, status in program.contract.covered if status == 200}
    assert told == {one["operationId"] for path in page()["paths"].values() for one in path.values()}


async def test_its_hook_tells_whoever_asked(program: HttpProgram) -> None:
    shop, told = program.open(serves=["hook"]), list[OrderNo]()

    async def poke(numbers: Sequence[OrderNo]) -> None:
        told.extend(numbers)

    assert isinstance(shop, CallsBack)
    assert isinstance(shop, ServesHttp)
    shop.call_back(poke)
    app = web.Application()
    app.add_routes([web.route(route.method, route.path, route.handler) for route in shop.routes()])
    path, headers, body = reference_server.call(SECRET, "main", OURS)
    async with TestClient(TestServer(app)) as desk, desk.post(path, headers=headers, data=body) as response:
        assert (response.status, told) == (200, [OURS])


async def test_the_demo_of_the_reference_server_is_what_its_page_promises() -> None:
    with closing(reference_server.opened(":memory:")) as db:
        for _ in range(2):
            reference_server.demo(db)
        async with TestServer(reference_server.application(db, SECRET)) as server:
            settings = {
                "url": str(server.make_url("/")),
                "secret": SECRET,
                "serves": ["stock", "replacements", "refunds"],
            }
            shop = open_shop(ShopId("main"), settings, Away(), a_vault(), RealClock())
            number = OrderNo("SHOP20261122000001")
            assert await proof(shop, number, "buyer@example.com", "kami2026") is Proof.A
            assert await replaced(shop, replacement(shop, "r1", "DEMO-AAAA-0001", number)) == "DEMO-AAAA-0002"
            assert await shop.stock(StockId("steam-50")) == 1
            await shop.close()
