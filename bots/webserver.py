"""The product's one web server: the channels' routes, /healthz and /metrics, with limits and plain error answers.

Handlers are wrapped when they are mounted, not by middlewares: a webhook pays for nothing that it does not need."""

import asyncio
import errno
import ipaddress
import socket
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import web

from core.channel import Bearing, HttpRoute
from core.errors import Forged, StoreUnavailable, Unreadable, WrongSetting

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

READ_AT_ONCE = frozenset({"application/json", "application/xml", "text/xml", "application/x-www-form-urlencoded"})
"""Bodies that are read whole, in time, before the handler runs. Uploads are streamed by their handler instead."""

PAGE_HEADERS: Mapping[str, str] = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
"""Defaults; a handler that sets them itself wins."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """`body`: bytes of a body that is read whole; `read_within`: for reading it; `idle_within`: without a request."""

    body: int = 1024 * 1024
    read_within: timedelta = timedelta(seconds=15)
    idle_within: timedelta = timedelta(seconds=75)


@dataclass(frozen=True, slots=True)
class Health:
    """`ok`: events can be taken. `parts`: what is known of each part, in a word or a figure."""

    ok: bool
    parts: Mapping[str, str | int | float | bool] = field(default_factory=dict)


class SharedRoute:
    """One path of several shops or accounts, for their platform calls the same for each: a header tells whom."""

    def __init__(self) -> None:
        self._handlers: dict[Bearing, Handler] = {}

    def joined(self, only: Bearing, handler: Handler) -> bool:
        """False: somebody serves just these already."""
        return self._handlers.setdefault(only, handler) is handler

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """A stranger gets what a wrong signature gets."""
        for only, handler in self._handlers.items():
            if request.headers.get(only.header) == only.value:
                return await handler(request)
        return web.Response(status=403, text="Forbidden")


class WebServer:
    """Mount first, then start; `examine` is asked for /healthz, `exposition` gives the text of /metrics."""

    def __init__(
        self, examine: Callable[[], Awaitable[Health]], exposition: Callable[[], bytes], limits: Limits | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._examine = examine
        self._exposition = exposition
        self._app = web.Application(client_max_size=self._limits.body)
        self._app.on_response_prepare.append(_finish_headers)
        self._runner: web.AppRunner | None = None
        self._shared: dict[tuple[str, str], SharedRoute] = {}
        self.mount([HttpRoute("GET", "/healthz", self._healthz), HttpRoute("GET", "/metrics", self._metrics)])

    def mount(self, routes: Iterable[HttpRoute]) -> None:
        """Before `start`. Raises: WrongSetting: that route is taken, by another channel or account."""
        for route in routes:
            if not self._added(route, _guarded(route.handler, self._limits.read_within.total_seconds())):
                taken = f"{route.method} {route.path} is served already."
                raise WrongSetting("channels", taken, "Configure each channel account, and each shop, only once.")

    def _added(self, route: HttpRoute, handler: Handler) -> bool:
        """False: it is taken."""
        place = (route.method, route.path)
        if route.only is None:
            return self._routed(place, handler)
        shared = self._shared.get(place)
        if shared is None:
            shared = SharedRoute()
            if not self._routed(place, shared.answer):
                return False
            self._shared[place] = shared
        return shared.joined(route.only, handler)

    def _routed(self, place: tuple[str, str], handler: Handler) -> bool:
        try:
            self._app.router.add_route(*place, handler)
        except RuntimeError:
            return False
        return True

    async def start(self, host: str, port: int) -> int:
        """Gives the port, which `port=0` leaves to the system. Raises: WrongSetting: cannot listen there."""
        idle = self._limits.idle_within.total_seconds()
        self._runner = web.AppRunner(self._app, access_log=None, keepalive_timeout=idle, shutdown_timeout=5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=1024)
        try:
            await site.start()
        except (OSError, socket.gaierror) as error:
            await self.stop()
            raise _cannot_listen(error, host, port) from None
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Takes no more requests, and waits shortly for those that run."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _healthz(self, _: web.Request) -> web.Response:
        health = await self._examine()
        return web.json_response({"ok": health.ok, "parts": dict(health.parts)}, status=200 if health.ok else 503)

    async def _metrics(self, request: web.Request) -> web.Response:
        if not _is_near(request):
            raise web.HTTPNotFound
        return web.Response(
            body=self._exposition(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        )


def _guarded(handler: Callable[[Any], Awaitable[Any]], read_within: float) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            if not request.content.is_eof():
                await _read_in_time(request, read_within)
            response: web.StreamResponse = await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:
            return _answer(request, error)
        return response

    return handle


async def _read_in_time(request: web.Request, within: float) -> None:
    """The body is kept by the request: the handler's own `read()` gives it at once."""
    if request.content_type not in READ_AT_ONCE:
        return
    try:
        async with asyncio.timeout(within):
            await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _answer(request: web.Request, error: Exception) -> web.Response:
    """What went wrong as a status that makes a platform do the right thing; the text tells nothing of our inside."""
    if isinstance(error, ConnectionError) and (request.transport is None or request.transport.is_closing()):
        raise error
    if isinstance(error, Forged):
        return web.Response(status=403, text="Forbidden")
    if isinstance(error, Unreadable):
        return web.Response(status=400, text="Unreadable")
    if isinstance(error, StoreUnavailable):
        return web.Response(status=503, text="Come again", headers={"Retry-After": "2"})
    _tell(request, error)
    if request.writer.output_size > 0:
        raise ConnectionError("the answer had begun")
    return web.Response(status=500, text="Something went wrong here")


def _tell(request: web.Request, error: Exception) -> None:
    """No message and no payload: both may hold what a buyer wrote."""
    route = request.match_info.route.resource
    where = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    path = route.canonical if route else "?"
    log.error(
        "request failed", method=request.method, route=path, error=type(error).__name__, at=" > ".join(where[-5:])
    )


async def _finish_headers(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers.popone("Server", None)
    if request.method != "POST":
        for name, value in PAGE_HEADERS.items():
            headers.setdefault(name, value)


def _is_near(request: web.Request) -> bool:
    """From this machine or its private network, and not passed on by a proxy: figures are nobody else's business."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_private
    except ValueError:
        return False


def _cannot_listen(error: OSError, host: str, port: int) -> WrongSetting:
    another = (
        f"Choose another one: web.port in kamidesk.toml, or KAMIDESK_WEB__PORT={port + 1 if port < 65535 else 8080}"
    )
    if error.errno == errno.EADDRINUSE:
        return WrongSetting("web.port", f"another program uses port {port} already.", another)
    if error.errno in {errno.EACCES, errno.EPERM}:
        return WrongSetting(
            "web.port", f"this user may not open port {port}.", another.replace(f"={port + 1}", "=8080")
        )
    return WrongSetting(
        "web.host", f"cannot listen on {host}: {error.strerror}.", 'For example: web.host = "127.0.0.1"'
    )
