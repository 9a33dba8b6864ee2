"""Buyers come from the server into a talk of their own."""

import pytest

from core.errors import RecipientUnreachable
from core.messages import ButtonPressed, ContactOpened, MessageReceived
from tests.discord.gateway.model import Channel
from tests.unit.discord.conftest import Shop


async def contact_button(shop: Shop) -> None:
    await shop.api.until(lambda: bool(shop.api.answers_in(shop.scene.desk)))


async def test_the_contact_button_stands_in_its_channel_once(shop: Shop) -> None:
    async with shop.open(contact_channel=shop.scene.desk.id):
        await contact_button(shop)
        await talked(shop)
    async with shop.open(contact_channel=shop.scene.desk.id):
        await shop.api.until(lambda: bool(shop.api.calls_of("message")))
        await talked(shop)
    [message] = shop.api.answers_in(shop.scene.desk)
    assert message.buttons == [["💬 联系客服"]]
    assert "Conformance Cards" in message.text


async def talked(shop: Shop) -> None:
    """Whatever was to be asked at the beginning has been asked meanwhile."""
    shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "在吗")
    await shop.hears("在吗")


async def test_a_contact_button_that_somebody_deleted_comes_back(shop: Shop) -> None:
    async with shop.open(contact_channel=shop.scene.desk.id):
        await contact_button(shop)
    shop.api.deletes(*shop.api.answers_in(shop.scene.desk))
    async with shop.open(contact_channel=shop.scene.desk.id):
        await contact_button(shop)


async def test_the_contact_button_opens_direct_messages(shop: Shop) -> None:
    async with shop.open(contact_channel=shop.scene.desk.id):
        await contact_button(shop)
        [message] = shop.api.answers_in(shop.scene.desk)
        press = shop.api.presses(shop.scene.buyer, message, "💬 联系客服")
        event = await shop.sink.next(ContactOpened)
        assert (event.where, event.sender.name, event.private) == (shop.at(shop.scene.chat), "小明", True)
        await shop.api.until(lambda: bool(press.words))
        assert f"https://discord.com/channels/@me/{shop.scene.chat.id}" in press.words[-1]
        await shop.say("您好！")
        assert [one.text for one in shop.api.answers_in(shop.scene.chat)] == ["您好！"]


async def test_the_contact_button_opens_a_private_thread_and_the_same_one_again(shop: Shop) -> None:
    shop.scene.shop.privileged = 1 << 15
    where = {"contact_channel": shop.scene.desk.id, "open_in": "thread", "message_content": True}
    async with shop.open(**where):
        await contact_button(shop)
        [message] = shop.api.answers_in(shop.scene.desk)
        shop.api.presses(shop.scene.buyer, message, "💬 联系客服")
        opened = await shop.sink.next(ContactOpened)
        [thread] = shop.api.threads_of(shop.scene.desk)
        assert (thread.kind, opened.where) == (Channel.PRIVATE_THREAD, shop.at(thread))
        shop.api.archives(thread)
        shop.api.presses(shop.scene.buyer, message, "💬 联系客服")
        again = await shop.sink.next(ContactOpened)
        assert (again.where, again.id != opened.id) == (opened.where, True)
        shop.api.says(shop.scene.buyer, thread, "我的卡密没到")
        said = await shop.hears("我的卡密没到")
        assert (said.where, said.private) == (shop.at(thread), True)
    async with shop.open(**where):
        shop.api.says(shop.scene.buyer, thread, "还在吗")
        await shop.hears("还在吗")


async def test_who_presses_twice_at_once_gets_one_thread(shop: Shop) -> None:
    shop.scene.shop.privileged = 1 << 15
    async with shop.open(contact_channel=shop.scene.desk.id, open_in="thread", message_content=True):
        await contact_button(shop)
        [message] = shop.api.answers_in(shop.scene.desk)
        for _ in range(2):
            shop.api.presses(shop.scene.buyer, message, "💬 联系客服")
        first, second = await shop.sink.next(ContactOpened), await shop.sink.next(ContactOpened)
        assert first.where == second.where
        assert len(shop.api.threads_of(shop.scene.desk)) == 1


async def test_a_command_in_public_is_answered_in_private(shop: Shop) -> None:
    async with shop.open():
        await shop.api.until(lambda: bool(shop.scene.shop.commands.get(0)))
        press = shop.api.commands(shop.scene.buyer, shop.scene.shop, shop.scene.desk, "order", number="302261122095")
        event = await shop.sink.next(ButtonPressed)
        assert (event.where, event.value) == (shop.at(shop.scene.chat), "order:302261122095")
        await shop.api.until(lambda: bool(press.words))
        assert shop.api.answers_in(shop.scene.desk) == []


async def test_commands_are_registered_once(shop: Shop) -> None:
    async with shop.open():
        await shop.api.until(lambda: bool(shop.scene.shop.commands.get(0)))
    async with shop.open():
        await shop.api.until(lambda: len(shop.api.calls_of("commands")) == 2)
        await talked(shop)
    assert [one["name"] for one in shop.scene.shop.commands[0]] == ["support", "order", "keys", "faq", "lang"]
    assert len(shop.api.calls_of("overwrite commands")) == 1


async def test_who_names_us_in_public_is_invited_and_others_are_let_be(shop: Shop) -> None:
    async with shop.open():
        shop.api.says(shop.scene.boss, shop.scene.desk, "大家好")
        said = shop.api.says(shop.scene.buyer, shop.scene.desk, f"{shop.scene.shop.user.mention} 在吗")
        answer = await shop.api.hears(shop.scene.desk, after=said.id)
        assert answer.buttons == [["💬 联系客服"]]
        shop.api.writes_to(shop.scene.buyer, shop.scene.shop, "私下说")
        await shop.hears("私下说")
        assert len([one for one in shop.sink.events.values() if isinstance(one, MessageReceived)]) == 1
        assert len(shop.api.answers_in(shop.scene.desk)) == 1


async def test_closed_direct_messages_are_told(shop: Shop) -> None:
    async with shop.open():
        shop.api.closes_dms(shop.scene.buyer)
        with pytest.raises(RecipientUnreachable, match="50007"):
            await shop.say("您好")
