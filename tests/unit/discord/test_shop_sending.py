"""What the shop says is said once, where it belongs, and every refusal has its meaning."""

from datetime import timedelta

import pytest

from bots.discord.outbound import components
from bots.discord.sending import REMEMBERED, Sender
from core.channel import Parcel
from core.errors import (
    ChannelUnavailable,
    ContentRejected,
    DeliveryInDoubt,
    DeliveryRefused,
    RateLimited,
    TargetGone,
)
from core.messages import Button, Media, MediaKind, MediaRef, MessageId, MessageRef, OutgoingMessage, Span, Style
from tests.conformance.test_outbound import ELSEWHERE
from tests.discord.gateway.markdown import shown
from tests.discord.gateway.refusals import missing_permissions, thread_archived
from tests.unit.discord.conftest import Shop

SEND = "create message"


async def test_the_author_stands_above_the_words(shop: Shop) -> None:
    async with shop.open():
        await shop.say("已经补发了", author="客服*小林*")
    [message] = shop.api.answers_in(shop.scene.chat)
    assert shown(message.content) == "客服*小林*\n已经补发了"
    assert message.content.startswith("**")


async def test_nobody_is_woken_up_and_no_link_is_opened(shop: Shop) -> None:
    async with shop.open():
        await shop.say(f"@everyone {shop.scene.buyer.mention} https://example.com/x")
    [message] = shop.api.answers_in(shop.scene.chat)
    assert (message.pinged, message.flags & 4) == (False, 4)
    [call] = shop.api.calls_of(SEND)
    assert call.body["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert shown(message.content) == f"@everyone {shop.scene.buyer.mention} https://example.com/x"


async def test_words_that_grow_by_what_is_escaped_go_in_several_messages_and_once(shop: Shop) -> None:
    text = "*_" * 900 + "\n" + "`|" * 45
    async with shop.open():
        first = await shop.say(text, key="1.1.0", author="小林")
        again = await shop.say(text, key="1.1.0", author="小林")
    messages = shop.api.answers_in(shop.scene.chat)
    assert first.ids == again.ids == tuple(MessageId(str(one.id)) for one in messages)
    assert len(messages) > 1
    assert "".join(shown(one.content) for one in messages).replace("\n", "") == "小林" + text.replace("\n", "")


async def test_a_lost_answer_is_made_up_for_without_a_second_message(shop: Shop) -> None:
    async with shop.open():
        shop.api.faults.cuts(SEND, applied=True)
        with pytest.raises(ChannelUnavailable):
            await shop.say("您的卡密", key="9.9.0")
        shop.api.faults.breaks(504, SEND, applied=True)
        with pytest.raises(ChannelUnavailable):
            await shop.say("您的卡密", key="9.9.0")
        await shop.say("您的卡密", key="9.9.0")
    assert len(shop.api.answers_in(shop.scene.chat)) == 1


async def test_after_minutes_discord_has_forgotten_and_people_decide(shop: Shop) -> None:
    now = 0.0
    async with shop.open() as channel:
        sender = Sender(channel._connection, channel.capabilities, clock=lambda: now)
        parcel = Parcel("1.1.0", OutgoingMessage(to=shop.at(shop.scene.chat), text="您的卡密"), shop.files)
        shop.api.faults.cuts(SEND, applied=True)
        with pytest.raises(ChannelUnavailable):
            await sender.send(parcel)
        now += REMEMBERED + 1
        with pytest.raises(DeliveryInDoubt):
            await sender.send(parcel)
        shop.api.clock.forward(timedelta(hours=1))
        await sender.send(parcel)
    assert len(shop.api.answers_in(shop.scene.chat)) == 2


async def test_two_buttons_may_mean_the_same(shop: Shop) -> None:
    rows = ((Button("是", "yes"), Button("好的", "yes")),)
    async with shop.open():
        await shop.say("可以吗？", buttons=rows)
        [message] = shop.api.answers_in(shop.scene.chat)
        assert message.buttons == [["是", "好的"]]


async def test_twenty_five_buttons_find_room(shop: Shop) -> None:
    rows = tuple((Button(f"{n}", f"{n}"), Button(f"{n}b", f"{n}b")) for n in range(12))
    async with shop.open():
        await shop.say("选一个", buttons=rows)
        [message] = shop.api.answers_in(shop.scene.chat)
        assert sum(len(row) for row in message.buttons) == 24


def test_a_button_that_opens_a_page_has_its_address_and_no_name() -> None:
    [row] = components(((Button("帮助页", url="https://shop.example/help"), Button("查订单", "order")),))
    page, order = row["components"]
    assert page == {"type": 2, "style": 5, "label": "帮助页", "url": "https://shop.example/help"}
    assert (order["custom_id"], "url" in order) == ("order", False)


async def test_a_thread_is_taken_out_of_the_archive(shop: Shop) -> None:
    thread = shop.api.new_thread(shop.scene.desk, "客服", shop.scene.shop.user, 12)
    async with shop.open():
        shop.api.archives(thread, locked=True)
        await shop.say("在的", to=shop.at(thread))
        shop.api.faults.refuses(thread_archived(), SEND, times=2)
        await shop.say("马上就好", to=shop.at(thread))
        shop.api.faults.refuses(thread_archived(), SEND, times=9)
        with pytest.raises(ChannelUnavailable):
            await shop.say("好了", to=shop.at(thread))
    assert [one.text for one in shop.api.answers_in(thread)] == ["在的", "马上就好"]


async def test_a_missing_permission_names_the_remedy(shop: Shop) -> None:
    async with shop.open():
        shop.api.faults.refuses(missing_permissions(), SEND)
        with pytest.raises(DeliveryRefused, match="kamidesk check"):
            await shop.say("您好")


async def test_a_limit_of_all_chats_is_told_as_such(shop: Shop) -> None:
    async with shop.open():
        shop.api.faults.slows_down(7, SEND, scope="global")
        with pytest.raises(RateLimited) as limited:
            await shop.say("您好")
    assert (limited.value.after, limited.value.whole_account) == (timedelta(seconds=7), True)


async def test_a_file_that_is_too_big_is_not_sent(shop: Shop) -> None:
    shop.files.data["big"] = b"x" * ((10 << 20) + 1)
    big = Media(MediaKind.FILE, MediaRef("big"), ELSEWHERE, "a.zip")
    async with shop.open():
        with pytest.raises(ContentRejected):
            await shop.say("", media=(big,))
    assert shop.api.answers_in(shop.scene.chat) == []


async def test_a_place_on_the_map_is_told_in_words(shop: Shop) -> None:
    shop.files.data["31.2,121.4"] = b"31.2,121.4"
    spot = Media(MediaKind.LOCATION, MediaRef("31.2,121.4"), ELSEWHERE, "上海")
    async with shop.open():
        await shop.say("", media=(spot,))
    [message] = shop.api.answers_in(shop.scene.chat)
    assert shown(message.content) == "📍 上海 31.2,121.4"


async def test_an_edit_that_grows_too_long_becomes_a_new_message(shop: Shop) -> None:
    async with shop.open() as channel:
        receipt = await shop.say("短", spans=(Span(0, 1, Style.BOLD),))
        ref = MessageRef(shop.at(shop.scene.chat), receipt.ids[0])
        long = OutgoingMessage(to=ref.where, text="*" * 1900)
        with pytest.raises(TargetGone):
            await channel.edit(Parcel("1.2.e", long, shop.files, edits=ref))


async def test_a_reaction_is_the_only_one_of_ours(shop: Shop) -> None:
    async with shop.open() as channel:
        message = shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "谢谢")
        ref = MessageRef((await shop.hears("谢谢")).where, MessageId(str(message.id)))
        await channel.mark_delivered(ref)
        for emoji in ("👍", "❤️", ":shop_own:", "❤️"):
            await channel.react(ref, emoji)
        assert [one for one, who in message.reactions.items() if who] == ["✅", "❤️"]
        await shop.build().stop()
        await channel.react(ref, "")
        assert [one for one, who in message.reactions.items() if who] == ["✅"]
        shop.api.deletes(message)
        with pytest.raises(TargetGone):
            await channel.react(ref, "👍")
