"""A shop behind the HTTP contract: what everybody may rely on, tried with the reference server of docs/shops."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import pytest
from openapi_spec_validator import validate

from core.channel import Examines, ServesHttp, Severity
from core.errors import NothingInStock, NotPossible, PieceTaken
from core.shop import Evidence, Order, OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder, ShopId, StockId
from core.shopparts import (
    CallsBack,
    Closes,
    FindsKeys,
    Known,
    KnowsBuyers,
    KnowsPayments,
    ListsOrders,
    ListsStock,
    Paid,
    RecordsRefunds,
    Refund,
    RefundWay,
    Replacement,
    ReplacesKeys,
    StockLine,
    TellsChanges,
    Visible,
)
from storage.shops.http import HttpShop
from storage.shops.http.parts import (
    KnowsMessengers,
    Refunds,
    Replaces,
    SearchesContact,
    SearchesKey,
    Stock,
    TellsPayments,
    TellsWhatChanged,
)
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.httpstand import HttpStand, Sold, standing
from tests.contracts.shops.openapi import page

OURS, OTHER = OrderNo("SHOP20261122000017"), OrderNo("SHOP20261122000018")
KEYS = ("ABCD-EFGH-0001", "ABCD-EFGH-0002")
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


@pytest.fixture
async def stand() -> AsyncIterator[HttpStand]:
    async with standing() as running:
        running.sell(Sold(OURS, password="Kami2026", quantity=2, keys=KEYS, messenger="telegram:42"))
        running.sell(Sold(OTHER, contact="13800138000", status="unpaid", paid=False))
        yield running


@pytest.fixture
async def shop(stand: HttpStand) -> AsyncIterator[HttpShop]:
    shop = stand.open()
    yield shop
    await shop.close()


def evidence(shop: HttpShop, contact: str, password: str = "") -> Evidence:
    return Evidence(contact, shop.vault.seal(password) if password else None)


async def proof(shop: HttpShop, number: str, contact: str, password: str = "") -> Proof:
    proven = await shop.verify_buyer(OrderNo(number), evidence(shop, contact, password))
    return proven.proof if proven else Proof.NONE


def test_the_page_is_valid_openapi() -> None:
    validate(page())


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
            contact="B***@QQ.com",
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

    async def test_two_numbers_that_differ_in_case_are_two_orders(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.sell(Sold("AB12cd", keys=("small",)), Sold("AB12CD", status="unpaid"))
        small, large = await shop.find_order(OrderNo("AB12cd")), await shop.find_order(OrderNo("AB12CD"))
        assert small is not None
        assert large is not None
        assert (small.status, large.status) == (OrderStatus.DELIVERED, OrderStatus.UNPAID)
        assert await shop.find_order(OrderNo("ab12cd")) is None

    @pytest.mark.parametrize("status", [*OrderStatus])
    async def test_every_status_is_known(self, stand: HttpStand, shop: HttpShop, status: OrderStatus) -> None:
        stand.sell(Sold("S1", status=status.value))
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
    async def test_without_proof_nobody_even_asks(self, stand: HttpStand, shop: HttpShop, level: Proof) -> None:
        assert await shop.delivered_keys(ProvenOrder(ShopId("main"), OURS, level)) == ()
        assert stand.asked == []

    async def test_an_order_without_keys_or_that_is_gone_has_none(self, shop: HttpShop) -> None:
        for number in (OTHER, OrderNo("SHOP0")):
            assert list(await shop.delivered_keys(ProvenOrder(ShopId("main"), number, Proof.A))) == []

    async def test_the_order_of_a_key_is_found(self, shop: HttpShop) -> None:
        finds = cast("SearchesKey", shop)
        assert await finds.orders_with_key(f" {KEYS[0]} ") == [OURS]
        for other in ("", KEYS[0].lower(), KEYS[0][:-1], "%", "' OR 1=1 --"):
            assert list(await finds.orders_with_key(other)) == []


class TestOrdersOfAContact:
    async def test_just_this_contact_newest_first(self, stand: HttpStand, shop: HttpShop) -> None:
        lists = cast("SearchesContact", shop)
        assert [order.number for order in await lists.orders_with("BUYER@qq.com", 5)] == [OURS]
        stand.sell(*(Sold(f"S{n}") for n in range(9)))
        assert len(await lists.orders_with("buyer@qq.com", 5)) == 5

    @pytest.mark.parametrize("contact", ["", "uyer@qq.com", "%", "_uyer@qq.com", "' OR 1=1 --"])
    async def test_nobody_else_s(self, shop: HttpShop, contact: str) -> None:
        assert list(await cast("SearchesContact", shop).orders_with(contact, 5)) == []


class TestStock:
    async def test_what_is_left(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "n1", "n2")
        stand.on_sale("steam-50", "u1", variant="US", title="Steam 50 US")
        assert await shop.stock(StockId("steam-50")) == 2
        assert await shop.stock(StockId("steam-50", "US")) == 1
        assert await shop.stock(StockId("steam-99")) is None
        assert await shop.stock(StockId("%")) is None
        lines = await cast("Stock", shop).stock_lines("50 us", 10)
        assert lines == [StockLine(StockId("steam-50", "US"), "Steam 50 US", 1)]
        assert len(await cast("Stock", shop).stock_lines("", 10)) == 2
        assert len(await cast("Stock", shop).stock_lines("", 1)) == 1


def replacement(shop: HttpShop, name: str, bad: str = KEYS[0], order: OrderNo = OURS) -> Replacement:
    return Replacement(
        name, order, OrderItem("steam-50", "steam-50 title", 2), key_fingerprint(shop.vault, bad) if bad else ""
    )


async def replaced(shop: HttpShop, wanted: Replacement) -> str:
    replaces = cast("Replaces", shop)
    new = await replaces.replace_key(wanted, await replaces.set_aside(wanted))
    return shop.vault.open(new.key.sealed)


async def counting(shop: HttpShop) -> list[str]:
    keys = await shop.delivered_keys(ProvenOrder(ShopId("main"), OURS, Proof.A))
    return [shop.vault.open(key.sealed) for key in keys]


class TestReplacing:
    async def test_the_new_key_takes_the_bad_one_s_place(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1", "new-2")
        wanted = replacement(shop, "r1")
        aside = await cast("Replaces", shop).set_aside(wanted)
        assert await counting(shop) == [*KEYS], "nothing is changed yet"
        new = await cast("Replaces", shop).replace_key(wanted, aside)
        assert (shop.vault.open(new.key.sealed), new.visible) == ("new-1", Visible.IN_ORDER)
        assert await counting(shop) == [KEYS[1], "new-1"]
        assert KEYS[0] not in aside.token

    async def test_repeated_it_gives_the_same_and_takes_nothing_more(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1", "new-2")
        wanted, replaces = replacement(shop, "r1"), cast("Replaces", shop)
        aside = await replaces.set_aside(wanted)
        again = await asyncio.gather(*(replaces.replace_key(wanted, aside) for _ in range(5)))
        assert {shop.vault.open(new.key.sealed) for new in again} == {"new-1"}
        assert ("new-2", None) in stand.key_rows()

    async def test_two_replacements_take_two_keys(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1", "new-2")
        wanted = [replacement(shop, "r1"), replacement(shop, "r2", KEYS[1])]
        assert {await replaced(shop, one) for one in wanted} == {"new-1", "new-2"}

    async def test_without_a_bad_key_one_is_added(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1")
        await replaced(shop, replacement(shop, "r1", bad=""))
        assert await counting(shop) == [*KEYS, "new-1"]

    async def test_nothing_in_stock(self, shop: HttpShop) -> None:
        with pytest.raises(NothingInStock):
            await cast("Replaces", shop).set_aside(replacement(shop, "r1"))

    async def test_the_last_one_is_sold_meanwhile(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "last")
        wanted = replacement(shop, "r1")
        aside = await cast("Replaces", shop).set_aside(wanted)
        stand.db.execute("UPDATE cards SET number = 'elsewhere' WHERE card = 'last'")
        with pytest.raises(PieceTaken):
            await cast("Replaces", shop).replace_key(wanted, aside)
        assert await counting(shop) == [*KEYS], "the bad key counts until there is a new one"
        stand.on_sale("steam-50", "restocked")
        assert await replaced(shop, wanted) == "restocked", "a refusal is not remembered"

    async def test_a_key_that_is_not_of_the_order(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1")
        with pytest.raises(NotPossible):
            await cast("Replaces", shop).set_aside(replacement(shop, "r1", "another key"))

    async def test_a_key_that_was_replaced_already(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1", "new-2")
        wanted, replaces = replacement(shop, "r1"), cast("Replaces", shop)
        aside = await replaces.set_aside(wanted)
        await replaces.replace_key(wanted, aside)
        with pytest.raises(NotPossible, match="replaced already"):
            await replaces.replace_key(replacement(shop, "r2"), aside)
        assert ("new-2", None) in stand.key_rows()

    async def test_the_same_name_for_another_order_is_refused(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1", "new-2")
        await replaced(shop, replacement(shop, "r1"))
        with pytest.raises(NotPossible, match="another request"):
            await replaced(shop, replacement(shop, "r1", "", OTHER))

    async def test_an_order_that_is_gone(self, stand: HttpStand, shop: HttpShop) -> None:
        stand.on_sale("steam-50", "new-1")
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

    async def test_the_ways_are_those_that_are_served(self, stand: HttpStand) -> None:
        shop = stand.open(serves=["wallet-refunds"])
        assert cast("Refunds", shop).refund_ways == {RefundWay.WALLET}


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
        self, stand: HttpStand, shop: HttpShop, payment: str | None, status: str, known: Paid
    ) -> None:
        stand.sell(Sold("S1", payment=payment, status=status, paid=False))
        assert await cast("TellsPayments", shop).payment_of(OrderNo("S1")) is known

    async def test_of_no_order_nothing(self, shop: HttpShop) -> None:
        assert await cast("TellsPayments", shop).payment_of(OrderNo("SHOP0")) is Paid.UNKNOWN


class TestChanges:
    async def test_from_now_on_nothing_is_left_out(self, stand: HttpStand, shop: HttpShop) -> None:
        tells = cast("TellsWhatChanged", shop)
        start = await tells.changes("", 100)
        assert (start.orders, start.more) == ([], False)
        stand.sell(*(Sold(f"S{n}") for n in range(25)))
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


class TestWhatIsOffered:
    def test_it_is_a_shop_that_is_examined_and_closed(self, shop: HttpShop) -> None:
        assert isinstance(shop, Examines)
        assert isinstance(shop, Closes)

    @pytest.mark.parametrize("served", sorted(OPTIONAL))
    async def test_only_what_is_served(self, stand: HttpStand, served: str) -> None:
        shop = stand.open(serves=[served])
        for part, kind in OPTIONAL.items():
            assert isinstance(shop, kind) == (kind is OPTIONAL[served]), part
        assert not isinstance(shop, ReplacesKeys)
        assert isinstance(shop, ServesHttp) == (served == "hook")

    async def test_nothing_or_everything(self, stand: HttpStand, shop: HttpShop) -> None:
        bare = stand.open(serves=[])
        assert not any(isinstance(bare, kind) for kind in (*OPTIONAL.values(), ReplacesKeys))
        assert await bare.stock(StockId("steam-50")) is None
        assert stand.asked == []
        assert all(isinstance(shop, kind) for kind in (*OPTIONAL.values(), ReplacesKeys))
        assert shop.abilities > bare.abilities

    async def test_a_gateway_tells_payments(self, stand: HttpStand) -> None:
        section = {"url": "https://pay.example", "pid": "1", "key": "k"}
        assert isinstance(stand.open(serves=["stock", "replacements"], gateway=section), KnowsPayments)

    @pytest.mark.parametrize(("numbers", "fits"), [("", True), (r"SHOP[0-9]{14}", True), (r"X-[0-9]+", False)])
    def test_the_shape_of_a_number(self, stand: HttpStand, numbers: str, fits: bool) -> None:
        assert stand.open(numbers=numbers).could_be(OrderNo(f" {OURS}")) is fits


class TestTheDoctor:
    async def test_all_is_well(self, shop: HttpShop) -> None:
        findings = await shop.examine()
        assert [finding for finding in findings if finding.severity is not Severity.OK] == []
        assert {finding.subject for finding in findings} == {"shop", "clock", "signature", "parts"}

    async def test_what_is_served_and_not_named(self, stand: HttpStand) -> None:
        shop = stand.open(serves=["stock"])
        (finding,) = [finding for finding in await shop.examine() if finding.severity is not Severity.OK]
        assert finding.severity is Severity.WARNING
        assert 'serves = ["stock", "search-contact"' in finding.remedy
        await shop.close()

    async def test_what_is_named_and_not_served(self, stand: HttpStand) -> None:
        shop = stand.open(serves=["refunds", "wallet-refunds"])
        findings = [finding for finding in await shop.examine() if finding.severity is Severity.FAILURE]
        assert [finding.seen for finding in findings] == ["it does not serve wallet-refunds"]
        await shop.close()


async def test_every_endpoint_of_the_page_was_walked(stand: HttpStand, shop: HttpShop) -> None:
    """In one go, so that what `standing` holds against the page is all of it."""
    stand.on_sale("steam-50", "new-1")
    await shop.examine()
    await proof(shop, OURS, "buyer@qq.com", "Kami2026")
    await shop.find_order(OURS)
    await cast("SearchesContact", shop).orders_with("buyer@qq.com", 5)
    await replaced(shop, replacement(shop, "r1"))
    await cast("Refunds", shop).record_refund(Refund("f1", OURS, Decimal("1"), ""))
    await cast("TellsWhatChanged", shop).changes("", 5)
    told = {name for name, status in stand.contract.covered if status == 200}
    assert told == {one["operationId"] for path in page()["paths"].values() for one in path.values()}
