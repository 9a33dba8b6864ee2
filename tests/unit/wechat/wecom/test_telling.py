"""What we tell customers arrives once, in what the platform lets us, and the agents hear what did not."""

from datetime import timedelta

import pytest

from bots.wechat.wecom.errors import SessionElsewhere
from core.errors import (
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    DeliveryRefused,
    RateLimited,
    RecipientUnreachable,
    ReplyWindowClosed,
)
from core.messages import Button, ContactOpened, Media, MediaKind, MediaRef, MessageId, MessageReceived, MessageRef
from core.messages import OutgoingMessage as Out
from core.reported import DeliveryReported, DeliveryState
from tests.conformance.surroundings import surroundings
from tests.unit.wechat.wecom.shop import AGENT, Shop
from tests.wechat.wecomplatform import FailType, State

SEND = "kf/send_msg"
PICTURE = b"\xff\xd8\xff\xe0" + b"a picture" * 10


async def comes_in(shop: Shop) -> None:
    await shop.wecom.reached(shop.wecom.enters(shop.buyer))
    await shop.process.sink.next(ContactOpened)


async def test_a_greeting_costs_nothing(shop: Shop) -> None:
    await comes_in(shop)
    receipt = await shop.tells("欢迎", buttons=((Button("查订单", "orders"),),))
    [line] = shop.wecom.answers(shop.buyer)
    assert (line.by, line.msgid, receipt.allowance) == ("welcome", receipt.ids[0], None)
    assert line.choices == [("orders", "查订单")]


async def test_after_the_greeting_he_has_to_write_first(shop: Shop) -> None:
    await comes_in(shop)
    await shop.tells("欢迎")
    with pytest.raises(ReplyWindowClosed):
        await shop.tells("还有一句")
    assert shop.shown == ["欢迎"]


async def test_who_writes_is_answered_and_not_greeted(shop: Shop) -> None:
    await comes_in(shop)
    await shop.says("在吗")
    await shop.process.sink.next(MessageReceived)
    assert (await shop.tells("在的")).allowance is not None
    assert [line.by for line in shop.wecom.answers(shop.buyer)] == ["api"]


async def test_a_code_that_is_refused_is_no_loss(shop: Shop) -> None:
    await comes_in(shop)
    shop.wecom.faults.refuses(41051, "kf/send_msg_on_event")
    with pytest.raises(ReplyWindowClosed):
        await shop.tells("欢迎", key="1.1.0")
    await shop.says("在吗")
    await shop.tells("欢迎", key="1.1.0")
    assert shop.shown == ["欢迎"]


async def test_five_go_and_the_sixth_waits_without_a_question(shop: Shop) -> None:
    await shop.says()
    await shop.process.sink.next(MessageReceived)
    left = [(await shop.tells(f"{number}")).allowance for number in range(5)]
    assert [one.left for one in left if one is not None] == [4, 3, 2, 1, 0]
    with pytest.raises(ReplyWindowClosed) as closed:
        await shop.tells("5")
    assert closed.value.allowance is not None
    assert closed.value.allowance.left == 0
    assert shop.wecom.count(SEND) == 5


async def test_his_next_words_let_us_write_again(shop: Shop) -> None:
    await test_five_go_and_the_sixth_waits_without_a_question(shop)
    await shop.says("还在吗")
    said = await shop.process.sink.next(MessageReceived)
    assert said.allowance is not None
    assert said.allowance.left == 5
    await shop.tells("在的")
    assert shop.shown[-1] == "在的"


async def test_what_the_platform_counts_counts(shop: Shop) -> None:
    await shop.says()
    await shop.process.sink.next(MessageReceived)
    shop.wecom.faults.refuses(95001, SEND)
    with pytest.raises(ReplyWindowClosed) as closed:
        await shop.tells("一")
    assert closed.value.allowance is not None
    assert closed.value.allowance.left == 0
    with pytest.raises(ReplyWindowClosed):
        await shop.tells("二")
    assert shop.wecom.count(SEND) == 1, "it is not asked again until he has written"


async def test_after_48_hours_he_has_to_write_first(shop: Shop) -> None:
    await shop.says()
    shop.wecom.ages(shop.wecom.session(shop.buyer), timedelta(hours=48))
    with pytest.raises(ReplyWindowClosed):
        await shop.tells("晚了")


async def test_a_refusal_that_is_no_push_costs_nothing(shop: Shop) -> None:
    await shop.says()
    await shop.process.sink.next(MessageReceived)
    shop.wecom.faults.refuses(45009, SEND)
    with pytest.raises(RateLimited) as limited:
        await shop.tells("一", key="1.1.0")
    assert limited.value.whole_account
    receipt = await shop.tells("一", key="1.1.0")
    assert receipt.allowance is not None
    assert receipt.allowance.left == 4


async def test_what_may_have_arrived_is_shown_once_also_after_a_restart(shop: Shop) -> None:
    await shop.says()
    shop.wecom.faults.cuts(SEND, applied=True)
    with pytest.raises(DeliveryInDoubt):
        await shop.tells("您的卡密", key="9.1.0")
    await shop.dies()
    await shop.starts()
    receipt = await shop.tells("您的卡密", key="9.1.0")
    assert (shop.shown, receipt.ids) == (["您的卡密"], (shop.wecom.answers(shop.buyer)[0].msgid,))
    assert shop.wecom.codes(SEND)[-1] == 40058, "the platform knows the id"


async def test_what_has_not_arrived_after_all_is_shown(shop: Shop) -> None:
    await shop.says()
    shop.wecom.faults.cuts(SEND, applied=False)
    with pytest.raises(DeliveryInDoubt):
        await shop.tells("您的卡密", key="9.1.0")
    receipt = await shop.tells("您的卡密", key="9.1.0")
    assert shop.shown == ["您的卡密"]
    assert receipt.allowance is not None
    assert receipt.allowance.left == 4


async def test_a_message_that_the_platform_dislikes_is_refused_as_such(shop: Shop) -> None:
    await shop.says()
    shop.wecom.faults.refuses(40058, SEND)
    with pytest.raises(DeliveryRefused):
        await shop.tells("?")


async def test_another_installation_does_not_take_our_ids(shop: Shop) -> None:
    """A new database numbers its messages from 1 again."""
    await shop.says()
    await shop.tells("旧的", key="1.1.0")
    await shop.dies()
    shop.around = surroundings("https://shop.example")
    await shop.starts()
    await shop.tells("新的", key="1.1.0")
    assert shop.shown == ["旧的", "新的"]


async def test_the_bot_is_silent_where_people_talk(shop: Shop) -> None:
    shop.wecom.new_servicer("Zhang")
    await shop.says()
    session = shop.wecom.takes_over("Zhang", shop.buyer)
    with pytest.raises(SessionElsewhere):
        await shop.tells("我是机器人")
    assert (shop.shown, session.state) == ([], State.PEOPLE)


async def test_an_agent_takes_the_talk_back_with_his_words(shop: Shop) -> None:
    shop.wecom.new_servicer("Zhang")
    await shop.says()
    session = shop.wecom.takes_over("Zhang", shop.buyer)
    receipt = await shop.agent_tells("我来处理")
    assert (shop.shown, session.state, receipt.allowance) == (["【小林】我来处理"], State.ENDED, None)
    with pytest.raises(ReplyWindowClosed):
        await shop.agent_tells("还有")
    await shop.says("好的")
    await shop.agent_tells("还有")
    assert shop.shown[-1] == "【小林】还有"


async def test_he_does_not_where_the_owner_forbids_it(closed: Shop) -> None:
    await closed.starts(take_back=False)
    closed.wecom.new_servicer("Zhang")
    await closed.says()
    closed.wecom.takes_over("Zhang", closed.buyer)
    with pytest.raises(SessionElsewhere):
        await closed.agent_tells("我来处理")


async def test_a_message_that_did_not_arrive_is_told_to_its_agent(shop: Shop) -> None:
    await shop.says()
    shop.buyer.refuses = True
    await shop.agent_tells("在吗", key="12.3.0", said="r77")
    told = await shop.process.sink.next(DeliveryReported)
    assert (told.delivery, told.state, told.why) == ("12.3", DeliveryState.REFUSED, "RecipientUnreachable")
    assert (told.where, told.mirrored, told.secret) == (shop.chat, MessageRef(AGENT, MessageId("r77")), False)


async def test_after_a_restart_its_row_is_still_known(shop: Shop) -> None:
    await shop.says()
    receipt = await shop.tells("在吗", key="12.3.0")
    await shop.dies()
    process = await shop.starts()
    session = shop.wecom.session(shop.buyer)
    await shop.wecom.reached(shop.wecom.fails(session, receipt.ids[0], FailType.SAFETY))
    told = await process.sink.next(DeliveryReported)
    assert (told.delivery, told.why, told.mirrored) == ("12.3", "ContentRejected", None)


async def test_a_failure_for_lack_of_allowance_uses_it_up(shop: Shop) -> None:
    await shop.says()
    await shop.process.sink.next(MessageReceived)
    receipt = await shop.tells("一")
    session = shop.wecom.session(shop.buyer)
    await shop.wecom.reached(shop.wecom.fails(session, receipt.ids[0], FailType.OVER_FIVE))
    await shop.process.sink.next(DeliveryReported)
    with pytest.raises(ReplyWindowClosed):
        await shop.tells("二")


async def test_files_go_as_what_they_are(shop: Shop) -> None:
    await shop.says()
    await shop.process.channel.deliver(shop.parcel(Out(to=shop.chat, media=(media(shop, "a.jpg", PICTURE),))))
    await shop.process.channel.deliver(shop.parcel(Out(to=shop.chat, media=(media(shop, "b.csv", b"a;b;c;d"),))))
    assert [(line.msgtype, line.data) for line in shop.wecom.answers(shop.buyer)] == [
        ("image", PICTURE),
        ("file", b"a;b;c;d"),
    ]


async def test_a_place_goes_as_one(shop: Shop) -> None:
    await shop.says()
    place = Media(MediaKind.LOCATION, MediaRef("23.1,113.3"), AGENT, "仓库")
    await shop.process.channel.deliver(shop.parcel(Out(to=shop.chat, media=(place,))))
    assert shop.wecom.answers(shop.buyer)[0].msgtype == "location"


async def test_an_uploaded_file_that_is_gone_is_uploaded_again(shop: Shop) -> None:
    await shop.says()
    parcel = shop.parcel(Out(to=shop.chat, media=(media(shop, "a.jpg", PICTURE),)))
    shop.wecom.faults.refuses(40007, SEND)
    with pytest.raises(ChannelUnavailable):
        await shop.process.channel.deliver(parcel)
    await shop.process.channel.deliver(parcel)
    assert ([line.data for line in shop.wecom.answers(shop.buyer)], shop.wecom.count("media/upload")) == ([PICTURE], 2)


async def test_a_file_that_is_too_small_is_told_as_content(shop: Shop) -> None:
    await shop.says()
    with pytest.raises(ContentRejected):
        await shop.process.channel.deliver(shop.parcel(Out(to=shop.chat, media=(media(shop, "x.txt", b"x"),))))


async def test_a_customer_whom_the_platform_does_not_know_is_gone(shop: Shop) -> None:
    await shop.says()
    shop.buyer.known = False
    with pytest.raises(RecipientUnreachable):
        await shop.tells("在吗")


def media(shop: Shop, name: str, data: bytes) -> Media:
    shop.files.data[name] = data
    return Media(MediaKind.FILE, MediaRef(name), AGENT, name, "application/octet-stream", len(data))
