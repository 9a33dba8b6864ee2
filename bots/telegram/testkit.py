"""The kits by which the conformance suite drives both channels: real SDKs, a Bot API server of our own, a webhook."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, ClassVar

from bots.telegram.content import Us
from bots.telegram.inbound import to_events
from bots.telegram.settings import DOWNLOAD_BYTES
from bots.telegram.staffinbound import Staff, told
from core.channel import Channel
from core.messages import AccountId, Address, ChannelName, ChatId, Event
from core.ports import Surroundings
from tests.telegram.botapi import Bot, BotApi, Chat, Message, User, bad
from tests.telegram.scene import Scene, scene_on

ACCOUNT = AccountId("main")
SHOP, STAFF = ChannelName("telegram"), ChannelName("telegram-staff")
SENDS = ("sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup")
RECORDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment of what Telegram gives no time (presses), when samples/ was recorded."""
RECORDED_BOT = 1_000_000_001
RECORDED_GROUP = Address(STAFF, ACCOUNT, ChatId("-1001234567890"))


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as Telegram shows it. Implements tests.conformance.kit.Shown."""

    message: Message

    @property
    def id(self) -> str:
        return str(self.message.id)

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def buttons(self) -> Sequence[Sequence[str]]:
        return self.message.buttons

    @property
    def media(self) -> Sequence[bytes]:
        return self.message.media


class ShopKit:
    """A buyer and the shop's bot. Has the form of tests.conformance.kit.Kit."""

    acts: ClassVar = frozenset({"says", "sends", "edits", "presses", "repeats", "forges", "garbles"})
    faults: ClassVar = frozenset({"blocked", "rejected", "gone-message", "rate-limited", "failing", "away", "in-doubt"})
    channel: ClassVar = SHOP

    def __init__(self) -> None:
        self.api = BotApi(second=0.05)
        self.scene: Scene = scene_on(self.api)

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        us = Us(SHOP, ACCOUNT, RECORDED_BOT, "kami_shop_bot", DOWNLOAD_BYTES)
        return to_events(payload, us, RECORDED_AT)[0]

    # ---- before and after

    async def open(self, around: Surroundings) -> dict[str, Any]:  # noqa: ARG002 - the channel tells where it is
        await self.api.start()
        return {"token": self._bot.token, "api_url": self.api.url, "mode": "webhook"}

    async def join(self, channel: Channel) -> None:  # noqa: ARG002
        await self.api.until(lambda: bool(self.api.webhook(self._bot).url))

    async def close(self) -> None:
        await self.api.stop()

    # ---- places

    @property
    def chat(self) -> Address:
        return Address(SHOP, ACCOUNT, ChatId(str(self.scene.buyer.id)))

    @property
    def room(self) -> Address | None:
        return None

    @property
    def _bot(self) -> Bot:
        return self.scene.shop

    @property
    def _person(self) -> User:
        return self.scene.buyer

    @property
    def _chat(self) -> Chat:
        return self.scene.chat

    # ---- what people do

    async def says(self, where: Address, text: str) -> str:
        return await self._reached(self.api.says(self._person, self._chat, text, thread=_thread(where)))

    async def sends(self, where: Address, data: bytes, name: str, mime: str) -> str:
        person, thread = self._person, _thread(where)
        sent = self.api.sends(person, self._chat, "document", data, name=name, mime=mime, thread=thread)
        return await self._reached(sent)

    async def edits(self, where: Address, message: str, text: str) -> None:  # noqa: ARG002 - one chat only
        edited = self._chat.messages[int(message)]
        self.api.edits(edited, text)
        await self._reached(edited)

    async def deletes(self, where: Address, message: str) -> None:
        raise NotImplementedError("Telegram tells bots of no deletions")

    async def presses(self, where: Address, message: str, label: str) -> None:  # noqa: ARG002 - one chat only
        press = self.api.presses(self._person, self._chat.messages[int(message)], label)
        await self.api.reached(self._bot)
        await self.api.until(lambda: press.answered)

    async def repeats(self) -> None:
        await self.api.repeats(self._bot)

    async def forges(self, text: str) -> None:
        self.api.queue(self._bot).clear()
        message = {"message_id": 1, "date": 1, "chat": self._chat.json, "from": self._person.json, "text": text}
        status, _ = await self.api.delivery.post(self._bot, {"update_id": 1, "message": message}, secret="guessed")
        assert status == HTTPStatus.FORBIDDEN, "a stranger came in"

    async def garbles(self) -> None:
        await self.api.delivery.post(self._bot, b'{"update_id": 5, "message": {"text": "\xff\xfe')

    # ---- what people see, and what goes wrong

    async def shown(self, where: Address) -> Sequence[Seen]:
        return [Seen(one) for one in self.api.answers_in(self._chat, _thread(where))]

    async def cause(self, fault: str, where: Address) -> None:
        match fault:
            case "blocked":
                self._chat.blocked = True
            case "rejected":
                self.api.faults.refuses(bad("message is too long"), *SENDS)
            case "gone-message":
                self.api.drop(self.api.answers_in(self._chat, _thread(where))[-1])
            case "rate-limited":
                self.api.faults.slows_down(3, *SENDS)
            case "failing":
                self.api.faults.breaks(502, *SENDS)
            case "in-doubt":
                self.api.faults.cuts(*SENDS, applied=True)
            case "away":
                await self.api.stop()
                await asyncio.sleep(0.05)  # the channel hears that its idle connections are closed

    async def heal(self) -> None:
        await self.api.start()

    async def _reached(self, message: Message) -> str:
        await self.api.reached(self._bot)
        return str(message.id)


class StaffKit(ShopKit):
    """An agent in the forum group."""

    faults: ClassVar = ShopKit.faults - {"blocked"} | {"gone-thread"}
    channel: ClassVar = STAFF

    @staticmethod
    def to_events(payload: bytes) -> Sequence[Event]:
        us = Us(STAFF, ACCOUNT, RECORDED_BOT, "kami_staff_bot", DOWNLOAD_BYTES)
        return told(payload, Staff(us, RECORDED_GROUP, int(RECORDED_GROUP.chat), (RECORDED_BOT,)), RECORDED_AT).events

    async def open(self, around: Surroundings) -> dict[str, Any]:
        return await super().open(around) | {"group": self.scene.group.id}

    @property
    def chat(self) -> Address:
        return Address(STAFF, ACCOUNT, ChatId(str(self.scene.group.id)))

    @property
    def room(self) -> Address | None:
        return self.chat

    @property
    def _bot(self) -> Bot:
        return self.scene.staff

    @property
    def _person(self) -> User:
        return self.scene.agent

    @property
    def _chat(self) -> Chat:
        return self.scene.group

    async def cause(self, fault: str, where: Address) -> None:
        match fault:
            case "gone-thread":
                self.api.deletes_topic(self._chat, int(where.thread or ""))
            case _:
                await super().cause(fault, where)


def _thread(where: Address) -> int | None:
    return int(where.thread) if where.thread else None


KITS = {SHOP: ShopKit, STAFF: StaffKit}
