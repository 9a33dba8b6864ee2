"""The channel `telegram-staff`: the bot in the agents' forum group. Every ticket is a topic.

Of python-telegram-bot it uses Bot, HTTPXRequest and the errors: sending needs no Application and no Updater."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import structlog

from bots.telegram.claim import claim_word
from bots.telegram.content import Us
from bots.telegram.door import Door
from bots.telegram.memory import Memory
from bots.telegram.permission import Permission
from bots.telegram.room import UNKNOWN, Room
from bots.telegram.settings import StaffSettings, decode, require
from bots.telegram.staffadmins import administrators
from bots.telegram.staffcapabilities import staff_capabilities
from bots.telegram.staffdoctor import StaffDoctor
from bots.telegram.staffinbound import ALLOWED, Staff
from bots.telegram.staffintake import Seldom, StaffIntake
from core.background import Library
from core.channel import Channel, Finding, HttpRoute, Parcel, Sink
from core.errors import ChannelError, TargetGone
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MessageRef, Receipt, ThreadId, ThreadLook
from core.patience import persist
from core.ports import Surroundings

if TYPE_CHECKING:
    from bots.telegram.staffsender import StaffSender

log = structlog.get_logger(__name__)

STAFF: Final = ChannelName("telegram-staff")


class StaffChannel:
    """One account. Implements Channel, HostsRoom, OpensThreads, EditsMessages, DeletesMessages, Reacts, MarksDelivery,
    ServesHttp, Examines."""

    def __init__(self, account: AccountId, settings: StaffSettings, around: Surroundings) -> None:
        self.capabilities = staff_capabilities(settings)
        self._settings = settings
        self._around = around
        self._word = claim_word(around.signing_key)
        address = Address(STAFF, account, ChatId(str(settings.group)))
        self._memory = Memory(around.mailbox, address)
        self._room = Room(address, self._memory)
        self._door = Door(address, settings, around, ALLOWED, self._understanding().understand)
        self._sender: Library[StaffSender] = Library("telegram", "bots.telegram.staffsender", self._build)

    @property
    def room(self) -> Address:
        """By the id in the settings; without one it waits for the group where somebody says our word."""
        return self._room.address

    async def start(self, sink: Sink) -> None:
        self._door.open(sink)
        self._sender.begin(self._door.background)
        self._door.background.run(self._wait_for_group())

    async def stop(self) -> None:
        await self._door.close()
        await self._sender.close()

    def routes(self) -> Sequence[HttpRoute]:
        return self._door.routes()

    async def deliver(self, parcel: Parcel) -> Receipt:
        return await (await self._sender.get()).delivery.deliver(parcel)

    async def edit(self, parcel: Parcel) -> Receipt:
        if parcel.edits is None:
            raise TargetGone("an edit of nothing")
        return await (await self._sender.get()).delivery.edit(parcel, parcel.edits)

    async def delete(self, ref: MessageRef) -> None:
        await (await self._sender.get()).delete(ref)

    async def react(self, ref: MessageRef, emoji: str) -> None:
        await (await self._sender.get()).react(ref, emoji)

    async def mark_delivered(self, ref: MessageRef) -> None:
        with suppress(ChannelError):
            await (await self._sender.get()).mark(ref)

    async def open_thread(self, room: Address, key: str, look: ThreadLook) -> ThreadId:
        return await (await self._sender.get()).topics.open(room, key, look)

    async def title_thread(self, thread: Address, look: ThreadLook) -> None:
        await (await self._sender.get()).topics.show(thread, look)

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        return self._door.fetch(media)

    async def examine(self) -> Sequence[Finding]:
        return await self._door.examine(StaffDoctor(self._settings, self._room, self._word).examine)

    def _understanding(self) -> StaffIntake:
        now = self._around.clock.now
        return StaffIntake(
            staff=self._staff,
            room=self._room,
            memory=self._memory,
            permission=Permission(self._settings.agents, self._administrators, self._memory, now),
            seldom=Seldom(now),
            tell=self._tell,
            alert=self._say("telegram-staff-not-agent"),
            word=self._word,
        )

    def _staff(self, group: int) -> Staff:
        tokens = (self._settings.token, *self._settings.overflow_tokens)
        bots = tuple(int(token.get_secret_value().partition(":")[0]) for token in tokens)
        us = Us(STAFF, self._room.address.account, bots[0], self._door.username, self._settings.download_bytes)
        return Staff(us, self._room.address, group, bots)

    async def _administrators(self) -> Sequence[int]:
        return await self._room.at(self._room.address, lambda chat: administrators(self._door.wire, chat))

    def _tell(self, where: Address, key: str) -> None:
        self._door.background.run(self._told(where, self._say(key)))

    async def _told(self, where: Address, text: str) -> None:
        with suppress(ChannelError):
            await (await self._sender.get()).say(where, text)

    def _say(self, key: str) -> str:
        return self._around.words(self._around.language, key)

    async def _wait_for_group(self) -> None:
        subject = self._door.background.subject
        if await persist(subject, "looking for the agents' group", self._room.real, (ChannelError,)) == UNKNOWN:
            wanted = f"add the bot to the agents' group, as administrator, and write there: /desk {self._word}"
            log.warning(f"no agents' group is known yet: {wanted}", channel=subject)

    def _build(self, module: Any) -> "StaffSender":
        sender: StaffSender = module.StaffSender(self._settings, self.capabilities, self._room, self._memory)
        return sender


def build_staff(account: AccountId, settings: dict[str, Any], around: Surroundings) -> Channel:
    """Raises: WrongSetting."""
    chosen = decode(StaffSettings, STAFF, account, settings)
    require("telegram", STAFF)
    return StaffChannel(account, chosen, around)
