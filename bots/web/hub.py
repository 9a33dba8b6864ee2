"""Who listens to which box in this process, so that a change finds the pages that show it."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSCloseCode, web
from msgspec import Struct

from bots.web.protocol import Entries, Item, encode
from core.errors import StoreUnavailable

WHISPERS = 64
"""Passing frames that wait for a slow page; the oldest are dropped."""

Read = Callable[[int], Awaitable[tuple[Sequence[Item], int]]]
"""read(seq) -> the next items that changed after seq, and the seq they reach; the same seq: up to date."""


@dataclass(slots=True)
class Feed:
    """One box that a page follows, and how far it has got. `wire`: the page's name of the box."""

    box: str
    wire: str
    read: Read
    seq: int


class Connection:
    """One live page. Its pump sends what changed, in order; nobody ever waits for a slow page."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._whispers: deque[Struct] = deque(maxlen=WHISPERS)
        self._stale: dict[str, None] = {}
        self._awake = asyncio.Event()
        self.feeds: dict[str, Feed] = {}

    async def send(self, frame: Struct) -> None:
        with suppress(ConnectionError):  # a page that went away comes back and asks for what it missed
            await self._socket.send_str(encode(frame))

    def whisper(self, frame: Struct) -> None:
        """A passing frame: worth nothing to a page that is away."""
        self._whispers.append(frame)
        self._awake.set()

    def wake(self, wire: str) -> None:
        self._stale[wire] = None
        self._awake.set()

    async def pump(self) -> None:
        """Runs as long as the page is there. Where the store is away, the page is sent off to come back."""
        try:
            while not self._socket.closed:
                await self._awake.wait()
                self._awake.clear()
                await self._push()
        except StoreUnavailable:
            await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _push(self) -> None:
        while self._whispers:
            await self.send(self._whispers.popleft())
        while self._stale:
            wire = next(iter(self._stale))
            del self._stale[wire]
            if feed := self.feeds.get(wire):
                await self._catch_up(feed)

    async def _catch_up(self, feed: Feed) -> None:
        while True:
            items, seq = await feed.read(feed.seq)
            if seq == feed.seq:
                return
            feed.seq = seq
            await self.send(Entries(box=feed.wire, items=list(items), seq=seq))

    async def close(self) -> None:
        """Tells the page to come back: somebody else will serve it."""
        await self._socket.close(code=WSCloseCode.SERVICE_RESTART)


class Hub:
    """The connections of one channel account, by the boxes that they follow."""

    def __init__(self) -> None:
        self._followers: dict[str, dict[Connection, str]] = defaultdict(dict)

    def tell(self, box: str) -> None:
        """Something in that box may be new (the mailbox calls this)."""
        for connection, wire in self._followers.get(box, {}).items():
            connection.wake(wire)

    def follow(self, connection: Connection, feed: Feed) -> None:
        """From now on, starting with whatever changed since the feed's seq."""
        connection.feeds[feed.wire] = feed
        self._followers[feed.box][connection] = feed.wire
        connection.wake(feed.wire)

    def leave(self, connection: Connection, wire: str) -> None:
        feed = connection.feeds.pop(wire, None)
        if feed:
            self._followers[feed.box].pop(connection, None)
            if not self._followers[feed.box]:
                del self._followers[feed.box]

    def leave_all(self, connection: Connection) -> None:
        for wire in list(connection.feeds):
            self.leave(connection, wire)

    def whisper(self, box: str, frame: Struct, but: Connection | None = None) -> None:
        """To all who follow that box, except the one who said it."""
        for connection in self._followers.get(box, {}):
            if connection is not but:
                connection.whisper(frame)

    @property
    def connections(self) -> set[Connection]:
        return {c for followers in self._followers.values() for c in followers}

    async def close_all(self) -> None:
        """Sends every page off, at the same time."""
        await asyncio.gather(*(connection.close() for connection in self.connections))
