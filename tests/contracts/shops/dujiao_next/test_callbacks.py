"""The shop's worker calls: who it is is checked, a repeat does no harm, and nothing it says is believed."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.channel import ServesHttp
from core.errors import Forged, Unreadable
from core.shop import OrderNo
from core.shopparts import CallsBack
from storage.shops.dujiao_next.parts import WithBoth, WithChannel
from storage.shops.dujiao_next.signing import SIGNATURE, TIMESTAMP, signed
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.surroundings import Sale

PAID, FULFILLED = "/internal/order-paid", "/internal/order-fulfilled"


@dataclass(slots=True)
class Desk:
    """Our web server with the shop's routes, and what was told of it."""

    stand: NextStand
    client: "TestClient[web.Request, web.Application]"
    poked: list[Sequence[OrderNo]] = field(default_factory=list)

    async def poke(self, numbers: Sequence[OrderNo]) -> None:
        self.poked.append(tuple(numbers))

    def headers(self, path: str, body: bytes, *, secret: str = "channel secret", late: float = 0) -> dict[str, str]:
        moment = self.stand.clock.now() - timedelta(seconds=late)
        return signed(self.stand.program.channel.key, secret, "POST", path, body, moment)

    async def call(self, path: str, said: Any, **how: Any) -> int:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return await self.send(path, body, self.headers(path, body, **how))

    async def send(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        answer = await self.client.post(path, data=body, headers={"Content-Type": "application/json", **headers})
        return answer.status


@pytest.fixture(params=["admin", "channel"])
async def desk(request: pytest.FixtureRequest, stand: NextStand) -> AsyncIterator[Desk]:
    shop = stand.open() if request.param == "admin" else stand.open_with(admin=None)
    assert isinstance(shop, WithChannel)
    assert isinstance(shop, CallsBack)
    assert isinstance(shop, ServesHttp)
    app = web.Application(middlewares=[_plainly])
    for route in shop.routes():
        app.router.add_route(route.method, route.path, route.handler)
    async with TestClient(TestServer(app)) as client:
        desk = Desk(stand, client)
        shop.call_back(desk.poke)
        yield desk
    await shop.close()


@web.middleware
async def _plainly(request: web.Request, handler: Any) -> web.StreamResponse:
    """As the product's web server answers."""
    try:
        answer: web.StreamResponse = await handler(request)
    except Forged:
        return web.Response(status=403)
    except Unreadable:
        return web.Response(status=400)
    return answer


@pytest.fixture
def order(stand: NextStand) -> int:
    """The row of a Telegram buyer's order."""
    stand.program.goods.telegram["4711"] = 7
    return stand.sold(Sale(numbered(1)), user=7).id


@pytest.mark.parametrize("path", [PAID, FULFILLED])
async def test_the_order_is_named_by_its_number(desk: Desk, order: int, path: str) -> None:
    assert await desk.call(path, {"order_id": order, "telegram_user_id": "4711"}) == 200
    assert desk.poked == [(numbered(1),)]


async def test_the_same_call_again_does_nothing_more(desk: Desk, order: int) -> None:
    body = json.dumps({"order_id": order, "telegram_user_id": "4711"}).encode()
    headers = desk.headers(PAID, body)
    assert [await desk.send(PAID, body, headers) for _ in range(3)] == [200, 200, 200]
    headers[SIGNATURE] = headers[SIGNATURE].upper()
    assert await desk.send(PAID, body, headers) == 200
    assert len(desk.poked) == 1


@pytest.mark.parametrize("late", [-61, 61, 86400])
async def test_a_call_of_another_time_is_refused(desk: Desk, order: int, late: float) -> None:
    assert await desk.call(PAID, {"order_id": order, "telegram_user_id": "4711"}, late=late) == 403
    assert desk.poked == []


@pytest.mark.parametrize("late", [-59, 59])
async def test_clocks_may_differ_a_little(desk: Desk, order: int, late: float) -> None:
    assert await desk.call(PAID, {"order_id": order, "telegram_user_id": "4711"}, late=late) == 200


async def test_a_stranger_is_refused(desk: Desk, order: int) -> None:
    body = json.dumps({"order_id": order, "telegram_user_id": "4711"}).encode()
    good = desk.headers(PAID, body)
    strange = [
        desk.headers(PAID, body, secret="another"),
        desk.headers(FULFILLED, body),
        desk.headers(PAID, body + b" "),
        {**good, TIMESTAMP: str(int(good[TIMESTAMP]) + 1)},
        {**good, TIMESTAMP: "now"},
        {**good, TIMESTAMP: "9" * 400},
        {**good, SIGNATURE: ""},
        {**good, SIGNATURE: "\u00e9"},
        {**good, SIGNATURE: "\udce9"},
        {**good, "Dujiao-Next-Channel-Key": "\udce9"},
        {**good, "Dujiao-Next-Channel-Key": "another"},
        {},
    ]
    assert [await desk.send(PAID, body, headers) for headers in strange] == [403] * len(strange)
    assert desk.poked == []


@pytest.mark.parametrize("said", [b"", b"[]", b"{", {}, {"order_id": 0}, {"order_id": -1}, {"order_id": "x' OR 1"}])
async def test_what_names_no_order_is_unreadable(desk: Desk, said: Any) -> None:
    assert await desk.call(PAID, said) == 400
    assert desk.poked == []


async def test_an_order_that_is_not_there_pokes_nobody_in_particular(desk: Desk) -> None:
    assert await desk.call(PAID, {"order_id": 99, "telegram_user_id": "unknown"}) == 200
    assert desk.poked == [()]


async def test_a_shop_that_is_away_just_then_loses_nothing(desk: Desk, order: int) -> None:
    async def away(_: web.Request) -> web.StreamResponse:
        return web.Response(status=502)

    desk.stand.program.meddle = away
    assert await desk.call(PAID, {"order_id": order, "telegram_user_id": "4711"}) == 200
    assert desk.poked == [()]


async def test_a_recharge_is_answered_and_of_no_interest(desk: Desk) -> None:
    said = {"recharge_no": "WR1", "telegram_user_id": "4711", "amount": "1", "currency": "CNY"}
    assert await desk.call("/internal/wallet-recharge-succeeded", said) == 200
    assert desk.poked == []


async def test_before_anybody_listens_a_call_is_answered(stand: NextStand, shop: WithBoth, order: int) -> None:
    app = web.Application()
    for route in shop.routes():
        app.router.add_route(route.method, route.path, route.handler)
    async with TestClient(TestServer(app)) as client:
        desk = Desk(stand, client)
        assert await desk.call(PAID, {"order_id": order, "telegram_user_id": "4711"}) == 200
