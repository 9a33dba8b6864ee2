"""The shop bot on the wire of a Bot API server: real HTTP, real aiogram, people on the other side."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bots.telegram.channel import ShopChannel
from bots.telegram.settings import ShopSettings
from core.channel import Parcel
from core.errors import ContentRejected, RateLimited, RecipientUnreachable, TargetGone
from core.messages import (
    AccountId,
    Address,
    Button,
    ButtonPressed,
    ChannelName,
    ChatId,
    ContactClosed,
    ContactOpened,
    Media,
    MediaKind,
    MediaRef,
    MessageDeleted,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    OutgoingMessage,
    Reacted,
    Span,
    Style,
)
from tests.conformance.stage import FilesOfElsewhere, RememberingSink
from tests.conformance.surroundings import surroundings
from tests.telegram.botapi import BotApi, Message, bad
from tests.telegram.scene import Scene, scene_on

JPEG = b"\xff\xd8\xff\xe0 a picture"
ELSEWHERE = Address(ChannelName("web"), AccountId("main"), ChatId("1"))
ROWS = ((Button("退款", "faq:refund"),),)


@dataclass(slots=True)
class Shop:
    """The channel in operation by long polling, with a buyer who has said nothing yet."""

    scene: Scene
    channel: ShopChannel
    sink: RememberingSink
    files: FilesOfElsewhere
    sent: int = 0

    @property
    def chat(self) -> Address:
        return Address(ChannelName("telegram"), AccountId("main"), ChatId(str(self.scene.buyer.id)))

    @property
    def seen(self) -> list[Message]:
        return self.scene.api.answers_in(self.scene.chat)

    async def says(self, text: str = "", **more: Any) -> MessageRef:
        return await self.sends(OutgoingMessage(to=more.pop("to", self.chat), text=text, **more))

    async def sends(self, message: OutgoingMessage, key: str = "") -> MessageRef:
        self.sent += 1
        receipt = await self.channel.deliver(Parcel(key or f"1.{self.sent}.0", message, self.files))
        return MessageRef(message.to, receipt.ids[-1])

    async def edits(self, ref: MessageRef, text: str, **more: Any) -> None:
        message = OutgoingMessage(to=ref.where, text=text, **more)
        await self.channel.edit(Parcel("1.9.e", message, self.files, edits=ref))

    def picture(self, name: str = "a.jpg", data: bytes = JPEG, kind: MediaKind = MediaKind.IMAGE) -> Media:
        self.files.data[name] = data
        mime = "image/jpeg" if kind is MediaKind.IMAGE else "application/octet-stream"
        return Media(kind, MediaRef(name), ELSEWHERE, name, mime, len(data))


def channel_on(api: BotApi, token: str, language: str = "zh", **settings: Any) -> ShopChannel:
    chosen = ShopSettings.model_validate({"token": token, "api_url": api.url, **settings})
    around = replace(surroundings("https://shop.example"), language=language)
    return ShopChannel(ChannelName("telegram"), AccountId("main"), chosen, around)


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with BotApi(second=0.01) as api:
        scene = scene_on(api)
        channel = channel_on(api, scene.shop.token)
        sink = RememberingSink()
        await channel.start(sink)
        yield Shop(scene, channel, sink, FilesOfElsewhere())
        await channel.stop()


async def test_a_buyer_says_something_and_is_answered(shop: Shop) -> None:
    shop.scene.api.says(shop.scene.buyer, shop.scene.chat, "还没到货 🎮")
    asked = await shop.sink.next(MessageReceived)
    await shop.sends(OutgoingMessage(to=asked.where, text="马上查", author="小林", buttons=ROWS))
    assert (shop.seen[-1].text, shop.seen[-1].buttons) == ("小林\n马上查", [["退款"]])


async def test_a_link_of_the_shop_opens_the_chat_with_its_order(shop: Shop) -> None:
    shop.scene.api.starts(shop.scene.buyer, shop.scene.shop, "order_302261122095245598")
    assert (await shop.sink.next(ContactOpened)).payload == "order_302261122095245598"


async def test_the_menu_speaks_each_buyer_s_language(shop: Shop) -> None:
    kept = shop.scene.shop.commands
    await shop.scene.api.until(lambda: len(kept) == 4)
    shown = {language: [one["description"] for one in commands] for (_, language), commands in kept.items()}
    assert shown["zh"] == shown[""]
    assert [shown[code][0] for code in ("zh", "en", "es")] == ["查订单", "Find an order", "Buscar un pedido"]
    assert [one["command"] for one in kept["default", ""]] == ["order", "keys", "mine", "faq", "person", "lang"]


async def test_a_taiwanese_shop_s_menu_is_traditional_for_all_who_speak_chinese() -> None:
    async with BotApi(second=0.01) as api:
        scene = scene_on(api)
        channel = channel_on(api, scene.shop.token, language="zh-Hant")
        await channel.start(RememberingSink())
        kept = scene.shop.commands
        await api.until(lambda: len(kept) == 4)
        first = {language: commands[0]["description"] for (_, language), commands in kept.items()}
        assert first == {"": "查訂單", "zh": "查訂單", "en": "Find an order", "es": "Buscar un pedido"}
        await channel.stop()


async def test_a_press_is_answered_when_it_is_stored_and_not_before(shop: Shop) -> None:
    await shop.says("怎么帮你？", buttons=ROWS)
    shop.sink.away = True
    press = shop.scene.api.presses(shop.scene.buyer, shop.seen[-1], "退款")
    await shop.scene.api.until(lambda: len(shop.scene.api.calls_of("getUpdates")) > 2)
    assert not press.answered
    shop.sink.away = False
    assert (await shop.sink.next(ButtonPressed)).value == "faq:refund"
    await shop.scene.api.until(lambda: press.answered)


async def test_a_press_that_is_too_old_to_be_answered_counts_all_the_same(shop: Shop) -> None:
    await shop.says("怎么帮你？", buttons=ROWS)
    shop.scene.api.presses(shop.scene.buyer, shop.seen[-1], "退款")
    shop.scene.api.clock.forward(timedelta(hours=1))
    assert (await shop.sink.next(ButtonPressed)).value == "faq:refund"


async def test_edits_reactions_blocking_and_coming_back_are_heard(shop: Shop) -> None:
    api, buyer = shop.scene.api, shop.scene.buyer
    written = api.says(buyer, shop.scene.chat, "订单 302")
    api.edits(written, "订单 303")
    assert (await shop.sink.next(MessageEdited)).body.text == "订单 303"
    ref = await shop.says("好的")
    api.reacts(buyer, shop.seen[-1], "👍")
    reacted = await shop.sink.next(Reacted)
    assert (reacted.message, reacted.emojis) == (ref.id, ("👍",))
    api.blocks(buyer, shop.scene.shop)
    await shop.sink.next(ContactClosed)
    with pytest.raises(RecipientUnreachable):
        await shop.says("还在吗？")
    api.unblocks(buyer, shop.scene.shop)
    await shop.sink.next(ContactOpened)


async def test_keys_can_be_neither_forwarded_nor_lost(shop: Shop) -> None:
    await shop.says("卡密：ABCD-1234", spans=(Span(3, 12, Style.CODE),), protected=True)
    [shown] = shop.seen
    [call] = shop.scene.api.calls_of("sendMessage")
    assert call.args["protect_content"] is True
    assert shown.keys[0][0]["copy_text"] == {"text": "ABCD-1234"}


async def test_an_album_of_ten_comes_in_as_one_and_goes_out_as_one(shop: Shop) -> None:
    items = [("photo", JPEG + bytes([n])) for n in range(10)]
    shop.scene.api.sends_album(shop.scene.buyer, shop.scene.chat, items, caption="晒单")
    came = [await shop.sink.next(MessageReceived) for _ in items]
    assert len({event.album for event in came}) == 1
    assert [event.body.text for event in came] == ["晒单", *[""] * 9]
    media = tuple(shop.picture(f"{n}.jpg", data) for n, (_, data) in enumerate(items))
    receipt = await shop.channel.deliver(
        Parcel("2.1.0", OutgoingMessage(to=shop.chat, text="看图", media=media, buttons=ROWS), shop.files)
    )
    assert [one.media for one in shop.seen[:10]] == [[data] for _, data in items]
    assert len({one.album for one in shop.seen[:10]}) == 1
    assert (shop.seen[10].text, shop.seen[10].buttons) == ("看图", [["退款"]])
    assert [str(one.id) for one in shop.seen] == [*receipt.ids]


async def test_what_has_arrived_of_several_messages_is_not_sent_again(shop: Shop) -> None:
    media = (shop.picture("a.jpg"), shop.picture("b.zip", b"PK", MediaKind.FILE))
    message = OutgoingMessage(to=shop.chat, media=media)
    shop.scene.api.faults.slows_down(2, "sendDocument")
    with pytest.raises(RateLimited):
        await shop.sends(message, key="5.1.0")
    await shop.sends(message, key="5.1.0")
    assert [one.media for one in shop.seen] == [[JPEG], [b"PK"]]


async def test_a_picture_that_telegram_dislikes_goes_as_a_file(shop: Shop) -> None:
    shop.scene.api.faults.refuses(bad("PHOTO_INVALID_DIMENSIONS"), "sendPhoto")
    await shop.says("长图", media=(shop.picture(),))
    [shown] = shop.seen
    assert ("document" in shown.content, shown.media, shown.text) == (True, [JPEG], "长图")


async def test_a_file_of_21_mb_is_named_and_its_words_stay(shop: Shop) -> None:
    api = shop.scene.api
    api.sends(shop.scene.buyer, shop.scene.chat, "document", b"x", name="录屏.mp4", size=21 << 20, caption="看这个")
    body = (await shop.sink.next(MessageReceived)).body
    assert (body.text, body.media, body.unread) == ("看这个", (), ("too-big",))


async def test_what_was_said_can_be_edited_removed_and_reacted_to(shop: Shop) -> None:
    written = shop.scene.api.says(shop.scene.buyer, shop.scene.chat, "谢谢")
    first, second = await shop.says("处理中…", buttons=ROWS), await shop.says("看图", media=(shop.picture(),))
    await shop.edits(first, "已完成")
    await shop.edits(first, "已完成")
    await shop.edits(second, "新图说")
    assert [(one.text, one.buttons) for one in shop.seen] == [("已完成", []), ("新图说", [])]
    theirs = MessageRef(shop.chat, MessageId(str(written.id)))
    await shop.channel.react(theirs, "🥳")
    assert written.reactions[shop.scene.shop.id] == ("🎉",)
    await shop.channel.react(theirs, "")
    assert not written.reactions.get(shop.scene.shop.id)
    await shop.channel.delete(first)
    await shop.channel.delete(first)
    assert [one.text for one in shop.seen] == ["新图说"]


async def test_an_edit_that_does_not_fit_below_a_picture_asks_for_a_new_message(shop: Shop) -> None:
    ref = await shop.says("看图", media=(shop.picture(),))
    with pytest.raises(TargetGone):
        await shop.edits(ref, "长" * 1025)
    with pytest.raises(TargetGone):
        await shop.edits(MessageRef(shop.chat, MessageId("no number")), "x")


async def test_a_message_of_more_than_48_hours_stays_and_that_is_no_failure(shop: Shop) -> None:
    ref = await shop.says("旧的")
    shop.scene.api.clock.forward(timedelta(hours=49))
    await shop.channel.delete(ref)
    assert [one.text for one in shop.seen] == ["旧的"]


async def test_a_reaction_to_nothing_and_an_unwanted_one(shop: Shop) -> None:
    written = shop.scene.api.says(shop.scene.buyer, shop.scene.chat, "谢谢")
    with pytest.raises(TargetGone):
        await shop.channel.react(MessageRef(shop.chat, MessageId("999")), "👍")
    shop.scene.api.faults.refuses(bad("REACTION_INVALID"), "setMessageReaction")
    await shop.channel.react(MessageRef(shop.chat, MessageId(str(written.id))), "🎉")
    assert written.reactions[shop.scene.shop.id] == ("👍",)


async def test_words_too_long_and_a_lost_file_are_refused(shop: Shop) -> None:
    with pytest.raises(ContentRejected):
        await shop.says("长" * 4097)
    lost = shop.picture()
    shop.files.data.clear()
    with pytest.raises(ContentRejected, match="home"):
        await shop.says(media=(lost,))


async def test_typing_is_shown_and_fails_silently(shop: Shop) -> None:
    await shop.says("hello")
    await shop.channel.typing(shop.chat, "小林")
    assert [call.args["action"] for call in shop.scene.api.calls_of("sendChatAction")] == ["typing"]
    await shop.channel.typing(replace(shop.chat, chat=ChatId("nobody")), "小林")


async def test_for_a_business_account_we_answer_in_its_name(shop: Shop) -> None:
    api = shop.scene.api
    connection = api.connects(shop.scene.boss, shop.scene.shop)
    place = api.business_chat(connection, shop.scene.buyer)
    asked = api.says(shop.scene.buyer, place, "在吗")
    event = await shop.sink.next(MessageReceived)
    assert (event.body.text, event.where.chat) == ("在吗", f"biz:{connection.id}:{shop.scene.buyer.id}")
    ref = await shop.says("在的", to=event.where)
    await shop.edits(ref, "在的，请说")
    await shop.channel.typing(event.where, "小林")
    await shop.channel.react(MessageRef(event.where, event.message), "👍")
    assert [one.text for one in api.messages_in(place)] == ["在吗", "在的，请说"]
    api.deletes(asked)
    assert (await shop.sink.next(MessageDeleted)).message == event.message
    api.faults.refuses(bad("message to delete not found"), "deleteBusinessMessages")
    await shop.channel.delete(ref)
    [removed] = api.calls_of("deleteBusinessMessages")
    assert (removed.args["business_connection_id"], removed.args["message_ids"]) == (connection.id, [int(ref.id)])


async def test_stopping_ends_the_long_poll_at_once(shop: Shop) -> None:
    await shop.scene.api.until(lambda: bool(shop.scene.api.calls_of("getUpdates")))
    async with asyncio.timeout(2):
        await shop.channel.stop()
