"""Two shops call one KamiDesk. dujiao-next knows only the host that it is to call, and always calls the same paths; so
their channel keys tell them apart."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession

from bots.webserver import Health, WebServer
from core.errors import WrongSetting
from core.shop import OrderNo
from storage.shops.dujiao_next.callbacks import ORDER_PATHS, RECHARGED
from storage.shops.dujiao_next.signing import signed
from storage.vault import FernetVault
from tests.contracts.shops.nextstand import NextStand, numbered
from tests.contracts.surroundings import Away, FixedClock, Sale

BUYER = "4711"


async def healthy() -> Health:
    return Health(ok=True)


def a_server() -> WebServer:
    return WebServer(healthy, lambda: b"")


@dataclass(slots=True)
class Calling:
    """A shop that has sold an order to a Telegram buyer, and what we were told by it."""

    stand: NextStand
    number: str
    address: str = ""
    poked: list[Sequence[OrderNo]] = field(default_factory=list)

    async def poke(self, numbers: Sequence[OrderNo]) -> None:
        self.poked.append(tuple(numbers))

    async def calls(self, path: str, *, secret: str = "") -> int:
        channel, (order,) = self.stand.program.channel, self.stand.program.goods.orders
        body = json.dumps({"order_id": order.id, "telegram_user_id": BUYER}).encode()
        headers = signed(channel.key, secret or channel.secret, "POST", path, body, self.stand.clock.now())
        headers["Content-Type"] = "application/json"
        async with ClientSession() as client, client.post(self.address + path, data=body, headers=headers) as answer:
            return answer.status


@pytest.fixture
async def shops(vault: FernetVault, clock: FixedClock) -> AsyncIterator[tuple[Calling, Calling]]:
    """Each with its own channel client, at our one web server."""
    async with AsyncExitStack() as stack:
        web = a_server()
        both: list[Calling] = []
        for place in (1, 2):
            stand = await stack.enter_async_context(NextStand(Away(), vault, clock).running())
            channel = stand.program.channel
            channel.key, channel.secret = f"key of shop {place}", f"secret of shop {place}"
            stand.program.goods.telegram[BUYER] = 7
            stand.sold(Sale(numbered(place)), user=7)
            calling = Calling(stand, numbered(place))
            shop = stand.open()
            stack.push_async_callback(shop.close)
            shop.call_back(calling.poke)
            web.mount(shop.routes())
            both.append(calling)
        port = await web.start("127.0.0.1", 0)
        stack.push_async_callback(web.stop)
        for calling in both:
            calling.address = f"http://127.0.0.1:{port}"
        yield both[0], both[1]


@pytest.mark.parametrize("path", ORDER_PATHS)
async def test_each_is_heard_as_itself(shops: tuple[Calling, Calling], path: str) -> None:
    first, second = shops
    assert await second.calls(path) == 200
    assert (first.poked, second.poked) == ([], [(second.number,)])
    assert await first.calls(path) == 200
    assert (first.poked, second.poked) == ([(first.number,)], [(second.number,)])


async def test_a_recharge_of_either_is_answered(shops: tuple[Calling, Calling]) -> None:
    assert [await shop.calls(RECHARGED) for shop in shops] == [200, 200]


async def test_neither_can_speak_for_the_other(shops: tuple[Calling, Calling]) -> None:
    first, second = shops
    assert await first.calls(ORDER_PATHS[0], secret=second.stand.program.channel.secret) == 403
    first.stand.program.channel.key = "key of nobody"
    assert await first.calls(ORDER_PATHS[0]) == 403
    assert (first.poked, second.poked) == ([], [])


async def test_one_channel_client_cannot_be_two_shops(stand: NextStand) -> None:
    web, shop = a_server(), stand.open()
    web.mount(shop.routes())
    with pytest.raises(WrongSetting, match="served already"):
        web.mount(stand.open().routes())
    await shop.close()
