"""Whatever a shop answers, or does not: it is JSON in time and in bounds, or ShopUnavailable that tells no secret."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from core.errors import ShopUnavailable
from storage.shops.breaker import FAILURES, Breaker
from storage.shops.calls import MOST_BYTES, Calls, Reply, target

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SECRET = "s3cr3t-key"
JSON = "application/json"


@asynccontextmanager
async def asking(handler: Handler, *, any_type: bool = False, within: float = 8.0) -> AsyncIterator[Calls]:
    """A shop whose every answer comes from `handler`."""
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handler)
    async with TestServer(app) as server:
        calls = Calls(str(server.make_url("/shop/")), Breaker(), within, any_type=any_type)
        try:
            yield calls
        finally:
            await calls.close()


async def cause(calls: Calls) -> str:
    """Why a question with secrets everywhere got no answer."""
    with pytest.raises(ShopUnavailable) as raised:
        await calls.ask("POST", "/api", query={"key": SECRET}, headers={"Authorization": SECRET}, body=SECRET.encode())
    seen: BaseException | None = raised.value
    while seen:
        assert SECRET not in f"{seen!r} {seen}"
        seen = seen.__cause__ or seen.__context__
    return raised.value.detail


async def cause_at(base_url: str) -> str:
    calls = Calls(base_url, Breaker())
    try:
        return await cause(calls)
    finally:
        await calls.close()


@asynccontextmanager
async def saying(words: bytes) -> AsyncIterator[int]:
    """A port where something else than a web server speaks."""

    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def answering(body: bytes | str, status: int = 200, kind: str = JSON, **headers: str) -> Handler:
    raw = body.encode() if isinstance(body, str) else body

    async def handle(_: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=raw, status=status, headers={"Content-Type": kind, **named})

    return handle


class TestAnAnswer:
    async def test_what_is_asked_arrives_as_it_was_signed(self) -> None:
        seen: list[tuple[str, str, str, bytes]] = []

        async def handle(request: web.Request) -> web.Response:
            seen.append((request.method, request.raw_path, request.headers["X-Sign"], await request.read()))
            return web.json_response({"ok": True})

        query = {"no": "a/b ?&=#%2F+订", "page": "1"}
        async with asking(handle) as calls:
            reply = await calls.ask("POST", "/v1/order", query=query, headers={"X-Sign": "abc"}, body=b"{}")
        assert seen == [("POST", f"/shop{target('/v1/order', query)}", "abc", b"{}")]
        assert (reply.status, reply.payload, reply.headers["content-type"]) == (
            200,
            {"ok": True},
            "application/json; charset=utf-8",
        )

    @pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 409, 422])
    async def test_a_refusal_in_json_is_an_answer(self, status: int) -> None:
        async with asking(answering('{"error": 1}', status)) as calls:
            reply = await calls.ask("GET", "/")
        assert (reply.status, reply.payload) == (status, {"error": 1})

    async def test_nothing_is_an_answer(self) -> None:
        async with asking(answering("", 204)) as calls:
            assert (await calls.ask("DELETE", "/")).payload is None

    async def test_json_of_another_name_is_taken_where_it_is_allowed(self) -> None:
        async with asking(answering('{"code": 1}', kind="text/html; charset=UTF-8"), any_type=True) as calls:
            assert (await calls.ask("GET", "/")).payload == {"code": 1}

    async def test_no_cookie_is_kept(self) -> None:
        sent: list[str | None] = []

        async def handle(request: web.Request) -> web.Response:
            sent.append(request.headers.get("Cookie"))
            return web.json_response({}, headers={"Set-Cookie": "session=1"})

        async with asking(handle) as calls:
            await calls.ask("GET", "/")
            await calls.ask("GET", "/")
        assert sent == [None, None]

    async def test_the_proxy_of_the_environment_is_not_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
        async with asking(answering("{}")) as calls:
            assert (await calls.ask("GET", "/")).payload == {}

    def test_it_shows_nothing_of_what_it_holds(self) -> None:
        assert SECRET not in repr(Reply(200, {"Set-Cookie": SECRET}, {"key": SECRET}))


class TestNoAnswer:
    @pytest.mark.parametrize(
        ("handler", "why"),
        [
            (answering("{", 200), "cannot be read"),
            (answering(b'{"a": "\xff"}', 200), "cannot be read"),
            (answering("NaN", 200), "cannot be read"),
            (answering("[" * 100_000, 200), "cannot be read"),
            (answering(b"\x00\x01\x02"), "cannot be read"),
            (answering("<html>", kind="text/html"), "something else than JSON (status 200)"),
            (answering("<html>", 404, "text/html"), "something else than JSON (status 404)"),
            (answering("{}", kind="text/html"), "something else than JSON"),
            (answering("{}", 500), "fails (status 500)"),
            (answering("<html>", 502, "text/html"), "fails (status 502)"),
            (answering("", 302, Location="https://elsewhere.example/?key=1"), "elsewhere (status 302)"),
            (answering("", 301, Location="/api"), "elsewhere (status 301)"),
            (answering(b" " * (MOST_BYTES + 1)), "too large"),
            (answering(gzip.compress(b" " * MOST_BYTES * 20), Content_Encoding="gzip"), "compressed"),
        ],
    )
    async def test_the_cause_is_told_in_a_few_words(self, handler: Handler, why: str) -> None:
        async with asking(handler) as calls:
            assert why in await cause(calls)

    async def test_a_redirect_is_not_followed(self) -> None:
        seen: list[str] = []

        async def handle(request: web.Request) -> web.Response:
            seen.append(request.path)
            raise web.HTTPTemporaryRedirect("/shop/other")

        async with asking(handle) as calls:
            await cause(calls)
        assert seen == ["/shop/api"]

    async def test_an_endless_answer_is_not_read_to_its_end(self) -> None:
        async def handle(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": JSON})
            await response.prepare(request)
            with suppress(ConnectionError):
                while True:
                    await response.write(b" " * 65536)
            return response

        async with asking(handle) as calls:
            assert "too large" in await cause(calls)

    @pytest.mark.parametrize("begun", [b"", b'{"a":'])
    async def test_slow(self, begun: bytes) -> None:
        released = asyncio.Event()

        async def handle(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": JSON})
            if begun:
                await response.prepare(request)
                await response.write(begun)
            await released.wait()
            return response

        async with asking(handle, within=0.2) as calls:
            assert "not answer in time" in await cause(calls)
            released.set()

    async def test_cut_off(self) -> None:
        async def handle(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": JSON, "Content-Length": "100"})
            await response.prepare(request)
            await response.write(b'{"a": 1')
            assert request.transport is not None
            request.transport.close()
            return response

        async with asking(handle) as calls:
            assert "cut off" in await cause(calls)

    async def test_garbage_instead_of_http(self) -> None:
        async with saying(b"\x16\x03\x01 what?\r\n\r\n") as port:
            assert "cannot be read" in await cause_at(f"http://127.0.0.1:{port}")

    async def test_a_server_that_speaks_no_tls(self) -> None:
        async with saying(b"HTTP/1.1 200 OK\r\n\r\n") as port:
            assert "certificate" in await cause_at(f"https://127.0.0.1:{port}")

    @pytest.mark.parametrize(
        ("address", "why"),
        [("http://127.0.0.1:{port}", "cannot be reached"), ("http://shop.invalid:{port}", "name is not known")],
    )
    async def test_nobody_there(self, address: str, why: str) -> None:
        assert why in await cause_at(address.format(port=unused_port()))


class TestPatience:
    async def test_too_many_requests_are_answered_with_a_pause(self) -> None:
        asked = 0

        async def handle(_: web.Request) -> web.Response:
            nonlocal asked
            asked += 1
            return web.json_response({}, status=429, headers={"Retry-After": "30"})

        async with asking(handle) as calls:
            assert "wait (429, 30 s)" in await cause(calls)
            assert "left alone" in await cause(calls)
        assert asked == 1

    @pytest.mark.parametrize("told", ["", "soon", "-5", "٣", "9" * 400, "Wed, 21 Oct 2026 07:28:00 GMT"])
    async def test_a_pause_that_makes_no_sense_is_a_second(self, told: str) -> None:
        async with asking(answering("{}", 429, Retry_After=told)) as calls:
            assert "wait (429, 1 s)" in await cause(calls)

    async def test_after_five_failures_nothing_is_sent_any_more(self) -> None:
        asked = 0

        async def handle(_: web.Request) -> web.Response:
            nonlocal asked
            asked += 1
            return web.Response(status=503)

        async with asking(handle) as calls:
            for _ in range(FAILURES + 3):
                await cause(calls)
        assert asked == FAILURES

    async def test_closing_twice_is_no_matter_and_it_opens_again(self) -> None:
        async with asking(answering("{}")) as calls:
            await calls.ask("GET", "/")
            await calls.close()
            await calls.close()
            assert (await calls.ask("GET", "/")).status == 200
