"""Servers that only look like Telegram, and what Telegram itself does rarely: answers nobody expects."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from aiohttp import web

from bots.telegram.settings import StaffSettings
from bots.telegram.staffclient import Bots
from bots.telegram.staffoutbound import Piece
from core.errors import ChannelUnavailable, ContentRejected, DeliveryInDoubt, RateLimited, TargetGone

FORUM = {"id": -100, "type": "supergroup", "title": "售后", "is_forum": True}
Answer = Callable[[str], tuple[int, bytes]]


@asynccontextmanager
async def talking_to(answer: Answer) -> AsyncIterator[tuple[Bots, list[str]]]:
    """Two bots, a server that answers so, and the methods that it was asked."""
    asked: list[str] = []

    async def take(request: web.Request) -> web.Response:
        asked.append(request.match_info["method"])
        status, body = answer(asked[-1])
        return web.Response(status=status, body=body)

    app = web.Application()
    app.router.add_post("/bot{token}/{method}", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    bots = Bots(StaffSettings.model_validate({"token": "1:one", "api_url": url, "overflow_tokens": ["2:two"]}), 4)
    try:
        yield bots, asked
    finally:
        await bots.close()
        await runner.cleanup()


def ok(result: Any) -> Answer:
    return lambda _: (200, msgspec.json.encode({"ok": True, "result": result}))


def body(status: int, told: bytes) -> Answer:
    return lambda _: (status, told)


@pytest.mark.parametrize(
    ("result", "ids"),
    [(True, ()), ({"message_id": 5}, (5,)), ({"message_id": 5, "date": 1, "chat": {"id": -1, "type": "group"}}, (5,))],
)
async def test_a_message_that_was_taken_is_sent_whatever_the_answer_leaves_out(
    result: Any, ids: tuple[int, ...]
) -> None:
    async with talking_to(ok(result)) as (bots, _):
        assert await bots.send(0, -100, 7, Piece(text="在")) == ids


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (body(200, b'{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}'), ContentRejected),
        (body(200, b'{"ok":false,"error_code":429,"parameters":{"retry_after":7}}'), RateLimited),
        (body(429, b'{"ok":false,"error_code":429,"description":"Too Many Requests"}'), RateLimited),
        (body(200, b'{"ok":false}'), ChannelUnavailable),
        (body(502, b"<html>Bad Gateway</html>"), ChannelUnavailable),
        (body(404, b"Not Found"), ChannelUnavailable),
        (body(413, b"<html>Too large</html>"), ContentRejected),
        (body(200, b"<html>Hello</html>"), DeliveryInDoubt),
        (body(200, b""), DeliveryInDoubt),
    ],
)
async def test_every_other_answer_says_what_to_do_next(answer: Answer, expected: type[Exception]) -> None:
    async with talking_to(answer) as (bots, _):
        with pytest.raises(expected):
            await bots.send(0, -100, 7, Piece(text="在"))


async def test_what_telegram_puts_into_general_instead_of_a_topic_is_taken_back() -> None:
    stray = {"message_id": 5, "date": 1, "chat": FORUM}

    def answer(method: str) -> tuple[int, bytes]:
        return ok(stray if method == "sendMessage" else True)(method)

    async with talking_to(answer) as (bots, asked):
        with pytest.raises(TargetGone):
            await bots.send(0, -100, 7, Piece(text="买家：在吗"))
        assert asked == ["sendMessage", "deleteMessage"]


async def test_what_stands_in_its_topic_stays() -> None:
    placed = {"message_id": 5, "date": 1, "chat": FORUM, "message_thread_id": 7, "is_topic_message": True}
    async with talking_to(ok(placed)) as (bots, asked):
        assert await bots.send(1, -100, 7, Piece(text="买家：在吗")) == (5,)
        assert asked == ["sendMessage"]


async def test_a_server_without_icons_still_opens_topics() -> None:
    def answer(method: str) -> tuple[int, bytes]:
        if method == "createForumTopic":
            return ok({"message_thread_id": 9, "name": "#35", "icon_color": 7322096})(method)
        return 404, b'{"ok":false,"error_code":404,"description":"Not Found"}'

    async with talking_to(answer) as (bots, _):
        assert await bots.create_topic(-100, "#35", "") == 9
        with pytest.raises(ChannelUnavailable):
            await bots.topic_icons()
