"""An order of acg-faka is told as it is, also where the shop itself tells it wrong."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.shop import Handing, Order, OrderItem, OrderNo, OrderStatus, Proof, ProvenOrder
from storage.shops.acg_faka.shop import AcgFakaShop
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import BEING_SENT, NOTHING_LEFT, AcgProgram, Bought
from tests.contracts.shops.acgstand import SHOP, AcgStand, installed


async def found(shop: AcgFakaShop, number: str) -> Order:
    order = await shop.find_order(OrderNo(number))
    assert order is not None
    return order


async def keys(shop: AcgFakaShop, number: str, proof: Proof = Proof.A) -> list[str]:
    delivered = await shop.delivered_keys(ProvenOrder(SHOP, OrderNo(number), proof))
    return [shop.vault.open(key.sealed) for key in delivered]


async def test_an_order_is_told_with_the_shops_own_time_as_utc(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.order(Bought(product=goods.keys, quantity=2, created=datetime(2026, 11, 22, 9, 30)))  # noqa: DTZ001
    order = await found(shop, number)
    assert order == Order(
        shop=SHOP,
        number=OrderNo(number),
        status=OrderStatus.UNPAID,
        items=(OrderItem(str(goods.keys), "Steam 50 元", 2),),
        amount=Decimal("9.90"),
        currency="CNY",
        created_at=datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
        contact="B***@QQ.com",
        raw_status="status=0 delivery_status=0",
        has_password=False,
        note="先登录\n再兑换",
    )


async def test_paid_and_delivered_the_keys_are_there(shop: AcgFakaShop, program: AcgProgram, goods: Goods) -> None:
    number = program.sell(Bought(product=goods.keys, quantity=2, password="Pw12"))
    order = await found(shop, number)
    assert (order.status, order.pieces, order.has_password) == (OrderStatus.DELIVERED, 2, True)
    assert order.paid_at is not None
    assert abs((order.paid_at - datetime.now(UTC)).total_seconds()) < 60
    assert await keys(shop, number) == ["STEAM-0000-ABCD", "STEAM-0001-ABCD"]
    assert await keys(shop, number, Proof.C) == []


async def test_a_shortage_is_seen_though_the_shop_says_delivered(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys, quantity=7))
    (row,) = program.rows("SELECT secret, delivery_status FROM $order WHERE trade_no = %s", number)
    assert row == {"secret": NOTHING_LEFT, "delivery_status": 1}
    assert (await found(shop, number)).status is OrderStatus.SHORTAGE
    assert await keys(shop, number) == []


@pytest.mark.parametrize("words", ["Sold out, please ask us.", "AAAA-BBBB", "", None])
async def test_a_shortage_shows_in_missing_cards_whatever_is_written(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods, words: str | None
) -> None:
    number = program.sell(Bought(product=goods.keys, quantity=7))
    program.run("UPDATE $order SET secret = %s WHERE trade_no = %s", words, number)
    assert (await found(shop, number)).status is OrderStatus.SHORTAGE
    assert await keys(shop, number) == []


async def test_some_of_the_cards_are_a_part(shop: AcgFakaShop, program: AcgProgram, goods: Goods) -> None:
    number = program.sell(Bought(product=goods.keys, quantity=2))
    program.run("UPDATE $order SET card_num = 5 WHERE trade_no = %s", number)
    order = await found(shop, number)
    assert (order.status, order.pieces) == (OrderStatus.PARTLY_DELIVERED, 2)


async def test_a_shop_that_deletes_sold_cards_says_so(stand: AcgStand, program: AcgProgram, goods: Goods) -> None:
    number, short = program.sell(Bought(product=goods.keys)), program.sell(Bought(product=goods.keys, quantity=9))
    program.run("DELETE FROM $card WHERE status = 1")
    shop = stand.open(keeps_sold_cards=False)
    assert (await found(shop, number)).status is OrderStatus.DELIVERED
    assert await keys(shop, number) == ["STEAM-0000-ABCD"]
    assert (await found(shop, short)).status is OrderStatus.SHORTAGE
    assert await keys(shop, short) == []
    await shop.close()


class TestGoodsThatAPersonDelivers:
    async def test_they_wait_and_the_shops_words_are_no_key(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        number = program.sell(Bought(product=goods.person))
        order = await found(shop, number)
        assert (order.status, order.items[0].handing) == (OrderStatus.PAID_WAITING, Handing.MANUAL)
        assert await keys(shop, number) == []

    async def test_what_the_person_wrote_is_delivered(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods
    ) -> None:
        number = program.sell(Bought(product=goods.person))
        program.deliver(number, "账号 abc@x.com\r\n密码 kami2026")
        assert (await found(shop, number)).status is OrderStatus.DELIVERED
        assert await keys(shop, number) == ["账号 abc@x.com", "密码 kami2026"]

    @pytest.mark.parametrize("words", ["客服十分钟内处理，请稍候。", BEING_SENT])
    async def test_told_to_somebody_by_the_plugin_is_not_yet_delivered(
        self, shop: AcgFakaShop, program: AcgProgram, goods: Goods, words: str
    ) -> None:
        """API通知 sets delivery_status as soon as it has posted its notice."""
        number = program.sell(Bought(product=goods.person))
        program.deliver(number, words)
        assert (await found(shop, number)).status is OrderStatus.PAID_WAITING
        assert await keys(shop, number) == []


class TestGoodsOfAnotherShop:
    async def test_their_keys_need_no_cards(self, shop: AcgFakaShop, program: AcgProgram, goods: Goods) -> None:
        number = program.sell(Bought(product=goods.upstream))
        order = await found(shop, number)
        assert (order.status, order.items[0].handing) == (OrderStatus.DELIVERED, Handing.UPSTREAM)
        assert await keys(shop, number) == [f"UPSTREAM-{number}"]

    async def test_the_other_shops_shortage_is_one(self, shop: AcgFakaShop, program: AcgProgram, goods: Goods) -> None:
        number = program.sell(Bought(product=goods.upstream))
        program.deliver(number, NOTHING_LEFT)
        assert (await found(shop, number)).status is OrderStatus.SHORTAGE
        assert await keys(shop, number) == []


async def test_a_product_that_is_gone_takes_nothing_from_the_order(
    shop: AcgFakaShop, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys))
    program.run("DELETE FROM $card WHERE commodity_id = %s", goods.keys)
    program.run("DELETE FROM $commodity WHERE id = %s", goods.keys)
    assert (await found(shop, number)).status is OrderStatus.DELIVERED
    assert await keys(shop, number) == ["STEAM-0000-ABCD"]


async def test_a_key_of_several_lines_is_one_key(shop: AcgFakaShop, program: AcgProgram) -> None:
    product = program.product("账号")
    program.cards(product, ["user1@x.com\r\npass1", "user2@x.com\nuser1@x.com"])
    number = program.sell(Bought(product=product, quantity=2))
    assert await keys(shop, number) == ["user1@x.com\npass1", "user2@x.com\nuser1@x.com"]


async def test_a_key_leads_to_its_order(shop: AcgFakaShop, program: AcgProgram, goods: Goods) -> None:
    number = program.sell(Bought(product=goods.keys))
    assert await shop.orders_with_key(" STEAM-0000-ABCD ") == [number]
    for other in ("steam-0000-abcd", "STEAM-0000-ABC", "STEAM-0005-ABCD", "", "%"):
        assert not await shop.orders_with_key(other)


async def test_another_prefix_is_another_shop(stand: AcgStand) -> None:
    other = installed(stand.server, stand.database, vault=stand.vault, prefix="Faka_2_")
    product = other.program.product("X")
    number = other.program.order(Bought(product=product))
    theirs, ours = other.open(), stand.open()
    assert await theirs.find_order(OrderNo(number)) is not None
    assert await ours.find_order(OrderNo(number)) is None
    await theirs.close()
    await ours.close()


@pytest.mark.parametrize("refunded", [0, 1])
async def test_the_refund_plugins_column_is_read_where_it_is(stand: AcgStand, goods: Goods, refunded: int) -> None:
    program = stand.program
    number = program.sell(Bought(product=goods.keys))
    plain = stand.open()
    assert (await found(plain, number)).refunded is None
    await plain.close()
    program.run("ALTER TABLE $order ADD refund_status TINYINT UNSIGNED NOT NULL DEFAULT 0")
    program.run(f"GRANT SELECT (refund_status) ON {stand.database}.$order TO '{stand.user}'@'%%'")
    program.run("UPDATE $order SET refund_status = %s", refunded)
    shop = stand.open()
    order = await found(shop, number)
    assert order.refunded == Decimal("9.90") * refunded
    assert order.status is (OrderStatus.REFUNDED if refunded else OrderStatus.DELIVERED)
    await shop.close()


async def test_an_older_version_without_the_later_columns_is_read_too(
    stand: AcgStand, program: AcgProgram, goods: Goods
) -> None:
    number = program.sell(Bought(product=goods.keys))
    program.run("ALTER TABLE $order DROP COLUMN sku, DROP COLUMN leave_message")
    program.run("ALTER TABLE $card DROP COLUMN sku")
    program.run("ALTER TABLE $commodity DROP COLUMN stock")
    shop = stand.open()
    assert (await found(shop, number)).status is OrderStatus.DELIVERED
    assert await keys(shop, number) == ["STEAM-0000-ABCD"]
    assert len(await shop.stock_lines("", 10)) == 3
    await shop.close()
