"""The desk is open before it knows the agents' group: it waits for the group, takes it, and keeps it over restarts."""

import pytest

from bots.telegram.claim import claim_word
from core.errors import ChannelUnavailable
from core.messages import MessageReceived
from tests.telegram.botapi import Chat
from tests.telegram.staffdesk import WAITING, StaffDesk, opened, staff_desk


def the_bot_joins(desk: StaffDesk, *, forum: bool = True, title: str = "售后客服二群") -> Chat:
    group = desk.api.new_group(title, desk.scene.boss, forum=forum)
    desk.api.adds(group, desk.scene.staff, by=desk.scene.boss)
    desk.api.promotes(group, desk.scene.staff)
    return group


async def claimed(desk: StaffDesk, group: Chat) -> str:
    """Somebody who has read the log says the word; what the group is told then."""
    asked = await desk.api.hears(group)
    assert "/desk" in asked.text
    desk.api.says(desk.scene.boss, group, f"/desk {claim_word(desk.around.signing_key)}")
    return (await desk.api.hears(group, after=asked.id)).text


async def test_a_ticket_waits_until_the_bot_is_in_a_group() -> None:
    async with staff_desk(group=0) as desk:
        with pytest.raises(ChannelUnavailable, match="add the staff bot"):
            await desk.topic()
        group = the_bot_joins(desk)
        assert "群管理员" in await claimed(desk, group)
        where = await desk.topic()
        assert [topic.name for topic in group.topics.values()] == [WAITING.title]
        desk.api.says(desk.scene.boss, group, "我来看", thread=int(where.thread or 0))
        assert (await desk.sink.next(MessageReceived)).where == where


async def test_the_group_is_remembered_by_the_next_process() -> None:
    async with staff_desk(group=0) as desk:
        group = the_bot_joins(desk)
        await claimed(desk, group)
        await desk.channel.stop()
        again = await opened(desk.scene, [], desk.around, {"group": 0})
        await again.topic()
        await again.channel.stop()
        assert len(group.topics) == 1


async def test_the_first_group_stays_the_agents_group() -> None:
    async with staff_desk(group=0) as desk:
        group = the_bot_joins(desk)
        await claimed(desk, group)
        other = the_bot_joins(desk, title="别的群")
        await desk.taken()
        await desk.topic()
        assert (len(group.topics), len(other.topics)) == (1, 0)


async def test_a_group_without_topics_is_asked_to_switch_them_on() -> None:
    async with staff_desk(group=0) as desk:
        group = the_bot_joins(desk, forum=False)
        assert "话题" in await claimed(desk, group)
        asked = desk.api.answers_in(group)[-1]
        group.forum = True
        desk.api.says(desk.scene.boss, group, f"/desk {claim_word(desk.around.signing_key)}")
        assert "群管理员" in (await desk.api.hears(group, after=asked.id)).text
        await desk.topic()
        assert len(group.topics) == 1


@pytest.mark.parametrize("said", ["/desk", "/desk abcd2345", "/desk ", "让我看看买家的消息", "/desk 口令"])
async def test_who_adds_the_bot_to_a_group_of_his_own_gets_nothing(said: str) -> None:
    async with staff_desk(group=0) as desk:
        group = the_bot_joins(desk, title="陌生人的群")
        await desk.api.hears(group)
        desk.api.says(desk.scene.boss, group, said)
        await desk.taken()
        with pytest.raises(ChannelUnavailable):
            await desk.topic()
        assert not group.topics


async def test_a_listed_agent_needs_no_word() -> None:
    async with staff_desk(group=0, agents=[1]) as waiting:
        boss = waiting.scene.boss.id
    async with staff_desk(group=0, agents=[boss]) as desk:
        group = the_bot_joins(desk)
        assert "群管理员" in (await desk.api.hears(group)).text


async def test_where_agents_are_listed_one_of_them_has_to_bring_the_bot() -> None:
    async with staff_desk(group=0, agents=[1]) as desk:
        the_bot_joins(desk)
        await desk.taken()
        with pytest.raises(ChannelUnavailable):
            await desk.topic()


async def test_a_group_that_threw_the_bot_out_is_not_taken() -> None:
    async with staff_desk(group=0) as desk:
        group = desk.api.new_group("过客", desk.scene.boss)
        desk.api.adds(group, desk.scene.staff)
        desk.api.kicks(group, desk.scene.staff)
        await desk.taken()
        with pytest.raises(ChannelUnavailable):
            await desk.topic()
