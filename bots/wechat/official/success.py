"""The answer that most callbacks get, written as it stands."""

from email.utils import formatdate
from functools import lru_cache
from time import time
from typing import Final

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

from bots.wechat.official.replies import SUCCESS

_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}


class Written(web.StreamResponse):
    """Stands for an answer that has gone out: the web server has nothing left to do, and the connection goes on."""

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:  # noqa: ARG002 - as it has gone out
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """It is whole."""


_WRITTEN: Final = Written()


def success(request: web.BaseRequest) -> web.StreamResponse:
    """Taken, and no answer here. In one piece: what aiohttp does for an answer costs more than reading the message.

    Who speaks another HTTP, or is gone, is aiohttp's to answer: then `prepare` and `write_eof` tell that nobody is
    there (ConnectionResetError)."""
    transport = request.transport
    if transport is None or transport.is_closing() or request.version != HttpVersion11 or not request.keep_alive:
        return web.Response(body=SUCCESS, headers=_PLAIN)
    transport.write(_rendered(int(time())))
    return _WRITTEN


@lru_cache(maxsize=1)
def _rendered(second: int) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {_PLAIN['Content-Type']}\r\nContent-Length: {len(SUCCESS)}\r\n"
    return f"{head}Date: {formatdate(second, usegmt=True)}\r\n\r\n".encode() + SUCCESS
