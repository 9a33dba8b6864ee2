"""The channel against a WeCom of our own: processes that can be started and killed, over one store."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bots.wechat.wecom.channel import CustomerServiceChannel, build_customer_service
from core.channel import Parcel
from core.errors import Forged, StoreUnavailable
from core.messages import AccountId, Address, ChannelName, ChatId, MessageId, MessageRef, OutgoingMessage, Receipt
from core.ports import Surroundings
from tests.conformance.stage import FilesOfElsewhere, RememberingSink
from tests.conformance.surroundings import surroundings
from tests.wechat.wecomplatform import Account, Customer, WeCom

MAIN = AccountId("main")
AGENT = Address(ChannelName("web-staff"), MAIN, ChatId("room"))


@dataclass(slots=True)
class Process:
    """One running channel, its door to the web, and what it has handed in."""

    channel: CustomerServiceChannel
    url: str
    runner: web.AppRunner
    sink: RememberingSink = field(default_factory=RememberingSink)

    async def idle(self) -> None:
        """Until nothing is being read."""
        while reading := [*self.channel._sync._reading.values()]:
            await asyncio.wait(reading)

    async def stop(self) -> None:
        await self.channel.stop()
        await self.runner.cleanup()


@dataclass(slots=True)
class Shop:
    """`around`: one store for all processes."""

    wecom: WeCom
    account: Account
    buyer: Customer
    around: Surroundings
    files: FilesOfElsewhere = field(default_factory=FilesOfElsewhere)
    running: list[Process] = field(default_factory=list)
    sent: int = 0

    @property
    def chat(self) -> Address:
        return Address(ChannelName("wecom"), MAIN, ChatId(f"{self.account.open_kfid}:{self.buyer.id}"))

    @property
    def process(self) -> Process:
        return self.running[-1]

    async def starts(self, *, callback: bool = True, **settings: Any) -> Process:
        """One more process; with `callback` the platform calls it."""
        channel = build_customer_service(MAIN, {**self.wecom.settings(), **settings}, self.around)
        assert isinstance(channel, CustomerServiceChannel)
        app = web.Application(middlewares=[_as_the_product_answers])
        for route in channel.routes():
            app.router.add_route(route.method, route.path, route.handler)
        runner, door = web.AppRunner(app, access_log=None, shutdown_timeout=0.1), socket.socket()
        door.bind(("127.0.0.1", 0))
        await runner.setup()
        await web.SockSite(runner, door).start()
        process = Process(channel, f"http://127.0.0.1:{door.getsockname()[1]}/wecom/main/callback", runner)
        self.running.append(process)
        await channel.start(process.sink)
        if callback:
            await self.wecom.posts_to(process.url)
        return process

    async def dies(self) -> None:
        """The last process, and with it what it knew."""
        await self.running.pop().stop()

    async def says(self, text: str = "在吗") -> None:
        """And it is stored."""
        await self.wecom.reached(self.wecom.says(self.buyer, text))
        for process in self.running:
            await process.idle()

    def parcel(self, message: OutgoingMessage, key: str = "") -> Parcel:
        self.sent += 1
        return Parcel(key or f"7.{self.sent}.0", message, self.files)

    async def tells(self, text: str, key: str = "", **fields: Any) -> Receipt:
        """The bot."""
        return await self.process.channel.deliver(self.parcel(OutgoingMessage(to=self.chat, text=text, **fields), key))

    async def agent_tells(self, text: str, key: str = "", **fields: Any) -> Receipt:
        said = MessageRef(AGENT, MessageId(fields.pop("said", "r1")))
        return await self.tells(text, key, author="小林", mirrors=said, **fields)

    @property
    def shown(self) -> list[str]:
        return [line.text for line in self.wecom.answers(self.buyer)]


@web.middleware
async def _as_the_product_answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Forged:
        return web.Response(status=403)
    except StoreUnavailable:
        return web.Response(status=503)


@asynccontextmanager
async def open_shop() -> AsyncIterator[Shop]:
    """Nothing runs yet."""
    async with WeCom(second=0.2) as wecom:
        shop = Shop(wecom, wecom.new_account(), wecom.new_customer("小明"), surroundings("https://shop.example"))
        try:
            yield shop
        finally:
            for process in shop.running:
                await process.stop()
