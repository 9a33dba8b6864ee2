"""Wrong calls are refused as Telegram refuses them: with status 400 and in its words."""

from collections.abc import Callable
from typing import Any

import aiogram
import pytest
from aiogram import types
from aiogram.exceptions import (
    TelegramBadRequest,
)

from tests.telegram.scene import Scene
from tests.telegram.test_botapi import JPEG

Args = Callable[[Scene], dict[str, Any]]


def keys(**button: object) -> types.InlineKeyboardMarkup:
    return types.InlineKeyboardMarkup(inline_keyboard=[[types.InlineKeyboardButton(text="x", **button)]])  # type: ignore[arg-type]


def entity(offset: int, length: int) -> types.MessageEntity:
    return types.MessageEntity(type="bold", offset=offset, length=length)


def file(data: bytes = JPEG) -> types.BufferedInputFile:
    return types.BufferedInputFile(data, "a.bin")


def photos(count: int) -> list[types.InputMediaPhoto]:
    return [types.InputMediaPhoto(media=file()) for _ in range(count)]


def words(text: str, **others: object) -> Args:
    return lambda s: {"chat_id": s.buyer.id, "text": text, **others}


BAD: dict[str, tuple[str, Args, str]] = {
    "empty": ("send_message", words("  \n "), "message text is empty"),
    "4097": ("send_message", words("x" * 4097), "message is too long"),
    "4097-in-utf-16": ("send_message", words("🎮" * 2049), "message is too long"),
    "65-bytes": ("send_message", words("x", reply_markup=keys(callback_data="v" * 65)), "BUTTON_DATA_INVALID"),
    "65-bytes-of-chinese": (
        "send_message",
        words("x", reply_markup=keys(callback_data="钥" * 22)),
        "BUTTON_DATA_INVALID",
    ),
    "button-for-nothing": ("send_message", words("x", reply_markup=keys()), "Text buttons are unallowed"),
    "101-buttons": (
        "send_message",
        words(
            "x",
            reply_markup=types.InlineKeyboardMarkup(
                inline_keyboard=[[types.InlineKeyboardButton(text="x", callback_data="x")]] * 101
            ),
        ),
        "reply markup is too long",
    ),
    "no-such-chat": ("send_message", lambda _: {"chat_id": 5, "text": "x"}, "chat not found"),
    "no-such-group": ("send_message", lambda _: {"chat_id": -1009, "text": "x"}, "chat not found"),
    "no-such-name": ("send_message", lambda _: {"chat_id": "@nobody", "text": "x"}, "chat not found"),
    "no-such-quote": ("send_message", words("x", reply_to_message_id=99), "message to be replied not found"),
    "entity-beyond": (
        "send_message",
        words("🎮", entities=[entity(0, 3)]),
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2",
    ),
    "entity-inside-an-emoji": ("send_message", words("🎮x", entities=[entity(1, 2)]), "in a middle of a UTF-16 symbol"),
    "entity-before": ("send_message", words("x", entities=[entity(-1, 1)]), "receive an entity with incorrect offset"),
    "101-entities": ("send_message", words("x" * 200, entities=[entity(0, 1)] * 101), "ENTITIES_TOO_LONG"),
    "caption-1025": (
        "send_photo",
        lambda s: {"chat_id": s.buyer.id, "photo": file(), "caption": "x" * 1025},
        "message caption is too long",
    ),
    "empty-file": ("send_document", lambda s: {"chat_id": s.buyer.id, "document": file(b"")}, "file must be non-empty"),
    "no-such-file": (
        "send_document",
        lambda s: {"chat_id": s.buyer.id, "document": "BQACAgIAAxkBAAI"},
        "wrong file identifier/HTTP URL specified",
    ),
    "photo-of-11-MB": (
        "send_photo",
        lambda s: {"chat_id": s.buyer.id, "photo": file(b"x" * (11 << 20))},
        "is too big for a photo; the maximum size is 10485760 bytes",
    ),
    "album-of-11": (
        "send_media_group",
        lambda s: {"chat_id": s.buyer.id, "media": photos(11)},
        "too many messages to send as an album",
    ),
    "album-of-none": (
        "send_media_group",
        lambda s: {"chat_id": s.buyer.id, "media": []},
        "there are no messages to send",
    ),
    "mixed-album": (
        "send_media_group",
        lambda s: {"chat_id": s.buyer.id, "media": [*photos(1), types.InputMediaDocument(media=file())]},
        "document can't be mixed with other media types",
    ),
    "unknown-file": ("get_file", lambda _: {"file_id": "BQACAgIAAxkBAAI"}, "invalid file_id"),
    "edit-nothing": (
        "edit_message_text",
        lambda s: {"chat_id": s.buyer.id, "message_id": 99, "text": "x"},
        "message to edit not found",
    ),
    "delete-nothing": (
        "delete_message",
        lambda s: {"chat_id": s.buyer.id, "message_id": 99},
        "message to delete not found",
    ),
    "react-to-nothing": (
        "set_message_reaction",
        lambda s: {"chat_id": s.buyer.id, "message_id": 99, "reaction": []},
        "message to react not found",
    ),
    "pin-nothing": (
        "pin_chat_message",
        lambda s: {"chat_id": s.buyer.id, "message_id": 99},
        "message to pin not found",
    ),
    "late-answer": ("answer_callback_query", lambda _: {"callback_query_id": "7"}, "query is too old"),
    "no-business": (
        "get_business_connection",
        lambda _: {"business_connection_id": "x"},
        "business connection not found",
    ),
    "no-admins": (
        "get_chat_administrators",
        lambda s: {"chat_id": s.buyer.id},
        "no administrators in the private chat",
    ),
    "wrong-action": (
        "send_chat_action",
        lambda s: {"chat_id": s.buyer.id, "action": "dance"},
        "wrong parameter action",
    ),
    "wrong-command": (
        "set_my_commands",
        lambda _: {"commands": [types.BotCommand(command="Help!", description="x")]},
        "BOT_COMMAND_INVALID",
    ),
    "no-forum": ("create_forum_topic", lambda s: {"chat_id": s.buyer.id, "name": "x"}, "the chat is not a forum"),
}


@pytest.mark.parametrize("case", BAD)
async def test_a_wrong_call_is_refused_in_telegram_s_words(scene: Scene, shop: aiogram.Bot, case: str) -> None:
    method, args, said = BAD[case]
    with pytest.raises(TelegramBadRequest, match=f"^Telegram server says - Bad Request: .*{said}"):
        await getattr(shop, method)(**args(scene))
    assert scene.api.answers_in(scene.chat) == []


async def test_what_is_just_within_the_limits_is_taken(scene: Scene, shop: aiogram.Bot) -> None:
    markup = keys(callback_data="v" * 64)
    await shop.send_message(scene.buyer.id, "x" * 4096, reply_markup=markup, entities=[entity(0, 4096)] * 100)
    await shop.send_photo(scene.buyer.id, file(b"x" * (10 << 20)), caption="🎮" * 512)
    assert [len(one.text) for one in scene.api.answers_in(scene.chat)] == [4096, 512]
