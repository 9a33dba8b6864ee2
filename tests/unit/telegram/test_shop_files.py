"""Files that buyers send, fetched from Telegram or from one's own server; and what an answer may look like."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram.methods import SendMessage
from aiohttp import web
from aiohttp.test_utils import TestServer

from bots.telegram.client import Client
from bots.telegram.settings import ShopSettings
from bots.telegram.wire import Wire, open_session
from core.errors import ChannelError, ChannelUnavailable, ContentRejected, DeliveryInDoubt, TargetGone
from core.messages import AccountId, Address, ChannelName, ChatId, Media, MediaKind, MediaRef

HOME = Address(ChannelName("telegram"), AccountId("main"), ChatId("700"))
FILE = Media(MediaKind.FILE, MediaRef("F"), HOME)
TOKEN = "1001:AAsecret"


class Server:
    """Answers every call as it is told to."""

    def __init__(self) -> None:
        self.status, self.body = 200, b"{}"
        self.file: bytes | None = b"data" * 50_000
        self._server = TestServer(self._app())

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/behind/file/bot{token}/{path:.*}", self._file)
        app.router.add_post("/behind/bot{token}/{method}", self._call)
        return app

    async def _call(self, request: web.Request) -> web.Response:
        return web.Response(status=self.status, body=self.body)

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(status=404) if self.file is None else web.Response(body=self.file)

    async def __aenter__(self) -> "Server":
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    def settings(self, **more: Any) -> ShopSettings:
        return ShopSettings.model_validate({"token": TOKEN, "api_url": str(self._server.make_url("/behind")), **more})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


async def fetched(server: Server, media: Media = FILE, **settings: Any) -> bytes:
    wire = Wire(server.settings(**settings))
    try:
        return b"".join([chunk async for chunk in wire.download(media)])
    finally:
        await wire.close()


async def test_a_file_comes_whole(server: Server) -> None:
    server.body = b'{"ok":true,"result":{"file_id":"F","file_path":"documents/\xe6\x96\x87 1.pdf"}}'
    assert await fetched(server) == server.file


async def test_a_place_is_its_coordinates(server: Server) -> None:
    spot = Media(MediaKind.LOCATION, MediaRef("31.2,121.5"), HOME)
    assert await fetched(server, spot) == b"31.2,121.5"


async def test_a_server_of_one_s_own_gives_files_from_its_disk(server: Server, tmp_path: Path) -> None:
    kept = tmp_path / "file.bin"
    kept.write_bytes(b"x" * 100_000)
    server.body = b'{"ok":true,"result":{"file_path":"%s"}}' % str(kept).encode()
    assert await fetched(server, local_files=True) == kept.read_bytes()
    kept.unlink()
    with pytest.raises(TargetGone):
        await fetched(server, local_files=True)


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, b'{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}', ContentRejected),
        (400, b'{"ok":false,"error_code":400,"description":"Bad Request: invalid file_id"}', TargetGone),
        (200, b'{"ok":false,"error_code":400,"description":"Bad Request: wrong file_id"}', TargetGone),
        (401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}', ChannelUnavailable),
        (502, b"<html>Bad Gateway</html>", ChannelUnavailable),
        (200, b"", ChannelUnavailable),
    ],
)
async def test_a_file_that_cannot_be_had_says_why(
    server: Server, status: int, body: bytes, meaning: type[ChannelError]
) -> None:
    server.status, server.body = status, body
    with pytest.raises(ChannelError) as refused:
        await fetched(server)
    assert type(refused.value) is meaning or isinstance(refused.value, meaning)
    assert "AAsecret" not in str(refused.value)


async def test_a_file_that_was_there_and_is_gone(server: Server) -> None:
    server.body, server.file = b'{"ok":true,"result":{"file_path":"a"}}', None
    with pytest.raises(TargetGone):
        await fetched(server)


ANSWERS = [
    (200, b'{"ok":true,"result":{"message_id":5,"date":1}}', [5]),
    (200, b'{"ok":true,"result":[{"message_id":5},{"message_id":6}]}', [5, 6]),
    (200, b'{"ok":true,"result":true}', []),
    (200, b'{"ok":true,"result":{}}', []),
    (200, b'{"ok":true,"result":{"message_id":"5"}}', [5]),
    (200, b'{"ok":true,"result":"sent"}', []),
    (200, b'{"ok":true}', []),
    (200, b"<html>", DeliveryInDoubt),
    (200, b'{"ok":false,"error_code":400,"description":"Bad Request: message text is empty"}', ContentRejected),
    (200, b'{"ok":false}', ChannelUnavailable),
    (400, b'{"ok":false,"description":"Bad Request: message text is empty"}', ContentRejected),
    (502, b"<html>Bad Gateway</html>", ChannelUnavailable),
    (500, b'{"ok":false,"error_code":500}', ChannelUnavailable),
    (302, b'{"ok":false}', ChannelUnavailable),
    (413, b"<html>Request Entity Too Large</html>", ContentRejected),
    (404, b"<html>no such page</html>", ChannelUnavailable),
]


@pytest.mark.parametrize(("status", "body", "wanted"), ANSWERS)
async def test_answers_of_every_form_are_taken(server: Server, status: int, body: bytes, wanted: Any) -> None:
    """Servers that only look like Telegram leave things out."""
    server.status, server.body = status, body
    client = Client(server.settings(), 4)
    try:
        made: Any = await client.call(SendMessage(chat_id=700, text="x"), repeatable=False)
    except ChannelError as refused:
        made = type(refused)
    await client.close()
    assert made == wanted


async def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "10.0.0.5")
    for root, proxy in (("https://api.telegram.org", "http://proxy.example:3128"), ("https://10.0.0.5", None)):
        session: aiohttp.ClientSession = open_session(root)
        assert str(session._default_proxy) == str(proxy)
        await session.close()
