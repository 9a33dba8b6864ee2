"""The fake platform of the benchmarks: takes every call at once, and tells who was written to."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Self

from benchmarks.wire import Answering

CHAT = b'"chat":"'


class Platform:
    """`sent(chat)` is called for each message. A `silent` platform takes connections and never says anything."""

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent
        self._numbers = itertools.count(1)
        self._server: asyncio.Server | None = None
        self.sent: Callable[[bytes], None] = lambda _: None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Answering(self._heard), "127.0.0.1", 0, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    def _heard(self, head: bytes, body: bytes) -> bytes | None:
        if self._silent:
            return None
        if head.startswith(b"POST /send "):
            start = body.index(CHAT) + len(CHAT)
            self.sent(body[start : body.index(b'"', start)])
        return b'{"ok":true,"message_id":"%d"}' % next(self._numbers)
