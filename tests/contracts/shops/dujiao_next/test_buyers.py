"""Buyers whom the shop knows by their Telegram account, and what is left of its goods."""

from datetime import timedelta

import pytest

from core.errors import ShopUnavailable
from core.shop import OrderNo, Proof, ProvenOrder, StockId
from core.shopparts import Known, KnowsBuyers
from storage.shops.dujiao_next.parts import WithBoth
from tests.contracts.shops.nextstand import SHOP, NextStand, numbered
from tests.contracts.surroundings import Sale

OURS, THEIRS = numbered(1), numbered(2)
KEYS = ("ABCD-EFGH-0001", "ABCD-EFGH-0002")


class TestBuyersOnTelegram:
    async def test_a_bound_buyer_has_proven_his_orders_without_a_word(self, stand: NextStand) -> None:
        stand.program.goods.telegram["4711"] = 7
        stand.sold(Sale(OURS, keys=KEYS[:1]), user=7)
        stand.sold(Sale(THEIRS, keys=KEYS[1:]), user=8)
        shop = stand.open_with(admin=None)
        assert isinstance(shop, KnowsBuyers)
        buyer = Known("telegram", "4711")
        assert await shop.proven_by(OURS, buyer) == ProvenOrder(SHOP, OURS, Proof.A)
        assert await shop.proven_by(THEIRS, buyer) is None
        assert [order.number for order in await shop.orders_of(buyer, 5)] == [OURS]
        (key,) = await shop.delivered_keys(ProvenOrder(SHOP, OURS, Proof.A))
        assert stand.vault.open(key.sealed) == KEYS[0]
        await shop.close()

    @pytest.mark.parametrize(
        "buyer", [("telegram", "1"), ("wechat", "4711"), ("telegram", "4711'--"), ("telegram", "")]
    )
    async def test_who_is_not_bound_is_not_made_a_user(
        self, stand: NextStand, shop: WithBoth, buyer: tuple[str, str]
    ) -> None:
        stand.program.goods.telegram["4711"] = 7
        stand.sold(Sale(OURS, keys=KEYS[:1]), user=7)
        assert await shop.proven_by(OURS, Known(*buyer)) is None
        assert await shop.orders_of(Known(*buyer), 5) == []
        assert stand.program.channel.provisioned == []

    async def test_his_order_of_several_parts_is_whole(self, stand: NextStand, shop: WithBoth) -> None:
        stand.offer(2)
        stand.program.goods.telegram["4711"] = 7
        stand.sold_in_parts(OURS, (1, ["K-1"]), (2, ["L-1", "L-2"]), mail="", password="").user = 7
        part = OrderNo(f"{OURS}-02")
        assert await shop.proven_by(part, Known("telegram", "4711")) == ProvenOrder(SHOP, part, Proof.A)
        (order,) = await shop.orders_of(Known("telegram", "4711"), 5)
        assert [(item.product, item.quantity) for item in order.items] == [("1", 1), ("2", 2)]
        assert order.pieces == 3

    async def test_a_clock_that_is_a_minute_wrong_is_no_stranger(self, stand: NextStand, shop: WithBoth) -> None:
        stand.program.skew = timedelta(seconds=90)
        with pytest.raises(ShopUnavailable):
            await shop.proven_by(OURS, Known("telegram", "4711"))


class TestStock:
    @pytest.mark.parametrize("section", ["admin", "channel"])
    async def test_free_keys_are_counted(self, stand: NextStand, section: str) -> None:
        stand.offer(1, skus=[11, 12])
        stand.program.goods.add_cards(1, "A", "B", sku=11)
        stand.program.goods.add_cards(1, "C", sku=12)
        shop = stand.open_with(**{section: None})
        assert await shop.stock(StockId("1", "11")) == 2
        assert await shop.stock(StockId("1", "12")) == 1
        assert await shop.stock(StockId("1")) == 3
        assert await shop.stock(StockId("99")) is None
        assert await shop.stock(StockId("1; DROP", "x")) is None
        await shop.close()

    async def test_a_key_for_everybody_never_ends_and_a_person_has_his_own_stock(
        self, stand: NextStand, shop: WithBoth
    ) -> None:
        stand.program.goods.add_cards(1, "LOOP", loop=True)
        stand.offer(2, fulfillment="manual", manual_stock=4)
        stand.offer(3, fulfillment="manual", manual_stock=-1)
        stand.offer(4)
        wanted = [StockId("1"), StockId("2"), StockId("3"), StockId("4")]
        assert [await shop.stock(one) for one in wanted] == [None, 4, None, 0]


async def test_an_account_that_may_not_count_does_not_pretend_to(stand: NextStand, shop: WithBoth) -> None:
    stand.program.admin.roles = set()
    with pytest.raises(ShopUnavailable, match="role"):
        await shop.stock(StockId("1"))
