"""An agent in the web staff room: reads threads, writes, presses; over the pages' own protocol."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

from bots import app
from bots.web.browser import Browser
from bots.web.entries import Entry, Side
from bots.web.protocol import Open, Press, Say
from config.settings import Settings


@dataclass(slots=True)
class Thread:
    """One ticket as this agent has it open. `read`: how many of the product's lines he has looked at."""

    page: Browser
    id: str
    read: int = 0

    @property
    def entries(self) -> list[tuple[str, Entry]]:
        return self.page.shown(self.id)

    @property
    def card(self) -> Entry:
        return [entry for _, entry in self.entries if entry.pinned][0]  # noqa: RUF015 - IndexError: not yet there

    @property
    def lines(self) -> list[str]:
        """What the product shows there beside the card: the buyer's words, the bot's, and notices."""
        return [entry.text for _, entry in self.entries if entry.side is not Side.AGENT and not entry.pinned]

    @property
    def unread(self) -> list[str]:
        return self.lines[self.read :]

    async def hears(self, words: str) -> str:
        """The next line that has these words; what stands before it counts as read, too."""
        await self.page.until(lambda: any(words in line for line in self.unread))
        place = next(place for place, line in enumerate(self.lines) if place >= self.read and words in line)
        self.read = place + 1
        return self.lines[place]

    async def says(self, text: str) -> str:
        """Gives the key of the message, once the product has it for good."""
        answer = await self.page.do(Say(id=uuid.uuid4().hex, box=self.id, text=text))
        assert answer["type"] == "ack", answer
        return str(answer["key"])

    async def sends(self, data: bytes, name: str, text: str = "") -> None:
        upload = await self.page.upload(data, name, f"?box={self.id}")
        answer = await self.page.do(Say(id=uuid.uuid4().hex, box=self.id, text=text, files=(upload["token"],)))
        assert answer["type"] == "ack", answer

    async def presses(self, label: str) -> None:
        """The button with these words, wherever it stands last."""
        found = [(key, b) for key, entry in self.entries for row in entry.buttons for b in row if b.label == label]
        key, button = found[-1]
        await self.page.do(Press(id=uuid.uuid4().hex, box=self.id, message=key, value=button.value))

    async def shows(self, words: str) -> None:
        """Waits until the card has these words."""
        await self.page.until(lambda: words in self.card.text)

    async def delivered(self, key: str) -> None:
        """Waits until the agent's message is marked as brought to the buyer."""
        await self.page.until(lambda: dict(self.entries)[key].state == "delivered")


@dataclass(slots=True)
class WebRoom:
    page: Browser

    @property
    def threads(self) -> list[str]:
        """The tickets' threads, in the order of their making."""
        listed = self.page.boxes.get("room", {})
        return [key for key, _ in sorted(listed.items(), key=lambda pair: pair[1][0])]

    def title(self, thread: str) -> str:
        return str(self.page.boxes["room"][thread][1].get("title", ""))

    def closed(self, thread: str) -> bool:
        return bool(self.page.boxes["room"][thread][1].get("closed", False))

    async def thread_of(self, name: str) -> Thread:
        """The buyer's thread, opened once it is there."""
        await self.page.until(lambda: any(name in self.title(one) for one in self.threads))
        found = next(one for one in self.threads if name in self.title(one))
        await self.page.send(Open(found))
        thread = Thread(self.page, found)
        await self.page.until(lambda: bool(thread.card.text))
        return thread

    async def looks_closed(self, thread: Thread) -> None:
        await self.page.until(lambda: self.closed(thread.id))


@asynccontextmanager
async def web_room(settings: Settings, port: int, name: str = "小林") -> AsyncIterator[WebRoom]:
    """An agent who has signed in by his link. `port`: where the product listens."""
    reached = settings.model_copy(
        update={"web": settings.web.model_copy(update={"public_url": f"http://127.0.0.1:{port}"})}
    )
    async with Browser(f"http://127.0.0.1:{port}", "/staff") as page:
        status = await page.sign_in(app.staff_link(reached, name, "agent"))
        assert status == HTTPStatus.SEE_OTHER, status
        await page.connect()
        yield WebRoom(page)
