"""Both channels, and the libraries below them, on any server that speaks the Bot API (see anyserver.py).

    KAMIDESK_TELEGRAM_URL=http://127.0.0.1:8081 pytest tests/telegram/test_any_server.py -ra

A server that knows less than Telegram makes tests skip, each with the reason; it never makes one of them fail."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from core.channel import (
    DeletesMessages,
    EditsMessages,
    Examines,
    MarksDelivery,
    OpensThreads,
    Parcel,
    Reacts,
    ServesHttp,
    ShowsTyping,
)
from core.messages import (
    Button,
    MediaKind,
    MessageReceived,
    Span,
    Style,
    ThreadLook,
)
from core.messages import OutgoingMessage as Out
from tests.telegram.anyserver import AnyServer, any_server
from tests.telegram.bench import Bench, running, shop_on, staff_on

BUTTONS = ((Button("查订单", "order"), Button("退款", "faq:refund")), (Button("转人工 🙋", "person"),))


@pytest.fixture
async def server() -> AsyncIterator[AnyServer]:
    async with any_server() as server:
        yield server


@pytest.fixture
async def shop(server: AnyServer) -> AsyncIterator[Bench]:
    await server.needs(server.shop_token, "getMe")
    async with running(shop_on(server)) as bench:
        yield bench


@pytest.fixture
async def staff(server: AnyServer) -> AsyncIterator[Bench]:
    await server.needs(server.staff_token, "getMe")
    async with running(staff_on(server)) as bench:
        yield bench


# ------------------------------------------------------------------ the shop's bot


async def test_words_are_taken(shop: Bench) -> None:
    await shop.has("sendMessage")
    await shop.deliver(Out(to=shop.where, text="您的卡密 <A&B> 🎮", spans=(Span(5, 10, Style.CODE),)))


async def test_buttons_are_taken(shop: Bench) -> None:
    await shop.has("sendMessage")
    await shop.deliver(Out(to=shop.where, text="怎么帮您？", buttons=BUTTONS))


async def test_a_quoting_answer_is_taken_even_if_nobody_knows_the_quoted_message(shop: Bench) -> None:
    await shop.has("sendMessage")
    first = await shop.deliver(Out(to=shop.where, text="hello"))
    await shop.deliver(Out(to=shop.where, text="again"), reply_to=shop.ref(first))


async def test_keys_are_taken(shop: Bench) -> None:
    await shop.has("sendMessage")
    text = "ABCD-1234-EFGH"
    await shop.deliver(Out(to=shop.where, text=text, spans=(Span(0, len(text), Style.CODE),), protected=True))


async def test_a_picture_is_uploaded(shop: Bench) -> None:
    await shop.has("sendPhoto")
    await shop.deliver(Out(to=shop.where, text="在这里输入", media=(shop.media(),)))


async def test_a_paper_is_uploaded(shop: Bench) -> None:
    await shop.has("sendDocument")
    await shop.deliver(Out(to=shop.where, media=(shop.media(MediaKind.FILE),)))


async def test_an_album_is_uploaded(shop: Bench) -> None:
    await shop.has("sendMediaGroup")
    await shop.deliver(Out(to=shop.where, text="两张", media=(shop.media(), shop.media())))


async def test_an_edit_is_taken_and_taken_again(shop: Bench) -> None:
    await shop.has("sendMessage", "editMessageText")
    assert isinstance(shop.channel, EditsMessages)
    sent = shop.ref(await shop.deliver(Out(to=shop.where, text="处理中…")))
    done = Parcel("1.9.e", Out(to=shop.where, text="已完成 ✅"), shop.files, edits=sent)
    assert (await shop.tried(shop.channel.edit(done))).ids == (sent.id,)
    assert (await shop.tried(shop.channel.edit(done))).ids == (sent.id,)


async def test_a_message_is_removed_and_removed_again(shop: Bench) -> None:
    await shop.has("sendMessage", "deleteMessage")
    assert isinstance(shop.channel, DeletesMessages)
    sent = shop.ref(await shop.deliver(Out(to=shop.where, text="oops")))
    await shop.tried(shop.channel.delete(sent))
    await shop.tried(shop.channel.delete(sent))


async def test_a_reaction_is_taken(shop: Bench) -> None:
    await shop.has("sendMessage", "setMessageReaction")
    assert isinstance(shop.channel, Reacts)
    sent = shop.ref(await shop.deliver(Out(to=shop.where, text="hello")))
    await shop.tried(shop.channel.react(sent, "👍"))
    await shop.tried(shop.channel.react(sent, ""))


async def test_typing_raises_nothing_anywhere(shop: Bench) -> None:
    await shop.has("sendMessage")
    assert isinstance(shop.channel, ShowsTyping)
    await shop.deliver(Out(to=shop.where, text="wait"))
    await shop.channel.typing(shop.where, "小林")


# ------------------------------------------------------------------ the staff's bot


async def test_a_topic_is_opened_written_in_renamed_and_closed(staff: Bench) -> None:
    await staff.has(
        "createForumTopic",
        "editForumTopic",
        "closeForumTopic",
        "reopenForumTopic",
        "sendMessage",
        "sendMediaGroup",
        "pinChatMessage",
    )
    channel = staff.channel
    assert isinstance(channel, OpensThreads)
    thread = await staff.tried(channel.open_thread(staff.where, "35", ThreadLook("🟡 #35 小明", sign="🟡")))
    topic = replace(staff.where, thread=thread)
    await staff.deliver(Out(to=topic, text="买家：还没到", buttons=BUTTONS, pinned=True))
    await staff.deliver(Out(to=topic, text="在这里输入", media=(staff.media(), staff.media())))
    await staff.tried(channel.title_thread(topic, ThreadLook("⚪ #35 小明", closed=True, sign="⚪")))
    await staff.tried(channel.title_thread(topic, ThreadLook("🟢 #35 小明", sign="🟢")))
    assert await staff.tried(channel.open_thread(staff.where, "35", ThreadLook("x"))) == thread


async def test_the_group_is_written_to(staff: Bench) -> None:
    await staff.has("sendMessage", "editMessageText")
    sent = staff.ref(await staff.deliver(Out(to=staff.where, text="早上好")))
    assert isinstance(staff.channel, EditsMessages)
    edit = Parcel("1.9.e", Out(to=staff.where, text="晚上好"), staff.files, edits=sent)
    await staff.tried(staff.channel.edit(edit))


async def test_a_delivery_mark_raises_nothing_anywhere(staff: Bench) -> None:
    await staff.has("sendMessage")
    assert isinstance(staff.channel, MarksDelivery)
    sent = staff.ref(await staff.deliver(Out(to=staff.where, text="hello")))
    await staff.channel.mark_delivered(sent)


# ------------------------------------------------------------------ taking in


@pytest.mark.parametrize("build", [shop_on, staff_on])
async def test_a_channel_starts_examines_and_stops(server: AnyServer, build: Any) -> None:
    async with running(build(server)) as bench:
        assert isinstance(bench.channel, Examines)
        findings = await bench.channel.examine()
        assert findings
        assert all(one.remedy for one in findings if one.severity == "failure")


async def test_whatever_waits_is_taken_in_or_parked(server: AnyServer) -> None:
    """On our own server somebody writes; elsewhere nobody can be made to."""
    await server.needs(server.shop_token, "deleteWebhook")
    await server.needs(server.shop_token, "getUpdates", limit=1)
    async with running(shop_on(server)) as bench:
        if server.scene is None:
            await asyncio.sleep(2)  # whatever happens to wait there
            return
        server.scene.api.says(server.scene.buyer, server.scene.chat, "在吗")
        assert (await bench.sink.next(MessageReceived)).body.text == "在吗"


async def test_a_webhook_is_registered(server: AnyServer) -> None:
    await server.needs(server.shop_token, "setWebhook", url="https://shop.example/hook")
    await server.needs(server.shop_token, "deleteWebhook")
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    bench = shop_on(server, f"http://127.0.0.1:{door.getsockname()[1]}", mode="webhook")
    app = web.Application()
    assert isinstance(bench.channel, ServesHttp)
    for route in bench.channel.routes():
        app.router.add_route(route.method, route.path, route.handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.SockSite(runner, door).start()
    try:
        async with running(bench):
            await _registered(server)
    finally:
        await runner.cleanup()
        await server.says(server.shop_token, "deleteWebhook")


async def _registered(server: AnyServer) -> None:
    """Telegram itself refuses an address of this machine."""
    async with asyncio.timeout(10):
        while True:
            told = await server.needs(server.shop_token, "getWebhookInfo")
            if "/telegram/main/webhook" in str(told["result"]):
                return
            if server.url.startswith("https://"):
                server.skip("it may not take an address of this machine as a webhook")
            await asyncio.sleep(0.05)


# ------------------------------------------------------------------ the libraries below


async def test_stock_aiogram_and_our_channel_mean_the_same_message(server: AnyServer) -> None:
    """If aiogram itself cannot read what this server says, that is no fault of ours."""
    await server.needs(server.shop_token, "sendMessage", chat_id=int(server.chat), text="hello")
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
    async with aiogram.Bot(server.shop_token, session=session) as bot:
        try:
            sent = await bot.send_message(int(server.chat), "by aiogram")
        except aiogram.exceptions.AiogramError as unread:
            server.skip(f"aiogram: {type(unread).__name__}")
            raise
    assert sent.message_id
    async with running(shop_on(server)) as bench:
        assert (await bench.deliver(Out(to=bench.where, text="by us"))).ids


async def test_stock_python_telegram_bot_and_our_channel_mean_the_same_message(server: AnyServer) -> None:
    await server.needs(server.staff_token, "sendMessage", chat_id=int(server.group), text="hello")
    try:
        async with telegram.Bot(server.staff_token, base_url=f"{server.url}/bot") as bot:
            sent = await bot.send_message(int(server.group), "by python-telegram-bot")
    except (telegram.error.TelegramError, TypeError, KeyError) as unread:
        server.skip(f"python-telegram-bot: {type(unread).__name__}")
        raise
    assert sent.message_id
    async with running(staff_on(server)) as bench:
        assert (await bench.deliver(Out(to=bench.where, text="by us"))).ids
