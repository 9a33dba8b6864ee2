"""The platform on a real wire: an HTTP server over its account and people."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import msgspec
from aiohttp import web

from tests.wechat.platform import about, menus, sending
from tests.wechat.platform.callbacks import Delivery
from tests.wechat.platform.calls import Call, Seen, read_call
from tests.wechat.platform.faults import Fault
from tests.wechat.platform.files import Stored
from tests.wechat.platform.model import Account, Json, Mode
from tests.wechat.platform.people import People
from tests.wechat.platform.refusals import Declined
from tests.wechat.platform.world import World


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`open`: asks for no token. `verified`: for verified accounts; `service`: or for any service account."""

    do: Callable[[World, Call], Json | Stored]
    method: str = "POST"
    open: bool = False
    verified: bool = True
    service: bool = False

    def allows(self, account: Account) -> bool:
        return not self.verified or account.verified or (self.service and account.service)


def upload(world: World, call: Call) -> Json:
    """Raises: Declined."""
    kind = call.query.get("type", "")
    part = next((one for one in call.uploads if one.field == "media"), None)
    if part is None or not part.named:
        raise Declined(41005)
    stored = world.files.upload(kind, part.name, part.data)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: stored.id, "created_at": int(world.clock.stamp)}


def download(world: World, call: Call) -> Stored:
    """Raises: Declined."""
    if not call.query.get("media_id"):
        raise Declined(41006)
    return world.files.find(call.query["media_id"])


ENDPOINTS = {
    "stable_token": Endpoint(about.stable_token, open=True, verified=False),
    "token": Endpoint(about.old_token, "GET", open=True, verified=False),
    "getcallbackip": Endpoint(about.callback_addresses, "GET", verified=False),
    "get_api_domain_ip": Endpoint(about.callback_addresses, "GET", verified=False),
    "openapi/quota/get": Endpoint(about.quota_left, verified=False),
    "customservice/getkflist": Endpoint(about.kf_list, "GET"),
    "message/custom/send": Endpoint(sending.send),
    "message/custom/typing": Endpoint(sending.typing),
    "media/upload": Endpoint(upload),
    "media/get": Endpoint(download, "GET"),
    "menu/create": Endpoint(menus.create, service=True),
    "menu/get": Endpoint(menus.get, "GET", service=True),
    "menu/delete": Endpoint(menus.delete, "GET", service=True),
    "get_current_selfmenu_info": Endpoint(menus.current, "GET", verified=False),
}


class WeChat(People):
    """An official account, its people, and the platform between them and us. `calls`: all that we asked, in order.

    async with WeChat(second=0.1) as wechat:
        wechat.callbacks.url = "http://…/wechat/main/callback"
        buyer = wechat.new_person()
        wechat.says(buyer, "在吗")
        answer = await wechat.hears(buyer)

    `second`: how long one of the platform's seconds lasts (a passive reply has five); only for callbacks."""

    def __init__(self, account: Account | None = None, *, second: float = 1.0) -> None:
        super().__init__(account, second=second)
        self.calls: list[Seen] = []
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def settings(self, **others: object) -> Json:
        """Those with which the product's channel account finds this platform."""
        account = self.account
        known: Json = {"app_id": account.appid, "token": account.token, "app_secret": account.secret}
        secure = {"aes_key": account.aes_key} if account.mode is not Mode.PLAIN else {}
        return {**known, **secure, "api_url": self.url, **others}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listens on a free port; after `stop` on the same one again, with all that it knew."""
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/cgi-bin/{path:.+}", self._take)
        app.router.add_get("/video/{media}", self._video)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Refuses connections from now on; calls that hang end."""
        self.faults.let_go()
        await self.callbacks.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # ------------------------------------------------------------------ what a test looks at

    def calls_of(self, *paths: str) -> list[Seen]:
        return [one for one in self.calls if one.path in paths]

    @property
    def last(self) -> Delivery:
        return self.callbacks.sent[-1]

    # ------------------------------------------------------------------ the wire

    async def _take(self, request: web.Request) -> web.StreamResponse:
        call = await read_call(request)
        seen = Seen(call.path, call.query, call.body)
        self.calls.append(seen)
        self.tell_watchers()
        fault = self.faults.next(call.path)
        if fault is not None:
            return await self._fail(fault, call, seen, request)
        return self._answer(call, seen)

    def _answer(self, call: Call, seen: Seen) -> web.Response:
        try:
            result = self._do(call)
        except Declined as declined:
            seen.code = declined.code
            return _refused(declined, plain=call.path == "media/get")
        seen.code = 0
        if isinstance(result, Stored):
            return self._file(result)
        return _json(result)

    def _do(self, call: Call) -> Json | Stored:
        """Raises: Declined."""
        endpoint = ENDPOINTS.get(call.path)
        if endpoint is None:
            raise Declined(40066)
        if call.method != endpoint.method:
            raise Declined(43001 if endpoint.method == "GET" else 43002)
        if not endpoint.open:
            self.tokens.check(call.query.get("access_token"))
        if not endpoint.allows(self.account):
            raise Declined(48001)
        return endpoint.do(self, call)

    def _file(self, stored: Stored) -> web.Response:
        if stored.kind == "video":
            return _json({"video_url": f"{self.url}/video/{stored.id}"}, plain=True)
        name = f'attachment; filename="{stored.id}.{stored.suffix}"'
        return web.Response(body=stored.data, content_type=stored.mime, headers={"Content-disposition": name})

    async def _video(self, request: web.Request) -> web.Response:
        try:
            stored = self.files.find(request.match_info["media"], "video")
        except Declined:
            return web.Response(status=404)
        return web.Response(body=stored.data, content_type=stored.mime)

    async def _fail(self, fault: Fault, call: Call, seen: Seen, request: web.Request) -> web.StreamResponse:
        if fault.applies:
            self._answer(call, seen)
        if fault.hangs:
            await self.faults.freed.wait()
        if fault.refusal is not None:
            seen.code = fault.refusal.code
            return _refused(fault.refusal, plain=call.path == "media/get")
        if fault.status:
            return web.Response(status=fault.status, body=fault.page, content_type="text/html")
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)  # nobody is there to read it


def _refused(declined: Declined, *, plain: bool) -> web.Response:
    rid = "-".join(secrets.token_hex(4) for _ in range(3))
    return _json(declined.body(rid), plain=plain)


def _json(body: Json, *, plain: bool = False) -> web.Response:
    """media/get tells everything that is no file as plain text."""
    kind = "text/plain" if plain else "application/json; encoding=utf-8"
    return web.Response(body=msgspec.json.encode(body), headers={"Content-Type": kind})
