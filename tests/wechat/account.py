"""The simplest account there could be: a server that answers callbacks as a test says, and asks the platform things."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from tests.wechat.platform import WeChat

Reply = Callable[[bytes], Awaitable[web.Response]]


async def success(_: bytes) -> web.Response:
    return web.Response(text="success")


@dataclass(slots=True)
class SimpleAccount:
    """`came`: query and body of every callback. `reply` makes the answer to the next ones."""

    wechat: WeChat
    http: aiohttp.ClientSession
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    reply: Reply = success
    token: str = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.came.append((dict(request.query), body))
        return await self.reply(body)

    async def greet(self, request: web.Request) -> web.Response:
        return web.Response(text=request.query["echostr"])

    async def log_in(self, *, force: bool = False) -> dict[str, Any]:
        account = self.wechat.account
        asked = {"grant_type": "client_credential", "appid": account.appid, "secret": account.secret}
        told = await self.post("stable_token", asked | {"force_refresh": force})
        self.token = told.get("access_token", self.token)
        return told

    async def post(self, path: str, body: object, **query: str) -> dict[str, Any]:
        """JSON, unescaped."""
        return await self.post_raw(path, body if isinstance(body, bytes) else msgspec.json.encode(body), **query)

    async def post_raw(self, path: str, data: bytes | aiohttp.FormData, **query: str) -> dict[str, Any]:
        url, params = f"{self.wechat.url}/cgi-bin/{path}", {"access_token": self.token, **query}
        async with self.http.post(url, params=params, data=data) as answer:
            told: dict[str, Any] = msgspec.json.decode(await answer.read())
        return told

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        told: dict[str, Any] = msgspec.json.decode((await self.fetch(path, **query))[1])
        return told

    async def fetch(self, path: str, **query: str) -> tuple[str, bytes]:
        """The content type and the bytes."""
        url, params = f"{self.wechat.url}/cgi-bin/{path}", {"access_token": self.token, **query}
        async with self.http.get(url, params=params) as answer:
            return answer.content_type, await answer.read()

    async def upload(self, kind: str, name: str, data: bytes, *, field: str = "media") -> dict[str, Any]:
        form = aiohttp.FormData()
        form.add_field(field, BytesIO(data), filename=name, content_type="application/octet-stream")
        return await self.post_raw("media/upload", form, type=kind)

    async def says(self, openid: str, text: str) -> int:
        """Pushes a text; gives the code."""
        told = await self.post("message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": text}})
        return int(told["errcode"])


def answers(xml: bytes, *, after: float = 0.0, status: int = 200) -> Reply:
    async def reply(_: bytes) -> web.Response:
        await asyncio.sleep(after)
        return web.Response(body=xml, status=status, content_type="text/xml")

    return reply


def text_reply(wechat: WeChat, openid: str, text: str) -> dict[str, object]:
    """The fields of a passive text."""
    head = {"ToUserName": openid, "FromUserName": wechat.account.original, "CreateTime": int(time.time())}
    return {**head, "MsgType": "text", "Content": text}


@asynccontextmanager
async def simple_account(wechat: WeChat) -> AsyncIterator[SimpleAccount]:
    """Listens, and the platform knows where."""
    async with aiohttp.ClientSession() as http:
        account = SimpleAccount(wechat, http)
        app = web.Application(client_max_size=4 << 20)
        app.router.add_post("/callback", account.take)
        app.router.add_get("/callback", account.greet)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        wechat.callbacks.url = f"http://127.0.0.1:{runner.addresses[0][1]}/callback"
        try:
            yield account
        finally:
            await runner.cleanup()
