"""Messages that stand already are edited, removed and reacted to; and what happens when Telegram says no."""

from collections.abc import AsyncIterator

import pytest

from core.errors import ChannelUnavailable, ContentRejected, DeliveryInDoubt, RateLimited, TargetGone
from core.messages import Button, MediaKind, MessageId, Span, Style
from tests.telegram.botapi import bad
from tests.telegram.staffdesk import StaffDesk, ref, staff_desk, thread

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
TAKE = ((Button("接单", "desk:take"), Button("结束", "desk:close")),)


@pytest.fixture
async def desk() -> AsyncIterator[StaffDesk]:
    async with staff_desk() as desk:
        yield desk


# ------------------------------------------------------------------ edits, removals, reactions


async def test_words_are_edited_where_they_stand(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "🟡 等人接", buttons=TAKE)
    first = ref(where, receipt.ids[0])
    assert (await desk.changes(first, "🟢 Lin 在处理", spans=(Span(2, 5, Style.BOLD),))).ids == receipt.ids
    assert (await desk.changes(first, "🟢 Lin 在处理", spans=(Span(2, 5, Style.BOLD),))).ids == receipt.ids
    [shown] = desk.in_topic(where)
    assert (shown.text, shown.buttons) == ("🟢 Lin 在处理", [])


async def test_words_below_a_file_are_edited_and_so_is_the_file(desk: StaffDesk) -> None:
    where = await desk.topic()
    old = desk.file(MediaKind.IMAGE, "image/png", PNG)
    receipt = await desk.says(where, "这张", media=(old,))
    await desk.changes(ref(where, receipt.ids[0]), "这一张")
    assert [(one.text, one.media) for one in desk.in_topic(where)] == [("这一张", [PNG])]
    new = desk.file(MediaKind.IMAGE, "image/png", b"another")
    await desk.changes(ref(where, receipt.ids[0]), "换了一张", media=(new,))
    assert [(one.text, one.media) for one in desk.in_topic(where)] == [("换了一张", [b"another"])]


async def test_an_edit_of_what_is_gone_or_never_was_says_so(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "旧")
    desk.api.drop(desk.in_topic(where)[0])
    for id_ in (receipt.ids[0], "4711", "nonsense", "12@7"):
        with pytest.raises(TargetGone):
            await desk.changes(ref(where, id_), "新")


async def test_a_removal_succeeds_twice_and_too_late(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "说错了")
    await desk.channel.delete(ref(where, receipt.ids[0]))
    await desk.channel.delete(ref(where, receipt.ids[0]))
    assert desk.in_topic(where) == []
    desk.api.faults.refuses(bad("message can't be deleted"), "deleteMessage")
    await desk.channel.delete(ref(where, receipt.ids[0]))


async def test_an_agents_message_is_marked_when_the_buyer_has_it(desk: StaffDesk) -> None:
    where = await desk.topic()
    said = desk.api.says(desk.scene.agent, desk.scene.group, "您好", thread=thread(where))
    await desk.channel.mark_delivered(ref(where, str(said.id)))
    assert said.reactions[desk.scene.staff.id] == ("👌",)
    await desk.channel.mark_delivered(ref(where, "there is no such message"))


async def test_the_buyers_reaction_is_shown_as_near_as_telegram_allows(desk: StaffDesk) -> None:
    where = await desk.topic()
    said = desk.api.says(desk.scene.agent, desk.scene.group, "搞定", thread=thread(where))
    here, bot = ref(where, str(said.id)), desk.scene.staff.id
    for emoji, shown in (("❤️", ("❤",)), ("😂", ("🤣",)), ("👍🏽", ("👍",)), ("🐼", ("👍",)), ("", ())):
        await desk.channel.react(here, emoji)
        assert said.reactions.get(bot, ()) == shown
    with pytest.raises(TargetGone):
        await desk.channel.react(ref(where, "4711"), "👍")


async def test_a_group_that_allows_no_such_reaction_gets_the_commonest_or_none(desk: StaffDesk) -> None:
    where = await desk.topic()
    said = desk.api.says(desk.scene.agent, desk.scene.group, "搞定", thread=thread(where))
    desk.api.faults.refuses(bad("REACTION_INVALID"), "setMessageReaction")
    await desk.channel.react(ref(where, str(said.id)), "🔥")
    assert said.reactions[desk.scene.staff.id] == ("👍",)
    desk.api.faults.refuses(bad("REACTION_INVALID"), "setMessageReaction", times=2)
    await desk.channel.react(ref(where, str(said.id)), "🔥")


# ------------------------------------------------------------------ when it does not work


async def test_who_was_thrown_out_waits_for_an_operator_instead_of_losing_words(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.kicks(desk.scene.group, desk.scene.staff)
    with pytest.raises(ChannelUnavailable, match="administrator"):
        await desk.says(where, "在吗")
    desk.api.adds(desk.scene.group, desk.scene.staff)
    desk.api.promotes(desk.scene.group, desk.scene.staff)
    await desk.says(where, "在吗")
    assert [one.text for one in desk.in_topic(where)] == ["在吗"]


async def test_a_missing_right_names_its_remedy(desk: StaffDesk) -> None:
    desk.api.promotes(desk.scene.group, desk.scene.staff, "can_delete_messages")
    with pytest.raises(ChannelUnavailable, match="kamidesk check"):
        await desk.topic()


async def test_an_answer_that_is_lost_is_a_doubt_for_words_and_a_delay_for_edits(desk: StaffDesk) -> None:
    where = await desk.topic()
    receipt = await desk.says(where, "一")
    desk.api.faults.cuts("sendMessage", applied=True)
    with pytest.raises(DeliveryInDoubt):
        await desk.says(where, "二")
    desk.api.faults.cuts("editMessageText", applied=True)
    with pytest.raises(ChannelUnavailable):
        await desk.changes(ref(where, receipt.ids[0]), "三")


@pytest.mark.parametrize(("code", "expected"), [(500, ChannelUnavailable), (502, ChannelUnavailable)])
async def test_a_telegram_in_trouble_is_asked_again_later(
    desk: StaffDesk, code: int, expected: type[ChannelUnavailable]
) -> None:
    where = await desk.topic()
    desk.api.faults.breaks(code, "sendMessage")
    with pytest.raises(expected):
        await desk.says(where, "一")


async def test_an_album_that_broke_off_in_the_middle_goes_on_where_it_stopped(desk: StaffDesk) -> None:
    where = await desk.topic()
    files = (desk.file(MediaKind.IMAGE, "image/png", PNG), desk.file(MediaKind.VOICE, "audio/ogg", b"voice"))
    desk.api.faults.breaks(502, "sendVoice")
    with pytest.raises(ChannelUnavailable):
        await desk.says(where, media=files, key="5.1.0")
    receipt = await desk.says(where, media=files, key="5.1.0")
    assert [one.media for one in desk.in_topic(where)] == [[PNG], [b"voice"]]
    assert [MessageId(str(one.id)) for one in desk.in_topic(where)] == [*receipt.ids]


async def test_half_a_character_is_refused_as_content(desk: StaffDesk) -> None:
    with pytest.raises(ContentRejected):
        await desk.says(await desk.topic(), "\ud83c")


async def test_being_told_to_wait_says_how_long_and_nothing_is_asked_meanwhile(desk: StaffDesk) -> None:
    where = await desk.topic()
    desk.api.faults.slows_down(30, "sendMessage")
    with pytest.raises(RateLimited) as told:
        await desk.says(where, "一")
    assert told.value.after is not None
    assert 29 < told.value.after.total_seconds() <= 30
    assert not told.value.whole_account
    asked = len(desk.api.calls_of("sendMessage"))
    with pytest.raises(RateLimited):
        await desk.says(where, "二")
    assert len(desk.api.calls_of("sendMessage")) == asked
