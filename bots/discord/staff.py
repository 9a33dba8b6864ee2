"""The channel `discord-staff`: the bot in the agents' forum. Every ticket is a post."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, Final

from bots.discord.sending import Sender
from bots.discord.settings import decode, require
from bots.discord.staffcapabilities import staff_capabilities
from bots.discord.staffdelivery import StaffDelivery
from bots.discord.staffexamining import examine_staff
from bots.discord.staffhearing import StaffHearing
from bots.discord.staffsettings import StaffSettings
from bots.discord.stafftexts import wanted_tags
from core.channel import Channel, Finding, Parcel, Sink
from core.errors import ChannelError, TargetGone
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MessageRef, Receipt, ThreadId, ThreadLook
from core.ports import Surroundings

STAFF: Final = ChannelName("discord-staff")


class StaffChannel:
    """One account. Implements Channel, HostsRoom, OpensThreads, EditsMessages, DeletesMessages, Reacts, ShowsTyping,
    MarksDelivery, Examines."""

    def __init__(self, account: AccountId, settings: StaffSettings, around: Surroundings) -> None:
        self.capabilities = staff_capabilities()
        self.room = Address(STAFF, account, ChatId(str(settings.forum)))
        self._settings = settings
        self._around = around
        self._hearing = StaffHearing(self.room, settings, around)
        sender = Sender(self._hearing.connection, self.capabilities, self._hearing.removed.append)
        self._forum = self._hearing.forum
        self._delivery = StaffDelivery(self._hearing.connection, sender, self._forum)

    async def start(self, sink: Sink) -> None:
        self._hearing.open(sink)

    async def stop(self) -> None:
        await self._hearing.close()

    async def deliver(self, parcel: Parcel) -> Receipt:
        return await self._delivery.send(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        if parcel.edits is None:
            raise TargetGone("an edit of nothing")
        return await self._delivery.edit(parcel, parcel.edits)

    async def delete(self, ref: MessageRef) -> None:
        await self._delivery.delete(ref)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await self._delivery.react(ref, emoji)

    async def mark_delivered(self, ref: MessageRef) -> None:
        with suppress(ChannelError):
            await self._delivery.mark(ref)

    async def typing(self, where: Address, name: str) -> None:  # noqa: ARG002 - Discord shows the bot's own name
        with suppress(ChannelError):
            await self._delivery.typing(where)

    async def open_thread(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        if room.chat != self.room.chat:
            raise TargetGone("a room that is not the agents' forum")
        thread = await self._forum.open(key, look)
        self._hearing.is_read(thread, thread)  # the first message of a post has its id
        return thread

    async def title_thread(self, thread: Address, look: ThreadLook) -> None:
        await self._forum.show(thread, look)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._hearing.files.fetch(media)

    async def examine(self) -> Sequence[Finding]:
        connection = self._hearing.connection
        trouble = connection.trouble if self._hearing.running else None
        wanted = wanted_tags(self._around.words, self._around.language)
        return await examine_staff(self._settings, connection.background.subject, trouble, wanted)


def build_staff(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting: a value is wrong or missing, or discord.py is not installed."""
    chosen = decode(StaffSettings, STAFF, account, settings)
    require(STAFF)
    return StaffChannel(account, chosen, around)
