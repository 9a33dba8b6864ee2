"""Orders, proof, keys and stock of dujiao-next, as buyers and agents meet them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import ShopUnavailable
from core.ports import ShopAbility
from core.shop import Evidence, Handing, OrderNo, OrderStatus, Proof, ProvenOrder
from core.shopparts import KnowsBuyers, ReplacesKeys, TellsChanges
from storage.shops.dujiao_next.parts import WithBoth
from storage.shops.dujiao_next.shop import NextShop
from tests.contracts.shops.nextstand import SHOP, NextStand, numbered
from tests.contracts.surroundings import NOON, FixedClock, Sale

OURS, THEIRS, NOBODY_S = numbered(1), numbered(2), numbered(9)
MAIL, PASSWORD = "Buyer@QQ.com", "kami2026 long"
KEYS = ("ABCD-EFGH-0001", "ABCD-EFGH-0002")


def evidence(stand: NextStand, contact: str = MAIL, password: str = PASSWORD) -> Evidence:
    return Evidence(contact, stand.vault.seal(password) if password else None)


async def keys_of(shop: NextShop, number: str, proof: Proof = Proof.A) -> list[str]:
    keys = await shop.delivered_keys(ProvenOrder(SHOP, OrderNo(number), proof))
    return [shop.vault.open(key.sealed) for key in keys]


class TestFindingAnOrder:
    async def test_it_is_told_as_it_is(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, quantity=2, keys=KEYS))
        order = await shop.find_order(OURS)
        assert order is not None
        assert (order.number, order.status, order.raw_status) == (OURS, OrderStatus.DELIVERED, "completed")
        (item,) = order.items
        assert (item.product, item.title, item.quantity, item.handing) == ("1", "商品1", 2, Handing.AUTO)
        assert (order.amount, order.currency, order.refunded) == (Decimal("9.90"), "CNY", Decimal())
        assert (order.created_at, order.paid_at, order.delivered_at) == (NOON, NOON, NOON)
        assert (order.contact, order.has_password, order.pieces) == ("B***@QQ.com", True, 2)
        assert order.note == "使用说明 商品1"

    @pytest.mark.parametrize("typed", [" dj20261122120000000001 ", "＃DJ20261122120000000001"])
    async def test_it_is_found_however_it_is_typed(self, stand: NextStand, shop: WithBoth, typed: str) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD))
        order = await shop.find_order(OrderNo(typed))
        assert order is not None
        assert order.number == OURS

    @pytest.mark.parametrize(
        "typed", ["", "' OR 1=1 --", "../admin/orders", "DJ%s%n", "DJ1?order_no=", "订单", "\ud800"]
    )
    async def test_what_no_order_can_have_is_not_even_asked(self, stand: NextStand, shop: WithBoth, typed: str) -> None:
        assert await shop.find_order(OrderNo(typed)) is None
        assert await shop.verify_buyer(OrderNo(typed), evidence(stand)) is None
        assert stand.program.asked == []

    async def test_a_shortage_is_a_paid_key_that_does_not_come(
        self, stand: NextStand, shop: WithBoth, clock: FixedClock
    ) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, status=OrderStatus.PAID_WAITING))
        stand.sold(Sale(THEIRS, MAIL, PASSWORD, status=OrderStatus.PAID_WAITING), fulfillment="manual")
        assert await status(shop, OURS) is OrderStatus.PAID_WAITING
        clock.forward(timedelta(minutes=5))
        assert await status(shop, OURS) is OrderStatus.SHORTAGE
        assert await status(shop, THEIRS) is OrderStatus.PAID_WAITING

    @pytest.mark.parametrize(
        ("word", "paid", "meaning"),
        [
            ("pending_payment", False, OrderStatus.UNPAID),
            ("fulfilling", True, OrderStatus.PROCESSING),
            ("partially_delivered", True, OrderStatus.PARTLY_DELIVERED),
            ("delivered", True, OrderStatus.DELIVERED),
            ("canceled", False, OrderStatus.EXPIRED),
            ("canceled", True, OrderStatus.FAILED),
            ("partially_refunded", True, OrderStatus.PARTLY_REFUNDED),
            ("refunded", True, OrderStatus.REFUNDED),
            ("on_the_moon", True, OrderStatus.PROCESSING),
        ],
    )
    async def test_each_state_has_its_meaning(
        self, stand: NextStand, shop: WithBoth, word: str, paid: bool, meaning: OrderStatus
    ) -> None:
        order = stand.sold(Sale(OURS, MAIL, PASSWORD))
        order.status, order.paid_at = word, NOON if paid else None
        assert await status(shop, OURS) is meaning

    async def test_a_part_is_found_with_its_parent(self, stand: NextStand, shop: WithBoth) -> None:
        stand.offer(2)
        stand.sold_in_parts(OURS, (1, ["K-1", "K-2"]), (2, []), mail=MAIL, password=PASSWORD)
        part = await shop.find_order(OrderNo(f"{OURS}-01"))
        assert part is not None
        assert (part.parent, part.status, part.pieces, part.contact) == (OURS, OrderStatus.DELIVERED, 2, "B***@QQ.com")
        whole = await shop.find_order(OURS)
        assert whole is not None
        assert (whole.status, [item.product for item in whole.items]) == (OrderStatus.PARTLY_DELIVERED, ["1", "2"])
        assert await shop.find_order(OrderNo(f"{OURS}-03")) is None


async def status(shop: NextShop, number: OrderNo) -> OrderStatus:
    order = await shop.find_order(number)
    assert order is not None
    return order.status


class TestProvingAnOrder:
    @pytest.mark.parametrize("form", [("header", False), ("query", True), ("both", False), ("both", True)])
    async def test_mail_and_password_prove_it_in_each_form(self, stand: NextStand, form: tuple[str, bool]) -> None:
        chosen, stand.program.guest.old = form
        stand.sold(Sale(OURS, MAIL, PASSWORD))
        shop = stand.open_with(guest=chosen)
        proven = await shop.verify_buyer(OURS, evidence(stand, "buyer@qq.com"))
        assert proven == ProvenOrder(SHOP, OURS, Proof.A)
        assert await shop.verify_buyer(OURS, evidence(stand, password="wrong")) is None
        await shop.close()

    async def test_an_old_shop_is_named_where_only_the_header_is_allowed(
        self, stand: NextStand, shop: WithBoth
    ) -> None:
        stand.program.guest.old = True
        with pytest.raises(ShopUnavailable, match='guest = "query"'):
            await shop.verify_buyer(OURS, evidence(stand))

    @pytest.mark.parametrize(
        ("contact", "password"),
        [
            (MAIL, ""),
            (MAIL, "KAMI2026 LONG"),
            (MAIL, "kami2026 long'--"),
            ("other@qq.com", PASSWORD),
            ("13800138000", PASSWORD),
            ("", PASSWORD),
            (MAIL, "%s%n{0}"),
            ("a\nb@qq.com", PASSWORD),
            (MAIL, "x" * 5000),
            ("\ud800@qq.com", "\ud800"),
        ],
    )
    async def test_nothing_else_does(self, stand: NextStand, shop: WithBoth, contact: str, password: str) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD))
        stand.sold(Sale(THEIRS, "other@qq.com", "another password"))
        sealed = stand.vault.seal(password.encode(errors="replace").decode()) if password else None
        assert await shop.verify_buyer(OURS, Evidence(contact, sealed)) is None

    async def test_a_password_of_full_width_is_tried_as_plain_too(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, "kami2026"))
        assert await shop.verify_buyer(OURS, evidence(stand, password=" ｋａｍｉ２０２６ ")) is not None

    async def test_one_s_part_of_an_order_is_proven_with_it(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold_in_parts(OURS, (1, ["K-1"]), mail=MAIL, password=PASSWORD)
        part = OrderNo(f"{OURS}-01")
        assert await shop.verify_buyer(part, evidence(stand)) == ProvenOrder(SHOP, part, Proof.A)
        assert await shop.verify_buyer(OrderNo(f"{OURS}-02"), evidence(stand)) is None

    async def test_a_member_s_order_cannot_be_proven_by_mail(self, stand: NextStand, shop: WithBoth) -> None:
        stand.program.goods.mails[7] = "buyer@qq.com"
        stand.sold(Sale(OURS), user=7)
        assert await shop.verify_buyer(OURS, evidence(stand)) is None

    async def test_the_shop_s_limit_is_named_and_then_respected(self, stand: NextStand) -> None:
        stand.program.guest.limit = 3
        shop = stand.open_with(guest_per_minute=110)
        for _ in range(3):
            assert await shop.verify_buyer(OURS, evidence(stand)) is None
        for _ in range(4):
            with pytest.raises(ShopUnavailable):
                await shop.verify_buyer(OURS, evidence(stand))
        assert len(stand.program.guest.checks) == 4
        await shop.close()

    async def test_our_own_pace_keeps_us_below_it(self, stand: NextStand) -> None:
        shop = stand.open_with(guest_per_minute=1)
        for _ in range(10):
            assert await shop.verify_buyer(OURS, evidence(stand)) is None
        with pytest.raises(ShopUnavailable, match="in a minute"):
            await shop.verify_buyer(OURS, evidence(stand))
        assert len(stand.program.guest.checks) == 10
        await shop.close()


class TestKeys:
    async def test_they_come_sealed_and_masked_in_order(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, quantity=2, keys=KEYS))
        keys = await shop.delivered_keys(ProvenOrder(SHOP, OURS, Proof.A))
        assert [stand.vault.open(key.sealed) for key in keys] == list(KEYS)
        assert [key.product for key in keys] == ["1", "1"]
        assert all("EFGH" not in key.masked for key in keys)

    async def test_those_of_all_parts_or_of_one(self, stand: NextStand, shop: WithBoth) -> None:
        stand.offer(2)
        stand.sold_in_parts(OURS, (1, ["K-1", "K-2"]), (2, ["L-1"]), mail=MAIL, password=PASSWORD)
        assert await keys_of(shop, OURS) == ["K-1", "K-2", "L-1"]
        assert await keys_of(shop, f"{OURS}-02") == ["L-1"]

    async def test_more_than_a_hundred_are_downloaded_where_the_shop_cuts(self, stand: NextStand) -> None:
        many = [f"KEY-{place:04d}" for place in range(250)]
        stand.sold(Sale(OURS, MAIL, PASSWORD, quantity=250, keys=many))
        stand.program.twist = cut
        for shop in (stand.open(), stand.open_with(admin=None, channel=None)):
            assert await shop.verify_buyer(OURS, evidence(stand)) is not None
            assert await keys_of(shop, OURS) == many
            await shop.close()

    async def test_what_a_person_wrote_is_one_piece(self, stand: NextStand, shop: WithBoth) -> None:
        order = stand.sold(Sale(OURS, MAIL, PASSWORD), fulfillment="manual")
        order.payload = "账号 a@b.c\n密码 123456"
        assert await keys_of(shop, OURS) == ["账号 a@b.c\n密码 123456"]

    @pytest.mark.parametrize("weak", [Proof.NONE, Proof.C])
    async def test_a_weak_proof_brings_none(self, stand: NextStand, shop: WithBoth, weak: Proof) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=KEYS[:1]))
        assert await keys_of(shop, OURS, weak) == []

    async def test_nothing_delivered_is_nothing(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, status=OrderStatus.PAID_WAITING))
        assert await keys_of(shop, OURS) == []
        assert await keys_of(shop, NOBODY_S) == []


def cut(path: str, told: dict[str, object]) -> dict[str, object]:
    """The list of orders, cut like the page of one."""
    data = told.get("data")
    for order in data if path.endswith("/admin/orders") and isinstance(data, list) else ():
        lines = order["fulfillment"]["payload"].split("\n")
        order["fulfillment"] |= {"payload": "\n".join(lines[:100]), "payload_line_count": len(lines)}
    return told


class TestWithoutAnAdminAccount:
    async def test_what_a_buyer_proves_is_known_for_a_while(self, stand: NextStand, clock: FixedClock) -> None:
        shop = stand.open_with(admin=None, channel=None)
        assert shop.abilities == {ShopAbility.VERIFY_SECRET, ShopAbility.READ_KEYS}
        assert not isinstance(shop, ReplacesKeys | TellsChanges | KnowsBuyers)
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=KEYS[:1]))
        assert await shop.find_order(OURS) is None
        assert await keys_of(shop, OURS) == []
        await shop.verify_buyer(OURS, evidence(stand))
        assert await status(shop, OURS) is OrderStatus.DELIVERED
        assert await keys_of(shop, OURS) == [KEYS[0]]
        clock.forward(timedelta(minutes=31))
        assert await shop.find_order(OURS) is None
        assert await keys_of(shop, OURS) == []
        assert "admin" not in " ".join(stand.program.asked)
        await shop.close()
