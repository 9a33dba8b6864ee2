"""The whole product on an official account of WeChat: its followers, and an agent in the web staff room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots.web.protocol import Open
from config.settings import Settings
from tests.flows.desk import CONTACT, ORDER, PASSWORD, running, sell, settings_for
from tests.flows.wechat.webroom import Thread, WebRoom, web_room
from tests.wechat.platform import FAILURE, Account, Delivery, Mode, Person, Shown, WeChat

VIEW = "查看回复"
SEND = "message/custom/send"
TOO_LATE, TOO_MANY = 45015, 45047
MOST_ASKED = 20


@dataclass(slots=True)
class Buyer:
    """Somebody in his talk with the shop. `read`: the number of the last message that he has looked at."""

    wechat: WeChat
    person: Person
    read: int = 0

    @property
    def answers(self) -> list[Shown]:
        return self.person.answers

    @property
    def unread(self) -> list[str]:
        return [one.text for one in self.answers if one.number > self.read]

    @property
    def left(self) -> int:
        return self.wechat.left(self.person)

    def says(self, text: str) -> Delivery:
        return self.wechat.says(self.person, text)

    async def hears(self, words: str = "") -> Shown:
        """The very next message, which has these words."""
        shown = await self.wechat.hears(self.person, after=self.read)
        self.read = shown.number
        assert words in shown.text, f"the buyer hears {shown.text!r} instead of {words!r}"
        return shown

    async def hears_of(self, words: str) -> Shown:
        """These words in the last message or the next: the platform's count makes us join several."""
        last = next((one for one in self.answers if one.number == self.read), None)
        return last if last is not None and words in last.text else await self.hears(words)

    async def asks(self, text: str, words: str = "") -> Shown:
        self.says(text)
        return await self.hears(words)

    async def gets(self, words: str) -> Shown:
        """These words in some message from the next one on. Who cannot be written to asks for what is new."""
        for _ in range(MOST_ASKED):
            if not self.wechat.account.verified:
                await self._asks_for_news()
            shown = await self.hears()
            if words in shown.text:
                return shown
        raise AssertionError(f"{words!r} never came")

    async def _asks_for_news(self) -> None:
        """As the hint says, once every request has had its time."""
        await self.wechat.callbacks.settled()
        if not self.unread:
            delivery = await self.says(VIEW).over()
            assert delivery.reply is not None, "there is always an answer to that"

    def chooses(self, shown: Shown, label: str) -> Delivery:
        """A tap where there are links, else its number."""
        line = next(line for line in [*shown.labels, *shown.text.splitlines()] if line.endswith(f". {label}"))
        return self.wechat.chooses(self.person, shown, line) if shown.choices else self.says(line.partition(".")[0])

    @property
    def is_content(self) -> bool:
        """He has never been told that the service is out of order, nor the same twice."""
        return not any(one.text == FAILURE for one in self.person.failures) and not self.wechat.duplicates


@dataclass(slots=True)
class OfficialDesk:
    wechat: WeChat
    settings: Settings
    room: WebRoom
    port: int

    def buyer(self) -> Buyer:
        return Buyer(self.wechat, self.wechat.new_person())

    async def ticket(self, buyer: Buyer, words: str = "转人工") -> Thread:
        """The buyer has asked for a person, who has read it. Nobody has a name here: it is the newest thread."""
        known = {*self.room.threads}
        await buyer.asks(words, "叫客服")
        thread = await self.new_thread(known)
        await thread.hears(words)
        return thread

    async def new_thread(self, known: set[str]) -> Thread:
        page = self.room.page
        await page.until(lambda: bool({*self.room.threads} - known))
        [found] = {*self.room.threads} - known
        await page.send(Open(found))
        thread = Thread(page, found)
        await page.until(lambda: any(entry.pinned for _, entry in thread.entries))
        return thread

    @property
    def refusals(self) -> list[int]:
        """What the platform said to messages that it did not take."""
        return [one.code for one in self.wechat.calls_of(SEND) if one.code]


async def prove(buyer: Buyer) -> Shown:
    """The order's card."""
    await buyer.asks(f"我的订单 {ORDER} 还没到", "下单时填的")
    await buyer.asks(CONTACT, "查询密码")
    return await buyer.asks(PASSWORD, "Steam 50 元充值卡")


def callback(port: int) -> str:
    return f"http://127.0.0.1:{port}/wechat/main/callback"


def settings_on(wechat: WeChat, folder: Path, database_url: str = "", **more: object) -> Settings:
    channels: dict[str, Any] = {"wechat": {"main": wechat.settings(**more)}, "web-staff": {"main": {}}}
    settings = settings_for(folder, database_url, channels, "web-staff/main")
    return settings.model_copy(update={"desk": settings.desk.model_copy(update={"agents": ("小林",)})})


@asynccontextmanager
async def open_official(
    folder: Path,
    mode: Mode = Mode.PLAIN,
    *,
    verified: bool = True,
    second: float = 1.0,
    database_url: str = "",
    **more: object,
) -> AsyncIterator[OfficialDesk]:
    """In operation. `second`: of the platform, which waits five for an answer. `more`: settings of the channel."""
    async with WeChat(Account(mode=mode, verified=verified), second=second) as wechat:
        settings = settings_on(wechat, folder, database_url, **more)
        await sell(settings, folder)
        async with running(settings) as port, web_room(settings, port) as room:
            wechat.callbacks.url = callback(port)
            await rights_known(wechat)
            yield OfficialDesk(wechat, settings, room, port)
            await wechat.callbacks.settled()


async def rights_known(wechat: WeChat) -> None:
    """The product has looked whether it may write of itself."""
    await wechat.until(lambda: any(one.code is not None for one in wechat.calls_of("customservice/getkflist")))
