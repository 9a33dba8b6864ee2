"""Discord on a real wire: REST, gateway and CDN over the people and places of `People`."""

import asyncio
import traceback
from dataclasses import dataclass
from typing import Any, Self

import msgspec
from aiohttp import web

from tests.discord.gateway import about, channels, commands, interactions, messages, threads
from tests.discord.gateway.calls import Call, read_call
from tests.discord.gateway.faults import Fault, Faults
from tests.discord.gateway.messages import Method
from tests.discord.gateway.model import Bot, Json
from tests.discord.gateway.people import People
from tests.discord.gateway.rates import Rates
from tests.discord.gateway.refusals import Declined, not_found, unauthorized
from tests.discord.gateway.sessions import Frame
from tests.discord.gateway.socket import Connection
from tests.discord.gateway.world import World

ROUTES = about.METHODS | channels.METHODS | threads.METHODS | messages.METHODS | commands.METHODS | interactions.METHODS
WITHOUT_TOKEN = frozenset(name for name, _ in interactions.METHODS.values())
JSON = {"Content-Type": "application/json"}
"""Exactly so: discord.py reads nothing else as JSON."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One call, whatever became of it; `name`: of its route."""

    bot: Bot | None
    name: str
    where: dict[str, str]
    body: Any


class Discord(People):
    """Several bots and the people around them. `calls` holds everything that bots asked by REST, in order.

    async with Discord() as api:
        bot, buyer = api.new_bot("shop"), api.new_user("xiaoming", display="小明")
        api.writes_to(buyer, bot, "在吗")
        answer = await api.hears(api.dm(bot, buyer))
    """

    def __init__(self, *, heartbeat: float = 41.25) -> None:
        super().__init__()
        self.faults = Faults()
        self.rates = Rates(self.clock)
        self.heartbeat = heartbeat
        self.calls: list[Seen] = []
        self.failures: list[str] = []
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def world(self) -> World:
        return self

    @property
    def api_url(self) -> str:
        return f"{self.files.base}/api/v10"

    @property
    def stickers_url(self) -> str:
        return f"{self.files.base}/stickers"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        assert self.failures == [], "the server itself could not"

    async def start(self) -> None:
        """Listens on a free port; after `stop` on the same one again, with all that it knew."""
        app = web.Application(client_max_size=64 << 20)
        for (method, path), (name, do) in ROUTES.items():
            app.router.add_route(method, "/api/v10" + path, self._route(name, do))
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/{path:attachments/.+}", self._file)
        app.router.add_get("/stickers/{name}", self._sticker)
        app.router.add_route("*", "/{tail:.*}", _nothing)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.files.base = f"http://127.0.0.1:{self._port}"
        self.gateway_url = f"ws://127.0.0.1:{self._port}/gateway"

    async def stop(self) -> None:
        """Refuses connections from now on, and ends those that are there; sessions can be resumed later."""
        self.faults.let_go()
        for session in self.sessions.open.values():
            if session.wire is not None:
                session.wire.put(Frame(close=1001))
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await asyncio.sleep(0)  # what is aborted closes in the next turn

    # ------------------------------------------------------------------ what a test looks at

    def calls_of(self, *names: str) -> list[Seen]:
        return [one for one in self.calls if one.name in names]

    async def connected(self, bot: Bot) -> None:
        """Waits until a bot has a session and was told everything in it. Raises: TimeoutError."""
        await self.until(lambda: self.sessions.connected(bot))
        await self.reached(bot)

    async def reached(self, bot: Bot) -> None:
        """Waits until the bot has read all that it was told so far: asked for a heartbeat, it tells the number."""
        wanted = {session.id: session.seq for session in self.sessions.of(bot) if session.wire is not None}
        for session in self.sessions.of(bot):
            if session.wire is not None:
                session.wire.put(Frame(1))
        await self.until(lambda: all(self._taken(one) >= seq for one, seq in wanted.items()))

    def _taken(self, session: str) -> int:
        """What is gone has nothing to take."""
        known = self.sessions.open.get(session)
        return known.taken if known is not None else 1 << 60

    # ------------------------------------------------------------------ the wire

    def _route(self, name: str, do: Method) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            if self.rates.banned:
                return web.Response(status=429, text="error code: 1015", content_type="text/plain")
            try:
                bot = self._bot(request, name)
                call = await read_call(request, name, bot)
                self.calls.append(Seen(bot, name, call.where, call.body))
                self.tell_watchers()
                fault = self.faults.next(name)
                if fault is not None:
                    return await self._fail(fault, call, do, request)
                return self._answered(call, do)
            except Declined as declined:
                return self._refused(declined)
            except Exception:
                self.failures.append(f"{name}: {traceback.format_exc()}")
                return web.Response(status=501)  # discord.py tries this only once
            finally:
                self.tell_watchers()

        return handle

    def _bot(self, request: web.Request, name: str) -> Bot | None:
        if name in WITHOUT_TOKEN:
            return None
        bot = self.bots.get(request.headers.get("Authorization", "").removeprefix("Bot "))
        if bot is None:
            raise unauthorized()
        return bot

    def _answered(self, call: Call, do: Method) -> web.Response:
        headers = self.rates.check(call)
        result = do(self, call)
        if result is None:
            return web.Response(status=204, headers=headers)
        return web.Response(body=msgspec.json.encode(result), headers=headers | JSON)

    def _refused(self, declined: Declined) -> web.Response:
        self.rates.note(declined)
        body = msgspec.json.encode(declined.body)
        return web.Response(status=declined.status, body=body, headers=declined.headers | JSON)

    async def _fail(self, fault: Fault, call: Call, do: Method, request: web.Request) -> web.StreamResponse:
        if fault.applies:
            do(self, call)
        if fault.hangs or fault.waits:
            await self.faults.freed.wait()
        if fault.waits:
            return self._answered(call, do)
        if fault.refusal is not None:
            return self._refused(fault.refusal)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)  # nobody is there to read it

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        try:
            await Connection(self, socket, request.query.get("compress") == "zlib-stream").run()
        finally:
            if request.transport is not None:
                request.transport.abort()  # also when the other side does not answer
        return socket

    async def _file(self, request: web.Request) -> web.StreamResponse:
        told = request.query
        stored = self.files.at(request.match_info["path"], told.get("ex", "0"), told.get("hm", ""))
        if stored is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=stored.data, content_type=stored.mime)

    async def _sticker(self, request: web.Request) -> web.StreamResponse:
        data = self.files.stickers.get(request.match_info["name"])
        return web.Response(status=404) if data is None else web.Response(body=data, content_type="image/png")


async def _nothing(_: web.Request) -> web.Response:
    body: Json = not_found().body
    return web.Response(status=404, body=msgspec.json.encode(body), headers=JSON)
