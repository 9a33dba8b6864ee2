"""The server says no as Telegram does: with its status, its words and its parameters; both libraries understand."""

from datetime import timedelta

import aiogram
import pytest
import telegram
from aiogram import types
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.telegram.judges import aiogram_bot
from tests.telegram.scene import Scene
from tests.telegram.test_botapi import JPEG


def file(data: bytes = JPEG) -> types.BufferedInputFile:
    return types.BufferedInputFile(data, "a.bin")


async def test_a_file_over_50_mb_is_too_large(scene: Scene, shop: aiogram.Bot) -> None:
    with pytest.raises(TelegramEntityTooLarge):
        await shop.send_document(scene.buyer.id, file(b"x" * ((50 << 20) + 1)))


async def test_a_file_of_21_mb_cannot_be_fetched(scene: Scene, shop: aiogram.Bot) -> None:
    scene.api.sends(scene.buyer, scene.chat, "video", b"v", size=21 << 20)
    [update] = await shop.get_updates()
    assert update.message is not None
    assert update.message.video is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await shop.get_file(update.message.video.file_id)


async def test_a_file_id_is_worth_nothing_to_another_bot(scene: Scene, shop: aiogram.Bot, staff: telegram.Bot) -> None:
    sent = await shop.send_document(scene.buyer.id, file())
    assert sent.document is not None
    with pytest.raises(BadRequest, match=r"[Ii]nvalid file_id"):
        await staff.get_file(sent.document.file_id)


async def test_an_edit_that_changes_nothing_is_refused(scene: Scene, shop: aiogram.Bot) -> None:
    sent = await shop.send_message(scene.buyer.id, "same")
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content and reply"):
        await shop.edit_message_text("same", chat_id=scene.buyer.id, message_id=sent.message_id)


async def test_nobody_edits_what_others_wrote(scene: Scene, shop: aiogram.Bot) -> None:
    asked = scene.api.says(scene.buyer, scene.chat, "hi")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await shop.edit_message_text("x", chat_id=scene.buyer.id, message_id=asked.id)


async def test_a_message_is_no_longer_deleted_after_two_days(scene: Scene, shop: aiogram.Bot) -> None:
    sent = await shop.send_message(scene.buyer.id, "old")
    scene.api.clock.forward(timedelta(hours=49))
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await shop.delete_message(scene.buyer.id, sent.message_id)


async def test_only_some_emoji_are_reactions(scene: Scene, shop: aiogram.Bot) -> None:
    asked = scene.api.says(scene.buyer, scene.chat, "hi")
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await shop.set_message_reaction(scene.buyer.id, asked.id, [types.ReactionTypeEmoji(emoji="✅")])


async def test_a_buyer_blocks_is_deactivated_or_was_never_met(scene: Scene, shop: aiogram.Bot) -> None:
    scene.api.blocks(scene.buyer, scene.shop)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await shop.send_message(scene.buyer.id, "x")
    scene.api.unblocks(scene.buyer, scene.shop)
    await shop.send_message(scene.buyer.id, "x")
    scene.api.deactivates(scene.buyer)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
        await shop.send_message(scene.buyer.id, "x")
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await shop.send_message(scene.boss.id, "x")


async def test_a_bot_that_is_kicked_or_not_there(scene: Scene, shop: aiogram.Bot, staff: telegram.Bot) -> None:
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await shop.send_message(scene.group.id, "x")
    scene.api.kicks(scene.group, scene.staff)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await staff.send_message(scene.group.id, "x")


async def test_an_upgraded_group_tells_its_new_id(scene: Scene, staff: telegram.Bot) -> None:
    new = scene.api.upgrades(scene.group)
    with pytest.raises(ChatMigrated) as moved:
        await staff.send_message(scene.group.id, "x")
    assert moved.value.new_chat_id == new.id
    await staff.send_message(new.id, "x")
    async with aiogram_bot(scene.api, scene.staff) as other:
        with pytest.raises(TelegramMigrateToChat) as told:
            await other.send_message(scene.group.id, "x")
        assert told.value.migrate_to_chat_id == new.id


async def test_a_topic_that_is_closed_deleted_or_unchanged(scene: Scene, staff: telegram.Bot) -> None:
    group = scene.group.id
    thread = (await staff.create_forum_topic(group, "小明")).message_thread_id
    scene.api.closes_topic(scene.group, thread, scene.agent)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await staff.send_message(group, "x", message_thread_id=thread)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await staff.close_forum_topic(group, thread)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await staff.edit_forum_topic(group, thread, "小明")
    scene.api.deletes_topic(scene.group, thread)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await staff.send_message(group, "x", message_thread_id=thread)
    with pytest.raises(BadRequest, match=r"(?i)topic_id_invalid"):
        await staff.reopen_forum_topic(group, thread)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await staff.send_message(group, "x", message_thread_id=1)


async def test_rights_are_needed(scene: Scene, staff: telegram.Bot) -> None:
    group = scene.group.id
    scene.api.promotes(scene.group, scene.staff, "can_manage_chat")
    theirs = scene.api.opens_topic(scene.group, scene.agent, "x").id
    asked = scene.api.says(scene.agent, scene.group, "hi")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to create a topic"):
        await staff.create_forum_topic(group, "x")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to edit the topic"):
        await staff.edit_forum_topic(group, theirs, "y")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to manage pinned messages in the chat"):
        await staff.pin_chat_message(group, asked.id)
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted"):
        await staff.delete_message(group, asked.id)


async def test_the_beginning_of_a_topic_cannot_be_deleted(scene: Scene, staff: telegram.Bot) -> None:
    thread = (await staff.create_forum_topic(scene.group.id, "x")).message_thread_id
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted"):
        await staff.delete_message(scene.group.id, thread)


async def test_a_wrong_token_and_a_method_that_is_not_there(scene: Scene, shop: aiogram.Bot) -> None:
    with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
        await aiogram.Bot("5:AAHwrong", session=shop.session).get_me()
    with pytest.raises(TelegramNotFound, match="Not Found"):
        await shop.get_star_transactions()


async def test_programmed_faults_befall_the_calls_they_name(scene: Scene, shop: aiogram.Bot) -> None:
    faults = scene.api.faults
    faults.slows_down(30, "sendMessage")
    await shop.get_me()
    with pytest.raises(TelegramRetryAfter) as slow:
        await shop.send_message(scene.buyer.id, "x")
    assert slow.value.retry_after == 30
    faults.breaks(502, times=2, skip=1)
    await shop.send_message(scene.buyer.id, "between")
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await shop.send_message(scene.buyer.id, "x")
    await shop.send_message(scene.buyer.id, "after")
    assert [one.text for one in scene.api.answers_in(scene.chat)] == ["between", "after"]


async def test_real_limits_hold_when_they_are_switched_on(scene: Scene) -> None:
    scene.api.rates.on = True
    async with aiogram_bot(scene.api, scene.staff) as staff:
        for number in range(20):
            await staff.send_message(scene.group.id, str(number))
        with pytest.raises(TelegramRetryAfter) as limited:
            await staff.send_message(scene.group.id, "20")
        assert 50 < limited.value.retry_after <= 60
        scene.api.clock.forward(timedelta(minutes=1))
        await staff.send_message(scene.group.id, "20")
    assert len(scene.api.answers_in(scene.group)) == 21


async def test_a_person_hears_three_at_once_and_then_one_a_second(scene: Scene, shop: aiogram.Bot) -> None:
    scene.api.rates.on = True
    for number in range(3):
        await shop.send_message(scene.buyer.id, str(number))
    with pytest.raises(TelegramRetryAfter):
        await shop.send_message(scene.buyer.id, "3")
