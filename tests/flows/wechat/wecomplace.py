"""The whole product on WeCom customer service: its customers, and an agent in the web staff room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings import Settings
from tests.flows.desk import running, sell, settings_for
from tests.flows.wechat.webroom import Thread, WebRoom, web_room
from tests.wechat.wecomplatform import Customer, Entry, Line, WeCom

SECOND = 0.5
"""How long one of the platform's seconds lasts here: a busy machine answers a callback within five of them."""
NO_MORE = 95001
"""What it says to a sixth message."""


@dataclass(slots=True)
class Buyer:
    """Somebody in his chat with the shop. `read`: how many of our messages he has looked at."""

    wecom: WeCom
    customer: Customer
    read: int = 0

    @property
    def answers(self) -> list[Line]:
        return self.wecom.answers(self.customer)

    @property
    def unread(self) -> list[str]:
        return [line.text for line in self.answers[self.read :]]

    def comes_in(self, scene_param: str = "") -> Entry:
        return self.wecom.enters(self.customer, scene_param=scene_param)

    def says(self, text: str) -> Entry:
        return self.wecom.says(self.customer, text)

    def presses(self, line: Line, label: str) -> Entry:
        return self.wecom.presses(self.customer, line, label)

    async def hears(self, words: str = "") -> Line:
        """The very next message, which has these words."""
        await self.wecom.until(lambda: len(self.answers) > self.read)
        line = self.answers[self.read]
        self.read += 1
        assert words in line.text, f"{self.customer.nickname} hears {line.text!r} instead of {words!r}"
        return line

    async def sees(self, words: str) -> None:
        """Waits until these words are somewhere on his screen."""
        await self.wecom.until(lambda: any(words in line.text for line in self.answers))

    async def hears_of(self, words: str) -> Line:
        """These words in the next message, or joined with others in one: as the platform's count makes us do."""
        if any(words in line.text for line in self.answers[max(0, self.read - 1) : self.read]):
            return self.answers[self.read - 1]
        return await self.hears(words)

    async def asks(self, text: str, words: str = "") -> Line:
        self.says(text)
        return await self.hears(words)

    @property
    def left(self) -> int:
        return self.wecom.left(self.customer)


@dataclass(slots=True)
class WeComDesk:
    wecom: WeCom
    settings: Settings
    room: WebRoom
    port: int

    def buyer(self, name: str) -> Buyer:
        return Buyer(self.wecom, self.wecom.new_customer(name))

    async def ticket(self, buyer: Buyer, words: str = "转人工") -> Thread:
        """The buyer has asked for a person, who has read it."""
        await buyer.asks(words, "叫客服")
        thread = await self.room.thread_of(buyer.customer.nickname)
        await thread.hears(words)
        return thread


def callback(port: int) -> str:
    return f"http://127.0.0.1:{port}/wecom/main/callback"


def settings_on(wecom: WeCom, folder: Path, database_url: str = "", **more: object) -> Settings:
    channels: dict[str, Any] = {"wecom": {"main": wecom.settings() | more}, "web-staff": {"main": {}}}
    settings = settings_for(folder, database_url, channels, "web-staff/main")
    return settings.model_copy(update={"desk": settings.desk.model_copy(update={"agents": ("小林",)})})


@asynccontextmanager
async def open_wecom(folder: Path, database_url: str = "", **more: object) -> AsyncIterator[WeComDesk]:
    """In operation. `more`: other settings of the channel. Whatever happens, nobody is sent a sixth message."""
    async with WeCom(second=SECOND, tokenless=1000) as wecom:
        wecom.new_account()
        settings = settings_on(wecom, folder, database_url, **more)
        await sell(settings, folder)
        async with running(settings) as port, web_room(settings, port) as room:
            await wecom.posts_to(callback(port))
            yield WeComDesk(wecom, settings, room, port)
        assert NO_MORE not in wecom.codes("kf/send_msg"), "the platform was asked for a sixth message"
