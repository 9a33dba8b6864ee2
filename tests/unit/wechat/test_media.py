"""Files of buyers: brought once, tried again, kept for good; what is gone is gone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bots.wechat import media as received
from bots.wechat.media import ReceivedMedia
from bots.wechat.wire import Wire
from core.background import Background
from core.errors import ChannelUnavailable, TargetGone
from core.messages import Media, MediaKind, MediaRef, MessageReceived
from tests.unit.wechat.scene import JPEG, Scene, scene, until
from tests.unit.wechat.surrounded import CountingMailbox, around
from tests.wechat.platform import Account


@pytest.fixture
async def shop() -> AsyncIterator[Scene]:
    async with scene() as shop:
        yield shop


async def picture(shop: Scene) -> Media:
    await shop.wechat.sends_image(shop.buyer, JPEG).over()
    return (await shop.sink.next(MessageReceived)).body.media[0]


async def fetched(shop: Scene, media: Media) -> bytes:
    return b"".join([chunk async for chunk in shop.channel.fetch(media)])


async def test_whoever_wants_it_while_it_comes_waits_for_the_same(shop: Scene) -> None:
    media = await picture(shop)
    assert await asyncio.gather(*(fetched(shop, media) for _ in range(5))) == [JPEG] * 5
    assert len(shop.wechat.calls_of("media/get")) == 1


async def test_another_process_has_it_too(shop: Scene) -> None:
    media = await picture(shop)
    await fetched(shop, media)
    other = shop.build()
    assert b"".join([chunk async for chunk in other.fetch(media)]) == JPEG
    assert len(shop.wechat.calls_of("media/get")) == 1
    await other.stop()


async def test_after_three_days_what_nobody_brought_is_gone(shop: Scene) -> None:
    stored = shop.wechat.files.keep("voice", "amr", b"#!AMR")
    shop.wechat.clock.forward(timedelta(days=4))
    with pytest.raises(TargetGone):
        await fetched(shop, Media(MediaKind.VOICE, MediaRef(f"media:{stored.id}"), shop.chat))


async def test_an_account_that_may_not_fetch_says_so(shop: Scene) -> None:
    shop.wechat.account.verified = False
    with pytest.raises(TargetGone):
        await fetched(shop, Media(MediaKind.VOICE, MediaRef("media:abc"), shop.chat))


async def test_who_waits_too_long_is_told_and_may_ask_again(shop: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "PATIENCE", 0.05)
    fault = shop.wechat.faults.hangs("media/get")
    media = await picture(shop)
    with pytest.raises(ChannelUnavailable):
        await fetched(shop, media)
    assert fault.befell == 1
    shop.wechat.faults.let_go()
    monkeypatch.setattr(received, "PATIENCE", 10.0)
    assert await fetched(shop, media) == JPEG


async def test_a_download_that_is_cut_is_begun_anew(shop: Scene) -> None:
    shop.wechat.faults.cuts("media/get", applied=False, times=2)
    assert await fetched(shop, await picture(shop)) == JPEG


async def test_taking_in_does_not_wait_for_a_file(shop: Scene) -> None:
    shop.wechat.faults.hangs("media/get", times=5)
    await picture(shop)
    await shop.says("收到图了吗")
    event = await shop.sink.next(MessageReceived)
    assert event.body.text == "收到图了吗"


async def test_stopping_ends_a_download(shop: Scene) -> None:
    shop.wechat.faults.hangs("media/get", times=5)
    await picture(shop)
    await until(lambda: bool(shop.wechat.calls_of("media/get")))
    await shop.channel.stop()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("wechat/main")]


async def test_a_public_picture_needs_no_right_to_fetch() -> None:
    """The address is one of WeChat's own by then: the intake sees to that."""
    async with scene(Account(verified=False)) as shop:
        stored = shop.wechat.files.keep("video", "mp4", JPEG)  # served at an address without a token
        background, wire = Background("wechat/main"), Wire(shop.wechat.url, 4)
        mailbox = CountingMailbox()
        brought = ReceivedMedia(None, wire, around(mailbox=mailbox), "wechat/main/media", background)
        chunks = [chunk async for chunk in brought.open("some-id", f"{shop.wechat.url}/video/{stored.id}")]
        assert b"".join(chunks) == JPEG
        with pytest.raises(TargetGone):
            [_ async for _ in brought.open("another-id")]
        mailbox.away = True
        with pytest.raises(ChannelUnavailable):
            [_ async for _ in brought.open("some-id")]
        await background.stop()
        await wire.close()
