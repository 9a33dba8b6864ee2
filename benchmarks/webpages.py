"""Pages of the web chat and of the web staff room as the load opens them: the product's frames, on a bare socket."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final, Self, TypeVar

from msgspec import Struct, json

from benchmarks.extent import IN_FLIGHT
from benchmarks.websockets import WebSocket, upgrade
from bots.web.agents import ROOM_WIRE
from bots.web.buyer import CHAT
from bots.web.entries import Side
from bots.web.protocol import Ack, Entries, Hello, Item, RefusedFrame, Say, ToPage, Trouble

T = TypeVar("T")

PATIENCE: Final = 30.0


class Spoken(Struct):
    """As much of a message as the load looks at."""

    side: Side


_frames = json.Decoder(ToPage)
_spoken = json.Decoder(Spoken)


@dataclass(frozen=True, slots=True)
class Said:
    """Seconds until the server had a message for good, and until its answer was on the page."""

    acknowledged: float
    answered: float


class Page:
    """One page that is open. `seen`: when each entry of its box came first, on the clock of `perf_counter`."""

    def __init__(self, box: str) -> None:
        self.seen: dict[str, float] = {}
        self._box = box
        self._socket: WebSocket | None = None
        self._nonce = ""
        self._acknowledged = self._answered = 0.0
        self._trouble = ""
        self._shown = False
        self._news = asyncio.Event()

    @classmethod
    async def of_buyer(cls, port: int, number: int) -> Self:
        """A new visitor, from an address of his own behind a proxy; he has been greeted."""
        page = cls(CHAT)
        address = f"9.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        await page._open(port, "/chat/ws", {"X-Forwarded-For": address})
        await page._until(lambda: page._answered > 0)
        return page

    @classmethod
    async def of_agent(cls, port: int, cookie: str) -> Self:
        """An agent who has the list of tickets before him."""
        page = cls(ROOM_WIRE)
        await page._open(port, "/staff/ws", {"Cookie": cookie})
        await page._until(lambda: page._shown)
        return page

    async def say(self, text: str, due: float | None = None) -> Said:
        """Until the answer is here. `due`: when it was to be said. Raises: RuntimeError: refused; TimeoutError."""
        assert self._socket is not None
        began = perf_counter() if due is None else due
        self._nonce, self._acknowledged, self._answered = uuid.uuid4().hex, 0.0, 0.0
        self._socket.send(json.encode(Say(id=self._nonce, text=text)))
        await self._until(lambda: self._acknowledged > 0 and self._answered > 0)
        return Said(self._acknowledged - began, self._answered - began)

    async def sees(self, but: frozenset[str]) -> float:
        """When the first entry came that is none of those. Raises: TimeoutError."""
        await self._until(lambda: bool(self.seen.keys() - but))
        return min(at for key, at in self.seen.items() if key not in but)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    async def _open(self, port: int, path: str, headers: Mapping[str, str]) -> None:
        loop = asyncio.get_running_loop()
        request, hello = upgrade(port, path, headers), json.encode(Hello(language="zh"))
        made = loop.create_connection(lambda: WebSocket(request, hello, self._heard, self._lost), "127.0.0.1", port)
        _, self._socket = await made

    async def _until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not so():
                if self._trouble:
                    raise RuntimeError(self._trouble)
                self._news.clear()
                await self._news.wait()

    def _heard(self, text: bytes) -> None:
        frame = _frames.decode(text)
        match frame:
            case Entries():
                if frame.box == self._box:
                    self._shown = True
                    for item in frame.items:
                        self._show(item)
            case Ack():
                self._acknowledged = perf_counter()
            case RefusedFrame() | Trouble():
                self._trouble = f"the server says {frame.why}"
        self._news.set()

    def _show(self, item: Item) -> None:
        if item.key in self.seen:
            return
        self.seen[item.key] = perf_counter()
        if self._box == CHAT and _spoken.decode(item.body).side is Side.BOT:
            self._answered = perf_counter()

    def _lost(self) -> None:
        self._trouble = self._trouble or "the server has ended the connection"
        self._news.set()


async def crowded(works: Iterator[Coroutine[Any, Any, T]]) -> Sequence[T]:
    """So many at once, in their order."""
    free = asyncio.Semaphore(IN_FLIGHT)

    async def one(work: Coroutine[Any, Any, T]) -> T:
        async with free:
            return await work

    return await asyncio.gather(*(one(work) for work in works))
