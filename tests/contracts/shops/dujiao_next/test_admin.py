"""The admin account: its login and token, refunds, lists, payments."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.errors import NotPossible, ShopUnavailable
from core.shop import OrderNo, OrderStatus, StockId
from core.shopparts import Paid, Refund, RefundWay, StockLine
from storage.shops.dujiao_next.parts import WithBoth
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.surroundings import FixedClock, Sale

OURS = numbered(1)
MAIL, PASSWORD = "Buyer@QQ.com", "kami2026 long"
LOGIN = "POST /admin/login"


class TestLogin:
    async def test_one_login_serves_many_questions_at_once(self, stand: NextStand, shop: WithBoth) -> None:
        await asyncio.gather(*(shop.find_order(OURS) for _ in range(8)))
        assert stand.program.asked.count(LOGIN) == 1

    async def test_the_token_is_renewed_before_it_ends(
        self, stand: NextStand, shop: WithBoth, clock: FixedClock
    ) -> None:
        await shop.find_order(OURS)
        clock.forward(timedelta(hours=23, minutes=54))
        await shop.find_order(OURS)
        assert stand.program.asked.count(LOGIN) == 1
        clock.forward(timedelta(minutes=2))
        await shop.find_order(OURS)
        assert stand.program.asked.count(LOGIN) == 2

    async def test_its_end_is_reckoned_on_the_shop_s_clock(
        self, stand: NextStand, shop: WithBoth, clock: FixedClock
    ) -> None:
        stand.program.skew = timedelta(hours=-30)
        await shop.find_order(OURS)
        clock.forward(timedelta(hours=23))
        await shop.find_order(OURS)
        assert stand.program.asked.count(LOGIN) == 1

    async def test_a_token_that_the_shop_drops_is_replaced_at_once(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD))
        await shop.find_order(OURS)
        stand.program.admin.tokens.clear()
        assert await shop.find_order(OURS) is not None
        assert stand.program.asked.count(LOGIN) == 2

    async def test_a_refused_login_is_not_tried_again_for_five_minutes(
        self, stand: NextStand, clock: FixedClock
    ) -> None:
        shop = stand.open_with(admin={"username": "kamidesk", "password": "wrong"})
        for _ in range(20):
            with pytest.raises(ShopUnavailable, match="用户名或密码错误"):
                await shop.find_order(OURS)
        assert stand.program.asked.count(LOGIN) == 1
        clock.forward(timedelta(minutes=5))
        with pytest.raises(ShopUnavailable):
            await shop.find_order(OURS)
        assert stand.program.asked.count(LOGIN) == 2
        await shop.close()

    async def test_the_five_tries_are_never_used_up_even_if_every_token_is_dropped(
        self, stand: NextStand, shop: WithBoth
    ) -> None:
        stand.program.admin.lifetime = timedelta(days=-1)
        for _ in range(20):
            with pytest.raises(ShopUnavailable):
                await shop.find_order(OURS)
        assert stand.program.asked.count(LOGIN) == 4

    @pytest.mark.parametrize(("switch", "said"), [("captcha", "验证码"), ("totp", "TOTP")])
    async def test_what_a_program_cannot_pass_is_named(
        self, stand: NextStand, shop: WithBoth, switch: str, said: str
    ) -> None:
        setattr(stand.program.admin, switch, True)
        with pytest.raises(ShopUnavailable, match=said):
            await shop.find_order(OURS)
        with pytest.raises(ShopUnavailable):
            await shop.find_order(OURS)
        assert stand.program.asked.count(LOGIN) == 1

    async def test_the_password_is_in_no_complaint(self, stand: NextStand) -> None:
        shop = stand.open_with(admin={"username": "kamidesk", "password": "very secret"})
        with pytest.raises(ShopUnavailable) as refused:
            await shop.find_order(OURS)
        assert "very secret" not in f"{refused.value!r}{refused.value}{shop!r}{shop.admin!r}"
        await shop.close()


REFUND = Refund("f-1", OURS, Decimal("4.00"), "卡密无效")


class TestRefunds:
    async def test_one_is_in_the_shop_s_books_once_however_often_it_is_told(
        self, stand: NextStand, shop: WithBoth
    ) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=["K-1"]))
        for _ in range(3):
            await shop.record_refund(REFUND)
        (record,) = stand.program.goods.refunds
        assert (record.kind, record.amount, record.remark.startswith("卡密无效 (KD-")) == ("manual", Decimal(4), True)
        order = await shop.find_order(OURS)
        assert order is not None
        assert (order.status, order.refunded) == (OrderStatus.PARTLY_REFUNDED, Decimal("4.00"))

    async def test_one_whose_answer_was_lost_is_found_again(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=["K-1"]))

        def lost(path: str, told: object) -> object:
            return "?" if path.endswith("/manual-refund") else told

        stand.program.twist = lost
        with pytest.raises(ShopUnavailable):
            await shop.record_refund(REFUND)
        stand.program.twist = None
        await shop.record_refund(REFUND)
        assert len(stand.program.goods.refunds) == 1

    async def test_a_member_gets_it_to_his_balance_and_a_guest_has_none(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, keys=["K-1"]), user=7)
        stand.sold(Sale(numbered(2), MAIL, PASSWORD, keys=["K-2"]))
        await shop.record_refund(replace(REFUND, way=RefundWay.WALLET))
        with pytest.raises(NotPossible, match="guest"):
            await shop.record_refund(Refund("f-2", numbered(2), Decimal(1), "", RefundWay.WALLET))
        assert [record.kind for record in stand.program.goods.refunds] == ["wallet"]

    async def test_of_a_part_of_an_order(self, stand: NextStand, shop: WithBoth) -> None:
        parent = stand.sold_in_parts(OURS, (1, ["K-1"]), mail=MAIL, password=PASSWORD)
        await shop.record_refund(replace(REFUND, order=OrderNo(f"{OURS}-01")))
        assert [record.order for record in stand.program.goods.refunds] == [parent.children[0].id]

    @pytest.mark.parametrize("amount", ["0", "-1", "9.91", "0.001"])
    async def test_an_amount_that_cannot_be(self, stand: NextStand, shop: WithBoth, amount: str) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=["K-1"]))
        with pytest.raises(NotPossible):
            await shop.record_refund(replace(REFUND, amount=Decimal(amount)))
        assert stand.program.goods.refunds == []

    async def test_too_late_for_the_shop_is_told_in_its_words(
        self, stand: NextStand, shop: WithBoth, clock: FixedClock
    ) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=["K-1"]))
        clock.forward(timedelta(days=31))
        with pytest.raises(NotPossible, match="超过可退款期限"):
            await shop.record_refund(REFUND)

    async def test_an_unpaid_an_unknown_and_a_changed_one(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, status=OrderStatus.UNPAID))
        with pytest.raises(NotPossible):
            await shop.record_refund(REFUND)
        with pytest.raises(NotPossible):
            await shop.record_refund(replace(REFUND, order=numbered(9)))
        stand.sold(Sale(numbered(2), MAIL, PASSWORD, keys=["K-2"]))
        await shop.record_refund(replace(REFUND, order=numbered(2)))
        with pytest.raises(NotPossible, match="another amount"):
            await shop.record_refund(replace(REFUND, order=numbered(2), amount=Decimal(5)))

    async def test_an_account_without_the_role(self, stand: NextStand, shop: WithBoth) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=["K-1"]))
        stand.program.admin.roles = {"operations"}
        with pytest.raises(NotPossible, match="support"):
            await shop.record_refund(REFUND)


class TestLists:
    async def test_orders_of_a_mail_are_a_guest_s_and_a_member_s_newest_first(
        self, stand: NextStand, shop: WithBoth, clock: FixedClock
    ) -> None:
        stand.program.goods.mails |= {7: "buyer@qq.com", 8: "other-buyer@qq.com"}
        for place, user in enumerate((0, 7, 8), 1):
            stand.sold(Sale(numbered(place), MAIL, PASSWORD), user=user)
            clock.forward(timedelta(minutes=1))
        stand.sold(Sale(numbered(4), "abuyer@qq.com", PASSWORD))
        found = await shop.orders_with(" BUYER@qq.com", 10)
        assert [order.number for order in found] == [numbered(2), numbered(1)]
        assert [order.number for order in await shop.orders_with(MAIL, 1)] == [numbered(2)]
        assert await shop.orders_with("13800138000", 10) == []
        assert await shop.orders_with("%@%", 10) == []

    async def test_a_key_leads_to_its_orders_only_if_it_is_just_that_key(
        self, stand: NextStand, shop: WithBoth
    ) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD, keys=["ABCD-0001"]))
        stand.sold(Sale(numbered(2), MAIL, PASSWORD, keys=["abcd-0001", "XABCD-0001"]))
        stand.sold_in_parts(numbered(3), (1, []), mail=MAIL, password=PASSWORD)
        stand.program.goods.add_cards(1, "FREE-0001")
        assert await shop.orders_with_key(" ABCD-0001 ") == [OURS]
        for other in ("ABCD-000", "FREE-0001", "", "%", "' OR 1=1"):
            assert await shop.orders_with_key(other) == []

    async def test_stock_by_words(self, stand: NextStand, shop: WithBoth) -> None:
        stand.offer(2, skus=[21, 22])
        stand.offer(3, fulfillment="manual", manual_stock=-1)
        stand.program.goods.add_cards(2, "A", "B", sku=22)
        assert await shop.stock_lines("商品2", 10) == [
            StockLine(StockId("2", "21"), "商品2 规格21", 0),
            StockLine(StockId("2", "22"), "商品2 规格22", 2),
        ]
        assert [line.left for line in await shop.stock_lines("", 10)] == [0, 0, 2, None]
        assert len(await shop.stock_lines("", 2)) == 2


@pytest.fixture
async def gateway() -> AsyncIterator[TestServer]:
    """An 易支付 gateway where DJP000001 is paid."""

    async def answer(request: web.Request) -> web.Response:
        number = request.query["out_trade_no"]
        return web.json_response({"code": 1, "out_trade_no": number, "status": int(number == "DJP000001")})

    app = web.Application()
    app.router.add_get("/api.php", answer)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


class TestPayments:
    async def test_what_is_paid_has_arrived_and_what_nobody_began_is_unpaid(
        self, stand: NextStand, shop: WithBoth
    ) -> None:
        stand.sold(Sale(OURS, MAIL, PASSWORD))
        stand.sold(Sale(numbered(2), MAIL, PASSWORD, status=OrderStatus.UNPAID))
        assert await shop.payment_of(OURS) is Paid.ARRIVED
        assert await shop.payment_of(numbered(2)) is Paid.UNPAID
        assert await shop.payment_of(numbered(9)) is Paid.UNKNOWN

    async def test_a_payment_that_came_after_the_order_had_expired(self, stand: NextStand, shop: WithBoth) -> None:
        stand.pay(stand.sold(Sale(OURS, MAIL, PASSWORD, status=OrderStatus.EXPIRED)), after=timedelta(minutes=20))
        assert await shop.payment_of(OURS) is Paid.AT_GATEWAY

    async def test_without_a_gateway_a_payment_under_way_is_not_known(self, stand: NextStand, shop: WithBoth) -> None:
        stand.pay(stand.sold(Sale(OURS, MAIL, PASSWORD, status=OrderStatus.UNPAID)), status="pending", paid_at=None)
        assert await shop.payment_of(OURS) is Paid.UNKNOWN

    async def test_with_a_gateway_it_is(self, stand: NextStand, gateway: TestServer) -> None:
        access = {"url": str(gateway.make_url("")), "pid": "1001", "key": "merchant key"}
        shop = stand.open_with(gateway=access)
        assert isinstance(shop, WithBoth)
        for place in (1, 2):
            order = stand.sold(Sale(numbered(place), MAIL, PASSWORD, status=OrderStatus.UNPAID))
            stand.pay(order, status="pending", paid_at=None)
        assert await shop.payment_of(numbered(1)) is Paid.AT_GATEWAY
        assert await shop.payment_of(numbered(2)) is Paid.UNPAID
        await shop.close()
