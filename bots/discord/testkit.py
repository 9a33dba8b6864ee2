"""The kits by which the conformance suite drives both channels: real discord.py, and our own Discord on the wire."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from bots.discord.content import Us
from bots.discord.inbound import Ears, to_events
from bots.discord.staffinbound import Desk
from bots.discord.staffinbound import to_events as staff_events
from core.channel import Channel as OurChannel
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from core.ports import Surroundings
from tests.discord.gateway import Bot, Channel, Discord, Message, User
from tests.discord.gateway.markdown import shown
from tests.discord.gateway.refusals import too_long
from tests.discord.scene import Scene, scene_on

ACCOUNT = AccountId("main")
SHOP, STAFF = ChannelName("discord"), ChannelName("discord-staff")
SENDS, EDITS = "create message", "edit message"
SETTLED = 0.05
"""Seconds in which the product takes what it has read; nothing depends on it but the order of two events."""
RECORDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment of what Discord gives no time, when samples/ was recorded."""
RECORDED_BOT, RECORDED_BUYER, RECORDED_THREAD = "1456074464952320005", "1456074456563712003", "1456074594975744036"

RECORDED_STAFF_BOT, RECORDED_FORUM = "1456074469146624006", "1456074490118144011"


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as Discord shows it. Implements tests.conformance.kit.Shown."""

    message: Message

    @property
    def id(self) -> str:
        return str(self.message.id)

    @property
    def text(self) -> str:
        return shown(self.message.content)

    @property
    def buttons(self) -> Sequence[Sequence[str]]:
        return self.message.buttons

    @property
    def media(self) -> Sequence[bytes]:
        return self.message.media


class ShopKit:
    """A buyer who writes to the shop's bot in direct messages. Has the form of tests.conformance.kit.Kit."""

    acts: ClassVar = frozenset({"says", "sends", "edits", "deletes", "presses", "repeats", "garbles"})
    faults: ClassVar = frozenset({"blocked", "rejected", "gone-message", "rate-limited", "failing", "away"})

    def __init__(self) -> None:
        self.api = Discord()
        self.scene: Scene = scene_on(self.api)

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        us = Us(SHOP, ACCOUNT, RECORDED_BOT)
        return to_events(payload, Ears(us, {RECORDED_THREAD: RECORDED_BUYER}, RECORDED_AT))

    # ---- before and after

    async def open(self, around: Surroundings) -> dict[str, Any]:  # noqa: ARG002 - Discord is not told where we are
        await self.api.start()
        scene, api = self.scene, self.api
        where = {"api_url": api.api_url, "gateway_url": api.gateway_url, "stickers_url": api.stickers_url}
        return where | {"token": self._bot.token, "guild": scene.guild.id, "contact_channel": scene.desk.id}

    async def join(self, channel: OurChannel) -> None:  # noqa: ARG002
        """The contact button stands as well: what goes wrong from now on befalls what the test does."""
        await self.api.connected(self._bot)
        await self.api.until(lambda: bool(self.api.answers_in(self.scene.desk)))

    async def close(self) -> None:
        await self.api.stop()

    # ---- places

    @property
    def chat(self) -> Address:
        return Address(SHOP, ACCOUNT, ChatId(str(self.scene.chat.id)))

    @property
    def room(self) -> Address | None:
        return None

    @property
    def _bot(self) -> Bot:
        return self.scene.shop

    @property
    def _person(self) -> User:
        return self.scene.buyer

    async def _place(self, where: Address) -> Channel:
        return self.api.channels[int(where.chat)]

    # ---- what people do

    async def says(self, where: Address, text: str) -> str:
        return await self._reached(self.api.says(self._person, await self._place(where), text))

    async def sends(self, where: Address, data: bytes, name: str, mime: str) -> str:  # noqa: ARG002 - told by the name
        return await self._reached(self.api.says(self._person, await self._place(where), "", files={name: data}))

    async def edits(self, where: Address, message: str, text: str) -> None:
        edited = (await self._place(where)).messages[int(message)]
        self.api.edits(edited, text)
        await self._reached(edited)

    async def deletes(self, where: Address, message: str) -> None:
        gone = (await self._place(where)).messages[int(message)]
        self.api.deletes(gone)
        await self._reached(gone)

    async def presses(self, where: Address, message: str, label: str) -> None:
        press = self.api.presses(self._person, (await self._place(where)).messages[int(message)], label)
        await self.api.until(lambda: press.answer > 0)

    async def repeats(self) -> None:
        self.api.repeats(self._bot)
        await self._settled()

    async def forges(self, text: str) -> None:
        raise NotImplementedError("nobody but Discord speaks through the gateway")

    async def garbles(self) -> None:
        place = await self._place(self.chat)
        poison = {"id": "1", "channel_id": str(place.id), "author": 7, "content": ["?"]}
        self.api.poisons(self._bot, "MESSAGE_CREATE", poison)
        await self._settled()

    # ---- what people see, and what goes wrong

    async def shown(self, where: Address) -> Sequence[Seen]:
        """Without the head of a post, which only repeats its title."""
        place = await self._place(where)
        return [Seen(one) for one in self.api.answers_in(place) if one.id != place.id]

    async def cause(self, fault: str, where: Address) -> None:
        match fault:
            case "blocked":
                self.api.closes_dms(self.scene.buyer)
            case "rejected":
                self.api.faults.refuses(too_long("content", 2000), SENDS)
            case "gone-message":
                self.api.drop(self.api.answers_in(await self._place(where))[-1])
            case "rate-limited":
                self.api.faults.slows_down(3, SENDS)
            case "failing":
                self.api.faults.breaks(502, SENDS)
            case "away":
                await self.api.stop()

    async def heal(self) -> None:
        await self.api.start()

    async def _reached(self, message: Message) -> str:
        await self._settled()
        return str(message.id)

    async def _settled(self) -> None:
        await self.api.reached(self._bot)
        await asyncio.sleep(SETTLED)


class StaffKit(ShopKit):
    """An agent in the forum; the room as a whole is its pinned post."""

    faults: ClassVar = ShopKit.faults - {"blocked"} | {"gone-thread"}

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        us = Us(STAFF, ACCOUNT, RECORDED_STAFF_BOT, RECORDED_FORUM)
        return staff_events(payload, Desk(us, "", RECORDED_AT))

    async def open(self, around: Surroundings) -> dict[str, Any]:  # noqa: ARG002
        await self.api.start()
        where = {"api_url": self.api.api_url, "gateway_url": self.api.gateway_url}
        return where | {"token": self._bot.token, "guild": self.scene.guild.id, "forum": self.scene.forum.id}

    async def join(self, channel: OurChannel) -> None:  # noqa: ARG002
        await self.api.connected(self._bot)
        await self._place(self.chat)

    @property
    def chat(self) -> Address:
        return Address(STAFF, ACCOUNT, ChatId(str(self.scene.forum.id)))

    @property
    def room(self) -> Address | None:
        return self.chat

    @property
    def _bot(self) -> Bot:
        return self.scene.staff

    @property
    def _person(self) -> User:
        return self.scene.agent

    async def _place(self, where: Address) -> Channel:
        if where.thread is not None:
            return self.api.channels[int(where.thread)]
        await self.api.until(lambda: self._lobby is not None)
        assert self._lobby is not None
        return self._lobby

    @property
    def _lobby(self) -> Channel | None:
        posts = self.api.threads_of(self.scene.forum)
        return next((one for one in posts if one.thread is not None and one.thread.pinned), None)

    async def cause(self, fault: str, where: Address) -> None:
        match fault:
            case "gone-thread":
                self.api.deletes_channel(await self._place(where))
            case _:
                await super().cause(fault, where)


KITS = {SHOP: ShopKit, STAFF: StaffKit}
