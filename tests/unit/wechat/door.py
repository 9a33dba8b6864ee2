"""Whatever stands at our public address when the doctor calls: KamiDesk itself, a proxy, a stranger."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from core.errors import Forged

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def door(answer: Answer) -> AsyncIterator[str]:
    """Its address, like http://127.0.0.1:40123."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def ours(echo: Callable[[web.Request], str]) -> Answer:
    """As the product's web server: 403 for what is forged."""

    async def answered(request: web.Request) -> web.Response:
        try:
            return web.Response(text=echo(request))
        except Forged:
            return web.Response(status=403)

    return answered


def says(status: int, text: str = "", **headers: str) -> Answer:
    async def answered(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text, headers=headers)

    return answered


async def parrot(request: web.Request) -> web.Response:
    """Answers everybody, whoever signed."""
    return web.Response(text=request.query["echostr"])
