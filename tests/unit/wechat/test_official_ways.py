"""Which way a message of the official account goes, and what becomes of files."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bots.wechat.official.channel import OfficialChannel
from core.errors import ReplyWindowClosed
from core.messages import Media, MediaKind, MediaRef, MessageReceived
from storage.blobs import BlobsInMemory
from tests.unit.wechat.scene import JPEG, SEND, Scene, choices, scene, until
from tests.wechat.platform import Account, Way


@pytest.fixture
async def shop() -> AsyncIterator[Scene]:
    async with scene() as shop:
        yield shop


@pytest.fixture
async def unverified() -> AsyncIterator[Scene]:
    async with scene(Account(verified=False, service=False)) as unverified:
        await until(lambda: bool(unverified.wechat.calls_of("customservice/getkflist")))
        await asyncio.sleep(0.05)
        yield unverified


# ------------------------------------------------------------------ the platform's own request


async def test_an_answer_that_is_ready_goes_out_in_the_request_and_uses_nothing() -> None:
    async with scene(reply_seconds=0.2) as shop:
        heard = shop.wechat.says(shop.buyer, "在吗")
        await shop.sink.next(MessageReceived)
        receipt = await shop.deliver("在的", buttons=choices("查订单"))
        assert receipt.allowance is None
        assert receipt.ids[0].startswith("passive:")
        await heard.over()
        assert heard.reply is not None
        assert heard.reply.text == "在的\n\n1. 查订单"
        assert (await shop.deliver("还有")).allowance is not None
        assert [one.way for one in shop.buyer.answers] == [Way.PASSIVE, Way.PUSH]
        assert shop.buyer.left(shop.wechat.clock.stamp) == 4


async def test_a_picture_can_be_the_answer_in_the_request() -> None:
    async with scene(reply_seconds=0.2) as shop:
        heard = shop.wechat.says(shop.buyer, "二维码")
        await shop.sink.next(MessageReceived)
        await shop.deliver(media=(shop.file(JPEG),))
        await heard.over()
        assert heard.reply is not None
        assert heard.reply.media == (JPEG,)


async def test_an_unverified_account_answers_and_the_rest_waits(unverified: Scene) -> None:
    await unverified.channel.stop()
    unverified.channel = unverified.build(reply_seconds=0.2)
    await unverified.channel.start(unverified.sink)
    await asyncio.sleep(0.05)
    heard = unverified.wechat.says(unverified.buyer, "在吗")
    event = await unverified.sink.next(MessageReceived)
    assert event.allowance is not None
    assert event.allowance.left == 0
    assert (await unverified.deliver("在的", behind=2)).allowance is None
    await heard.over()
    assert heard.reply is not None
    assert heard.reply.text.startswith("在的\n\n还有 2 条")
    with pytest.raises(ReplyWindowClosed) as closed:
        await unverified.deliver("还有")
    assert closed.value.allowance is not None
    assert (closed.value.allowance.left, closed.value.allowance.total) == (0, 0)
    assert unverified.wechat.calls_of(SEND) == []


async def test_an_unverified_account_names_a_file_in_words() -> None:
    async with scene(Account(verified=False, service=False), reply_seconds=0.2) as shop:
        await until(lambda: bool(shop.wechat.calls_of("customservice/getkflist")))
        await asyncio.sleep(0.05)
        heard = shop.wechat.says(shop.buyer, "二维码")
        await shop.sink.next(MessageReceived)
        await shop.deliver(media=(shop.file(JPEG, name="code.jpg"),))
        await heard.over()
        assert heard.reply is not None
        assert "code.jpg" in heard.reply.text


async def test_a_48001_on_the_way_turns_to_replies_and_is_kept_and_looked_at_again(shop: Scene) -> None:
    await shop.says("在吗")
    await until(lambda: bool(shop.wechat.calls_of("customservice/getkflist")))
    shop.wechat.account.verified = False
    with capture_logs() as lines, pytest.raises(ReplyWindowClosed) as closed:
        await shop.deliver("在的")
    assert closed.value.allowance is not None
    assert closed.value.allowance.total == 0
    assert any("48001" in line["event"] for line in lines)
    with pytest.raises(ReplyWindowClosed):
        await shop.deliver("在的")
    assert len(shop.wechat.calls_of(SEND)) == 1
    await shop.channel.stop()
    shop.wechat.account.verified = True
    shop.channel = shop.build()
    await shop.channel.start(shop.sink)
    await until(lambda: len(shop.wechat.calls_of("customservice/getkflist")) >= 2)
    await asyncio.sleep(0.05)
    left = (await shop.deliver("在的")).allowance
    assert left is not None
    assert left.left == 4


@pytest.mark.parametrize("code", [40013, 40125, 45009])
async def test_what_an_operator_has_to_mend_leaves_the_answers_in_the_request(code: int) -> None:
    """A wrong app id, a secret that was reset, a day's calls used up."""
    async with scene(reply_seconds=0.2) as shop:
        shop.wechat.faults.refuses(code, "stable_token" if code != 45009 else "message/custom/send", times=3)
        asked = shop.wechat.says(shop.buyer, "在吗")
        await shop.sink.next(MessageReceived)
        await asked.over()
        with pytest.raises(ReplyWindowClosed) as waits:
            await shop.deliver("一会儿说")
        assert waits.value.allowance is not None
        assert waits.value.allowance.left == 0
        heard = shop.wechat.says(shop.buyer, "好的")
        await shop.sink.next(MessageReceived)
        assert (await shop.deliver("一会儿说")).ids[0].startswith("passive:")
        await heard.over()


async def test_an_account_without_a_secret_asks_the_platform_nothing() -> None:
    async with scene(app_secret=None, reply_seconds=0.2) as shop:
        heard = shop.wechat.says(shop.buyer, "在吗")
        await shop.sink.next(MessageReceived)
        await shop.deliver("在的")
        await heard.over()
        assert shop.shown[0].startswith("在的")
        with pytest.raises(ReplyWindowClosed):
            await shop.deliver("还有")
        assert shop.wechat.calls == []


# ------------------------------------------------------------------ files


async def test_a_picture_of_a_buyer_is_brought_when_it_comes_and_outlives_the_platforms(shop: Scene) -> None:
    await shop.wechat.sends_image(shop.buyer, JPEG).over()
    event = await shop.sink.next(MessageReceived)
    blobs = shop.around.blobs
    assert isinstance(blobs, BlobsInMemory)
    await until(lambda: bool(blobs.kept))
    shop.wechat.clock.forward(timedelta(days=4))
    assert await fetched(shop.channel, event.body.media[0]) == JPEG
    assert len(shop.wechat.calls_of("media/get")) == 1


async def test_a_video_is_fetched_from_where_the_platform_says(shop: Scene) -> None:
    video = b"\x00\x00\x00\x18ftypmp42" + b"v" * 200_000
    await shop.wechat.sends_video(shop.buyer, video).over()
    event = await shop.sink.next(MessageReceived)
    assert await fetched(shop.channel, event.body.media[0]) == video


async def test_a_file_is_brought_although_the_platform_is_in_trouble_at_first(shop: Scene) -> None:
    shop.wechat.faults.breaks(502, "media/get", times=2)
    await shop.wechat.sends_voice(shop.buyer, b"#!AMR voice").over()
    event = await shop.sink.next(MessageReceived)
    assert await fetched(shop.channel, event.body.media[0]) == b"#!AMR voice"


async def test_a_place_is_its_coordinates(shop: Scene) -> None:
    await shop.wechat.sends_location(shop.buyer, 31.23, 121.47, "外滩").over()
    event = await shop.sink.next(MessageReceived)
    assert await fetched(shop.channel, event.body.media[0]) == b"31.23,121.47"


async def test_our_pictures_go_out_and_are_uploaded_once(shop: Scene) -> None:
    await shop.says("二维码")
    picture = shop.file(JPEG, name="code.jpg")
    await shop.deliver(media=(picture,))
    await shop.deliver(media=(picture,))
    await shop.deliver(media=(shop.file(JPEG),))
    assert [one.media for one in shop.buyer.answers] == [(JPEG,)] * 3
    assert len(shop.wechat.calls_of("media/upload")) == 1
    shop.wechat.clock.forward(timedelta(days=2, hours=13))
    await shop.says("再来")
    await shop.deliver(media=(picture,))
    assert len(shop.wechat.calls_of("media/upload")) == 2


async def test_a_file_that_the_platform_has_forgotten_is_uploaded_again(shop: Scene) -> None:
    await shop.says("二维码")
    shop.wechat.faults.refuses(40007, SEND)
    receipt = await shop.deliver(media=(shop.file(JPEG),))
    assert shop.buyer.answers[-1].media == (JPEG,)
    assert receipt.allowance is not None
    assert receipt.allowance.left == 4
    assert len(shop.wechat.calls_of("media/upload")) == 2


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", MediaKind.IMAGE, "贴纸.webp"),
        (b"\x00\x00\x00\x18ftypheic"[:8] + b"heic", MediaKind.FILE, ""),
        (b"%PDF-1.7 manual", MediaKind.FILE, "说明书.pdf"),
        (b"OggS voice of elsewhere", MediaKind.VOICE, ""),
        (b"#!AMR" + b"a" * (2 << 20), MediaKind.VOICE, "长.amr"),
    ],
)
async def test_what_the_platform_does_not_take_is_told_in_words(
    shop: Scene, data: bytes, kind: MediaKind, name: str
) -> None:
    await shop.says("发我")
    await shop.deliver(media=(shop.file(data, kind, name),))
    assert shop.buyer.answers[-1].kind == "text"
    assert name in shop.shown[-1]
    assert shop.shown[-1]


async def test_a_place_of_ours_is_told_in_words(shop: Scene) -> None:
    await shop.says("在哪")
    await shop.deliver(media=(Media(MediaKind.LOCATION, MediaRef("31.23,121.47"), shop.chat, "外滩"),))
    assert shop.shown == ["📍 外滩 (31.23,121.47)"]


async def fetched(channel: OfficialChannel, media: Media) -> bytes:
    return b"".join([chunk async for chunk in channel.fetch(media)])
