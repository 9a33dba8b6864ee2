"""Buyers on every messenger, on the wire of our own platforms."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bots.web.browser import Browser
from bots.web.buyer import CHAT
from bots.web.entries import Entry, Side
from bots.web.protocol import Edit, Press, Say
from tests.discord.gateway import Channel, Discord
from tests.discord.gateway import Message as DiscordMessage
from tests.discord.gateway import User as DiscordUser
from tests.discord.gateway.markdown import shown
from tests.flows.wechat.officialplace import Buyer as Follower
from tests.telegram.botapi import BotApi, Chat, Message, User
from tests.wechat.platform import Person, WeChat
from tests.wechat.wecomplatform import Customer, WeCom


@dataclass(slots=True)
class OnWeb:
    page: Browser

    @property
    def _entries(self) -> list[tuple[str, Entry]]:
        return [(key, entry) for key, entry in self.page.shown(CHAT) if entry.side is not Side.BUYER]

    @property
    def texts(self) -> Sequence[str]:
        return [entry.text for _, entry in self._entries]

    async def pictures(self) -> Sequence[bytes]:
        return [await self.page.download(file.url) for _, entry in self._entries for file in entry.files]

    async def says(self, text: str) -> object:
        return (await self.page.do(Say(id=uuid.uuid4().hex, box=CHAT, text=text)))["key"]

    async def edits(self, said: object, text: str) -> bool:
        answer = await self.page.do(Edit(id=uuid.uuid4().hex, box=CHAT, message=str(said), text=text))
        return bool(answer["type"] == "ack")

    async def sends_picture(self, data: bytes, name: str) -> None:
        upload = await self.page.upload(data, name, f"?box={CHAT}")
        await self.page.do(Say(id=uuid.uuid4().hex, box=CHAT, files=(upload["token"],)))

    async def chooses(self, label: str) -> bool:
        found = [(key, b.value) for key, e in self._entries for row in e.buttons for b in row if b.label == label]
        key, value = found[-1]
        await self.page.do(Press(id=uuid.uuid4().hex, box=CHAT, message=key, value=value))
        return True

    async def until(self, so: Callable[[], bool]) -> None:
        await self.page.until(so)


@dataclass(slots=True)
class OnTelegram:
    api: BotApi
    user: User
    chat: Chat

    @property
    def _answers(self) -> list[Message]:
        return self.api.answers_in(self.chat)

    @property
    def texts(self) -> Sequence[str]:
        return [one.text for one in self._answers]

    async def pictures(self) -> Sequence[bytes]:
        return [data for one in self._answers for data in one.media]

    async def says(self, text: str) -> object:
        return self.api.says(self.user, self.chat, text)

    async def edits(self, said: object, text: str) -> bool:
        assert isinstance(said, Message)
        self.api.edits(said, text)
        return True

    async def sends_picture(self, data: bytes, name: str) -> None:
        self.api.sends(self.user, self.chat, "photo", data, name=name)

    async def chooses(self, label: str) -> bool:
        offers = [one for one in self._answers if any(label in row for row in one.buttons)]
        self.api.presses(self.user, offers[-1], label)
        return True

    async def until(self, so: Callable[[], bool]) -> None:
        await self.api.until(so)


@dataclass(slots=True)
class OnWeChat:
    """Follows an official account."""

    wechat: WeChat
    person: Person

    @property
    def texts(self) -> Sequence[str]:
        return [one.text for one in self.person.answers]

    async def pictures(self) -> Sequence[bytes]:
        return [data for one in self.person.answers for data in one.media]

    async def says(self, text: str) -> object:
        return self.wechat.says(self.person, text)

    async def edits(self, said: object, text: str) -> bool:
        return False

    async def sends_picture(self, data: bytes, name: str) -> None:
        self.wechat.sends_image(self.person, data, name.rpartition(".")[2])

    async def chooses(self, label: str) -> bool:
        offer = next(one for one in reversed(self.person.answers) if label in "".join([one.text, *one.labels]))
        Follower(self.wechat, self.person).chooses(offer, label)
        return bool(offer.choices)

    async def until(self, so: Callable[[], bool]) -> None:
        await self.wechat.until(so)


@dataclass(slots=True)
class OnWeCom:
    """A customer of WeCom customer service."""

    wecom: WeCom
    customer: Customer

    @property
    def texts(self) -> Sequence[str]:
        return [line.text for line in self.wecom.answers(self.customer)]

    async def pictures(self) -> Sequence[bytes]:
        return [data for line in self.wecom.answers(self.customer) for data in line.media]

    async def says(self, text: str) -> object:
        return self.wecom.says(self.customer, text)

    async def edits(self, said: object, text: str) -> bool:
        return False

    async def sends_picture(self, data: bytes, name: str) -> None:
        self.wecom.sends(self.customer, "image", data, name=name)

    async def chooses(self, label: str) -> bool:
        answers = self.wecom.answers(self.customer)
        offers = [line for line in answers if any(words == label for _, words in line.choices)]
        self.wecom.presses(self.customer, offers[-1], label)
        return True

    async def until(self, so: Callable[[], bool]) -> None:
        await self.wecom.until(so)


@dataclass(slots=True)
class OnDiscord:
    """In direct messages with the shop's bot."""

    api: Discord
    user: DiscordUser
    chat: Channel

    @property
    def _answers(self) -> list[DiscordMessage]:
        return self.api.answers_in(self.chat)

    @property
    def texts(self) -> Sequence[str]:
        return [shown(one.content) for one in self._answers]

    async def pictures(self) -> Sequence[bytes]:
        return [data for one in self._answers for data in one.media]

    async def says(self, text: str) -> object:
        return self.api.says(self.user, self.chat, text)

    async def edits(self, said: object, text: str) -> bool:
        assert isinstance(said, DiscordMessage)
        self.api.edits(said, text)
        return True

    async def sends_picture(self, data: bytes, name: str) -> None:
        self.api.says(self.user, self.chat, "", files={name: data})

    async def chooses(self, label: str) -> bool:
        offers = [one for one in self._answers if any(label in row for row in one.buttons)]
        self.api.presses(self.user, offers[-1], label)
        return True

    async def until(self, so: Callable[[], bool]) -> None:
        await self.api.until(so)
