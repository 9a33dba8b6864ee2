"""A product that does nothing but answer WeCom's callbacks, and a client that asks WeCom as a product does."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.wechat.wecomplatform import Account, Customer
from tests.wechat.wecomplatform.envelope import Envelope, encrypted_in
from tests.wechat.wecomplatform.server import CORP, ENVELOPE, SECRET

JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 10


@dataclass(slots=True)
class Listener:
    """`answers`: the statuses of the next callbacks, 200 afterwards; 0: it does not answer in time."""

    envelope: Envelope = ENVELOPE
    heard: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    echo_wrapped: bool = False
    url: str = ""

    async def handshake(self, request: web.Request) -> web.Response:
        echo = self.envelope.open(self._checked(request, request.query["echostr"]))
        return web.Response(text=f'"{echo}"' if self.echo_wrapped else echo)

    async def notice(self, request: web.Request) -> web.Response:
        self.heard.append(self.envelope.open(self._checked(request, encrypted_in(await request.text()))))
        status = self.answers.pop(0) if self.answers else 200
        if not status:
            await asyncio.sleep(5)
        return web.Response(status=status or 200, text="success")

    def _checked(self, request: web.Request, encrypted: str) -> str:
        query = request.query
        wanted = self.envelope.signature(query["timestamp"], query["nonce"], encrypted)
        if query["msg_signature"] != wanted:
            raise web.HTTPForbidden
        return encrypted


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    listener, app = Listener(), web.Application()
    app.router.add_get("/callback", listener.handshake)
    app.router.add_post("/callback", listener.notice)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/callback"
    try:
        yield listener
    finally:
        await runner.cleanup()


@dataclass(slots=True)
class Client:
    """Asks the API; every answer is JSON but for files."""

    url: str
    http: aiohttp.ClientSession
    token: str = ""

    async def gettoken(self, corp: str = CORP, secret: str = SECRET) -> dict[str, Any]:
        async with self.http.get(
            f"{self.url}/cgi-bin/gettoken", params={"corpid": corp, "corpsecret": secret}
        ) as answer:
            told: dict[str, Any] = await answer.json()
        self.token = told.get("access_token", self.token)
        return told

    async def post(self, path: str, body: object = None, *, raw: bytes | None = None) -> dict[str, Any]:
        """`raw`: instead of `body`, as it stands."""
        sent: dict[str, Any] = {"data": raw} if raw is not None else {"data": _utf8(body or {})}
        async with self.http.post(f"{self.url}/cgi-bin/{path}", params={"access_token": self.token}, **sent) as answer:
            told: dict[str, Any] = await answer.json()
        return told

    async def code(self, path: str, body: object = None, *, raw: bytes | None = None) -> int:
        return int((await self.post(path, body, raw=raw))["errcode"])

    async def upload(self, kind: str, data: bytes, name: str = "a.bin") -> dict[str, Any]:
        form = aiohttp.FormData()
        form.add_field("media", io.BytesIO(data), filename=name)
        query = {"access_token": self.token, "type": kind}
        async with self.http.post(f"{self.url}/cgi-bin/media/upload", params=query, data=form) as answer:
            told: dict[str, Any] = await answer.json()
        return told

    async def download(self, media_id: str) -> bytes | int:
        """The bytes, or the error code."""
        query = {"access_token": self.token, "media_id": media_id}
        async with self.http.get(f"{self.url}/cgi-bin/media/get", params=query) as answer:
            if answer.content_type == "application/json":
                return int((await answer.json())["errcode"])
            return await answer.read()


def _utf8(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def told(page: dict[str, Any]) -> Sequence[dict[str, Any]]:
    entries: Sequence[dict[str, Any]] = page["msg_list"]
    return entries


def text(account: Account, buyer: Customer, words: str, **more: object) -> dict[str, object]:
    known = {"touser": buyer.id, "open_kfid": account.open_kfid, "msgtype": "text", "text": {"content": words}}
    return known | more


def menu(account: Account, buyer: Customer, *labels: str, **more: object) -> dict[str, object]:
    items = [
        {"type": "click", "click": {"id": f"faq:{number}", "content": words}} for number, words in enumerate(labels)
    ]
    inside = {"head_content": "怎么帮您？", "list": items} | more
    return {"touser": buyer.id, "open_kfid": account.open_kfid, "msgtype": "msgmenu", "msgmenu": inside}


def where(account: Account, buyer: Customer, **more: object) -> dict[str, object]:
    return {"open_kfid": account.open_kfid, "external_userid": buyer.id} | more
