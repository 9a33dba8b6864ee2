"""The fake platform on a real wire: an HTTP server that records every call, and fails when it is told to."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from aiohttp import BodyPartReader, web

from .client import SECRET_HEADER
from .faults import Fault, Faults
from .platform import Answer, No, Platform, StoredFile

MULTIPART = "/upload"
PATIENCE = timedelta(seconds=10)
"""How long a test waits for something; only one that fails waits so long."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One call of the product, whatever became of it."""

    path: str
    payload: bytes

    @property
    def body(self) -> dict[str, Any]:
        return dict(msgspec.json.decode(self.payload)) if self.payload else {}


class PlatformServer(Platform):
    """`calls` holds everything that the product asked, in order."""

    def __init__(self, *, secret: str, takes_keys: bool = True, text_limit: int = 4096) -> None:
        super().__init__(takes_keys=takes_keys, text_limit=text_limit)
        self.secret = secret
        self.calls: list[Seen] = []
        self.faults = Faults()
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self, port: int = 0) -> None:
        """Listens; after `stop` on the same port again, with all that it knew."""
        app = web.Application(client_max_size=64 << 20)
        app.router.add_get("/file/{ref}", self._file)
        app.router.add_post("/{call}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port or self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Refuses connections from now on; calls that hang end."""
        self.faults.let_go()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def until(self, so: Callable[[], bool], within: timedelta = PATIENCE) -> None:
        """Waits until something is so on the platform. Raises: TimeoutError."""
        async with asyncio.timeout(within.total_seconds()):
            while not so():
                self._changed.clear()
                await self._changed.wait()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        self.calls.append(Seen(path, b"" if path == MULTIPART else await request.read()))
        if request.headers.get(SECRET_HEADER) != self.secret:
            return _refusal(401, "unauthorized")
        fault = self.faults.next(path)
        if fault is None:
            return await self._answer(request)
        return await self._fail(fault, request)

    async def _answer(self, request: web.Request) -> web.Response:
        path = request.path
        try:
            answer = await self._upload(request) if path == MULTIPART else self.apply(path, await request.read())
        except No as no:
            return _refusal(no.status, no.code)
        finally:
            self._changed.set()
        return web.Response(body=msgspec.json.encode({"ok": True} | answer), content_type="application/json")

    async def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.applies:
            await self._answer(request)
        if fault.hangs:
            await self.faults.freed.wait()
        if fault.status:
            return _refusal(fault.status, fault.code, fault.retry_after)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)  # nobody is there to read it

    async def _upload(self, request: web.Request) -> Answer:
        try:
            part = await (await request.multipart()).next()
            data = bytes(await part.read()) if isinstance(part, BodyPartReader) else b""
        except ConnectionError:
            raise No(400, "cut_off") from None
        if not isinstance(part, BodyPartReader):
            raise No(400, "empty")
        mime = part.headers.get("Content-Type", "application/octet-stream")
        return {"file_id": self.store_file(StoredFile(part.filename or "", mime, data))}

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self.files.get(request.match_info["ref"])
        if stored is None:
            return _refusal(404, "file_not_found")
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _refusal(status: int, code: str, retry_after: float = 0) -> web.Response:
    body = {"ok": False, "error": code, "retry_after": retry_after}
    return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json")
