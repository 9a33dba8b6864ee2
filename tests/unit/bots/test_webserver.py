"""The one web server, over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from aiohttp import ClientSession, WSMsgType, web
from structlog.testing import capture_logs

from bots.webserver import Health, Limits, WebServer
from core.channel import Bearing, HttpRoute
from core.errors import Forged, StoreUnavailable, Unreadable, WrongSetting

Served = Callable[..., Awaitable[str]]


async def healthy() -> Health:
    return Health(ok=True, parts={"store": "ok"})


async def sick() -> Health:
    return Health(ok=False, parts={"store": "full"})


def server(limits: Limits | None = None, examine: Callable[[], Awaitable[Health]] = healthy) -> WebServer:
    return WebServer(examine, lambda: b"kamidesk_up 1\n", limits)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    """served(handler, server=…) -> the address where POST /hook and GET /page lead to the handler."""
    running: list[WebServer] = []

    async def serve(
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]], ours: WebServer | None = None
    ) -> str:
        running.append(ours or server())
        running[-1].mount([HttpRoute("POST", "/hook", handler), HttpRoute("GET", "/page", handler)])
        return f"http://127.0.0.1:{await running[-1].start('127.0.0.1', 0)}"

    yield serve
    for one in running:
        await one.stop()


@pytest.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def says_hello(request: web.Request) -> web.StreamResponse:
    return web.Response(text=f"hello {await request.text()}")


def failing(error: Exception) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def fail(_: web.Request) -> web.StreamResponse:
        raise error

    return fail


async def test_mounted_route_answers_and_tells_nothing_of_our_software(served: Served, client: ClientSession) -> None:
    answer = await client.post(await served(says_hello) + "/hook", data=b"you")
    assert (answer.status, await answer.text()) == (200, "hello you")
    assert "Server" not in answer.headers


async def test_pages_get_security_headers_that_a_handler_may_set_itself(served: Served, client: ClientSession) -> None:
    async def page(_: web.Request) -> web.StreamResponse:
        return web.Response(headers={"Referrer-Policy": "no-referrer"})

    answer = await client.get(await served(page) + "/page")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (Forged("signature AAAA"), 403, "Forbidden"),
        (Unreadable("payload SECRET"), 400, "Unreadable"),
        (StoreUnavailable("disk"), 503, "Come again"),
        (KeyError("SECRET"), 500, "Something went wrong here"),
        (web.HTTPConflict(text="taken"), 409, "taken"),
    ],
)
async def test_errors_become_what_a_platform_understands(
    served: Served, client: ClientSession, error: Exception, status: int, text: str
) -> None:
    with capture_logs() as told:
        answer = await client.post(await served(failing(error)) + "/hook", data=b"{}")
    assert (answer.status, await answer.text()) == (status, text)
    assert answer.headers.get("Retry-After") == ("2" if status == 503 else None)
    assert "SECRET" not in str(told)
    assert len(told) == (1 if status == 500 else 0)


async def test_our_own_mistake_is_logged_with_its_place_and_without_the_payload(
    served: Served, client: ClientSession
) -> None:
    with capture_logs() as told:
        await client.post(await served(failing(ValueError("SECRET"))) + "/hook?t=SECRET", data=b"SECRET")
    (line,) = told
    assert line["error"] == "ValueError"
    assert line["route"] == "/hook"
    assert "fail:" in line["at"]
    assert "SECRET" not in str(line)


async def test_long_body_is_refused(served: Served, client: ClientSession) -> None:
    url = await served(says_hello, server(Limits(body=1000))) + "/hook"
    assert (await client.post(url, data=b"x" * 1000)).status == 200
    for content_type in ("application/json", "application/octet-stream"):
        answer = await client.post(url, data=b"x" * 1001, headers={"Content-Type": content_type})
        assert answer.status == 413


async def test_upload_sets_its_own_limit(served: Served, client: ClientSession) -> None:
    async def upload(request: web.Request) -> web.StreamResponse:
        return web.Response(text=str(sum([len(chunk) async for chunk in request.content.iter_any()])))

    url = await served(upload, server(Limits(body=1000))) + "/hook"
    answer = await client.post(url, data=b"x" * 300_000, headers={"Content-Type": "image/png"})
    assert await answer.text() == "300000"


async def test_body_that_dawdles_is_dropped(served: Served) -> None:
    url = await served(says_hello, server(Limits(read_within=timedelta(milliseconds=100))))
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    head = b"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n123"
    writer.write(head)
    assert b" 408 " in await asyncio.wait_for(reader.readline(), 10)
    writer.close()


async def test_connection_without_a_request_is_closed(served: Served) -> None:
    url = await served(says_hello, server(Limits(idle_within=timedelta(milliseconds=100))))
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    writer.write(b"POST /hook HT")
    assert await asyncio.wait_for(reader.read(), 10) == b""
    writer.close()


async def test_websocket_goes_through_and_its_failure_is_told_once(served: Served, client: ClientSession) -> None:
    async def echo(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(await socket.receive_str())
        raise RuntimeError("SECRET")

    url = await served(echo)
    with capture_logs() as told:
        async with client.ws_connect(url + "/page") as socket:
            await socket.send_str("hi")
            assert await socket.receive_str() == "hi"
            assert (await socket.receive()).type in {WSMsgType.CLOSED, WSMsgType.CLOSE, WSMsgType.ERROR}
    assert [line["error"] for line in told] == ["RuntimeError"]


@pytest.mark.parametrize(("examine", "status"), [(healthy, 200), (sick, 503)])
async def test_health_is_503_when_nothing_can_be_stored(
    served: Served, client: ClientSession, examine: Callable[[], Awaitable[Health]], status: int
) -> None:
    answer = await client.get(await served(says_hello, server(examine=examine)) + "/healthz")
    assert answer.status == status
    told = json.loads(await answer.text())
    assert told["ok"] is (status == 200)
    assert told["parts"]["store"] in {"ok", "full"}


async def test_figures_are_for_this_machine_and_not_for_the_world(served: Served, client: ClientSession) -> None:
    url = await served(says_hello) + "/metrics"
    assert await (await client.get(url)).text() == "kamidesk_up 1\n"
    for header in ("X-Forwarded-For", "Forwarded"):
        assert (await client.get(url, headers={header: "1.2.3.4"})).status == 404


async def test_port_in_use_is_told_with_a_way_on() -> None:
    first, second = server(), server()
    port = await first.start("127.0.0.1", 0)
    with pytest.raises(WrongSetting, match=rf"web\.port: another program uses port {port} already\. Choose another"):
        await second.start("127.0.0.1", port)
    await first.stop()


async def test_host_that_is_not_ours_is_told() -> None:
    with pytest.raises(WrongSetting, match=r"web\.host: cannot listen on 192\.0\.2\.1"):
        await server().start("192.0.2.1", 0)


async def test_two_accounts_cannot_have_the_same_route() -> None:
    ours = server()
    ours.mount([HttpRoute("POST", "/hook", says_hello)])
    with pytest.raises(WrongSetting, match="POST /hook is served already"):
        ours.mount([HttpRoute("POST", "/hook", says_hello)])


def saying(word: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def say(_: web.Request) -> web.StreamResponse:
        return web.Response(text=word)

    return say


async def test_a_header_tells_for_whom_a_call_is_that_many_share(served: Served, client: ClientSession) -> None:
    ours = server()
    for word in ("first", "second"):
        ours.mount([HttpRoute("POST", "/called", saying(word), Bearing("Client-Key", word))])
    address = await served(says_hello, ours)
    told = []
    for key in ("second", "first", "third"):
        async with client.post(f"{address}/called", headers={"Client-Key": key}) as answer:
            told.append((answer.status, await answer.text()))
    async with client.post(f"{address}/called") as answer:
        told.append((answer.status, await answer.text()))
    assert told == [(200, "second"), (200, "first"), (403, "Forbidden"), (403, "Forbidden")]


@pytest.mark.parametrize("only", [Bearing("Client-Key", "first"), None])
async def test_nobody_takes_a_call_that_another_one_gets(only: Bearing | None) -> None:
    ours = server()
    ours.mount([HttpRoute("POST", "/called", saying("first"), Bearing("Client-Key", "first"))])
    with pytest.raises(WrongSetting, match="POST /called is served already"):
        ours.mount([HttpRoute("POST", "/called", saying("second"), only)])
