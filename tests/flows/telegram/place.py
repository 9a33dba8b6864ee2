"""The whole product on Telegram: a shop's bot, the staff bot's forum, and the people who use them."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import bots.telegram.sending
import bots.telegram.staffsender  # noqa: F401 - both libraries are there before: a busy machine needs long for them
from config.settings import Settings
from tests.flows.desk import running, sell, settings_for
from tests.telegram.botapi import BotApi, Chat, Message, Press, Topic, User
from tests.telegram.scene import Scene, scene_on

Mode = Literal["polling", "webhook"]
DAY = timedelta(hours=24)


@dataclass(slots=True)
class Buyer:
    """Somebody in his chat with the shop. `read`: the last message that he has looked at."""

    api: BotApi
    user: User
    chat: Chat
    read: int = 0

    def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        return self.api.says(self.user, self.chat, text, reply_to=reply_to)

    async def hears(self, words: str = "") -> Message:
        """The very next message, which has these words."""
        message = await self.api.hears(self.chat, after=self.read)
        self.read = message.id
        assert words in message.text, f"{self.user.first_name} hears {message.text!r} instead of {words!r}"
        return message

    async def asks(self, text: str, words: str = "") -> Message:
        self.says(text)
        return await self.hears(words)

    def presses(self, message: Message, label: str) -> Press:
        return self.api.presses(self.user, message, label)

    @property
    def unread(self) -> list[str]:
        """What came that he did not ask for."""
        return [one.text for one in self.api.answers_in(self.chat) if one.id > self.read]


@dataclass(slots=True)
class Ticket:
    """A buyer's topic in the staff group, and the agent who looks into it. `read`: up to which message."""

    desk: "TelegramDesk"
    topic: Topic
    agent: User
    read: int = 0

    @property
    def lines(self) -> list[Message]:
        """What the product has written there."""
        return self.desk.api.answers_in(self.desk.scene.group, self.topic.id)

    @property
    def card(self) -> Message:
        return next(one for one in self.lines if one.pinned)

    def says(self, text: str, *, by: User | None = None, reply_to: Message | None = None) -> Message:
        group = self.desk.scene.group
        return self.desk.api.says(by or self.agent, group, text, thread=self.topic.id, reply_to=reply_to)

    async def hears(self, words: str = "") -> Message:
        """The very next line, which has these words."""
        line = await self.desk.api.hears(self.desk.scene.group, self.topic.id, after=self.read)
        self.read = line.id
        assert words in line.text, f"the topic shows {line.text!r} instead of {words!r}"
        return line

    async def asks(self, text: str, words: str = "") -> Message:
        self.says(text)
        return await self.hears(words)

    def presses(self, message: Message, label: str, *, by: User | None = None) -> Press:
        return self.desk.api.presses(by or self.agent, message, label)

    @property
    def unread(self) -> list[str]:
        return [one.text for one in self.lines if one.id > self.read]

    async def looks(self, emoji: str, *, closed: bool = False) -> None:
        """Waits until the topic's icon is this one."""
        await self.desk.api.until(lambda: self.topic.emoji == emoji and self.topic.closed == closed)


@dataclass(slots=True)
class TelegramDesk:
    scene: Scene
    settings: Settings
    mode: Mode

    @property
    def api(self) -> BotApi:
        return self.scene.api

    def buyer(self, name: str, language: str = "zh-hans") -> Buyer:
        """Somebody new, who has just opened the chat."""
        user = self.api.new_user(name, language=language)
        chat = self.api.private(self.scene.shop, user)
        chat.opened = True
        return Buyer(self.api, user, chat)

    async def ticket(self, buyer: Buyer, words: str = "转人工") -> Ticket:
        """The buyer has asked for a person; his topic, of which the card and his words have been read."""
        known = {*self.scene.group.topics}
        await buyer.asks(words)
        ticket = await self.new_ticket(known)
        await ticket.hears(words)
        return ticket

    def seen(self, topic: int) -> Ticket:
        """The topic, of which nothing has been read."""
        return Ticket(self, self.scene.group.topics[topic], self.scene.agent)

    async def new_ticket(self, known: set[int]) -> Ticket:
        """The topic that is there now and was not; its pinned card has been read."""
        topics = self.scene.group.topics
        await self.api.until(lambda: bool({*topics} - known))
        [number] = {*topics} - known
        ticket = self.seen(number)
        card = await ticket.hears()
        await self.api.until(lambda: card.pinned)
        return ticket


@asynccontextmanager
async def open_telegram(
    folder: Path,
    mode: Mode = "polling",
    *,
    database_url: str = "",
    keys_stay: timedelta = DAY,
    shops: dict[str, Any] | None = None,
) -> AsyncIterator[TelegramDesk]:
    """In operation. The group lets more pass than Telegram does, so that nobody has to wait for a test. `shops`: in
    place of the built-in one, and what that has sold."""
    async with BotApi(second=0.01) as api:
        scene = scene_on(api)
        known = {"api_url": api.url, "mode": mode, "poll_seconds": 5}
        staff = known | {"token": scene.staff.token, "group": scene.group.id, "messages_per_minute": 6000}
        channels = {"telegram": {"main": known | {"token": scene.shop.token}}, "telegram-staff": {"main": staff}}
        settings = _with(settings_for(folder, database_url, channels, "telegram-staff/main"), keys_stay)
        if shops is None:
            await sell(settings, folder)
        else:
            settings = settings.model_copy(update={"shops": shops})
        async with running(settings):
            yield TelegramDesk(scene, settings, mode)


def _with(settings: Settings, keys_stay: timedelta) -> Settings:
    """Telegram is told the webhook's address before the door is open: the port has to be known."""
    web = settings.web.model_copy(update={"port": _free_port()})
    proof = settings.proof.model_copy(update={"remove_keys_after": keys_stay, "keys_per_order": 50})
    return settings.model_copy(update={"web": web, "proof": proof})


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
