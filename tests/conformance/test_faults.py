"""When the platform fails, the error says what to do next; and nothing but ChannelError ever comes out."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.channel import EditsMessages, Level, MarksDelivery, OpensThreads, Parcel, ShowsTyping
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    RateLimited,
    TargetGone,
)
from core.messages import MediaRef, MessageId, MessageReceived, MessageRef, ThreadLook
from core.messages import OutgoingMessage as Out
from tests.conformance.folders import Case, every_case, every_channel, every_fault
from tests.conformance.kit import FAULTS
from tests.conformance.stage import Stage, on_stage
from tests.conformance.test_inbound import PICTURE
from tests.conformance.test_outbound import picture

AT_DELIVERY = sorted({*FAULTS} - {"gone-thread", "gone-message"})


@every_fault(AT_DELIVERY)
async def test_a_failed_delivery_says_what_to_do_next(case: Case, fault: str) -> None:
    async with on_stage(case) as stage:
        await stage.start()
        await stage.kit.join(stage.channel)
        await stage.kit.says(stage.kit.chat, "hello")
        await stage.kit.cause(fault, stage.kit.chat)
        with pytest.raises(ChannelError) as failed:
            await stage.deliver(Out(to=stage.kit.chat, text="您的卡密"))
        assert isinstance(failed.value, FAULTS[fault])
        assert "您的卡密" not in str(failed.value), "what we say may be secret"


@every_channel("rate-limited")
async def test_a_platform_that_asks_us_to_wait_says_how_long(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    await stage.kit.cause("rate-limited", stage.kit.chat)
    with pytest.raises(RateLimited) as limited:
        await stage.deliver(Out(to=stage.kit.chat, text="slowly"))
    assert limited.value.after is not None
    assert limited.value.after > timedelta(0)


@every_channel("in-doubt")
async def test_a_message_in_doubt_is_not_shown_twice_where_keys_are_taken(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    await stage.kit.cause("in-doubt", stage.kit.chat)
    message = Out(to=stage.kit.chat, text="您的卡密")
    with pytest.raises(DeliveryInDoubt):
        await stage.deliver(message, key="5.1.0")
    await stage.deliver(message, key="5.1.0")
    exact = stage.channel.capabilities.idempotent_sends is Level.FULL
    assert len(await stage.shown()) == (1 if exact else 2)


@every_channel("failing")
async def test_after_a_failure_the_next_try_succeeds(stage: Stage) -> None:
    await stage.kit.says(stage.kit.chat, "hello")
    await stage.kit.cause("failing", stage.kit.chat)
    with pytest.raises(ChannelUnavailable):
        await stage.deliver(Out(to=stage.kit.chat, text="again"), key="5.1.0")
    await stage.deliver(Out(to=stage.kit.chat, text="again"), key="5.1.0")
    assert [one.text for one in await stage.shown()] == ["again"]


@every_channel("gone-thread")
async def test_a_thread_that_somebody_deleted_is_gone(stage: Stage) -> None:
    thread = await stage.thread("ticket-1")
    await stage.deliver(Out(to=thread, text="first"))
    await stage.kit.cause("gone-thread", thread)
    with pytest.raises(TargetGone):
        await stage.deliver(Out(to=thread, text="second"))
    assert isinstance(stage.channel, OpensThreads)
    with pytest.raises(TargetGone):
        await stage.channel.title_thread(thread, ThreadLook("x", closed=True))
    anew = await stage.thread("ticket-1.anew")
    await stage.deliver(Out(to=anew, text="second"))
    assert [one.text for one in await stage.shown(anew)] == ["second"]


@every_channel("gone-message")
async def test_an_edit_of_a_message_that_is_gone_says_so(stage: Stage) -> None:
    channel = stage.channel
    assert isinstance(channel, EditsMessages)
    await stage.kit.says(stage.kit.chat, "hello")
    receipt = await stage.deliver(Out(to=stage.kit.chat, text="first"))
    await stage.kit.cause("gone-message", stage.kit.chat)
    ref = MessageRef(stage.kit.chat, receipt.ids[0])
    with pytest.raises(TargetGone):
        await channel.edit(Parcel("1.9.e", Out(to=stage.kit.chat, text="second"), stage.files, edits=ref))


@every_channel()
async def test_a_file_that_its_home_cannot_give_fails_as_its_home_says(stage: Stage) -> None:
    if not stage.channel.capabilities.media:
        pytest.skip(f"{stage.case.name} does not claim media")
    await stage.kit.says(stage.kit.chat, "hello")
    lost = picture(stage)
    stage.files.data.clear()
    with pytest.raises(ContentRejected):
        await stage.deliver(Out(to=stage.kit.chat, media=(lost,)))


@every_channel("sends")
async def test_a_file_that_is_not_there_raises_a_channel_error(stage: Stage) -> None:
    await stage.kit.sends(stage.kit.chat, PICTURE, "a.png", "image/png")
    [media] = (await stage.sink.next(MessageReceived)).body.media
    for ref in ("no-such-file", "../../etc/passwd", "a/b", "", "\x00", "文件"):
        with pytest.raises(ChannelError):
            _ = [chunk async for chunk in stage.channel.fetch(replace(media, ref=MediaRef(ref)))]


@every_case("away")
async def test_a_channel_starts_while_its_platform_is_away_and_works_when_it_is_back(case: Case) -> None:
    async with on_stage(case) as stage:
        await stage.kit.cause("away", stage.kit.chat)
        async with asyncio.timeout(5):
            await stage.start()
        with pytest.raises(ChannelUnavailable):
            await stage.deliver(Out(to=stage.kit.chat, text="anybody?"))
        if isinstance(stage.channel, ShowsTyping):
            await stage.channel.typing(stage.kit.chat, "小林")
        if isinstance(stage.channel, MarksDelivery):
            await stage.channel.mark_delivered(MessageRef(stage.kit.chat, MessageId("1")))
        await stage.kit.heal()
        await stage.kit.join(stage.channel)
        await stage.kit.says(stage.kit.chat, "hello")
        await stage.sink.next(MessageReceived)
        await stage.deliver(Out(to=stage.kit.chat, text="here we are"))
        assert [one.text for one in await stage.shown()] == ["here we are"]
