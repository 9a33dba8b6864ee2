"""Tickets are topics: opened once, signed by state, and nothing is lost when people touch them by hand."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.errors import TargetGone
from core.messages import ButtonPressed, ThreadLook
from tests.telegram.staffdesk import CLOSED, TAKEN, WAITING, StaffDesk, opened, staff_desk, thread, topic


@pytest.fixture
async def desk() -> AsyncIterator[StaffDesk]:
    async with staff_desk() as desk:
        yield desk


async def test_a_ticket_gets_a_topic_with_its_name_and_the_sign_of_its_state(desk: StaffDesk) -> None:
    where = await desk.topic()
    shown = desk.scene.group.topics[thread(where)]
    assert (shown.name, shown.emoji, shown.closed) == ("🟡 #35 小明 · 网页", "❗️", False)


async def test_the_same_ticket_gets_the_same_topic_also_after_a_restart(desk: StaffDesk) -> None:
    first = await desk.topic()
    assert await desk.topic() == first
    await desk.channel.stop()
    later = await opened(desk.scene, [], desk.around, {})
    assert await later.topic() == first
    await later.channel.stop()
    assert len(desk.scene.group.topics) == 1


async def test_another_ticket_gets_another_topic(desk: StaffDesk) -> None:
    assert await desk.topic(key="35") != await desk.topic(key="36")


async def test_name_icon_and_state_follow_the_ticket(desk: StaffDesk) -> None:
    where = await desk.topic()
    shown = desk.scene.group.topics[thread(where)]
    await desk.channel.title_thread(where, TAKEN)
    assert (shown.name, shown.emoji, shown.closed) == ("🟢 #35 小明 · 网页", "💬", False)
    await desk.channel.title_thread(where, CLOSED)
    assert (shown.name, shown.emoji, shown.closed) == ("⚪ #35 小明 · 网页", "✅", True)
    await desk.channel.title_thread(where, WAITING)
    assert (shown.name, shown.emoji, shown.closed) == ("🟡 #35 小明 · 网页", "❗️", False)


async def test_a_look_that_has_not_changed_costs_no_call(desk: StaffDesk) -> None:
    where = await desk.topic()
    before = len(desk.api.calls_of("editForumTopic", "closeForumTopic", "reopenForumTopic"))
    await desk.channel.title_thread(where, WAITING)
    assert len(desk.api.calls_of("editForumTopic", "closeForumTopic", "reopenForumTopic")) == before


async def test_a_long_title_is_cut_to_what_telegram_takes(desk: StaffDesk) -> None:
    where = await desk.topic(ThreadLook("小" * 200))
    assert desk.scene.group.topics[thread(where)].name == "小" * 128


async def test_a_message_to_a_topic_that_was_deleted_by_hand_says_so_and_a_new_one_takes_it(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.says(where, "您好")
    desk.api.deletes_topic(desk.scene.group, thread(where))
    with pytest.raises(TargetGone):
        await desk.says(where, "还在吗")
    with pytest.raises(TargetGone):
        await desk.channel.title_thread(where, CLOSED)
    anew = await desk.topic(key="35.7.1")
    await desk.says(anew, "还在吗")
    assert [one.text for one in desk.in_topic(anew)] == ["还在吗"]


async def test_an_agent_who_closes_a_topic_by_hand_closes_the_ticket_and_opening_takes_it(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.closes_topic(desk.scene.group, thread(where), desk.scene.agent)
    pressed = await desk.sink.next(ButtonPressed)
    assert (pressed.value, pressed.where, pressed.sender.name) == ("desk:close", where, "Lin")
    desk.api.reopens_topic(desk.scene.group, thread(where), desk.scene.agent)
    assert (await desk.sink.next(ButtonPressed)).value == "desk:take"


async def test_what_we_close_ourselves_presses_nothing(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.channel.title_thread(where, CLOSED)
    await desk.taken()
    assert desk.sink.events == {}


async def test_closing_what_is_closed_by_hand_already_is_a_success(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.closes_topic(desk.scene.group, thread(where), desk.scene.agent)
    await desk.channel.title_thread(where, CLOSED)
    assert desk.scene.group.topics[thread(where)].closed


async def test_what_has_to_be_said_in_a_topic_that_a_stranger_closed_opens_it(desk: StaffDesk) -> None:
    where = await desk.topic()
    visitor = desk.api.new_user("Visitor")
    desk.api.adds(desk.scene.group, visitor)
    desk.api.closes_topic(desk.scene.group, thread(where), visitor)
    await desk.says(where, "买家：还没到")
    shown = desk.scene.group.topics[thread(where)]
    assert [one.text for one in desk.in_topic(where)] == ["买家：还没到"]
    assert not shown.closed


async def test_what_has_to_be_said_in_a_closed_ticket_leaves_it_closed(desk: StaffDesk) -> None:
    where = await desk.topic()
    await desk.channel.title_thread(where, CLOSED)
    await desk.says(where, "❌ 没送到买家")
    assert [one.text for one in desk.in_topic(where)] == ["❌ 没送到买家"]
    assert desk.scene.group.topics[thread(where)].closed


async def test_a_name_given_by_hand_stays_until_the_ticket_changes(desk: StaffDesk) -> None:
    where = await desk.topic()
    shown = desk.scene.group.topics[thread(where)]
    desk.api.renames_topic(desk.scene.group, thread(where), desk.scene.agent, "小明，急")
    await desk.channel.title_thread(where, WAITING)
    await desk.says(where, "买家：在吗")
    assert shown.name == "小明，急"
    await desk.channel.title_thread(where, TAKEN)
    assert shown.name == TAKEN.title


async def test_a_topic_that_people_opened_can_be_shown_too(desk: StaffDesk) -> None:
    made = desk.api.opens_topic(desk.scene.group, desk.scene.boss, "闲聊")
    await desk.channel.title_thread(topic(desk.room, made.id), TAKEN)
    assert made.name == TAKEN.title


async def test_a_thread_that_is_no_topic_is_gone(desk: StaffDesk) -> None:
    for number in (999, 0):
        with pytest.raises(TargetGone):
            await desk.says(topic(desk.room, number), "?")


async def test_a_line_and_the_card_that_opens_the_ticket_again_do_not_close_it(desk: StaffDesk) -> None:
    """They go at the same time; the line opens a closed topic only for itself."""
    where = await desk.topic()
    for _ in range(3):
        await desk.channel.title_thread(where, CLOSED)
        await asyncio.gather(desk.says(where, "又来了"), desk.channel.title_thread(where, WAITING))
        assert not desk.scene.group.topics[thread(where)].closed
