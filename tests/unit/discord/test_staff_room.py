"""Tickets as posts of the agents' forum, on a Discord of our own."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.errors import ChannelUnavailable, TargetGone
from core.messages import MessageDeleted, MessageEdited, MessageId, MessageReceived, MessageRef, Reacted, ThreadLook
from tests.discord.gateway.refusals import thread_archived, too_many_threads
from tests.unit.discord.staffroom import CARD, CLOSED, TAKEN, TITLE, WAITING, Office, channel_on, open_office


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        await opened.start()
        yield opened


async def test_a_ticket_is_a_post_with_its_state_as_a_tag(office: Office) -> None:
    _, post = await office.ticket()
    assert (post.name, post.tag_names) == (TITLE, ["待回复"])
    assert [tag.name for tag in office.scene.forum.tags] == ["待回复", "处理中", "已解决", "加急"]


async def test_what_is_urgent_is_tagged_so_until_it_is_taken(office: Office) -> None:
    where, post = await office.ticket(look=ThreadLook(WAITING.title, sign="🟡", urgent=True))
    assert post.tag_names == ["待回复", "加急"]
    await office.channel.title_thread(where, TAKEN)
    assert post.tag_names == ["处理中"]


async def test_the_card_is_the_head_of_its_post_and_comes_once(office: Office) -> None:
    where, post = await office.ticket()
    assert office.texts(post) == [TITLE]
    first = await office.says(where, "卡片", key="1.0.0", pinned=True, buttons=CARD)
    again = await office.says(where, "卡片", key="1.0.0", pinned=True, buttons=CARD)
    assert first.ids == again.ids == (str(post.id),)
    assert office.texts(post) == ["卡片"]
    assert office.api.answers_in(post)[0].buttons == [["接单", "备注"]]


async def test_a_card_whose_head_was_deleted_stands_below_and_is_pinned(office: Office) -> None:
    where, post = await office.ticket()
    office.api.deletes(office.api.answers_in(post)[0])
    receipt = await office.says(where, "卡片", pinned=True)
    assert [str(one) for one in post.pins] == [*receipt.ids]


async def test_the_buyer_s_name_is_not_repeated_in_his_own_post(office: Office) -> None:
    where, post = await office.ticket()
    await office.says(where, "还没到", author="小明")
    assert office.texts(post)[-1] == "还没到"


async def test_the_same_ticket_has_one_post_also_after_a_restart(office: Office) -> None:
    where, _ = await office.ticket()
    await office.channel.stop()
    office.channel = channel_on(office.scene, office.around)
    await office.channel.start(office.sink)
    assert (await office.ticket())[0] == where
    assert len(office.api.threads_of(office.scene.forum)) == 2  # with the room's own


@pytest.mark.parametrize("taken", [True, False])
async def test_a_post_whose_opening_was_cut_off_is_found_again(office: Office, taken: bool) -> None:
    office.api.faults.cuts("start thread", applied=taken)
    with pytest.raises(ChannelUnavailable):
        await office.ticket()
    await office.ticket()
    assert [one.name for one in office.api.threads_of(office.scene.forum)].count(TITLE) == 1


async def test_closing_tags_and_archives_and_a_late_word_leaves_it_closed(office: Office) -> None:
    where, post = await office.ticket()
    assert post.thread
    await office.channel.title_thread(where, CLOSED)
    assert (post.tag_names, post.thread.archived) == (["已解决"], True)
    await office.says(where, "已结束")
    assert post.thread.archived
    await office.edits(MessageRef(where, MessageId(str(post.id))), "卡片：已结束")
    assert (office.texts(post), post.thread.archived) == (["卡片：已结束", "已结束"], True)
    await office.channel.title_thread(where, TAKEN)
    assert (post.tag_names, post.thread.archived) == (["处理中"], False)


async def test_a_late_word_does_not_close_a_ticket_that_is_open_again(office: Office) -> None:
    """Its post is about to be closed after that word, and the buyer has written again meanwhile."""
    where, post = await office.ticket()
    await office.channel.title_thread(where, CLOSED)
    closings = len(office.api.calls_of("edit channel"))
    office.api.faults.holds_up("edit channel")
    late = asyncio.create_task(office.says(where, "已结束"))
    await office.api.until(lambda: len(office.api.calls_of("edit channel")) > closings)
    again = asyncio.create_task(office.channel.title_thread(where, TAKEN))
    await asyncio.wait([again], timeout=0.3)  # it could overtake now
    office.api.faults.let_go()
    await asyncio.gather(late, again)
    assert post.thread
    assert (post.tag_names, post.thread.archived) == (["处理中"], False)


async def test_a_post_that_is_closed_while_we_change_it_is_not_taken_for_deleted(office: Office) -> None:
    """By the bot in another process, or by an agent."""
    where, post = await office.ticket()
    office.api.faults.refuses(thread_archived(), "edit channel")
    await office.channel.title_thread(where, TAKEN)
    assert post.tag_names == ["处理中"]
    office.api.faults.refuses(thread_archived(), "edit channel", times=9)
    with pytest.raises(ChannelUnavailable):
        await office.channel.title_thread(where, CLOSED)


async def test_a_post_that_is_closed_while_we_edit_in_it_is_not_taken_for_deleted(office: Office) -> None:
    where, post = await office.ticket()
    ref = MessageRef(where, MessageId(str(post.id)))
    office.api.faults.refuses(thread_archived(), "edit message", times=2)
    await office.edits(ref, "卡片")
    assert office.texts(post) == ["卡片"]
    office.api.faults.refuses(thread_archived(), "edit message", times=9)
    with pytest.raises(ChannelUnavailable):
        await office.edits(ref, "新卡片")


async def test_a_post_that_somebody_has_locked_is_written_to_all_the_same(office: Office) -> None:
    where, post = await office.ticket()
    office.api.archives(post, locked=True)
    await office.says(where, "还在")
    assert office.texts(post)[-1] == "还在"


async def test_a_name_that_may_not_be_changed_now_stops_nothing(office: Office) -> None:
    where, post = await office.ticket()
    office.api.faults.slows_down(600, "edit channel", skip=1)
    await office.channel.title_thread(where, ThreadLook("🟢 #1 小红 · 网页", sign="🟢"))
    assert (post.name, post.tag_names) == (TITLE, ["处理中"])
    await office.channel.title_thread(where, ThreadLook("🟡 #1 小红 · 网页", sign="🟡"))
    assert post.name == "#1 小红 · 网页"


async def test_a_deleted_post_is_gone(office: Office) -> None:
    where, post = await office.ticket()
    office.api.deletes_channel(post)
    with pytest.raises(TargetGone):
        await office.says(where, "在吗")
    with pytest.raises(TargetGone):
        await office.channel.title_thread(where, TAKEN)


async def test_a_server_that_is_full_of_threads_makes_the_ticket_wait(office: Office) -> None:
    office.api.faults.refuses(too_many_threads(), "start thread")
    with pytest.raises(ChannelUnavailable, match="close some"):
        await office.ticket()
    assert (await office.ticket())[1].name == TITLE


async def test_a_forum_that_wants_a_tag_gets_one_though_ours_cannot_be_made() -> None:
    async with open_office() as office:
        scene = office.scene
        scene.forum.tags = office.api.new_forum(scene.guild, "x", "售后").tags
        scene.forum.tag_required = True
        office.api.faults.refuses(too_many_threads(), "edit channel")
        await office.start()
        _, post = await office.ticket(look=ThreadLook("小明"))
        assert post.tag_names == ["售后"]


async def test_a_tag_that_somebody_has_deleted_is_made_again_at_the_next_change(office: Office) -> None:
    where, post = await office.ticket()
    office.scene.forum.tags = [one for one in office.scene.forum.tags if one.name != "处理中"]
    await office.channel.title_thread(where, TAKEN)
    await office.channel.title_thread(where, CLOSED)
    assert post.tag_names == ["已解决"]
    await office.channel.title_thread(where, TAKEN)
    assert post.tag_names == ["处理中"]


async def test_the_room_as_a_whole_has_a_post_that_comes_back_when_it_is_deleted(office: Office) -> None:
    await office.says(office.channel.room, "今天的情况")
    assert office.texts(office.lobby)[-1] == "今天的情况"
    office.api.deletes_channel(office.lobby)
    await office.says(office.channel.room, "明天的情况")
    assert office.texts(office.lobby)[-1] == "明天的情况"


async def test_a_message_that_is_gone_does_not_cost_the_room_its_post(office: Office) -> None:
    lobby = office.lobby
    with pytest.raises(TargetGone):
        await office.edits(MessageRef(office.channel.room, MessageId("12345678901234567")), "?")
    assert office.lobby is lobby


async def test_words_edits_reactions_and_deletions_of_agents_come_with_their_post(office: Office) -> None:
    where, post = await office.ticket()
    said = office.api.says(office.scene.agent, post, "您好")
    heard = await office.sink.next(MessageReceived)
    assert (heard.where, heard.body.text, heard.sender.name, heard.private) == (where, "您好", "Lin", False)
    office.api.edits(said, "您好，在的")
    assert (await office.sink.next(MessageEdited)).body.text == "您好，在的"
    office.api.reacts(office.scene.agent, said, "👍")
    reacted = await office.sink.next(Reacted)
    assert (reacted.where, reacted.message, reacted.emojis) == (where, str(said.id), ("👍",))
    office.api.deletes(said)
    assert (await office.sink.next(MessageDeleted)).message == str(said.id)


async def test_what_is_said_in_the_room_s_post_is_said_in_the_room(office: Office) -> None:
    first = office.api.says(office.scene.agent, office.lobby, "/open")
    assert (await office.sink.next(MessageReceived)).where == office.channel.room
    office.api.says(office.scene.agent, office.lobby, "好", reply_to=first)
    quoted = (await office.sink.next(MessageReceived)).reply_to
    assert quoted == MessageRef(office.channel.room, MessageId(str(first.id)))


@pytest.mark.parametrize("spoken", [True, False])
async def test_what_was_said_while_we_were_away_is_read_up(office: Office, spoken: bool) -> None:
    where, post = await office.ticket()
    if spoken:
        office.api.says(office.scene.agent, post, "您好")
        await office.sink.next(MessageReceived)
    await office.channel.stop()
    office.api.says(office.scene.agent, post, "还在吗？")
    office.channel = channel_on(office.scene, office.around)
    await office.channel.start(office.sink)
    missed = await office.sink.next(MessageReceived)
    assert (missed.where, missed.body.text) == (where, "还在吗？")


async def test_what_is_said_elsewhere_in_the_server_is_none_of_ours(office: Office) -> None:
    _, post = await office.ticket()
    office.api.says(office.scene.agent, office.scene.desk, "大家好")
    office.api.poisons(office.scene.staff, "MESSAGE_CREATE", {"channel_id": str(office.scene.desk.id), "guild_id": "1"})
    office.api.says(office.scene.agent, post, "您好")
    assert (await office.sink.next(MessageReceived)).body.text == "您好"
    assert office.sink.parked == []
