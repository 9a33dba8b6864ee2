"""Who is heard in the agents' group, and who is told that he is not."""

from collections.abc import AsyncIterator

import pytest

from core.messages import (
    Button,
    ButtonPressed,
    MediaKind,
    MessageEdited,
    MessageReceived,
    Reacted,
)
from tests.telegram.botapi import User
from tests.telegram.staffdesk import StaffDesk, ref, staff_desk, thread

TAKE = ((Button("接单", "desk:take"),),)


@pytest.fixture
async def desk() -> AsyncIterator[StaffDesk]:
    async with staff_desk() as desk:
        yield desk


def visitor(desk: StaffDesk) -> User:
    user = desk.api.new_user("Visitor")
    desk.api.adds(desk.scene.group, user)
    return user


def words(desk: StaffDesk) -> list[str]:
    return [one.body.text for one in desk.sink.events.values() if isinstance(one, MessageReceived)]


async def test_an_agent_just_types_in_the_topic(desk: StaffDesk) -> None:
    where = await desk.topic()
    said = desk.api.says(desk.scene.agent, desk.scene.group, "您好，我看一下", thread=thread(where))
    event = await desk.sink.next(MessageReceived)
    assert (event.where, event.message, event.body.text) == (where, str(said.id), "您好，我看一下")
    assert (event.sender.id, event.sender.name, event.private) == (str(desk.scene.agent.id), "Lin", False)
    assert event.reply_to is None, "the opening of the topic is nothing that one answers"


async def test_an_agent_answers_a_message_by_quoting_it(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "买家：哪一单？")
    quoted = desk.in_topic(where)[0]
    desk.api.says(desk.scene.agent, desk.scene.group, "KD…17 那单", thread=thread(where), reply_to=quoted)
    assert (await desk.sink.next(MessageReceived)).reply_to == ref(where, receipt.ids[0])


async def test_what_is_said_in_general_has_no_thread_even_as_an_answer(desk: StaffDesk) -> None:
    group, agent = desk.scene.group, desk.scene.agent
    first = desk.api.says(agent, group, "/stats")
    desk.api.says(agent, group, "谢谢", reply_to=first)
    assert [(await desk.sink.next(MessageReceived)).where for _ in range(2)] == [desk.room, desk.room]


async def test_an_agent_edits_and_reacts(desk: StaffDesk) -> None:
    where = await desk.topic()
    said = desk.api.says(desk.scene.agent, desk.scene.group, "在", thread=thread(where))
    desk.api.edits(said, "在的")
    edited = await desk.sink.next(MessageEdited)
    assert (edited.where, edited.message, edited.body.text) == (where, str(said.id), "在的")
    receipt = await desk.says(where, "买家：谢谢")
    desk.api.reacts(desk.scene.agent, desk.in_topic(where)[0], "❤")
    reacted = await desk.sink.next(Reacted)
    assert (reacted.where, reacted.message, reacted.emojis) == (where, receipt.ids[0], ("❤",))
    desk.api.reacts(desk.scene.agent, desk.in_topic(where)[0])
    assert (await desk.sink.next(Reacted)).emojis == ()


async def test_a_reaction_to_what_is_not_ours_is_nobodys_business(desk: StaffDesk) -> None:
    where = await desk.topic()
    said = desk.api.says(desk.scene.agent, desk.scene.group, "在", thread=thread(where))
    desk.api.reacts(desk.scene.boss, said, "👍")
    await desk.taken()
    assert [type(one) for one in desk.sink.events.values()] == [MessageReceived]


async def test_an_album_of_an_agent_is_one_album(desk: StaffDesk) -> None:
    where = await desk.topic()
    pictures = [("photo", bytes([number])) for number in range(10)]
    desk.api.sends_album(desk.scene.agent, desk.scene.group, pictures, caption="照着做", thread=thread(where))
    parts = [await desk.sink.next(MessageReceived) for _ in range(10)]
    assert len({one.album for one in parts}) == 1
    assert [one.body.text for one in parts] == ["照着做"] + [""] * 9
    assert all(one.body.media[0].home == desk.room for one in parts)


async def test_a_file_of_21_megabytes_is_named_as_too_big_to_fetch(desk: StaffDesk) -> None:
    where = await desk.topic()
    group, agent = desk.scene.group, desk.scene.agent
    desk.api.sends(agent, group, "document", b"x", name="a.zip", size=21 << 20, thread=thread(where))
    body = (await desk.sink.next(MessageReceived)).body
    assert (body.media, body.unread) == ((), ("too-big",))


async def test_buttons_work_for_agents(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "#35", buttons=TAKE)
    press = desk.api.presses(desk.scene.agent, desk.in_topic(where)[0], "接单")
    pressed = await desk.sink.next(ButtonPressed)
    assert (pressed.where, pressed.value, pressed.message) == (where, "desk:take", receipt.ids[0])
    await desk.api.until(lambda: press.answered)
    assert not press.alert


async def test_a_press_on_a_card_too_old_for_telegram_to_know_is_placed(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "#35", buttons=TAKE)
    known, agent = desk.scene.group, desk.scene.agent
    card = {"chat": known.json, "message_id": int(receipt.ids[0]), "date": 0}
    press = {"id": "1", "from": agent.json, "chat_instance": "1", "data": "desk:take", "message": card}
    desk.api.tell(desk.scene.staff, "callback_query", press, known.id)
    assert (await desk.sink.next(ButtonPressed)).where == where


async def test_who_is_no_agent_is_told_so_at_the_button(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.says(where, "#35", buttons=TAKE)
    press = desk.api.presses(visitor(desk), desk.in_topic(where)[0], "接单")
    await desk.api.until(lambda: press.answered)
    assert press.alert
    assert "管理员" in press.answer
    assert desk.sink.events == {}


async def test_who_is_no_agent_is_not_passed_on_and_told_so_once_an_hour(desk: StaffDesk) -> None:
    where = await desk.topic()
    stranger = visitor(desk)
    for text in ("我来帮忙", "听得到吗"):
        desk.api.says(stranger, desk.scene.group, text, thread=thread(where))
    told = await desk.api.hears(desk.scene.group, thread(where))
    assert "没有发给买家" in told.text
    await desk.taken()
    assert len(desk.in_topic(where)) == 1
    assert desk.sink.events == {}


async def test_who_is_no_agent_may_talk_in_general_unheard(desk: StaffDesk) -> None:
    desk.api.says(visitor(desk), desk.scene.group, "大家好")
    await desk.taken()
    assert desk.sink.events == {}
    assert desk.in_topic(desk.room) == []


async def test_who_becomes_an_administrator_is_heard_at_once_and_not_any_more_after(desk: StaffDesk) -> None:
    where, group = await desk.topic(), desk.scene.group
    newcomer = visitor(desk)
    desk.api.says(newcomer, group, "一", thread=thread(where))
    await desk.taken()
    desk.api.promotes(group, newcomer, "can_manage_topics")
    desk.api.says(newcomer, group, "二", thread=thread(where))
    await desk.taken()
    assert words(desk) == ["二"]
    desk.api._becomes(group, type(group.members[newcomer.id])(newcomer), desk.scene.boss)
    desk.api.says(newcomer, group, "三", thread=thread(where))
    await desk.taken()
    assert words(desk) == ["二"]


async def test_an_administrator_who_writes_as_the_group_is_an_agent(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.hides(desk.scene.group, desk.scene.boss)
    desk.api.says(desk.scene.boss, desk.scene.group, "我来处理", thread=thread(where))
    event = await desk.sink.next(MessageReceived)
    assert (event.body.text, event.sender.name) == ("我来处理", "售后客服")


async def test_other_bots_are_not_heard(desk: StaffDesk) -> None:
    where = await desk.topic()
    other = desk.api.new_bot("weather")
    desk.api.adds(desk.scene.group, other)
    desk.api.promotes(desk.scene.group, other)
    desk.api.says(other.user, desk.scene.group, "明天晴", thread=thread(where))
    desk.api.says(desk.scene.agent, desk.scene.group, "/weather@weather_bot", thread=thread(where))
    desk.api.says(desk.scene.agent, desk.scene.group, "/take@staff_bot", thread=thread(where))
    assert (await desk.sink.next(MessageReceived)).body.text == "/take@staff_bot"
    assert len(desk.sink.events) == 1


async def test_what_telegram_itself_tells_of_the_group_is_no_message(desk: StaffDesk) -> None:
    visitor(desk)
    where = await desk.topic()
    desk.api.renames_topic(desk.scene.group, thread(where), desk.scene.agent, "急")
    await desk.taken()
    assert desk.sink.events == {}


async def test_members_may_act_where_the_settings_say_so() -> None:
    async with staff_desk(agents="members") as desk:
        where = await desk.topic()
        desk.api.says(visitor(desk), desk.scene.group, "我来", thread=thread(where))
        assert (await desk.sink.next(MessageReceived)).body.text == "我来"


async def test_only_those_on_the_list_may_act_where_there_is_one() -> None:
    async with staff_desk(agents=[700_000_002]) as desk:
        where = await desk.topic()
        assert desk.scene.boss.id == 700_000_002
        for user in (desk.scene.agent, desk.scene.boss):
            desk.api.says(user, desk.scene.group, user.first_name, thread=thread(where))
        await desk.taken()
        assert words(desk) == ["Mei"]


async def test_who_writes_to_the_staff_bot_alone_is_told_where_to_go(desk: StaffDesk) -> None:
    chat = desk.api.private(desk.scene.staff, desk.scene.buyer)
    desk.api.starts(desk.scene.buyer, desk.scene.staff)
    assert "店铺的机器人" in (await desk.api.hears(chat)).text
    desk.api.says(desk.scene.buyer, chat, "我的订单呢")
    await desk.taken()
    assert len(desk.api.answers_in(chat)) == 1
    assert desk.sink.events == {}


async def test_another_group_is_not_the_agents_group(desk: StaffDesk) -> None:
    other = desk.api.new_group("闲聊", desk.scene.boss, forum=True)
    desk.api.adds(other, desk.scene.staff)
    desk.api.promotes(other, desk.scene.staff)
    desk.api.says(desk.scene.boss, other, "/open")
    await desk.taken()
    assert desk.sink.events == {}


async def test_who_is_an_agent_is_remembered_while_telegram_does_not_tell(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.says(desk.scene.agent, desk.scene.group, "一", thread=thread(where))
    await desk.taken()
    desk.api.faults.breaks(502, "getChatAdministrators", times=9)
    desk.api.promotes(desk.scene.group, desk.scene.agent)
    desk.api.says(desk.scene.agent, desk.scene.group, "二", thread=thread(where))
    await desk.taken()
    assert words(desk) == ["一", "二"]


async def test_as_long_as_nobody_knows_who_is_an_agent_nothing_is_lost(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.faults.breaks(502, "getChatAdministrators", times=1)
    desk.api.says(desk.scene.agent, desk.scene.group, "一", thread=thread(where))
    assert (await desk.sink.next(MessageReceived)).body.text == "一"


async def test_pictures_with_words_are_whole(desk: StaffDesk) -> None:
    where = await desk.topic()
    group, agent = desk.scene.group, desk.scene.agent
    desk.api.sends(agent, group, "photo", b"picture", caption="点这里", thread=thread(where))
    body = (await desk.sink.next(MessageReceived)).body
    assert (body.text, body.media[0].kind) == ("点这里", MediaKind.IMAGE)
    assert b"".join([chunk async for chunk in desk.channel.fetch(body.media[0])]) == b"picture"
