"""The shop's web server, on a port of its own; the clock is the test's, and may be wrong by `skew`."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from core.ports import Clock
from tests.dujiaonext.adminside import AdminSide
from tests.dujiaonext.answers import declined
from tests.dujiaonext.buyerside import ChannelSide, GuestSide
from tests.dujiaonext.goods import Goods

Meddler = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
Twist = Callable[[str, Any], Any]
Answering = Callable[[web.Request, bytes], web.Response]
ADMIN, CHANNEL, GUEST, AUTH = "/api/v1/admin", "/api/v1/channel", "/api/v1/guest", "/api/v1/auth"


@dataclass(slots=True)
class NextProgram:
    """`meddle` answers in place of the shop; `twist` changes what it is about to say; `asked`: method and path."""

    clock: Clock
    skew: timedelta = timedelta()
    goods: Goods = field(default_factory=Goods)
    admin: AdminSide = field(init=False)
    guest: GuestSide = field(init=False)
    channel: ChannelSide = field(init=False)
    meddle: Meddler | None = None
    twist: Twist | None = None
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self.admin = AdminSide(self.goods)
        self.guest = GuestSide(self.goods)
        self.channel = ChannelSide(self.goods)

    def now(self) -> datetime:
        return self.clock.now() + self.skew

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        app = web.Application()
        for method, path, answer in self._routes():
            app.router.add_route(method, path, self._handler(answer))
        async with TestServer(app) as server:
            self.url = str(server.make_url("")).rstrip("/")
            yield

    def _routes(self) -> list[tuple[str, str, Answering]]:
        admin, guest, channel = self.admin, self.guest, self.channel
        return [
            ("GET", f"{GUEST}/orders/{{number}}", lambda request, _: guest.order(request, self.now())),
            (
                "GET",
                f"{GUEST}/orders/{{number}}/fulfillment/download",
                lambda request, _: guest.download(request, self.now()),
            ),
            ("POST", f"{ADMIN}/login", lambda _, body: admin.log_in(json.loads(body), self.now())),
            *self._admin_routes(),
            ("POST", f"{CHANNEL}/identities/telegram/resolve", lambda _, body: channel.resolve(json.loads(body))),
            (
                "POST",
                f"{CHANNEL}/identities/telegram/bind",
                lambda _, body: channel.bind(json.loads(body), self.now()),
            ),
            ("POST", f"{AUTH}/send-verify-code", lambda _, body: channel.send_code(json.loads(body), self.now())),
            ("GET", f"{CHANNEL}/orders", lambda request, _: channel.orders(request)),
            ("GET", f"{CHANNEL}/orders/by-order-no/{{number}}", lambda request, _: channel.order(request)),
            ("GET", f"{CHANNEL}/orders/{{id}}", lambda request, _: channel.order(request)),
            ("GET", f"{CHANNEL}/catalog/products/{{id}}", lambda request, _: channel.product(request)),
        ]

    def _admin_routes(self) -> list[tuple[str, str, Answering]]:
        admin = self.admin
        reads: dict[str, Callable[[web.Request], web.Response]] = {
            "/orders": admin.orders,
            "/orders/{id}": admin.order,
            "/orders/{id}/fulfillment/download": admin.download,
            "/order-refunds": admin.refunds,
            "/payments": admin.payments,
            "/card-secrets": admin.cards,
            "/card-secrets/stats": admin.stats,
            "/products": admin.products,
            "/products/{id}": admin.product,
        }
        return [
            ("GET", f"{ADMIN}/authz/me", lambda *_: admin.me()),
            *(("GET", ADMIN + path, _reading(read)) for path, read in reads.items()),
            (
                "POST",
                f"{ADMIN}/orders/{{id}}/manual-refund",
                lambda request, body: admin.refund(request, json.loads(body), self.now(), "manual"),
            ),
            (
                "POST",
                f"{ADMIN}/orders/{{id}}/refund-to-wallet",
                lambda request, body: admin.refund(request, json.loads(body), self.now(), "wallet"),
            ),
            (
                "POST",
                f"{ADMIN}/card-secrets/export-available",
                lambda _, body: admin.export(json.loads(body), self.now()),
            ),
        ]

    def _handler(self, answer: Answering) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            self.asked.append(f"{request.method} {request.path.removeprefix('/api/v1')}")
            body = await request.read()
            meddled = await self.meddle(request) if self.meddle else None
            response = meddled or self._barred(request, body) or answer(request, body)
            if self.twist and isinstance(response, web.Response) and response.content_type == "application/json":
                response = web.json_response(self.twist(request.path, json.loads(response.text or "")))
            response.headers["Date"] = self.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
            return response

        return handle

    def _barred(self, request: web.Request, body: bytes) -> web.Response | None:
        if request.path.startswith(f"{CHANNEL}/"):
            return self.channel.admits(request, body, self.now())
        if request.path.startswith(f"{ADMIN}/") and not request.path.endswith("/login"):
            return self.admin.admits(request, self.now())
        if request.path.startswith(f"{GUEST}/") and len(request.headers.get("Authorization", "")) > 4096:
            return declined(400, "请输入邮箱")
        return None


def _reading(read: Callable[[web.Request], web.Response]) -> Answering:
    return lambda request, _: read(request)
