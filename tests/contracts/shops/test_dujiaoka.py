"""What is particular about dujiaoka: its collations, manual goods, loops, lines, layouts, settings."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import NothingInStock, NotPossible, ShopUnavailable, WrongSetting
from core.shop import Evidence, Handing, Order, OrderNo, OrderStatus, Proof, ProvenOrder, ShopId, StockId
from core.shopparts import KnowsPayments, Replacement, SetAside
from storage.shops.dujiaoka import open_shop
from storage.shops.sealing import key_fingerprint
from tests.contracts.shops.dujiaokaprogram import (
    COMPLETED,
    MANUAL,
    PROCESSING,
    SHORT,
    SHORTAGE,
    WAITING,
)
from tests.contracts.shops.dujiaokastand import NUMBERS, SHOP, DujiaokaStand
from tests.contracts.surroundings import Away, FixedClock, a_vault

OURS = NUMBERS[0]


async def order(stand: DujiaokaStand, number: str = OURS) -> Order:
    found = await stand.port.find_order(OrderNo(number))
    assert found is not None
    return found


async def keys(stand: DujiaokaStand, number: str = OURS) -> list[str]:
    delivered = await stand.port.delivered_keys(ProvenOrder(SHOP, OrderNo(number), Proof.A))
    return [stand.vault.open(key.sealed) for key in delivered]


async def asked(stand: DujiaokaStand, bad: str, *, name: str = "r1", item: int = 0) -> Replacement:
    mark = key_fingerprint(stand.vault, bad) if bad else ""
    return Replacement(name, OrderNo(OURS), (await order(stand)).items[item], mark)


async def replaced(stand: DujiaokaStand, bad: str, item: int = 0) -> str:
    wanted = await asked(stand, bad, item=item)
    new = await stand.port.replace_key(wanted, await stand.port.set_aside(wanted))
    return stand.vault.open(new.key.sealed)


def lines(*keys: str) -> str:
    return "\n".join(keys)


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
        assert (await order(classic)).has_password is False

    async def test_a_number_is_found_in_small_letters_and_told_in_its_own(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS))
        classic.program.order(classic.bought(number="aBcDeFgHiJkLmN12"))
        assert (await order(classic, OURS.lower())).number == OURS
        assert (await order(classic, "ABCDEFGHIJKLMN12")).number == "aBcDeFgHiJkLmN12"

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
            assert (await order(classic)).created_at == datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
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
        told = await order(classic)
        assert (told.status, told.raw_status) == (status, str(raw))

    async def test_the_title_is_told_without_the_amount(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, quantity=12))
        (item,) = (await order(classic)).items
        assert (item.title, item.quantity, item.variant) == ("Steam 充值卡 50", 12, "")

    async def test_what_the_shop_has_deleted_is_gone(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001-0001"))
        classic.program.run("UPDATE orders SET deleted_at = NOW()")
        assert await classic.port.find_order(OrderNo(OURS)) is None
        assert await keys(classic) == []
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
        assert await keys(classic) == []
        told = await order(classic)
        assert (told.items[0].handing, told.pieces) == (Handing.MANUAL, None)

    async def test_a_sentence_of_the_shop_is_no_key(self, classic: DujiaokaStand, newer: DujiaokaStand) -> None:
        for stand in (classic, newer):
            stand.program.order(stand.bought(number=OURS, status=SHORT, info=SHORTAGE))
            assert await keys(stand) == []
            assert (await order(stand)).pieces == 0

    async def test_a_key_from_windows_has_no_return_at_its_end(self, classic: DujiaokaStand) -> None:
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, quantity=2, info="K-1\r\nK-2\r\n\n"))
        assert await keys(classic) == ["K-1", "K-2"]

    async def test_a_key_of_several_lines_stays_whole(self, classic: DujiaokaStand) -> None:
        account = "账号: a@b.c\n密码: 12345"
        classic.program.cards(classic.goods, [account, "K-2"])
        classic.program.order(classic.bought(number=OURS, quantity=2))
        classic.program.paid(OURS)
        assert await keys(classic) == [account, "K-2"]
        assert (await order(classic)).pieces == 2
        assert list(await classic.port.orders_with_key(account)) == [OURS]

    async def test_a_mixed_cart_shows_the_keys_that_are_there(self, newer: DujiaokaStand) -> None:
        upgrade = newer.program.goods("代充", MANUAL)
        at = newer.program.order(newer.bought(number=OURS, status=WAITING, info="K-1"))
        newer.program.item(at, newer.bought(goods=upgrade, type=MANUAL, info="账号: buyer"))
        assert await keys(newer) == ["K-1"]
        told = await order(newer)
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


class TestReplacing:
    async def test_it_takes_the_highest_card_and_keeps_the_rest_of_the_text(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["NEW-0001", "NEW-0002", "NEW-0003"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, quantity=2, info=lines("K-0001", "K-0002")))
        before = classic.program.rows("SELECT updated_at FROM orders")[0]["updated_at"]
        assert await replaced(classic, "K-0001") == "NEW-0003"
        assert classic.program.shown(OURS) == ["K-0001", "K-0002", "NEW-0003"]
        (row,) = classic.program.rows("SELECT status, updated_at FROM orders")
        assert row["status"] == COMPLETED
        assert row["updated_at"] >= before
        assert (await order(classic)).pieces == 2

    async def test_loops_deleted_cards_and_other_goods_are_left_alone(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["LOOP-0001"], loop=True)
        (gone,) = classic.program.cards(classic.goods, ["GONE-0001"])
        classic.program.run("UPDATE carmis SET deleted_at = NOW() WHERE id = %s", gone)
        classic.program.cards(classic.program.goods("Other"), ["OTHER-0001"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        with pytest.raises(NothingInStock):
            await replaced(classic, "K-0001")

    async def test_only_cards_of_the_same_variant_are_given(self, newer: DujiaokaStand) -> None:
        newer.program.cards(newer.goods, ["CN-0001"], sub=newer.sub)
        newer.program.cards(newer.goods, ["TR-0001"], sub=newer.program.variant(newer.goods, "土区"))
        newer.program.order(newer.bought(number=OURS, status=COMPLETED, info="K-0001"))
        assert await replaced(newer, "K-0001") == "CN-0001"

    async def test_it_stands_in_the_item_that_it_belongs_to(self, newer: DujiaokaStand) -> None:
        second = newer.program.goods("Netflix")
        newer.program.cards(second, ["NET-0002"])
        at = newer.program.order(newer.bought(number=OURS, status=COMPLETED, info="K-0001"))
        newer.program.item(at, newer.bought(goods=second, sub=0, info="NET-0001"))
        assert await replaced(newer, "NET-0001", item=1) == "NET-0002"
        assert newer.program.shown(OURS) == ["K-0001", "NET-0001", "NET-0002"]

    async def test_a_key_of_several_lines_is_taken_whole_and_found_again(self, classic: DujiaokaStand) -> None:
        account = "账号: a@b.c\r\n密码: 12345"
        classic.program.cards(classic.goods, [account])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        wanted = await asked(classic, "K-0001")
        aside = await classic.port.set_aside(wanted)
        given = [classic.vault.open((await classic.port.replace_key(wanted, aside)).key.sealed) for _ in range(2)]
        assert given == ["账号: a@b.c\n密码: 12345"] * 2
        assert await keys(classic) == ["K-0001", given[0]]

    async def test_a_text_that_stood_there_before_is_not_taken_for_done(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["SAME-0001"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="SAME-0001"))
        wanted = await asked(classic, "SAME-0001")
        aside = await classic.port.set_aside(wanted)
        await classic.port.replace_key(wanted, aside)
        await classic.port.replace_key(wanted, aside)
        assert classic.program.shown(OURS) == ["SAME-0001", "SAME-0001"]
        assert classic.program.unsold() == []

    async def test_a_paid_order_without_stock_gets_its_first_key(self, classic: DujiaokaStand) -> None:
        classic.program.cards(classic.goods, ["NEW-0001"])
        classic.program.order(classic.bought(number=OURS, status=SHORT, info=SHORTAGE))
        wanted = await asked(classic, "")
        aside = await classic.port.set_aside(wanted)
        for _ in range(2):
            new = await classic.port.replace_key(wanted, aside)
            assert classic.vault.open(new.key.sealed) == "NEW-0001"
        assert classic.program.shown(OURS) == ["NEW-0001"]
        assert (await order(classic)).status is OrderStatus.DELIVERED

    @pytest.mark.parametrize(
        ("more", "bad"),
        [
            ({"status": SHORT, "quantity": 2, "info": SHORTAGE}, ""),
            ({"status": WAITING}, ""),
            ({"status": COMPLETED, "info": "K-0001"}, ""),
            ({"status": COMPLETED, "type": MANUAL, "info": "K-0001"}, "K-0001"),
            ({"status": SHORT, "info": SHORTAGE}, SHORTAGE),
        ],
    )
    async def test_what_it_cannot_do_it_says(self, classic: DujiaokaStand, more: dict[str, Any], bad: str) -> None:
        classic.program.cards(classic.goods, ["NEW-0001"])
        classic.program.order(classic.bought(number=OURS, **more))
        with pytest.raises(NotPossible):
            await replaced(classic, bad)
        assert classic.program.unsold() == ["NEW-0001"]

    async def test_tables_without_transactions_are_not_written(self, classic: DujiaokaStand) -> None:
        classic.program.run("ALTER TABLE carmis ENGINE = MyISAM")
        classic.program.cards(classic.goods, ["NEW-0001"])
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        with pytest.raises(NotPossible, match="InnoDB"):
            await replaced(classic, "K-0001")

    async def test_an_old_version_without_loops_works_too(self, classic: DujiaokaStand) -> None:
        classic.server.run("ALTER TABLE carmis DROP COLUMN is_loop", database=classic.database)
        classic.server.run(
            f"INSERT INTO carmis (goods_id, carmi) VALUES ({classic.goods}, 'NEW-0001')", database=classic.database
        )
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        assert await classic.port.stock(classic.product) == 1
        assert await replaced(classic, "K-0001") == "NEW-0001"

    @pytest.mark.parametrize("token", ["", "1", "1.2.3.4", "x.0.0", "1.0.-1", "²·0·0", "1.0.0; DROP TABLE carmis"])
    async def test_a_token_of_another_shop_is_refused(self, classic: DujiaokaStand, token: str) -> None:
        classic.program.order(classic.bought(number=OURS, status=COMPLETED, info="K-0001"))
        wanted = await asked(classic, "K-0001")
        aside = SetAside(token)
        with pytest.raises(NotPossible):
            await classic.port.replace_key(wanted, aside)


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
