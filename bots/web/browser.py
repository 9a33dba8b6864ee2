"""A page without a screen: speaks the pages' protocol, for the conformance suite and every other test."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

import msgspec
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData, WSMsgType
from msgspec import Struct

from bots.web.entries import Entry
from bots.web.protocol import Hello, Spoken

PATIENCE = 10.0


class Browser:
    """Speaks the pages' protocol and keeps what a page would show: `boxes[box][key]` is (born, entry as JSON data)."""

    def __init__(self, base: str, root: str) -> None:
        self.base = base
        self.root = root
        self.origin = base
        self.http = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.boxes: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {}
        self.since: dict[str, int] = {}
        self.frames: list[dict[str, Any]] = []
        self.token = self.me = ""
        self._socket: ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def connect(self, start: str = "", language: str = "zh", order: str = "") -> None:
        """Says hello, and waits for the welcome. Raises: WSServerHandshakeError."""
        self._socket = await self.http.ws_connect(f"{self.base}{self.root}/ws", headers={"Origin": self.origin})
        self._reading = asyncio.create_task(self._read(self._socket))
        await self.send(Hello(dict(self.since), language, self.token, start, order))
        welcome = await self.frame(lambda f: f["type"] in {"welcome", "error"})
        self.token = welcome.get("token", "")
        self.me = welcome.get("me", {}).get("id", "")

    async def drop(self) -> None:
        """The line is cut; what was seen stays."""
        if self._reading and self._socket:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
            await self._socket.close()
        self._socket = None
        self.frames.clear()

    async def close(self) -> None:
        await self.drop()
        await self.http.close()

    async def send(self, frame: Struct | str) -> None:
        assert self._socket is not None, "connect first"
        await self._socket.send_str(frame if isinstance(frame, str) else msgspec.json.encode(frame).decode())

    async def do(self, frame: Spoken) -> dict[str, Any]:
        """Sends, and gives the acknowledgement or the refusal."""
        await self.send(frame)
        return await self.frame(lambda f: f.get("id") == frame.id)

    async def frame(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Takes the first frame that is wanted and not an entry. Raises: TimeoutError."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            found[:] = [f for f in self.frames if wanted(f)][:1]
            return bool(found)

        await self.until(look)
        self.frames.remove(found[0])
        return found[0]

    async def until(self, so: Callable[[], bool]) -> None:
        """Waits until it is so; looking for what is not there yet counts as not yet. Raises: TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while not _holds(so):
                self._news.clear()
                await self._news.wait()

    async def upload(self, data: bytes, name: str, query: str = "") -> dict[str, Any]:
        """Gives what the server answers, with its `status`."""
        form = FormData(quote_fields=False)  # as browsers do
        form.add_field("file", data, filename=name, content_type="application/octet-stream")
        headers = {"Origin": self.origin, "Authorization": f"Bearer {self.token}"}
        async with self.http.post(f"{self.base}{self.root}/files{query}", data=form, headers=headers) as answer:
            return {"status": answer.status} | dict(await answer.json())

    async def sign_in(self, link: str) -> int:
        """Opens a login link and presses its button; gives the status."""
        async with self.http.get(link) as page:
            await page.read()
        async with self.http.post(link, headers={"Origin": self.origin}, allow_redirects=False) as answer:
            return answer.status

    async def download(self, url: str) -> bytes:
        async with self.http.get(f"{self.base}{url}") as answer:
            answer.raise_for_status()
            return await answer.read()

    def shown(self, box: str) -> list[tuple[str, Entry]]:
        """What a page shows of a box: in the order of birth, without the deleted."""
        ordered = sorted(self.boxes.get(box, {}).items(), key=lambda pair: pair[1][0])
        entries = [(key, msgspec.convert(body, Entry)) for key, (_, body) in ordered]
        return [(key, entry) for key, entry in entries if not entry.deleted]

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._take(msgspec.json.decode(message.data))
                self._news.set()
        self._news.set()

    @property
    def closed(self) -> bool:
        """The server has ended the connection."""
        return self._socket is None or self._socket.closed

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] != "entries":
            self.frames.append(frame)
            return
        box = self.boxes.setdefault(frame["box"], {})
        if frame["fresh"]:
            box.clear()
        box.update({item["key"]: (item["born"], item["body"]) for item in frame["items"]})
        self.since[frame["box"]] = max(frame["seq"], self.since.get(frame["box"], 0))


def _holds(so: Callable[[], bool]) -> bool:
    try:
        return so()
    except LookupError:
        return False
