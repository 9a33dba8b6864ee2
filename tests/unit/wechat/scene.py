"""An official account of ours at the fake platform, with one buyer; events go to a sink that remembers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bots.wechat import build_official
from bots.wechat.official.channel import OfficialChannel
from core.channel import Parcel
from core.errors import Forged, StoreUnavailable
from core.messages import (
    AccountId,
    Address,
    Button,
    ChannelName,
    ChatId,
    Media,
    MediaKind,
    MediaRef,
    OutgoingMessage,
    Receipt,
)
from core.ports import Surroundings
from tests.conformance.stage import FilesOfElsewhere, RememberingSink
from tests.unit.wechat.surrounded import CountingMailbox, around
from tests.wechat.platform import Account, Person, WeChat

SEND = "message/custom/send"
ELSEWHERE = Address(ChannelName("telegram"), AccountId("shop"), ChatId("1"))
JPEG = b"\xff\xd8\xff\xe0 a picture"


@dataclass
class Scene:
    """`around`: shared by all channels that are built here, as by processes."""

    wechat: WeChat
    buyer: Person
    around: Surroundings
    mailbox: CountingMailbox
    sink: RememberingSink = field(default_factory=RememberingSink)
    files: FilesOfElsewhere = field(default_factory=FilesOfElsewhere)
    sent: int = 0
    channel: OfficialChannel = field(init=False)

    @property
    def chat(self) -> Address:
        return Address(ChannelName("wechat"), AccountId("main"), ChatId(self.buyer.openid))

    def build(self, **settings: Any) -> OfficialChannel:
        chosen = self.wechat.settings(**{"reply_seconds": 0, **settings})
        channel = build_official(AccountId("main"), {k: v for k, v in chosen.items() if v is not None}, self.around)
        assert isinstance(channel, OfficialChannel)
        return channel

    async def says(self, text: str) -> None:
        await self.wechat.says(self.buyer, text).over()

    def parcel(self, text: str = "", *, key: str = "", behind: int = 0, **others: Any) -> Parcel:
        self.sent += 1
        message = OutgoingMessage(to=self.chat, text=text, **others)
        return Parcel(key or f"1.{self.sent}.0", message, self.files, behind=behind)

    async def deliver(self, text: str = "", **others: Any) -> Receipt:
        return await self.channel.deliver(self.parcel(text, **others))

    def file(self, data: bytes, kind: MediaKind = MediaKind.IMAGE, name: str = "", mime: str = "image/jpeg") -> Media:
        """One whose home is another channel."""
        ref = MediaRef(f"file-{len(self.files.data)}")
        self.files.data[ref] = data
        return Media(kind, ref, ELSEWHERE, name, mime, len(data))

    @property
    def shown(self) -> list[str]:
        return [one.text for one in self.buyer.answers]


def choices(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, f"value:{label}"),) for label in labels)


async def until(true: Callable[[], bool]) -> None:
    """Only a test that fails waits long."""
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen")


@asynccontextmanager
async def served(channel: Callable[[], OfficialChannel]) -> AsyncIterator[str]:
    """The callbacks of whatever channel there is now, as the product's web server answers them."""

    async def take(request: web.Request) -> web.StreamResponse:
        routes = {route.method: route.handler for route in channel().routes()}
        try:
            answer: web.StreamResponse = await routes[request.method](request)
        except Forged:
            return web.Response(status=403)
        except StoreUnavailable:
            return web.Response(status=503)
        return answer

    app = web.Application()
    app.router.add_route("*", "/wechat/main/callback", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def scene(account: Account | None = None, **settings: Any) -> AsyncIterator[Scene]:
    async with WeChat(account, second=0.05) as wechat:
        mailbox = CountingMailbox()
        one = Scene(wechat, wechat.new_person("小明"), around(wechat.clock, mailbox), mailbox)
        one.channel = one.build(**settings)
        async with served(lambda: one.channel) as url:
            wechat.callbacks.url = f"{url}/wechat/main/callback"
            await one.channel.start(one.sink)
            try:
                yield one
            finally:
                await one.channel.stop()
