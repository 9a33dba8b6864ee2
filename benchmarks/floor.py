"""The floors: `python -m benchmarks.floor PLATFORM_URL`. What any product on aiohttp pays, and nothing else.

`/ack`: parse and 200. `/relay`: parse, send on by HTTP, and 200; nothing is stored, nothing is decided."""

import asyncio
import sys
from hmac import compare_digest

import aiohttp
import msgspec
from aiohttp import web

from benchmarks.updates import SECRET

LIMIT = 512
JSON = {"Content-Type": "application/json"}


async def serve(platform: str) -> None:
    connector = aiohttp.TCPConnector(limit=LIMIT)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def ack(request: web.Request) -> web.Response:
            await _read(request)
            return web.Response()

        async def relay(request: web.Request) -> web.Response:
            message = (await _read(request))["message"]
            body = msgspec.json.encode({"chat": message["chat"]["id"], "text": message["text"]})
            async with session.post(f"{platform}/send", data=body, headers=JSON) as answer:
                await answer.read()
            return web.Response()

        app = web.Application()
        app.router.add_post("/ack", ack)
        app.router.add_post("/relay", relay)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        sys.stdout.write(f"{runner.addresses[0][1]}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


async def _read(request: web.Request) -> dict[str, dict[str, dict[str, object]]]:
    if not compare_digest(request.headers["X-Fake-Secret"], SECRET):
        raise web.HTTPForbidden
    update: dict[str, dict[str, dict[str, object]]] = msgspec.json.decode(await request.read())
    return update


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
