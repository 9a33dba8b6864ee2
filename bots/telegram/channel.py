"""The channel `telegram`: the shop bot. Takes updates in, sends parcels out; what can be pure is elsewhere."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bots.telegram.capabilities import shop_capabilities
from bots.telegram.content import Us
from bots.telegram.door import Door
from bots.telegram.examining import examine_bot
from bots.telegram.inbound import ALLOWED, BUSINESS, to_events
from bots.telegram.intake import Understood
from bots.telegram.menu import publish_menu
from bots.telegram.settings import ShopSettings
from core.background import Library
from core.channel import Finding, HttpRoute, Parcel, Sink
from core.errors import ChannelError
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MessageRef, Receipt
from core.ports import Surroundings

if TYPE_CHECKING:
    from bots.telegram.sending import Sender


class ShopChannel:
    """One account. Implements Channel, EditsMessages, DeletesMessages, Reacts, ShowsTyping, ServesHttp, Examines."""

    def __init__(self, channel: ChannelName, account: AccountId, settings: ShopSettings, around: Surroundings) -> None:
        self.capabilities = shop_capabilities(settings)
        self._settings = settings
        self._around = around
        self._us = Us(channel, account, settings.bot_id, "", settings.download_bytes)
        allowed = ALLOWED + (BUSINESS if settings.business else ())
        self._door = Door(Address(channel, account, ChatId("")), settings, around, allowed, self._understand)
        self._sender: Library[Sender] = Library("aiogram", "bots.telegram.sending", self._build)

    async def start(self, sink: Sink) -> None:
        self._door.open(sink)
        self._sender.begin(self._door.background)
        self._door.background.run(publish_menu(self._door.background.subject, self._door.wire, self._around))

    async def stop(self) -> None:
        await self._door.close()
        await self._sender.close()

    def routes(self) -> Sequence[HttpRoute]:
        return self._door.routes()

    async def deliver(self, parcel: Parcel) -> Receipt:
        return await (await self._sender.get()).send(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        return await (await self._sender.get()).edit(parcel)

    async def delete(self, ref: MessageRef) -> None:
        await (await self._sender.get()).delete(ref)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await (await self._sender.get()).react(ref, emoji)

    async def typing(self, where: Address, name: str) -> None:  # noqa: ARG002 - Telegram shows the bot's own name
        if self._sender.ready:
            with suppress(ChannelError):
                await (await self._sender.get()).typing(where)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._door.fetch(media)

    async def examine(self) -> Sequence[Finding]:
        return await self._door.examine(examine_bot)

    async def _understand(self, payload: bytes) -> Understood:
        if self._us.username != self._door.username:
            self._us = replace(self._us, username=self._door.username)
        events, press = to_events(payload, self._us, self._around.clock.now(), groups=self._settings.groups)
        return Understood(events, press)

    def _build(self, module: Any) -> "Sender":
        sender: Sender = module.Sender(self._settings, self.capabilities, self._around.words)
        return sender
