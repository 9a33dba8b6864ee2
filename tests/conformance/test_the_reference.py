"""What is particular to the fake channel: its settings, its switches, and its two ways with keys."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bots.fake import build
from bots.fake.people import ROOM, FakePlatform, fake_platform
from bots.fake.testkit import FakeKit
from core.channel import (
    DeletesMessages,
    EditsMessages,
    Level,
    MarksDelivery,
    OpensThreads,
    Parcel,
    Rate,
    ShowsTyping,
)
from core.errors import (
    ChannelError,
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    RecipientUnreachable,
    WrongSetting,
)
from core.messages import AccountId, Address, ChatId, ContactClosed, ContactOpened, MessageRef, ThreadLook
from core.messages import OutgoingMessage as Out
from tests.conformance.folders import Case
from tests.conformance.stage import FilesOfElsewhere, RememberingSink, Stage, on_stage
from tests.conformance.surroundings import surroundings

RIGHT = {"secret": "12345678", "platform_url": "http://127.0.0.1:1"}
FAKE = Case("fake", "fake", build, FakeKit)
BUYER = FakeKit.chat


def opened(**settings: Any) -> Any:
    return build(AccountId("main"), RIGHT | settings, surroundings("http://127.0.0.1:1"))


@pytest.fixture
async def stage() -> Any:
    async with on_stage(FAKE) as stage:
        await stage.start()
        await stage.kit.join(stage.channel)
        yield stage


def platform_of(stage: Stage) -> FakePlatform:
    assert isinstance(stage.kit, FakeKit)
    return stage.kit.platform


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"secret": "short"}, r"channels\.fake\.main\.secret: .* Set `secret`"),
        ({"secret": None}, r"channels\.fake\.main\.secret: "),
        ({"platform_url": "nowhere"}, r"channels\.fake\.main\.platform_url: .* Set `platform_url`"),
        ({"text_limit": 0}, r"channels\.fake\.main\.text_limit: "),
        ({"features": {"edits": "some"}}, r"channels\.fake\.main\.features\.edits: .*none, partial or full"),
        ({"features": {"edit": "none"}}, r"channels\.fake\.main\.features\.edit: "),
        ({"chat_rate": {"amount": 1}}, r"channels\.fake\.main\.chat_rate\.per: "),
        ({"colour": "red"}, r"channels\.fake\.main\.colour: .* Remove it"),
    ],
)
def test_a_wrong_setting_is_named_and_never_shown(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(WrongSetting, match=named) as refused:
        opened(**wrong)
    assert "short" not in str(refused.value)


def test_missing_settings_are_named() -> None:
    with pytest.raises(WrongSetting, match=r"channels\.fake\.main\.secret: Field required"):
        build(AccountId("main"), {}, surroundings("http://127.0.0.1:1"))


def test_rates_and_limits_come_from_the_settings() -> None:
    can = opened(text_limit=7, in_flight=3, chat_rate={"amount": 1, "per": 2, "burst": 5}).capabilities
    assert (can.text_limit, can.in_flight, can.account_rate) == (7, 3, None)
    assert can.chat_rate == Rate(1, timedelta(seconds=2), 5)


@pytest.mark.parametrize(
    ("feature", "ability"),
    [
        ("edits", EditsMessages),
        ("deletes", DeletesMessages),
        ("threads", OpensThreads),
        ("typing", ShowsTyping),
        ("marks", MarksDelivery),
    ],
)
def test_what_is_switched_off_is_not_offered(feature: str, ability: type) -> None:
    assert isinstance(opened(), ability)
    assert isinstance(opened(features={feature: "partial"}), ability)
    assert not isinstance(opened(features={feature: "none"}), ability)


@pytest.mark.parametrize("feature", ["buttons", "media", "spans", "replies", "edits", "deletes", "threads", "typing"])
def test_levels_are_claimed_as_they_are_set(feature: str) -> None:
    assert getattr(opened().capabilities, feature) is Level.FULL
    assert getattr(opened(features={feature: "partial"}).capabilities, feature) is Level.PARTIAL
    assert getattr(opened(features={feature: "none"}).capabilities, feature) is Level.NONE


async def test_a_platform_that_takes_no_keys_shows_a_doubtful_message_twice() -> None:
    async with fake_platform(takes_keys=False) as platform:
        around = surroundings("http://127.0.0.1:1")
        channel = build(AccountId("main"), platform.settings(), around)
        assert channel.capabilities.idempotent_sends is Level.NONE
        await channel.start(RememberingSink())
        parcel = Parcel("1.1.0", Out(to=BUYER, text="hello"), FilesOfElsewhere())
        platform.cuts(applied=True)
        with pytest.raises(DeliveryInDoubt):
            await channel.deliver(parcel)
        await channel.deliver(parcel)
        await channel.stop()
        assert [one.text for one in platform.answers_in(BUYER.chat)] == ["hello", "hello"]
        assert all("key" not in call.body for call in platform.calls if call.path == "/send")


@pytest.mark.parametrize(
    ("cause", "error"),
    [
        ({"status": 400, "code": "chat_not_found"}, RecipientUnreachable),
        ({"status": 413, "code": "too_large"}, ContentRejected),
        ({"status": 401, "code": "unauthorized"}, ChannelUnavailable),
        ({"status": 500}, ChannelUnavailable),
        ({"status": 418, "code": "teapot"}, ChannelError),
    ],
)
async def test_a_refusal_is_translated_by_its_code(stage: Stage, cause: Any, error: type[ChannelError]) -> None:
    platform_of(stage).refuses(**{"code": ""} | cause)
    with pytest.raises(error, match=str(cause["status"])):
        await stage.deliver(Out(to=BUYER, text="hello"))


async def test_a_platform_that_hangs_leaves_a_doubt() -> None:
    async with fake_platform() as platform:
        channel = build(AccountId("main"), platform.settings(timeout=0.2), surroundings("http://127.0.0.1:1"))
        await channel.start(RememberingSink())
        platform.hangs()
        with pytest.raises(DeliveryInDoubt):
            await channel.deliver(Parcel("1.1.0", Out(to=BUYER, text="hello"), FilesOfElsewhere()))
        await channel.stop()


async def test_a_doubtful_edit_is_only_late(stage: Stage) -> None:
    receipt = await stage.deliver(Out(to=BUYER, text="one"))
    platform_of(stage).cuts(applied=True, on="/edit")
    edit = Parcel("1.2.e", Out(to=BUYER, text="two"), stage.files, edits=MessageRef(BUYER, receipt.ids[0]))
    assert isinstance(stage.channel, EditsMessages)
    with pytest.raises(ChannelUnavailable):
        await stage.channel.edit(edit)
    await stage.channel.edit(edit)
    assert [one.text for one in await stage.shown()] == ["two"]


async def test_card_keys_are_protected_on_the_platform(stage: Stage) -> None:
    await stage.deliver(Out(to=BUYER, text="ABCD-1234", protected=True))
    await stage.deliver(Out(to=BUYER, text="hello"))
    assert [one.protected for one in platform_of(stage).answers_in(BUYER.chat)] == [True, False]


async def test_after_stop_nothing_goes_out(stage: Stage) -> None:
    await stage.channel.stop()
    with pytest.raises(ChannelUnavailable):
        await stage.deliver(Out(to=BUYER, text="too late"))


async def test_after_stop_the_platform_is_told_to_come_again(stage: Stage) -> None:
    platform = platform_of(stage)
    await stage.channel.stop()
    await platform.buyer_says(BUYER.chat, "hello")
    assert platform.status == 503


async def test_the_platform_is_answered_by_what_became_of_its_update(stage: Stage) -> None:
    platform = platform_of(stage)
    await platform.buyer_says(BUYER.chat, "hello")
    assert platform.status == 200
    stage.sink.away = True
    await platform.buyer_says(BUYER.chat, "hello?")
    assert platform.status == 503
    assert await platform.post_raw(b"not json") == 503, "what cannot be parked is not lost either"
    stage.sink.away = False
    await platform.insist()
    assert platform.status == 200
    assert await platform.post_raw(b"not json") == 200
    assert await platform.post_raw(b'{"update_id": 77, "colour": "red"}') == 200
    assert [key for key, _ in stage.sink.parked][-1] == "77"
    assert await platform.says_as_a_stranger("hello") == 403
    assert await platform.post_raw(b"\xff", secret="\xe9\xff") == 403
    assert await platform.post_raw(b" " * (1 << 20) + b"{}") == 413


async def test_a_secret_that_is_not_text_is_a_wrong_secret(stage: Stage) -> None:
    platform = platform_of(stage)
    async with aiohttp.ClientSession() as session, session.post(platform.webhook, data=b"{}") as answer:
        assert answer.status == 403


async def test_a_buyer_opens_and_blocks_the_chat(stage: Stage) -> None:
    platform = platform_of(stage)
    await platform.opens(BUYER.chat, payload="order-7")
    opened = await stage.sink.next(ContactOpened)
    assert (opened.payload, opened.private, opened.where) == ("order-7", True, BUYER)
    await platform.blocks(BUYER.chat)
    assert (await stage.sink.next(ContactClosed)).where == BUYER
    with pytest.raises(RecipientUnreachable):
        await stage.deliver(Out(to=BUYER, text="wait!"))


async def test_a_dialogue_reads_as_one(stage: Stage) -> None:
    platform = platform_of(stage)
    await platform.buyer_says("xiaoming", "我的卡密没收到")
    await stage.deliver(Out(to=Address(BUYER.channel, BUYER.account, ChatId("xiaoming")), text="请把订单号发给我"))
    assert (await platform.hears("xiaoming")).text == "请把订单号发给我"
    assert isinstance(stage.channel, OpensThreads)
    await stage.channel.open_thread(FakeKit.room, "t1", ThreadLook("小明"))
    thread = await platform.new_thread()
    assert (thread.room, thread.title) == (ROOM, "小明")
    await platform.staff_says(thread.id, "您好")
    assert [one.text for one in platform.messages_in(ROOM, thread.id)] == ["您好"]
