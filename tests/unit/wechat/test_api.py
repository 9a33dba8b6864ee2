"""The platform's calls: time-outs, cut connections, odd answers, refused tokens; no token is ever shown."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bots.wechat import wire as wires
from bots.wechat.api import Answer, Api
from bots.wechat.official.errors import translate
from bots.wechat.tokens import Issued, Tokens
from bots.wechat.wire import File, Wire
from core.errors import ChannelUnavailable, ContentRejected, DeliveryInDoubt, RecipientUnreachable
from tests.unit.wechat.surrounded import around

TOKEN = "secret-token"


class Named(Answer):
    name: str = ""


@dataclass
class Server:
    """Answers what it is told; remembers what came."""

    url: str = ""
    status: int = 200
    payload: bytes = b'{"errcode":0,"errmsg":"ok","name":"\xe5\xb0\x8f\xe6\x98\x8e"}'
    cut: bool = False
    hangs: bool = False
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.came.append((request.path, dict(request.query), await request.read()))
        if self.hangs:
            await asyncio.sleep(60)
        if self.cut and request.transport is not None:
            request.transport.abort()
        return web.Response(status=self.status, body=self.payload, headers={"Location": "http://127.0.0.1:1/"})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def api(server: Server) -> AsyncIterator[Api]:
    api = made(server.url)
    yield api
    await api.close()


def made(url: str) -> Api:
    async def give(forced: bool) -> Issued:
        return Issued(f"{TOKEN}-forced" if forced else TOKEN, timedelta(hours=2))

    return Api(Wire(url, 4), Tokens(around(), "wechat/main/token", give), translate)


async def test_a_call_carries_its_token_and_unescaped_words(server: Server, api: Api) -> None:
    answer = await api.call("cgi-bin/x", {"text": "卡密 <b> 😀"}, kind=Named)
    assert answer.name == "小明"
    assert server.came == [("/cgi-bin/x", {"access_token": TOKEN}, '{"text":"卡密 <b> 😀"}'.encode())]


async def test_without_a_body_it_asks_by_get(server: Server, api: Api) -> None:
    await api.call("cgi-bin/x", kind=Answer, query={"a": "ü&b"})
    assert server.came == [("/cgi-bin/x", {"a": "ü&b", "access_token": TOKEN}, b"")]


async def test_a_file_goes_as_a_form(server: Server, api: Api) -> None:
    await api.upload("cgi-bin/media/upload", {"type": "image"}, File("图片.jpg", "image/jpeg", b"bytes"), Answer)
    body = server.came[0][2]
    assert b'name="media"' in body
    assert 'filename="图片.jpg"'.encode() in body
    assert b"bytes" in body


async def test_a_refusal_is_what_it_means(server: Server, api: Api) -> None:
    server.payload = b'{"errcode":43004,"errmsg":"require subscribe"}'
    with pytest.raises(RecipientUnreachable):
        await api.call("cgi-bin/x", {}, kind=Answer)


@pytest.mark.parametrize("payload", [b"<html>", b"", b"[]", b'{"errcode":"x"}', b"\xff", b'{"errcode":{}}'])
async def test_an_odd_answer_is_a_doubt_only_where_it_shows(server: Server, api: Api, payload: bytes) -> None:
    server.payload = payload
    with pytest.raises(ChannelUnavailable):
        await api.call("cgi-bin/x", {}, kind=Answer)
    with pytest.raises(DeliveryInDoubt):
        await api.call("cgi-bin/x", {}, kind=Answer, repeatable=False)


async def test_a_cut_connection_is_a_doubt_only_where_it_shows(server: Server, api: Api) -> None:
    server.cut = True
    with pytest.raises(DeliveryInDoubt):
        await api.call("cgi-bin/x", {}, kind=Answer, repeatable=False)
    with pytest.raises(ChannelUnavailable):
        await api.call("cgi-bin/x", {}, kind=Answer)


async def test_silence_is_a_doubt_only_where_it_shows(
    server: Server, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wires, "SECONDS", 0.1)
    server.hangs = True
    with pytest.raises(DeliveryInDoubt):
        await api.call("cgi-bin/x", {}, kind=Answer, repeatable=False)
    with pytest.raises(ChannelUnavailable):
        await api.call("cgi-bin/x", {}, kind=Answer)


async def test_nobody_there_is_no_doubt() -> None:
    api = made("http://127.0.0.1:1")
    with pytest.raises(ChannelUnavailable) as why:
        await api.call("cgi-bin/x", {}, kind=Answer, repeatable=False)
    assert TOKEN not in str(why.value) + repr(why.value.__cause__) + repr(why.value.__context__.__class__)
    await api.close()


@pytest.mark.parametrize(("status", "error"), [(500, ChannelUnavailable), (502, ChannelUnavailable)])
async def test_a_broken_platform_has_not_taken_it(
    server: Server, api: Api, status: int, error: type[Exception]
) -> None:
    server.status = status
    with pytest.raises(error):
        await api.call("cgi-bin/x", {}, kind=Answer, repeatable=False)


async def test_what_is_too_large_for_the_way_is_rejected(server: Server, api: Api) -> None:
    server.status = 413
    with pytest.raises(ContentRejected):
        await api.call("cgi-bin/x", {}, kind=Answer)


async def test_nobody_is_led_elsewhere(server: Server, api: Api) -> None:
    server.status = 302
    with pytest.raises(ChannelUnavailable):
        await api.call("cgi-bin/x", kind=Answer)
    with pytest.raises(ChannelUnavailable):
        [_ async for _ in api.download("cgi-bin/media/get", {})]
    assert len(server.came) == 2


async def test_a_download_is_bytes_or_a_refusal(server: Server, api: Api) -> None:
    server.payload = b"{" + b"x" * 300_000
    assert b"".join([chunk async for chunk in api.download("cgi-bin/media/get", {"media_id": "1"})]) == server.payload
    server.payload = b'{"errcode":43004,"errmsg":"require subscribe"}'
    with pytest.raises(RecipientUnreachable):
        [_ async for _ in api.download("cgi-bin/media/get", {"media_id": "1"})]


async def test_a_download_with_a_refused_token_is_tried_with_another_and_then_no_more(server: Server, api: Api) -> None:
    server.payload = b'{"errcode":40001,"errmsg":"invalid credential"}'
    with pytest.raises(ChannelUnavailable):
        [_ async for _ in api.download("cgi-bin/media/get", {"media_id": "1"})]
    assert [query["access_token"] for _, query, _ in server.came] == [TOKEN, f"{TOKEN}-forced"]


@pytest.mark.parametrize("code", [40001, 40014, 41001, 42001])
async def test_a_refused_token_is_replaced_once(server: Server, api: Api, code: int) -> None:
    server.payload = b'{"errcode":%d,"errmsg":"no"}' % code
    with capture_logs() as lines, pytest.raises(ChannelUnavailable):
        await api.call("cgi-bin/x", {}, kind=Answer, repeatable=False)
    assert [query["access_token"] for _, query, _ in server.came] == [TOKEN, f"{TOKEN}-forced"]
    assert TOKEN not in str(lines)


async def test_what_an_operator_has_to_mend_is_told_once_in_a_while(server: Server, api: Api) -> None:
    server.payload = b'{"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist"}'
    with capture_logs() as lines:
        for _ in range(5):
            with pytest.raises(ChannelUnavailable):
                await api.call("cgi-bin/x", {}, kind=Answer)
    assert [line["why"] for line in lines] == [translate(40164, "203.0.113.7").detail]


async def test_an_exception_of_the_network_shows_no_token(
    server: Server, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise aiohttp.ClientPayloadError(f"at {server.url}/cgi-bin/x?access_token={TOKEN}")

    await api.call("cgi-bin/x", {}, kind=Answer)
    monkeypatch.setattr(aiohttp.ClientResponse, "read", fails)
    with pytest.raises(DeliveryInDoubt) as why:
        await api.call("cgi-bin/x", {}, kind=Answer, repeatable=False)
    assert why.value.__cause__ is None
    assert why.value.__suppress_context__
    assert TOKEN not in str(why.value)
