"""Both web channels on a real server, over the in-memory store, with a sink that remembers; everything on port 0."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from aiohttp import web

from bots.web import build_staff, build_web
from bots.web.browser import Browser
from bots.web.buyer import WEB
from bots.web.channel import BuyerChat
from bots.web.staff import StaffRoom
from config.texts import load_words
from core.channel import Parcel
from core.errors import ContentRejected, StoreUnavailable, TargetGone
from core.messages import (
    AccountId,
    Address,
    ChatId,
    Event,
    EventId,
    Media,
    MediaRef,
    MessageRef,
    OutgoingMessage,
    Person,
    Receipt,
    ThreadLook,
)
from core.ports import Posted, Surroundings
from storage.buckets import BucketsInMemory

MAIN = AccountId("main")
E = TypeVar("E", bound=Event)


class Mailboxes:
    """Implements core.ports.Mailbox. `away`: the store cannot be reached."""

    def __init__(self) -> None:
        self.boxes: dict[str, dict[str, Posted]] = {}
        self.away = False
        self._tell: list[Callable[[str], None]] = []

    async def post(self, box: str, key: str, body: bytes) -> Posted:
        await self._reach()
        entries = self.boxes.setdefault(box, {})
        old = entries.get(key)
        if old and old.body == body:
            return old
        seq = max((p.seq for p in entries.values()), default=0) + 1
        entries[key] = Posted(key, old.born if old else seq, seq, body)
        self.announce(box)
        return entries[key]

    def announce(self, box: str) -> None:
        for tell in self._tell:
            asyncio.get_running_loop().call_soon(tell, box)

    async def get(self, box: str, key: str) -> Posted | None:
        await self._reach()
        return self.boxes.get(box, {}).get(key)

    async def after(self, box: str, seq: int, limit: int = 200) -> Sequence[Posted]:
        await self._reach()
        return sorted((p for p in self.boxes.get(box, {}).values() if p.seq > seq), key=lambda p: p.seq)[:limit]

    async def latest(self, box: str, limit: int = 50, before: int | None = None) -> Sequence[Posted]:
        await self._reach()
        old = [p for p in self.boxes.get(box, {}).values() if before is None or p.born < before]
        return sorted(old, key=lambda p: p.born)[-limit:]

    def watch(self, tell: Callable[[str], None]) -> None:
        self._tell.append(tell)

    async def _reach(self) -> None:
        await asyncio.sleep(0)
        if self.away:
            raise StoreUnavailable


class BlobStore:
    """Implements core.ports.Blobs."""

    def __init__(self) -> None:
        self.kept: dict[MediaRef, bytes] = {}

    async def put(self, chunks: AsyncIterator[bytes], limit: int) -> tuple[MediaRef, int]:
        data = b""
        async for chunk in chunks:
            data += chunk
            if len(data) > limit:
                raise ContentRejected("too long")
        ref = MediaRef(f"blob{len(self.kept)}")
        self.kept[ref] = data
        return ref, len(data)

    async def open(self, ref: MediaRef) -> AsyncIterator[bytes]:
        if ref not in self.kept:
            raise TargetGone(ref)
        yield self.kept[ref]


class MovableClock:
    """Implements core.ports.Clock."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


class Intake:
    """Implements core.channel.Sink. `away`: nothing can be stored."""

    def __init__(self) -> None:
        self.events: dict[EventId, Event] = {}
        self.handed_in = 0
        self.typed: list[tuple[Address, Person]] = []
        self.away = False

    async def accept(self, events: Sequence[Event]) -> None:
        await asyncio.sleep(0)
        if self.away:
            raise StoreUnavailable
        self.handed_in += len(events)
        self.events |= {e.id: e for e in events if e.id not in self.events}

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        raise AssertionError("the web has nothing to park")

    def typing(self, where: Address, who: Person) -> None:
        self.typed.append((where, who))

    def of(self, kind: type[E]) -> list[E]:
        return [e for e in self.events.values() if isinstance(e, kind)]


@dataclass(slots=True)
class Elsewhere:
    """Implements core.channel.Files."""

    data: dict[str, bytes] = field(default_factory=dict)
    opened: int = 0

    async def open(self, media: Media) -> AsyncIterator[bytes]:
        self.opened += 1
        yield self.data[media.ref]


@dataclass(slots=True)
class World:
    """What a test may touch."""

    base: str
    around: Surroundings
    buyers: BuyerChat
    room: StaffRoom
    mailbox: Mailboxes
    blobs: BlobStore
    clock: MovableClock
    intake: Intake
    server: web.Server
    files: Elsewhere = field(default_factory=Elsewhere)
    browsers: list[Browser] = field(default_factory=list)
    keys: "count[int]" = field(default_factory=lambda: count(1))

    async def buyer(self, token: str = "") -> Browser:
        browser = self._browser("/chat")
        browser.token = token
        await browser.connect()
        return browser

    async def agent(self, id_: str = "mei", name: str = "小美") -> Browser:
        browser = self._browser("/staff")
        await browser.sign_in(self.room.login_link(id_, name))
        await browser.connect()
        return browser

    def stranger(self, root: str) -> Browser:
        return self._browser(root)

    async def tell_buyer(self, browser: Browser, text: str, key: str = "", **more: Any) -> Receipt:
        message = OutgoingMessage(to=self.chat_of(browser), text=text, **more)
        return await self.buyers.deliver(self.parcel(message, key))

    async def tell_thread(self, where: Address, text: str, key: str = "", **more: Any) -> Receipt:
        return await self.room.deliver(self.parcel(OutgoingMessage(to=where, text=text, **more), key))

    async def thread(self, key: str = "T1", title: str = "T1 · #7F3K") -> Address:
        room = self.room.room
        return Address(room.channel, room.account, room.chat, await self.room.open_thread(room, key, ThreadLook(title)))

    def cut_lines(self) -> int:
        """Every connection is gone from one moment to the next, as in a tunnel; gives how many there were."""
        lines = [line.transport for line in self.server.connections if line.transport is not None]
        for line in lines:
            line.abort()
        return len(lines)

    def parcel(self, message: OutgoingMessage, key: str = "", edits: MessageRef | None = None) -> Parcel:
        return Parcel(key or f"1.{next(self.keys)}.0", message, self.files, edits)

    @staticmethod
    def chat_of(browser: Browser) -> Address:
        return Address(WEB, MAIN, ChatId(browser.me))

    def _browser(self, root: str) -> Browser:
        self.browsers.append(Browser(self.base, root))
        return self.browsers[-1]


@asynccontextmanager
async def running(buyer: dict[str, Any] | None = None, staff: dict[str, Any] | None = None) -> AsyncIterator[World]:
    """Both channels, started and served."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{door.getsockname()[1]}"
    mailbox, blobs, clock = Mailboxes(), BlobStore(), MovableClock()
    around = Surroundings(mailbox, blobs, BucketsInMemory(), clock, base, b"k" * 32, "星星卡铺", load_words())
    buyers = build_web(MAIN, {"frames_at_once": 1000} | (buyer or {}), around)
    room = build_staff(MAIN, {"frames_at_once": 1000} | (staff or {}), around)
    app = web.Application()
    for route in (*buyers.routes(), *room.routes()):
        app.router.add_route(route.method, route.path, route.handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, door).start()
    assert runner.server is not None
    world = World(base, around, buyers, room, mailbox, blobs, clock, Intake(), runner.server)
    await buyers.start(world.intake)
    await room.start(world.intake)
    try:
        yield world
    finally:
        await asyncio.gather(*(browser.close() for browser in world.browsers))
        await buyers.stop()
        await room.stop()
        await runner.cleanup()
