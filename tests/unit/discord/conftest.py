"""The shop bot as the product builds it, on a Discord of our own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bots.discord import build_shop
from bots.discord.channel import ShopChannel
from core.channel import Parcel
from core.messages import AccountId, Address, ChannelName, ChatId, MessageReceived, OutgoingMessage, Receipt
from core.ports import Surroundings
from tests.conformance.stage import FilesOfElsewhere, RememberingSink
from tests.conformance.surroundings import surroundings
from tests.discord.gateway import Channel, Discord
from tests.discord.scene import Scene, scene_on


@dataclass(slots=True)
class Shop:
    """One running shop bot, and all around it. `around` outlives a restart."""

    scene: Scene
    settings: dict[str, Any]
    around: Surroundings = field(default_factory=lambda: surroundings("https://shop.example"))
    sink: RememberingSink = field(default_factory=RememberingSink)
    files: FilesOfElsewhere = field(default_factory=FilesOfElsewhere)
    channel: ShopChannel | None = None
    sent: int = 0

    @property
    def api(self) -> Discord:
        return self.scene.api

    @asynccontextmanager
    async def open(self, **settings: Any) -> AsyncIterator[ShopChannel]:
        channel = self.build(**settings)
        await channel.start(self.sink)
        try:
            await self.api.connected(self.scene.shop)
            yield channel
        finally:
            await channel.stop()

    def build(self, **settings: Any) -> ShopChannel:
        built = build_shop(AccountId("main"), self.settings | settings, self.around)
        assert isinstance(built, ShopChannel)
        self.channel = built
        return built

    def at(self, channel: Channel) -> Address:
        return Address(ChannelName("discord"), AccountId("main"), ChatId(str(channel.id)))

    async def say(self, text: str, key: str = "", **others: Any) -> Receipt:
        """In the buyer's direct messages, unless `to` is another place."""
        self.sent += 1
        where: Address = others.pop("to", self.at(self.scene.chat))
        message = OutgoingMessage(to=where, text=text, **others)
        assert self.channel is not None
        return await self.channel.deliver(Parcel(key or f"1.{self.sent}.0", message, self.files))

    async def hears(self, text: str) -> MessageReceived:
        """The next message that the product is given."""
        event = await self.sink.next(MessageReceived)
        assert event.body.text == text
        return event


async def eventually(so: Callable[[], bool]) -> None:
    """Raises: TimeoutError."""
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.02)


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with Discord() as api:
        scene = scene_on(api)
        where = {"api_url": api.api_url, "gateway_url": api.gateway_url, "stickers_url": api.stickers_url}
        yield Shop(scene, where | {"token": scene.shop.token, "guild": scene.guild.id})
