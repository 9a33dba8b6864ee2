"""Our real channels inside SimCord, a Discord by others: what we say and take in is read and refused by its rules."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import discord
import pytest
from simcord import Env

from bots.discord import CHANNELS
from core.channel import Channel, DeletesMessages, EditsMessages, OpensThreads, Parcel
from core.errors import ContentRejected, DeliveryRefused, RecipientUnreachable, TargetGone
from core.messages import (
    AccountId,
    Address,
    Button,
    ButtonPressed,
    ChannelName,
    ChatId,
    ContactOpened,
    Event,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    MessageRef,
    Receipt,
    ThreadLook,
)
from core.messages import OutgoingMessage as Out
from tests.conformance.stage import PATIENCE, FilesOfElsewhere, RememberingSink
from tests.conformance.surroundings import surroundings
from tests.discord.simulation import Simulation, simulated

TOKEN = "kamidesk-of-simcord.abcdef.0123456789abcdefghij"


@dataclass(slots=True)
class Play:
    """One of our channels inside SimCord, with its server and a person in it."""

    env: Env
    channel: Channel
    sink: RememberingSink
    guild: Any
    place: Any
    person: Any
    member: Any
    sent: int = 0

    def at(self, channel: Any) -> Address:
        return Address(ChannelName("discord"), AccountId("main"), ChatId(str(channel.id)))

    async def says(self, out: Out) -> Receipt:
        self.sent += 1
        return await self.channel.deliver(Parcel(f"1.{self.sent}.0", out, FilesOfElsewhere()))


async def playing(simulation: Simulation, name: str, kind: str) -> Play:
    env = simulation.env
    guild = env.create_guild("卡密小店")
    person = env.create_user("xiaoming", global_name="小明")
    role = guild.create_role("客服", permissions=discord.Permissions(manage_threads=True))
    member = guild.add_member(person, roles=[role] if name == "discord-staff" else [])
    place = guild.create_forum_channel("售后") if kind == "forum" else guild.create_text_channel("联系客服")
    settings = {"token": TOKEN, "guild": guild.id, kind: place.id}
    channel = CHANNELS[ChannelName(name)](AccountId("main"), settings, surroundings("http://127.0.0.1:1"))
    sink = RememberingSink()
    await channel.start(sink)
    await asyncio.wait_for(simulation.connected.wait(), PATIENCE)
    return Play(env, channel, sink, guild, place, person, member)


@pytest.fixture
async def shop() -> AsyncIterator[Play]:
    async with simulated() as simulation:
        play = await playing(simulation, "discord", "contact_channel")
        yield play
        await play.channel.stop()


async def heard(play: Play, kind: type[Event]) -> Any:
    return await play.sink.next(kind)


async def test_a_buyer_writes_edits_deletes_and_is_answered(shop: Play) -> None:
    said = await shop.person.send_dm("我的卡密没收到")
    event: MessageReceived = await heard(shop, MessageReceived)
    assert (event.body.text, event.sender.name, event.where) == (
        "我的卡密没收到",
        "小明",
        shop.at(shop.person.dm_channel),
    )
    await shop.says(Out(to=event.where, text="请把 *订单号* 发给我", reply_to=MessageRef(event.where, event.message)))
    [_, answer] = shop.person.dm_channel.history()
    assert answer.content == r"请把 \*订单号\* 发给我"
    await shop.person.edit(said, "302 没收到")
    assert (await heard(shop, MessageEdited)).body.text == "302 没收到"
    await shop.person.delete(said)
    assert (await heard(shop, MessageDeleted)).message == str(said.id)


async def test_a_button_is_pressed_and_acknowledged(shop: Play) -> None:
    await shop.person.send_dm("在吗")
    where = (await heard(shop, MessageReceived)).where
    longest = "v" * shop.channel.capabilities.button_value_bytes
    rows = ((Button("查订单", "a"), Button("退款", "b")), (Button("转人工 🙋", longest),))
    receipt = await shop.says(Out(to=where, text="怎么帮您？", buttons=rows))
    pressed = asyncio.create_task(shop.person.click(shop.person.dm_channel.last_message, label="转人工 🙋"))
    event: ButtonPressed = await heard(shop, ButtonPressed)
    assert (event.value, event.message) == (longest, receipt.ids[0])
    await pressed


async def test_slash_commands_are_offered_and_understood(shop: Play) -> None:
    await until(lambda: "order" in shop.member.available_commands(shop.place))
    assert {"support", "order", "keys", "faq", "lang"} <= {*shop.person.available_commands()}
    used = asyncio.create_task(shop.person.slash("order", number="302"))
    event: ButtonPressed = await heard(shop, ButtonPressed)
    assert (event.value, event.where) == ("order:302", shop.at(shop.person.dm_channel))
    await used


async def test_the_contact_button_leads_to_a_talk(shop: Play) -> None:
    await until(lambda: shop.place.last_message is not None)
    [row] = shop.place.last_message.components
    pressed = asyncio.create_task(shop.member.click(shop.place.last_message, custom_id=row.children[0].custom_id))
    event: ContactOpened = await heard(shop, ContactOpened)
    assert (event.sender.name, event.where) == ("小明", shop.at(shop.person.dm_channel))
    await pressed


async def test_what_was_said_is_edited_and_removed(shop: Play) -> None:
    await shop.person.send_dm("在吗")
    where = (await heard(shop, MessageReceived)).where
    first = await shop.says(Out(to=where, text="处理中…"))
    assert isinstance(shop.channel, EditsMessages)
    assert isinstance(shop.channel, DeletesMessages)
    ref = MessageRef(where, first.ids[0])
    await shop.channel.edit(Parcel("7.1.e", Out(to=where, text="已完成 ✅"), FilesOfElsewhere(), edits=ref))
    assert [one.content for one in shop.person.dm_channel.history()] == ["在吗", "已完成 ✅"]
    await shop.channel.delete(ref)
    await shop.channel.delete(ref)
    assert [one.content for one in shop.person.dm_channel.history()] == ["在吗"]
    with pytest.raises(TargetGone):
        await shop.channel.edit(Parcel("7.2.e", Out(to=where, text="x"), FilesOfElsewhere(), edits=ref))


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [(403, 50007, RecipientUnreachable), (403, 50013, DeliveryRefused), (400, 50035, ContentRejected)],
)
async def test_a_refusal_says_what_to_do_next(shop: Play, status: int, code: int, meaning: type[Exception]) -> None:
    await shop.person.send_dm("在吗")
    where = (await heard(shop, MessageReceived)).where
    shop.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(meaning):
        await shop.says(Out(to=where, text="在的"))
    await shop.says(Out(to=where, text="在的"))
    assert shop.person.dm_channel.last_message.content == "在的"


async def test_the_longest_text_that_we_claim_is_taken(shop: Play) -> None:
    await shop.person.send_dm("在吗")
    where = (await heard(shop, MessageReceived)).where
    await shop.says(Out(to=where, author="小林", text="字" * shop.channel.capabilities.text_limit))
    assert len(shop.person.dm_channel.last_message.content) <= 2000


# ------------------------------------------------------------------ the staff room


@pytest.fixture
async def staff() -> AsyncIterator[Play]:
    async with simulated() as simulation:
        play = await playing(simulation, "discord-staff", "forum")
        yield play
        await play.channel.stop()


def ticket(play: Play, title: str = "小明 · 没收到卡密") -> Any:
    return next(one for one in play.place.threads if one.name == title)


def archived(play: Play, where: Address) -> bool:
    about = play.env.backend.channels[int(where.thread or "")].thread_metadata
    assert about is not None
    return about.archived


async def opened(play: Play) -> Address:
    assert isinstance(play.channel, OpensThreads)
    room = Address(ChannelName("discord-staff"), AccountId("main"), ChatId(str(play.place.id)))
    return replace(room, thread=await play.channel.open_thread(room, "t1", ThreadLook("小明 · 没收到卡密", sign="🟡")))


async def test_a_ticket_is_a_post_that_agents_answer_in(staff: Play) -> None:
    where = await opened(staff)
    assert await opened(staff) == where
    await staff.says(Out(to=where, text="还没到"))
    assert ticket(staff).last_message.content == "还没到"
    await staff.member.send(ticket(staff), "您好，我来帮您")
    event: MessageReceived = await heard(staff, MessageReceived)
    assert (event.where, event.body.text, event.private) == (where, "您好，我来帮您", False)


async def test_a_closed_ticket_is_in_the_archive_and_comes_back(staff: Play) -> None:
    where = await opened(staff)
    assert isinstance(staff.channel, OpensThreads)
    await staff.channel.title_thread(where, ThreadLook("小明 · 没收到卡密", closed=True, sign="⚪"))
    assert archived(staff, where)
    await staff.channel.title_thread(where, ThreadLook("小明 · 没收到卡密", sign="🟢"))
    assert not archived(staff, where)


async def test_an_agent_types_a_command_and_fills_in_a_form(staff: Play) -> None:
    where = await opened(staff)
    await until(lambda: "note" in staff.member.available_commands(ticket(staff)))
    used = asyncio.create_task(staff.member.slash(ticket(staff), "close"))
    assert (await heard(staff, MessageReceived)).body.text == "/close"
    await used
    asked = await staff.member.slash(ticket(staff), "note")
    filled = asyncio.create_task(staff.member.submit_modal(asked, {"words": "老客户"}))
    event: MessageReceived = await heard(staff, MessageReceived)
    assert (event.body.text, event.where) == ("/note 老客户", where)
    await filled


async def test_a_post_that_was_deleted_is_gone(staff: Play) -> None:
    where = await opened(staff)
    staff.env.backend.delete_channel(int(where.thread or ""))
    with pytest.raises(TargetGone):
        await staff.says(Out(to=where, text="?"))


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not so():  # noqa: ASYNC110 - SimCord tells nobody of a change
            await asyncio.sleep(0.01)
