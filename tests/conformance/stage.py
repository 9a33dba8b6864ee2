"""Where a channel is tried: its kit's platform on one side, a sink that remembers on the other, a real web server."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pytest
from aiohttp import web
from aiohttp.typedefs import Handler

from core.channel import Channel, OpensThreads, Parcel, ServesHttp
from core.errors import ContentRejected, Forged, StoreUnavailable
from core.messages import AccountId, Address, Event, EventId, Media, OutgoingMessage, Person, Receipt, ThreadLook
from tests.conformance.folders import Case
from tests.conformance.kit import Kit, Shown
from tests.conformance.surroundings import surroundings

E = TypeVar("E", bound=Event)
PATIENCE = 10
"""Seconds for something to come in; only a test that fails waits so long."""


class RememberingSink:
    """Takes events as the intake does: a repeat is dropped by its id. Implements core.channel.Sink.

    `away`: nothing can be stored now."""

    def __init__(self) -> None:
        self.events: dict[EventId, Event] = {}
        self.handed_in = 0
        self.parked: list[tuple[str, bytes]] = []
        self.away = False
        self._taken: set[EventId] = set()
        self._came = asyncio.Event()

    async def accept(self, events: Sequence[Event]) -> None:
        self._raise_if_away()
        for event in events:
            self.handed_in += 1
            self.events.setdefault(event.id, event)
        self._came.set()

    async def park(self, where: Address, key: str, payload: bytes, why: str) -> None:
        self._raise_if_away()
        self.parked.append((key, payload))

    def typing(self, where: Address, who: Person) -> None:
        """Somebody types: nothing to remember."""

    async def next(self, kind: type[E]) -> E:
        """The next event of a kind that no test has taken yet; others stay. Raises: TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self.events.values():
                    if isinstance(event, kind) and event.id not in self._taken:
                        self._taken.add(event.id)
                        return event
                self._came.clear()
                await self._came.wait()

    def _raise_if_away(self) -> None:
        if self.away:
            raise StoreUnavailable


@dataclass(slots=True)
class FilesOfElsewhere:
    """Files whose home is another channel. Implements core.channel.Files."""

    data: dict[str, bytes] = field(default_factory=dict)

    async def open(self, media: Media) -> AsyncIterator[bytes]:
        if media.ref not in self.data:
            raise ContentRejected("the home of this file does not know it")
        data = self.data[media.ref]
        for start in range(0, len(data), 1000):
            yield data[start : start + 1000]


@dataclass(slots=True)
class Stage:
    """One channel in operation."""

    case: Case
    kit: Kit
    channel: Channel
    sink: RememberingSink
    files: FilesOfElsewhere
    sent: int = 0

    async def start(self) -> None:
        await self.channel.start(self.sink)

    async def deliver(self, message: OutgoingMessage, key: str | None = None) -> Receipt:
        """With a key of its own, unless one is given."""
        self.sent += 1
        return await self.channel.deliver(Parcel(key or f"1.{self.sent}.0", message, self.files))

    async def thread(self, key: str = "ticket-1", title: str = "小明 · 没收到卡密") -> Address:
        """A new thread in the kit's room; the test is skipped where there is none."""
        if self.kit.room is None:
            pytest.skip(f"{self.case.name} has no rooms with threads")
        assert isinstance(self.channel, OpensThreads)
        return replace(self.kit.room, thread=await self.channel.open_thread(self.kit.room, key, ThreadLook(title)))

    async def shown(self, where: Address | None = None) -> Sequence[Shown]:
        return await self.kit.shown(where or self.kit.chat)


@web.middleware
async def _as_the_product_answers(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Forged:
        return web.Response(status=403)
    except StoreUnavailable:
        return web.Response(status=503, headers={"Retry-After": "1"})


@asynccontextmanager
async def on_stage(case: Case) -> AsyncIterator[Stage]:
    """Everything but `start` and `join`, which belong to the test or the fixture; at the end all is closed."""
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    around = surroundings(f"http://127.0.0.1:{door.getsockname()[1]}")
    kit = case.kit()
    channel = case.build(AccountId("main"), await kit.open(around), around)
    app = web.Application(middlewares=[_as_the_product_answers], client_max_size=1 << 20)
    for route in channel.routes() if isinstance(channel, ServesHttp) else ():
        app.router.add_route(route.method, route.path, route.handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, door).start()
    try:
        yield Stage(case, kit, channel, RememberingSink(), FilesOfElsewhere())
    finally:
        await kit.close()
        await channel.stop()
        await runner.cleanup()
