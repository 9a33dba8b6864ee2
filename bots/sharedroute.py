"""One path that several shops or accounts serve, because their platform calls the same for each: a header tells whom."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from core.channel import Bearing

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SharedRoute:
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
