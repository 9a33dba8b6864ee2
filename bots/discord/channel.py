"""The channel `discord`: the shop bot. Takes in what the gateway tells, sends parcels out; what can be pure is
elsewhere."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from bots.discord.capabilities import bot_capabilities
from bots.discord.examining import examine_shop
from bots.discord.hearing import ShopHearing
from bots.discord.sending import Sender
from bots.discord.settings import ShopSettings
from core.channel import Finding, Parcel, Sink
from core.errors import ChannelError
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MessageRef, Receipt
from core.ports import Surroundings


class ShopChannel:
    """One account. Implements Channel, EditsMessages, DeletesMessages, Reacts, ShowsTyping, MarksDelivery, Examines."""

    def __init__(self, channel: ChannelName, account: AccountId, settings: ShopSettings, around: Surroundings) -> None:
        self.capabilities = bot_capabilities()
        self._settings = settings
        self._hearing = ShopHearing(Address(channel, account, ChatId("")), settings, around)
        self._connection = self._hearing.connection
        self._sender = Sender(self._connection, self.capabilities, self._hearing.removed.append)

    async def start(self, sink: Sink) -> None:
        self._hearing.open(sink)

    async def stop(self) -> None:
        await self._hearing.close()

    async def deliver(self, parcel: Parcel) -> Receipt:
        return await self._sender.send(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        return await self._sender.edit(parcel)

    async def delete(self, ref: MessageRef) -> None:
        await self._sender.delete(ref)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await self._sender.react(ref, emoji)

    async def mark_delivered(self, ref: MessageRef) -> None:
        if self._connection.me is not None:
            with suppress(ChannelError):
                await self._sender.mark(ref)

    async def typing(self, where: Address, name: str) -> None:  # noqa: ARG002 - Discord shows the bot's own name
        if self._connection.me is not None:
            with suppress(ChannelError):
                await self._sender.typing(where)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._hearing.files.fetch(media)

    async def examine(self) -> Sequence[Finding]:
        trouble = self._connection.trouble if self._hearing.running else None
        return await examine_shop(self._settings, self._connection.background.subject, trouble)
