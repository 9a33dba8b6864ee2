"""The answer that most callbacks get is written in one piece, and reads like any other answer of the web server."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bots.wechat.official.success import success


async def _take(request: web.Request) -> web.StreamResponse:
    await request.read()
    return success(request)


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.router.add_post("/", _take)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


async def spoken(server: TestServer, request: bytes, answers: int) -> bytes:
    """What comes back on one connection until so many answers are there, or it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(request)
    heard = b""
    async with asyncio.timeout(10):
        while heard.count(b"\r\n\r\nsuccess") < answers and (chunk := await reader.read(4096)):
            heard += chunk
        if b"close" in request or b"HTTP/1.0" in request:
            heard += await reader.read()
    writer.close()
    return heard


async def test_a_client_reads_it_like_any_answer(server: TestServer) -> None:
    async with ClientSession() as session, session.post(server.make_url("/"), data=b"<xml>") as answer:
        assert answer.status == 200
        assert await answer.text() == "success"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert "GMT" in answer.headers["Date"]
        assert "Server" not in answer.headers


async def test_the_connection_goes_on(server: TestServer) -> None:
    """Also with the next question in the same breath."""
    one = b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\n<xml>"
    heard = await spoken(server, one * 3, 3)
    assert heard.count(b"HTTP/1.1 200 OK") == 3


@pytest.mark.parametrize(
    "head", [b"POST / HTTP/1.0\r\n", b"POST / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n"], ids=["1.0", "close"]
)
async def test_who_wants_it_otherwise_gets_it_otherwise(server: TestServer, head: bytes) -> None:
    heard = await spoken(server, head + b"Content-Length: 5\r\n\r\n<xml>", 1)
    assert heard.endswith(b"\r\n\r\nsuccess")
    assert heard.count(b"200 OK") == 1


async def test_nobody_there_is_told() -> None:
    """So that what was taken as answered in the request goes another way."""
    told: asyncio.Future[type[BaseException] | None] = asyncio.get_running_loop().create_future()

    async def take(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        answer = success(request)
        try:
            await answer.prepare(request)
            await answer.write_eof()
        except ConnectionResetError as gone:
            told.set_result(type(gone))
            raise
        told.set_result(None)
        return answer

    app = web.Application()
    app.router.add_post("/", take)
    server = TestServer(app)
    await server.start_server()
    await spoken(server, b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\n<xml>", 1)
    assert await asyncio.wait_for(told, 10) is not None
    await server.close()
