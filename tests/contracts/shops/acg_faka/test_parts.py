"""What is offered only where it has been set up, and what it does there."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from urllib.parse import urlencode

import aiohttp
import pytest
import structlog

from bots.webserver import Health, WebServer
from core.channel import ServesHttp
from core.errors import NotPossible
from core.shop import OrderNo, OrderStatus
from core.shopparts import (
    CallsBack,
    Closes,
    FindsKeys,
    KnowsBuyers,
    KnowsPayments,
    ListsOrders,
    ListsStock,
    RecordsRefunds,
    Refund,
    RefundWay,
    ReplacesKeys,
    TellsChanges,
)
from storage.shops.acg_faka.shop import AcgFakaShop
from storage.shops.acg_faka.signing import signature
from tests.contracts.shops.acg_faka.conftest import Goods
from tests.contracts.shops.acgprogram import AcgProgram, Bought
from tests.contracts.shops.acgstand import SHOP, AcgStand, installed
from tests.mariadb import Server

KEY = "the-key-of-the-plugin"
PATH = f"/shops/acg-faka/{SHOP}/notice"
NUMBER = "302261122095245598"


def test_nothing_is_pretended(stand: AcgStand) -> None:
    shop = stand.open()
    always: list[type] = [ListsOrders, FindsKeys, ReplacesKeys, TellsChanges, ListsStock, Closes]
    seldom: list[type] = [RecordsRefunds, KnowsPayments, CallsBack, ServesHttp, KnowsBuyers]
    assert [part for part in (*always, *seldom) if isinstance(shop, part)] == always


def test_what_is_set_up_is_offered(stand: AcgStand) -> None:
    gateway = {"url": "https://pay.example.com", "pid": "1001", "key": "merchant key"}
    shop = stand.open(refund_plugin=True, notify_key=KEY, gateway=gateway)
    offered: list[type] = [RecordsRefunds, KnowsPayments, CallsBack, ServesHttp, ReplacesKeys, TellsChanges]
    assert [part for part in offered if isinstance(shop, part)] == offered
    assert KEY not in f"{shop.settings!r}"


class TestRefunds:
    @pytest.fixture
    async def refunding(self, mariadb: Server, shop_database: str) -> AsyncIterator[AcgStand]:
        stand = installed(mariadb, shop_database, refunds=True)
        yield stand
        await stand.port.close()

    def refund(self, number: str, amount: str = "9.90", way: RefundWay = RefundWay.RECORDED) -> Refund:
        return Refund("f1", OrderNo(number), Decimal(amount), "不能用", way)

    async def test_the_whole_amount_is_noted_once(self, refunding: AcgStand) -> None:
        shop = refunding.port
        assert isinstance(shop, RecordsRefunds)
        number = refunding.program.sell(Bought(product=int(refunding.product.product)))
        for _ in range(2):
            await shop.record_refund(self.refund(number))
        order = await refunding.port.find_order(OrderNo(number))
        assert order is not None
        assert (order.status, order.refunded) == (OrderStatus.REFUNDED, Decimal("9.90"))

    async def test_a_part_or_the_wallet_cannot_be_noted(self, refunding: AcgStand) -> None:
        shop = refunding.port
        assert isinstance(shop, RecordsRefunds)
        number = refunding.program.sell(Bought(product=int(refunding.product.product)))
        unpaid = refunding.program.order(Bought(product=int(refunding.product.product)))
        for refund in (
            self.refund(number, "5.00"),
            self.refund(number, way=RefundWay.WALLET),
            self.refund(unpaid),
            self.refund("9" * 18),
        ):
            with pytest.raises(NotPossible):
                await shop.record_refund(refund)
        assert refunding.program.rows("SELECT SUM(refund_status) AS noted FROM $order") == [{"noted": 0}]

    async def test_without_the_plugin_the_reason_is_told(
        self, stand: AcgStand, program: AcgProgram, goods: Goods
    ) -> None:
        shop = stand.open(refund_plugin=True)
        assert isinstance(shop, RecordsRefunds)
        with pytest.raises(NotPossible, match="not installed"):
            await shop.record_refund(self.refund(program.sell(Bought(product=goods.keys))))
        await shop.close()


class Poked:
    """core.shopparts.Poke that remembers."""

    def __init__(self) -> None:
        self.numbers: list[OrderNo] = []

    async def __call__(self, numbers: Sequence[OrderNo]) -> None:
        self.numbers += numbers


async def healthy() -> Health:
    return Health(ok=True)


@asynccontextmanager
async def posting(shop: AcgFakaShop, poke: Poked | None) -> AsyncIterator[str]:
    assert isinstance(shop, CallsBack)
    assert isinstance(shop, ServesHttp)
    if poke is not None:
        shop.call_back(poke)
    server = WebServer(healthy, lambda: b"")
    server.mount(shop.routes())
    port = await server.start("127.0.0.1", 0)
    yield f"http://127.0.0.1:{port}{PATH}"
    await server.stop()


async def post(url: str, body: str | bytes) -> tuple[int, str]:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=form) as response:
        return response.status, await response.text()


def notice(number: object = NUMBER, key: str = KEY, **more: str) -> str:
    """As the plugin posts it: with the order's keys, and what the owner adds."""
    order = {"id": 7, "trade_no": number, "secret": "STEAM-SECRET-KEY", "contact": "Buyer@QQ.com", "status": 1}
    data = json.dumps({"commodity": {"id": 1, "name": "点卡"}, "order": order, "pay": {"id": 2}}, ensure_ascii=False)
    fields = {"data": data, "shop": "我的店", "empty": "", **more}
    return urlencode({**fields, "sign": signature(fields.items(), key)})


class TestNotices:
    async def test_a_signed_one_makes_us_read_the_order_and_a_repeat_does_no_harm(self, stand: AcgStand) -> None:
        poke = Poked()
        async with posting(stand.open(notify_key=KEY), poke) as url:
            for _ in range(2):
                assert await post(url, notice()) == (200, "success")
        assert poke.numbers == [NUMBER, NUMBER]

    async def test_one_that_is_not_signed_with_our_key_is_refused(self, stand: AcgStand) -> None:
        poke = Poked()
        good = notice()
        forged = [
            notice(key="another key"),
            good.replace(NUMBER, "117261122095301204"),
            good.partition("&sign=")[0],
            f"{good}&sign=x",
            f"{good}&data=x",
            good + "0",
            "sign=",
            "",
        ]
        async with posting(stand.open(notify_key=KEY), poke) as url:
            assert [(await post(url, body))[0] for body in forged] == [403] * len(forged)
        assert poke.numbers == []

    @pytest.mark.parametrize(
        "number", ["", "1", "' OR 1=1 -- ", "30226112209524559８", 302261122095245598, None, ["x"]]
    )
    async def test_one_without_an_order_number_is_unreadable(self, stand: AcgStand, number: object) -> None:
        poke = Poked()
        async with posting(stand.open(notify_key=KEY), poke) as url:
            assert (await post(url, notice(number)))[0] == 400
        assert poke.numbers == []

    async def test_garbage_is_refused_without_a_trace_of_it(self, stand: AcgStand) -> None:
        many = urlencode([(f"f{number}", "x") for number in range(100)])
        async with posting(stand.open(notify_key=KEY), Poked()) as url:
            with structlog.testing.capture_logs() as logs:
                for body in (b"\xff\xfe=\xff", many, notice(data="STEAM-SECRET-KEY"), "x" * 600_000):
                    status, text = await post(url, body)
                    assert status in {400, 403}
                    assert "SECRET" not in text
        assert "SECRET" not in str(logs)

    async def test_before_anybody_listens_it_may_come_again(self, stand: AcgStand) -> None:
        async with posting(stand.open(notify_key=KEY), None) as url:
            assert (await post(url, notice()))[0] == 503
