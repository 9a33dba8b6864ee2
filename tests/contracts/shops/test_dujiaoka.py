"""What is particular about dujiaoka: its collations, manual goods, loops, lines, layouts, settings."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import ShopUnavailable, WrongSetting
from core.shop import Evidence, Handing, OrderNo, OrderStatus, Proof, ProvenOrder, ShopId, StockId
from core.shopparts import KnowsPayments
from storage.shops.dujiaoka import open_shop
from tests.contracts.shops.dujiaokaprogram import (
    COMPLETED,
    MANUAL,
    PROCESSING,
    SHORT,
    SHORTAGE,
    WAITING,
)
from tests.contracts.shops.dujiaokastand import NUMBERS, SHOP, DujiaokaStand, keys_of, order_of
from tests.contracts.surroundings import Away, FixedClock, a_vault

OURS = NUMBERS[0]


class TestComparing:
    """The platform's collation takes `Pw12` and `pw12 ` for the same, and so it would an order number."""

    @pytest.mark.parametrize("password", ["pw12", "PW12", "Pw1２3"])
    async def test_the_password_is_compared_by_us(self, classic: DujiaokaStand, password: str) -> None:
        classic.program.order(classic.bought(number=OURS, password="Pw12", status=COMPLETED))
        evidence = Evidence("buyer@qq.com", classic.vault.seal(password))
        assert await classic.port.verify_buyer(OrderNo(OURS), evidence) is None

    async def test_a_password_that_is_asked_for_is_never_left_out(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, password="Pw12", status=COMPLETED))
        assert await classic.port.verify_buyer(OrderNo(OURS), Evidence("buyer@qq.com")) is None

    @pytest.mark.parametrize("nothing", ["", " ", None])
    async def test_an_empty_one_is_none(self, classic: DujiaokaStand, nothing: str | None) -> None:
        classic.program.order(classic.bought(number=OURS, password=nothing, status=COMPLETED))
        proven = await classic.port.verify_buyer(OrderNo(OURS), Evidence("buyer@qq.com"))
        assert proven == ProvenOrder(SHOP, OrderNo(OURS), Proof.B)
        assert (await order_of(classic)).has_password is False

    async def test_a_number_is_found_in_small_letters_and_told_in_its_own(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS))
        classic.program.order(classic.bought(number="aBcDeFgHiJkLmN12"))
        assert (await order_of(classic, OURS.lower())).number == OURS
        assert (await order_of(classic, "ABCDEFGHIJKLMN12")).number == "aBcDeFgHiJkLmN12"

    async def test_what_only_the_collation_takes_for_the_same_is_not_found(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number="ÀB12CD34EF56GH78"))
        assert await classic.port.find_order(OrderNo(OURS)) is None

    async def test_an_order_without_mail_cannot_be_proven(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, email="", status=COMPLETED))
        for contact in ("", "nobody@invalid"):
            assert await classic.port.verify_buyer(OrderNo(OURS), Evidence(contact)) is None


class TestOrders:
    async def test_times_are_chinese_whatever_the_databases_zone(self, classic: DujiaokaStand) -> None:
        classic.server.run("SET GLOBAL time_zone = '-05:00'")
        try:
            at = datetime(2026, 11, 22, 20, 0)  # noqa: DTZ001 - as PHP writes it
            classic.program.order(classic.bought(number=OURS, at=at))
            assert (await order_of(classic)).created_at == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
        finally:
            classic.server.run("SET GLOBAL time_zone = 'SYSTEM'")

    @pytest.mark.parametrize(
        ("raw", "status"),
        [
            (1, OrderStatus.UNPAID),
            (2, OrderStatus.PAID_WAITING),
            (3, OrderStatus.PROCESSING),
            (4, OrderStatus.DELIVERED),
            (5, OrderStatus.FAILED),
            (6, OrderStatus.SHORTAGE),
            (-1, OrderStatus.EXPIRED),
            (9, OrderStatus.PROCESSING),
        ],
    )
    async def test_the_state_is_told_in_our_words_and_in_the_shops(
        self, classic: DujiaokaStand, raw: int, status: OrderStatus
    ) -> None:
        classic.program.order(classic.bought(number=OURS, status=raw))
        told = await order_of(classic)
        assert (told.status, told.raw_status) == (status, str(raw))

    async def test_the_title_is_told_without_the_amount(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, quantity=12))
        (item,) = (await order_of(classic)).items
        assert (item.title, item.quantity, item.variant) == ("Steam 充值卡 50", 12, "")

    async def test_what_the_shop_has_deleted_is_gone(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001-0001"))
        classic.program.run("UPDATE orders SET deleted_at = NOW()")
        assert await classic.port.find_order(OrderNo(OURS)) is None
        assert await keys_of(classic) == []
        assert list(await classic.port.orders_with_key("K-0001-0001")) == []

    async def test_the_currency_is_the_configured_one(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS))
        shop = classic.open(currency="USD")
        found = await shop.find_order(OrderNo(OURS))
        await shop.close()
        assert found is not None
        assert found.currency == "USD"

    async def test_a_table_of_another_program_is_told_as_such(self, classic: DujiaokaStand) -> None:
        classic.program.run("ALTER TABLE orders MODIFY actual_price VARCHAR(20)")
        classic.program.order(classic.bought(number=OURS))
        classic.program.run("UPDATE orders SET actual_price = 'free'")
        with pytest.raises(ShopUnavailable, match="cannot be understood") as wrong:
            await classic.port.find_order(OrderNo(OURS))
        assert "free" not in str(wrong.value)
        assert wrong.value.__context__ is None


class TestKeys:
    @pytest.mark.parametrize("status", [WAITING, PROCESSING, COMPLETED])
    async def test_the_text_of_manual_goods_is_no_key(self, classic: DujiaokaStand, status: int) -> None:
        form = "游戏账号: buyer\n密码: secret"
        classic.program.order(classic.bought(number=OURS, type=MANUAL, status=status, info=form))
        assert await keys_of(classic) == []
        told = await order_of(classic)
        assert (told.items[0].handing, told.pieces) == (Handing.MANUAL, None)

    async def test_a_sentence_of_the_shop_is_no_key(self, classic: DujiaokaStand, newer: DujiaokaStand) -> None:
        for stand in (classic, newer):
            stand.program.order(stand.bought(number=OURS, status=SHORT, info=SHORTAGE))
            assert await keys_of(stand) == []
            assert (await order_of(stand)).pieces == 0

    async def test_a_key_from_windows_has_no_return_at_its_end(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, quantity=2, info="K-1\r\nK-2\r\n\n"))
        assert await keys_of(classic) == ["K-1", "K-2"]

    async def test_a_key_of_several_lines_stays_whole(self, classic: DujiaokaStand) -> None:
        account = "账号: a@b.c\n密码: 12345"
        classic.program.cards(classic.goods, [account, "K-2"])
        classic.program.order(classic.bought(number=OURS, quantity=2))
        classic.program.paid(OURS)
        assert await keys_of(classic) == [account, "K-2"]
        assert (await order_of(classic)).pieces == 2
        assert list(await classic.port.orders_with_key(account)) == [OURS]

    async def test_a_mixed_cart_shows_the_keys_that_are_there(self, newer: DujiaokaStand) -> None:
        upgrade = newer.program.goods("代充", MANUAL)
        at = newer.program.order(newer.bought(number=OURS, status=WAITING, info="K-1"))
        newer.program.item(at, newer.bought(goods=upgrade, type=MANUAL, info="账号: buyer"))
        assert await keys_of(newer) == ["K-1"]
        told = await order_of(newer)
        assert (told.status, told.pieces, len(told.items)) == (OrderStatus.PARTLY_DELIVERED, 1, 2)


class TestStock:
    async def test_cards_that_are_sold_again_and_again_have_no_count(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["LOOP-0001"], loop=True)
        assert await classic.port.stock(classic.product) is None

    async def test_manual_goods_are_counted_by_the_shop(self, classic: DujiaokaStand, newer: DujiaokaStand) -> None:
        upgrade = classic.program.goods("代充", MANUAL, stock=7)
        assert await classic.port.stock(StockId(str(upgrade))) == 7
        upgrade = newer.program.goods("代充", MANUAL)
        month, year = newer.program.variant(upgrade, "月", 7), newer.program.variant(upgrade, "年", 2)
        counts = [await newer.port.stock(StockId(str(upgrade), sub)) for sub in (str(month), str(year), "")]
        assert counts == [7, 2, 9]

    async def test_each_variant_has_its_own_cards(self, newer: DujiaokaStand) -> None:
        other = newer.program.variant(newer.goods, "土区")
        newer.program.cards(newer.goods, ["CN-0001", "CN-0002"], sub=newer.sub)
        newer.program.cards(newer.goods, ["TR-0001"], sub=other)
        told = {line.title: line.left for line in await newer.port.stock_lines("", 10)}
        assert told == {"Steam 充值卡 50 国区": 2, "Steam 充值卡 50 土区": 1}

    async def test_deleted_cards_and_closed_goods_are_not_for_sale(self, classic: DujiaokaStand) -> None:
        (card, _) = classic.program.cards(classic.goods, ["K-1", "K-2"])
        classic.program.run("UPDATE carmis SET deleted_at = NOW() WHERE id = %s", card)
        assert await classic.port.stock(classic.product) == 1
        classic.program.run("UPDATE goods SET is_open = 0")
        assert list(await classic.port.stock_lines("", 10)) == []


KNOWN = {"user": "kamidesk", "password": "a-secret", "database": "shop"}


class TestOpening:
    @pytest.mark.parametrize(
        ("more", "named"),
        [
            ({"callback_secret": "short"}, "callback_secret"),
            ({"callback_secret": "with a space, but long enough"}, "callback_secret"),
            ({"currency": "yuan"}, "currency"),
            ({"gateway": {"url": "https://pay.example.com"}}, "gateway.pid"),
            ({"prefix": "acg_"}, "prefix"),
        ],
    )
    def test_a_wrong_setting_is_named(self, more: dict[str, Any], named: str) -> None:
        with pytest.raises(WrongSetting) as wrong:
            open_shop(ShopId("main"), {**KNOWN, **more}, Away(), a_vault(), FixedClock())
        assert wrong.value.name == f"shops.dujiaoka.main.{named}"
        assert "a-secret" not in str(wrong.value)

    async def test_payments_are_known_only_with_a_gateway(self) -> None:
        gateway = {"url": "https://pay.example.com", "pid": "1001", "key": "merchant-key"}
        without = open_shop(ShopId("main"), KNOWN, Away(), a_vault(), FixedClock())
        known = open_shop(ShopId("main"), {**KNOWN, "gateway": gateway}, Away(), a_vault(), FixedClock())
        assert not isinstance(without, KnowsPayments)
        assert isinstance(known, KnowsPayments)
        assert "a-secret" not in f"{without!r} {known!r}"
        await without.close()
        await known.close()
