"""Real aiogram and real python-telegram-bot talk to the server; every answer is read by them to its last field."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiogram
import pytest
import telegram
from aiogram import types
from aiogram.exceptions import TelegramBadRequest

from tests.telegram.botapi import Bot
from tests.telegram.judges import aiogram_bot, both_read, telegram_bot
from tests.telegram.scene import Scene

JPEG = b"\xff\xd8\xff\xe0 a picture"
KINDS = ("photo", "video", "animation", "voice", "audio", "document", "sticker")

Args = Callable[[Scene], dict[str, Any]]


def nothing(_: Scene) -> dict[str, Any]:
    return {}


def to_buyer(**others: object) -> Args:
    return lambda s: {"chat_id": s.buyer.id, **others}


def to_group(**others: object) -> Args:
    return lambda s: {"chat_id": s.group.id, **others}


ASKED_BY_THE_SHOP: dict[str, Args] = {
    "get_me": nothing,
    "get_updates": lambda _: {"timeout": 0},
    "get_webhook_info": nothing,
    "delete_webhook": nothing,
    "send_message": to_buyer(text="hi"),
    "send_location": to_buyer(latitude=31.2, longitude=121.5),
    "send_venue": to_buyer(latitude=31.2, longitude=121.5, title="Here", address="1 Street"),
    "send_contact": to_buyer(phone_number="+8613800138000", first_name="小红"),
    "send_chat_action": to_buyer(action="typing"),
    "get_chat": to_buyer(),
    "get_my_commands": nothing,
    "set_my_name": lambda _: {"name": "Shop"},
    "get_my_name": nothing,
    "set_my_description": lambda _: {"description": "A shop"},
    "get_my_description": nothing,
    "get_my_short_description": nothing,
}
ASKED_BY_THE_STAFF: dict[str, Args] = {
    "get_chat": to_group(),
    "get_chat_member": lambda s: {"chat_id": s.group.id, "user_id": s.boss.id},
    "get_chat_administrators": to_group(),
    "create_forum_topic": to_group(name="小明", icon_color=0x8EEE98),
    "get_forum_topic_icon_stickers": nothing,
}


@pytest.mark.parametrize("method", ASKED_BY_THE_SHOP)
async def test_what_the_shop_asks_is_answered_to_both(scene: Scene, method: str) -> None:
    await _asked_by_both(scene, scene.shop, method, ASKED_BY_THE_SHOP[method](scene))


@pytest.mark.parametrize("method", ASKED_BY_THE_STAFF)
async def test_what_the_staff_asks_is_answered_to_both(scene: Scene, method: str) -> None:
    await _asked_by_both(scene, scene.staff, method, ASKED_BY_THE_STAFF[method](scene))


async def _asked_by_both(scene: Scene, bot: Bot, method: str, args: dict[str, Any]) -> None:
    async with aiogram_bot(scene.api, bot) as by_aiogram, telegram_bot(scene.api, bot) as by_telegram:
        for library in (by_aiogram, by_telegram):
            both_read(await getattr(library, method)(**args))


async def test_every_standing_in_a_chat_is_read_by_both(scene: Scene, staff: telegram.Bot) -> None:
    scene.api.kicks(scene.group, scene.api.users[scene.agent.id])
    asked = {
        who.id: (await staff.get_chat_member(scene.group.id, who.id)) for who in (scene.boss, scene.agent, scene.buyer)
    }
    async with aiogram_bot(scene.api, scene.staff) as other:
        for user, standing in asked.items():
            both_read(standing)
            both_read(await other.get_chat_member(scene.group.id, user))
    assert [one.status for one in asked.values()] == ["creator", "kicked", "left"]


async def test_commands_are_kept_by_language(scene: Scene, shop: aiogram.Bot) -> None:
    await shop.set_my_commands([types.BotCommand(command="help", description="帮助")], language_code="zh")
    assert [one.description for one in await shop.get_my_commands(language_code="zh")] == ["帮助"]
    assert await shop.get_my_commands() == []


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_is_uploaded_in_either_s_way_and_sent_again_by_its_id(scene: Scene, kind: str) -> None:
    async with aiogram_bot(scene.api, scene.shop) as by_aiogram, telegram_bot(scene.api, scene.shop) as by_telegram:
        send = getattr(by_aiogram, f"send_{kind}")
        first = await send(scene.buyer.id, types.BufferedInputFile(JPEG, "a.bin"))
        second = await getattr(by_telegram, f"send_{kind}")(scene.buyer.id, JPEG)
        again = await send(scene.buyer.id, _file_id(getattr(first, kind)))
    for answer in (first, second, again):
        both_read(answer)
    assert [one.media for one in scene.api.answers_in(scene.chat)] == [[JPEG]] * 3


def _file_id(found: Any) -> str:
    """Of a photo, that of its largest size."""
    return str((found[-1] if isinstance(found, list) else found).file_id)


async def test_an_album_of_either_stands_together(scene: Scene) -> None:
    async with aiogram_bot(scene.api, scene.shop) as by_aiogram, telegram_bot(scene.api, scene.shop) as by_telegram:
        photos = [types.InputMediaPhoto(media=types.BufferedInputFile(JPEG, "a.jpg"), caption="1") for _ in range(10)]
        first = await by_aiogram.send_media_group(scene.buyer.id, [*photos])
        second = await by_telegram.send_media_group(scene.buyer.id, [telegram.InputMediaDocument(JPEG)] * 2)
    both_read(first)
    both_read(second)
    albums = [one.album for one in scene.api.answers_in(scene.chat)]
    assert ([albums.count(name) for name in dict.fromkeys(albums)], all(albums)) == ([10, 2], True)


async def test_what_a_buyer_sends_can_be_fetched_by_both(scene: Scene, shop: aiogram.Bot) -> None:
    sent = scene.api.sends(scene.buyer, scene.chat, "document", JPEG, name="付款.jpg", mime="image/jpeg")
    [update] = await shop.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.document.file_name == "付款.jpg"
    got = await shop.download(update.message.document)
    assert got is not None
    assert got.read() == JPEG
    async with telegram_bot(scene.api, scene.shop) as other:
        file = await other.get_file(update.message.document.file_id)
        assert bytes(await file.download_as_bytearray()) == JPEG
    assert sent.media == [JPEG]


async def test_a_message_is_edited_reacted_to_pinned_and_deleted(scene: Scene, shop: aiogram.Bot) -> None:
    keys = types.InlineKeyboardMarkup(inline_keyboard=[[types.InlineKeyboardButton(text="退款", callback_data="r")]])
    sent = await shop.send_message(scene.buyer.id, "处理中…", reply_markup=keys, protect_content=True)
    [seen] = scene.api.answers_in(scene.chat)
    assert (seen.text, seen.buttons, seen.protected) == ("处理中…", [["退款"]], True)
    both_read(await shop.edit_message_text("已完成 ✅", chat_id=scene.buyer.id, message_id=sent.message_id))
    assert (seen.text, seen.buttons) == ("已完成 ✅", [])
    asked = scene.api.says(scene.buyer, scene.chat, "谢谢")
    await shop.set_message_reaction(scene.buyer.id, asked.id, [types.ReactionTypeEmoji(emoji="👌")])
    assert asked.reactions == {scene.shop.id: ("👌",)}
    await shop.pin_chat_message(scene.buyer.id, sent.message_id)
    assert seen.pinned
    await shop.unpin_chat_message(scene.buyer.id)
    assert scene.chat.pins == []
    await shop.delete_message(scene.buyer.id, sent.message_id)
    assert scene.api.answers_in(scene.chat) == []


async def test_a_caption_and_a_picture_are_edited(scene: Scene, shop: aiogram.Bot) -> None:
    sent = await shop.send_photo(scene.buyer.id, types.BufferedInputFile(JPEG, "a.jpg"), caption="old")
    chat, number = scene.buyer.id, sent.message_id
    both_read(await shop.edit_message_caption(caption="new", chat_id=chat, message_id=number))
    new = types.InputMediaDocument(media=types.BufferedInputFile(b"%PDF", "a.pdf"), caption="newest")
    both_read(await shop.edit_message_media(new, chat_id=chat, message_id=number))
    [seen] = scene.api.answers_in(scene.chat)
    assert (seen.text, seen.media) == ("newest", [b"%PDF"])


async def test_messages_are_copied_and_forwarded(scene: Scene, shop: aiogram.Bot) -> None:
    asked = scene.api.says(scene.buyer, scene.chat, "看这个")
    both_read(await shop.copy_message(scene.buyer.id, scene.buyer.id, asked.id))
    forwarded = await shop.forward_message(scene.buyer.id, scene.buyer.id, asked.id)
    both_read(forwarded)
    assert forwarded.forward_origin is not None
    assert [one.text for one in scene.api.answers_in(scene.chat)] == ["看这个", "看这个"]


async def test_a_press_is_answered_once_and_not_too_late(scene: Scene, shop: aiogram.Bot) -> None:
    keys = types.InlineKeyboardMarkup(inline_keyboard=[[types.InlineKeyboardButton(text="退款", callback_data="r")]])
    await shop.send_message(scene.buyer.id, "?", reply_markup=keys)
    press = scene.api.presses(scene.buyer, scene.api.answers_in(scene.chat)[-1], "退款")
    [update] = await shop.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "r"
    await shop.answer_callback_query(update.callback_query.id, "好的", show_alert=True)
    assert (press.answered, press.answer, press.alert) == (True, "好的", True)


async def test_a_topic_lives(scene: Scene, staff: telegram.Bot) -> None:
    icons = await staff.get_forum_topic_icon_stickers()
    icon = next(one for one in icons if one.emoji == "✅")
    group = scene.group
    topic = await staff.create_forum_topic(group.id, "小明 · 没收到卡密")
    thread = topic.message_thread_id
    both_read(await staff.send_message(group.id, "买家：还没到", message_thread_id=thread))
    assert [one.text for one in scene.api.answers_in(group, thread)] == ["买家：还没到"]
    assert scene.api.answers_in(group) == []
    await staff.edit_forum_topic(group.id, thread, "✅ 小明", icon_custom_emoji_id=icon.custom_emoji_id)
    await staff.close_forum_topic(group.id, thread)
    seen = group.topics[thread]
    assert (seen.name, seen.emoji, seen.closed) == ("✅ 小明", "✅", True)
    await staff.reopen_forum_topic(group.id, thread)
    await staff.delete_forum_topic(group.id, thread)
    assert group.topics == {}


async def test_a_business_account_is_answered_for(scene: Scene, shop: aiogram.Bot) -> None:
    connection = scene.api.connects(scene.boss, scene.shop)
    chat = scene.api.business_chat(connection, scene.buyer)
    asked = scene.api.says(scene.buyer, chat, "在吗")
    reply = types.ReplyParameters(message_id=asked.id)
    sent = await shop.send_message(scene.buyer.id, "在的", business_connection_id=connection.id, reply_parameters=reply)
    both_read(sent)
    both_read(await shop.get_business_connection(connection.id))
    [seen] = scene.api.answers_in(chat)
    assert (seen.text, seen.sender, seen.reply_to) == ("在的", scene.boss, asked)
    assert scene.api.answers_in(scene.chat) == []
    await shop.delete_business_messages(connection.id, [seen.id, 999])
    assert scene.api.answers_in(chat) == []
    scene.api.clock.forward(timedelta(hours=25))
    with pytest.raises(TelegramBadRequest, match="BUSINESS_PEER_USAGE_MISSING"):
        await shop.send_message(scene.buyer.id, "too late", business_connection_id=connection.id)
