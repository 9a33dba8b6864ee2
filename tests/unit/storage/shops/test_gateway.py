"""What the payment gateway knows of an order, and what it may answer instead."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from core.channel import Severity
from core.errors import ShopUnavailable, WrongSetting
from core.shop import Order, OrderNo, OrderStatus, ShopId
from core.shopparts import KnowsPayments, KnowsTrades, Paid
from storage.shops.breaker import Breaker
from storage.shops.decoding import ShopSettings, decode
from storage.shops.gateway import AsksGateway, Gateway, GatewayAccess, PaymentProbe
from tests.unit.storage.shops.epay import KEY, PID, Epay

NUMBER = OrderNo("AB12CD34EF56GH78")


@pytest.fixture
def gateway() -> Epay:
    return Epay({NUMBER: 1, "2026112200001": 0})


@pytest.fixture
async def server(gateway: Epay) -> AsyncIterator[TestServer]:
    running = TestServer(gateway.app())
    async with running:
        yield running


def access(server: TestServer, **other: str) -> GatewayAccess:
    settings = {"url": str(server.make_url("/pay/")), "pid": PID, "key": KEY} | other
    return GatewayAccess.model_validate(settings)


@pytest.fixture
async def probe(server: TestServer) -> AsyncIterator[PaymentProbe]:
    probe = PaymentProbe(access(server), within=0.5)
    yield probe
    await probe.close()


class TestAPayment:
    async def test_paid_there(self, probe: PaymentProbe) -> None:
        assert await probe.paid(NUMBER) is Paid.AT_GATEWAY

    async def test_not_paid_there(self, probe: PaymentProbe) -> None:
        assert await probe.paid("2026112200001") is Paid.UNPAID

    @pytest.mark.parametrize("number", ["ZZ12CD34EF56GH78", NUMBER.lower()])
    async def test_a_number_that_it_does_not_know(self, probe: PaymentProbe, number: str) -> None:
        assert await probe.paid(number) is Paid.UNKNOWN

    @pytest.mark.parametrize("number", ["", "订单", "a b", "a\0b", "1" * 65, "\ud800"])
    async def test_what_no_order_has_is_not_even_asked(self, probe: PaymentProbe, gateway: Epay, number: str) -> None:
        assert await probe.paid(number) is Paid.UNKNOWN
        assert gateway.asked == []

    @pytest.mark.parametrize("number", ["a&key=other&status=1", "a#b", "%00", "' OR 1=1--"])
    async def test_odd_numbers_stay_numbers(self, probe: PaymentProbe, gateway: Epay, number: str) -> None:
        gateway.payments[number.replace(" ", "")] = 1
        assert await probe.paid(number.replace(" ", "")) is Paid.AT_GATEWAY

    @pytest.mark.parametrize(("status", "known"), [("1", Paid.AT_GATEWAY), ("0", Paid.UNPAID), (1.0, Paid.AT_GATEWAY)])
    async def test_numbers_may_be_text(self, probe: PaymentProbe, gateway: Epay, status: Any, known: Paid) -> None:
        gateway.payments[NUMBER] = status
        gateway.changes = {"code": "1"}
        assert await probe.paid(NUMBER) is known

    @pytest.mark.parametrize("status", [2, 3, -1, None])
    async def test_refunded_or_frozen_is_not_known(self, probe: PaymentProbe, gateway: Epay, status: Any) -> None:
        gateway.payments[NUMBER] = status
        assert await probe.paid(NUMBER) is Paid.UNKNOWN

    @pytest.mark.parametrize("other", [{"pid": "1002"}, {"key": "wrong"}])
    async def test_a_wrong_key_tells_nothing(self, server: TestServer, other: dict[str, str]) -> None:
        probe = PaymentProbe(access(server, **other))
        assert await probe.paid(NUMBER) is Paid.UNKNOWN
        await probe.close()


class TestAnotherAnswer:
    @pytest.mark.parametrize(
        "changes",
        [
            {"out_trade_no": "ZZ12CD34EF56GH78"},
            {"out_trade_no": NUMBER.lower()},
            {"out_trade_no": None},
            {"out_trade_no": 7},
            {"out_trade_no": []},
            {"code": "yes"},
            {"status": "paid"},
            {"status": {}},
        ],
    )
    async def test_it_is_not_believed(self, probe: PaymentProbe, gateway: Epay, changes: dict[str, Any]) -> None:
        gateway.changes = changes
        await self.fails(probe)

    @pytest.mark.parametrize(
        ("status", "body"),
        [(200, ""), (200, "<html>"), (200, "[]"), (200, "1"), (403, ""), (404, "<html>"), (500, "{}"), (302, "{}")],
    )
    async def test_garbage(self, probe: PaymentProbe, gateway: Epay, status: int, body: str) -> None:
        gateway.instead = web.Response(status=status, text=body)
        await self.fails(probe)

    async def test_slow(self, probe: PaymentProbe, gateway: Epay) -> None:
        gateway.slow = True
        await self.fails(probe)

    async def fails(self, probe: PaymentProbe) -> None:
        """With nothing of what is secret in the error, in what caused it, or in the log."""
        with capture_logs() as logs, pytest.raises(ShopUnavailable) as raised:
            await probe.paid(NUMBER)
        seen: BaseException | None = raised.value
        told = str(logs)
        while seen:
            told += f"{seen!r} {seen}"
            seen = seen.__cause__ or seen.__context__
        assert KEY not in told
        assert NUMBER not in told


class TestTheDoctor:
    async def test_all_is_well(self, probe: PaymentProbe) -> None:
        assert [finding.severity for finding in await probe.examine()] == [Severity.OK]

    async def test_a_wrong_key(self, server: TestServer) -> None:
        probe = PaymentProbe(access(server, key="wr0ng"))
        finding = (await probe.examine())[0]
        assert finding.severity is Severity.WARNING
        assert "pid and key" in finding.remedy
        assert "wr0ng" not in str(finding)
        await probe.close()

    async def test_nobody_there(self) -> None:
        probe = PaymentProbe(GatewayAccess.model_validate({"url": "http://127.0.0.1:9", "pid": "1", "key": KEY}))
        finding = (await probe.examine())[0]
        assert finding.severity is Severity.WARNING
        assert KEY not in str(finding)
        await probe.close()


def an_order(status: OrderStatus, paid_at: datetime | None = None) -> Order:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    return Order(
        shop=ShopId("main"),
        number=NUMBER,
        status=status,
        items=(),
        amount=Decimal("9.90"),
        currency="CNY",
        created_at=now,
        paid_at=paid_at,
    )


@dataclass(frozen=True, slots=True)
class Connector:
    """As a connector has it: the field, and the part mixed in only where the field is filled."""

    order: Order | None
    gateway: PaymentProbe | None = None

    async def find_order(self, number: OrderNo) -> Order | None:
        return self.order


class ConnectorWithGateway(AsksGateway, Connector):
    __slots__ = ()


class TestAConnector:
    async def test_without_a_gateway_it_offers_no_such_part(self, probe: PaymentProbe) -> None:
        assert not isinstance(Connector(None), KnowsPayments)
        assert isinstance(ConnectorWithGateway(None, probe), KnowsPayments)

    @pytest.mark.parametrize("status", [OrderStatus.UNPAID, OrderStatus.EXPIRED])
    async def test_what_the_shop_has_not_got_is_asked_for(self, probe: PaymentProbe, status: OrderStatus) -> None:
        shop = ConnectorWithGateway(an_order(status), probe)
        assert await shop.payment_of(NUMBER) is Paid.AT_GATEWAY

    @pytest.mark.parametrize("status", sorted(set(OrderStatus) - {OrderStatus.UNPAID, OrderStatus.EXPIRED}))
    async def test_what_has_arrived_is_not(self, probe: PaymentProbe, gateway: Epay, status: OrderStatus) -> None:
        assert await ConnectorWithGateway(an_order(status), probe).payment_of(NUMBER) is Paid.ARRIVED
        assert gateway.asked == []

    async def test_paid_and_expired_has_arrived(self, probe: PaymentProbe) -> None:
        order = an_order(OrderStatus.EXPIRED, datetime(2026, 11, 22, 12, tzinfo=UTC))
        assert await ConnectorWithGateway(order, probe).payment_of(NUMBER) is Paid.ARRIVED

    async def test_of_no_order_nothing_is_known(self, probe: PaymentProbe) -> None:
        assert await ConnectorWithGateway(None, probe).payment_of(NUMBER) is Paid.UNKNOWN
        assert await ConnectorWithGateway(an_order(OrderStatus.UNPAID)).payment_of(NUMBER) is Paid.UNKNOWN

    async def test_people_find_it_there_by_its_trade_number(self, probe: PaymentProbe, gateway: Epay) -> None:
        shop = ConnectorWithGateway(an_order(OrderStatus.UNPAID), probe)
        assert isinstance(shop, KnowsTrades)
        assert await shop.trade_of(NUMBER) == "2026112212000012345"
        gateway.payments = {}
        assert await shop.trade_of(NUMBER) == ""

    @pytest.mark.parametrize("number", [None, "", "7\n8", "1" * 65, "<b>7</b>"])
    async def test_a_trade_number_that_is_none_is_not_shown(
        self, probe: PaymentProbe, gateway: Epay, number: str | None
    ) -> None:
        gateway.changes = {"trade_no": number}
        assert await ConnectorWithGateway(an_order(OrderStatus.UNPAID), probe).trade_of(NUMBER) == ""

    async def test_a_platform_may_have_other_numbers_at_the_gateway(self, probe: PaymentProbe, gateway: Epay) -> None:
        class Other(ConnectorWithGateway):
            __slots__ = ()

            def gateway_number(self, order: Order) -> str:
                return f"DJP{order.trade_no}"

        gateway.payments = {"DJP7": 1}
        unpaid = replace(an_order(OrderStatus.UNPAID), trade_no="7")
        assert await Other(unpaid, probe).payment_of(NUMBER) is Paid.AT_GATEWAY


class WithSection(ShopSettings):
    gateway: Gateway = None


class TestTheSection:
    @pytest.mark.parametrize(
        ("wrong", "where"),
        [
            ({"url": "pay.example"}, "gateway.url"),
            ({"url": "ftp://pay.example"}, "gateway.url"),
            ({"url": "http://pay.example"}, "gateway.url"),
            ({"url": "https://user:hunter2@pay.example"}, "gateway.url"),
            ({"url": "https://pay.example/?key=1"}, "gateway.url"),
            ({"url": "https://pay.example:port"}, "gateway.url"),
            ({"pid": "10 01"}, "gateway.pid"),
            ({"key": ""}, "gateway.key"),
            ({"token": "x"}, "gateway.token"),
        ],
    )
    def test_what_is_wrong_is_named_and_not_shown(self, wrong: dict[str, str], where: str) -> None:
        section = {"url": "https://pay.example", "pid": PID, "key": KEY} | wrong
        with pytest.raises(WrongSetting) as raised:
            decode(WithSection, "dujiaoka", ShopId("main"), {"gateway": section})
        assert raised.value.name == f"shops.dujiaoka.main.{where}"
        assert "gateway" in raised.value.remedy
        assert KEY not in str(raised.value)
        assert "hunter2" not in str(raised.value)

    @pytest.mark.parametrize(
        "url", ["https://pay.example/", "http://127.0.0.1:8080", "http://10.0.0.7/pay", "http://epay", "http://[::1]:1"]
    )
    def test_in_one_s_own_network_plain_http_will_do(self, url: str) -> None:
        known = GatewayAccess.model_validate({"url": url, "pid": PID, "key": KEY})
        assert known.url == url.rstrip("/")
        assert KEY not in repr(known)

    def test_the_breaker_may_be_shared(self) -> None:
        known = GatewayAccess.model_validate({"url": "https://pay.example", "pid": PID, "key": KEY})
        assert KEY not in repr(vars(PaymentProbe(known, Breaker())))
