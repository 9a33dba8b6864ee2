"""The answer that most callbacks get, written as it stands."""

from email.utils import formatdate
from functools import lru_cache
from time import time
from typing import Final

from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

from bots.wechat.official.replies import SUCCESS

_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}


class Success(web.Response):
    """Taken, and no answer here. In one piece: what aiohttp does for an answer costs more than reading the message."""

    def __init__(self) -> None:
        super().__init__(body=SUCCESS, headers=_PLAIN)
        self._whole = False

    @property
    def keep_alive(self) -> bool | None:
        return True if self._whole else super().keep_alive

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Raises: ConnectionResetError: nobody is there any more."""
        if self._whole:
            return None
        if request.version != HttpVersion11 or not request.keep_alive:
            return await super().prepare(request)
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError("nobody is there any more")
        transport.write(_rendered(int(time())))
        self._whole = True
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        if not self._whole:
            await super().write_eof(data)


@lru_cache(maxsize=1)
def _rendered(second: int) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {_PLAIN['Content-Type']}\r\nContent-Length: {len(SUCCESS)}\r\n"
    return f"{head}Date: {formatdate(second, usegmt=True)}\r\n\r\n".encode() + SUCCESS
