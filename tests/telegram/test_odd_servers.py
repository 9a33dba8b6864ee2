"""Servers that only look like Telegram leave fields out, say null, or refuse with 200: both channels bear it.

Each way to answer was seen on a public mock server (telegram-test-api, telemelya, tg-mock) or on a proxy before one."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from core.channel import DeletesMessages, EditsMessages, Parcel
from core.errors import ChannelError, ChannelUnavailable, ContentRejected, RateLimited, RecipientUnreachable
from core.messages import MessageId, MessageRef
from core.messages import OutgoingMessage as Out
from tests.telegram.anyserver import DEFAULTS, AnyServer
from tests.telegram.bench import Bench, running, shop_on, staff_on

Answer = tuple[int, str]
MESSAGE: dict[str, Any] = {"message_id": 7, "date": 1767225600, "chat": {"id": 700000001, "type": "private"}}

TAKEN: dict[str, Answer] = {
    "as-telegram": (200, json.dumps({"ok": True, "result": MESSAGE})),
    "with-nulls": (
        200,
        json.dumps({"ok": True, "result": MESSAGE, "description": None, "error_code": None, "parameters": None}),
    ),
    "with-the-number-alone": (200, json.dumps({"ok": True, "result": {"message_id": 7}})),
    "with-milliseconds": (200, json.dumps({"ok": True, "result": MESSAGE | {"date": 1767225600000}})),
    "with-fields-of-the-future": (200, json.dumps({"ok": True, "colour": 1, "result": MESSAGE | {"hologram": {}}})),
    "true": (200, json.dumps({"ok": True, "result": True})),
    "null": (200, json.dumps({"ok": True, "result": None})),
    "nothing-at-all": (200, json.dumps({"ok": True})),
}
REFUSED: dict[str, tuple[Answer, type[ChannelError]]] = {
    "as-telegram": (
        (400, '{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}'),
        RecipientUnreachable,
    ),
    "with-200": (
        (200, '{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}'),
        RecipientUnreachable,
    ),
    "with-nulls": (
        (
            403,
            '{"ok": false, "result": null, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}',
        ),
        RecipientUnreachable,
    ),
    "too-long": (
        (
            400,
            '{"ok": false, "error_code": 400, "description": "Bad Request: message is too long", "parameters": null}',
        ),
        ContentRejected,
    ),
    "slowly": (
        (429, '{"ok": false, "error_code": 429, "description": "x", "parameters": {"retry_after": 3}}'),
        RateLimited,
    ),
    "without-description": ((400, '{"ok": false}'), ChannelError),
    "fastapi-has-no-such-route": ((404, '{"detail": "Not Found"}'), ChannelError),
    "express-has-no-such-method": ((500, '{"message": "API method is not supported."}'), ChannelUnavailable),
    "a-page-of-a-proxy": ((502, "<html><h1>Bad Gateway</h1></html>"), ChannelUnavailable),
    "a-page-with-200": ((200, "<html>welcome</html>"), ChannelError),
    "no-object": ((200, "[]"), ChannelError),
    "nothing": ((200, ""), ChannelError),
}
builds = pytest.mark.parametrize("build", [shop_on, staff_on])


def answering(answer: Answer) -> AbstractAsyncContextManager[AnyServer]:
    """A server that gives the same answer to everything."""

    async def answers(_: web.Request) -> web.Response:
        return web.Response(status=answer[0], text=answer[1], content_type="application/json")

    return serving(answers)


@asynccontextmanager
async def serving(answers: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[AnyServer]:
    shop, staff, chat, group = DEFAULTS.values()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answers)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield AnyServer(f"http://127.0.0.1:{runner.addresses[0][1]}", shop, staff, chat, group)
    finally:
        await runner.cleanup()


def settings() -> dict[str, object]:
    """Nothing is asked but what a test asks: such a server would answer questions without end."""
    return {"mode": "webhook"}


@builds
@pytest.mark.parametrize("answer", TAKEN)
async def test_a_message_that_is_taken_in_any_form_is_sent(build: Callable[..., Bench], answer: str) -> None:
    async with answering(TAKEN[answer]) as server, running(build(server, **settings())) as bench:
        parcel = Parcel("1.1.0", Out(to=bench.where, text="您的卡密"), bench.files)
        receipt = await bench.channel.deliver(parcel)
        assert receipt.ids in ((MessageId("7"),), ())


@builds
@pytest.mark.parametrize("answer", TAKEN)
async def test_an_edit_and_a_removal_are_taken_in_any_form(build: Callable[..., Bench], answer: str) -> None:
    async with answering(TAKEN[answer]) as server, running(build(server, **settings())) as bench:
        ref = MessageRef(bench.where, MessageId("7"))
        assert isinstance(bench.channel, EditsMessages)
        assert isinstance(bench.channel, DeletesMessages)
        edit = Parcel("1.1.e", Out(to=bench.where, text="已完成"), bench.files, edits=ref)
        assert (await bench.channel.edit(edit)).ids == (MessageId("7"),)
        await bench.channel.delete(ref)


@builds
@pytest.mark.parametrize("case", REFUSED)
async def test_a_refusal_in_any_form_says_what_to_do_next(build: Callable[..., Bench], case: str) -> None:
    answer, error = REFUSED[case]
    if build is staff_on and error is RecipientUnreachable:
        error = ChannelUnavailable  # the agents' group is the operator's: it is asked again until it is put right
    async with answering(answer) as server, running(build(server, **settings())) as bench:
        with pytest.raises(error) as refused:
            await bench.channel.deliver(Parcel("1.1.0", Out(to=bench.where, text="您的卡密"), bench.files))
        assert "您的卡密" not in str(refused.value)


@builds
async def test_a_server_that_does_not_wait_is_not_asked_without_end(build: Callable[..., Bench]) -> None:
    asked: list[float] = []
    enough = asyncio.Event()

    async def answers(request: web.Request) -> web.Response:
        if request.path.endswith("/getUpdates"):
            asked.append(asyncio.get_running_loop().time())
            if len(asked) > 1:
                enough.set()
        result = "[]" if request.path.endswith("/getUpdates") else '{"id": 1, "is_bot": true, "first_name": "x"}'
        return web.Response(text=f'{{"ok": true, "result": {result}}}', content_type="application/json")

    async with serving(answers) as server, running(build(server)):
        await asyncio.wait_for(enough.wait(), 20)
    assert asked[1] - asked[0] >= 0.9, "a sleep never ends early"


@builds
async def test_a_server_without_webhooks_is_polled_all_the_same(build: Callable[..., Bench]) -> None:
    polled = asyncio.Event()

    async def answers(request: web.Request) -> web.Response:
        if request.path.endswith("/getMe"):
            return web.Response(text='{"ok": true, "result": {"id": 1, "is_bot": true, "first_name": "x"}}')
        if not request.path.endswith("/getUpdates"):
            return web.Response(status=404, text="<h1>Not Found</h1>")
        polled.set()
        return web.Response(text='{"ok": true, "result": []}')

    async with serving(answers) as server, running(build(server)):
        await asyncio.wait_for(polled.wait(), 20)
