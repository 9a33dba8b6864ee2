"""The group itself: upgraded by Telegram, shared by several bots, reached by webhook."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from core.channel import Level
from core.errors import RateLimited
from core.messages import Button, MediaKind, MessageReceived, Reacted
from tests.telegram.staffdesk import CLOSED, StaffDesk, opened, ref, staff_desk, thread

BUTTONS = ((Button("接单", "desk:take"),),)


@pytest.fixture
async def two() -> AsyncIterator[StaffDesk]:
    async with staff_desk(helpers=1) as desk:
        yield desk


def writers(desk: StaffDesk) -> list[str]:
    return [str(one.sender.first_name) for one in desk.scene.group.messages.values() if one.bot and not one.service]


# ------------------------------------------------------------------ upgraded


async def test_an_upgraded_group_keeps_its_name_and_everything_goes_on() -> None:
    async with staff_desk() as desk:
        where = await desk.topic()
        receipt = await desk.says(where, "一")
        new = desk.api.upgrades(desk.scene.group)
        desk.scene.group = new
        await desk.says(where, "二")
        await desk.changes(ref(where, receipt.ids[0]), "一！")
        await desk.channel.title_thread(where, CLOSED)
        desk.api.says(desk.scene.agent, new, "三", thread=thread(where))
        event = await desk.sink.next(MessageReceived)
        assert event.where == where, "whatever Telegram calls it"
        assert [one.text for one in desk.in_topic(where)] == ["一！", "二"]


async def test_the_new_id_is_known_after_a_restart_without_being_told_again() -> None:
    async with staff_desk() as desk:
        where = await desk.topic()
        desk.api.upgrades(desk.scene.group)
        await desk.says(where, "一")
        await desk.channel.stop()
        configured = desk.scene.group.id
        later = await opened(desk.scene, [], desk.around, {"group": configured})
        asked = len(desk.api.calls_of("sendMessage"))
        await later.says(where, "二")
        assert len(desk.api.calls_of("sendMessage")) == asked + 1
        await later.channel.stop()


async def test_the_message_that_tells_of_the_upgrade_is_enough() -> None:
    async with staff_desk() as desk:
        new = desk.api.upgrades(desk.scene.group)
        desk.api.says(desk.scene.agent, new, "/open")
        assert (await desk.sink.next(MessageReceived)).where == desk.room


# ------------------------------------------------------------------ several bots


async def test_a_second_bot_takes_over_what_the_first_has_no_room_for(two: StaffDesk) -> None:
    two.api.rates.on = True
    where = await two.topic()
    for number in range(35):
        await two.says(where, f"{number}")
    assert [one.text for one in two.in_topic(where)] == [f"{number}" for number in range(35)]
    assert {name: writers(two).count(name) for name in ("staff", "helper-2")} == {"staff": 15, "helper-2": 20}
    assert two.api.rates.refused == 0


async def test_room_is_kept_for_what_only_the_first_bot_can_send(two: StaffDesk) -> None:
    two.api.rates.on = True
    where = await two.topic()
    for number in range(34):
        await two.says(where, f"{number}")
    for number in range(3):
        await two.says(where, f"card {number}", buttons=BUTTONS)
    cards = [one for one in two.in_topic(where) if one.buttons]
    assert [one.sender.first_name for one in cards] == ["staff"] * 3


async def test_a_bot_that_is_told_to_wait_is_stood_in_for(two: StaffDesk) -> None:
    where = await two.topic()
    two.api.faults.slows_down(30, "sendMessage")
    for number in range(3):
        await two.says(where, f"{number}")
    assert [one.text for one in two.in_topic(where)] == ["0", "1", "2"]
    assert writers(two) == ["helper-2"] * 3
    with pytest.raises(RateLimited):
        await two.says(where, "card", buttons=BUTTONS)


async def test_who_wrote_it_edits_removes_and_pins_it(two: StaffDesk) -> None:
    where = await two.topic()
    two.api.faults.slows_down(30, "sendMessage", skip=2)
    receipts = [await two.says(where, f"{number}", pinned=True) for number in range(4)]
    ids = [receipt.ids[0] for receipt in receipts]
    assert ["@2" in id_ for id_ in ids] == [False, False, True, True]
    for id_ in ids:
        await two.changes(ref(where, id_), f"edited {id_}")
    assert [one.text for one in two.in_topic(where)] == [f"edited {id_}" for id_ in ids]
    assert all(one.pinned for one in two.in_topic(where))
    for id_ in ids:
        await two.channel.delete(ref(where, id_))
    assert two.in_topic(where) == []


async def test_answers_and_reactions_to_the_second_bots_messages_name_them(two: StaffDesk) -> None:
    where = await two.topic()
    two.api.faults.slows_down(1, "sendMessage")
    id_ = (await two.says(where, "第二个")).ids[0]
    assert id_.endswith("@2")
    [message] = two.in_topic(where)
    two.api.says(two.scene.agent, two.scene.group, "回你", thread=thread(where), reply_to=message)
    assert (await two.sink.next(MessageReceived)).reply_to == ref(where, id_)
    two.api.reacts(two.scene.agent, message, "👍")
    assert (await two.sink.next(Reacted)).message == id_
    await two.says(where, "引用", reply_to=ref(where, id_))
    quoted = two.in_topic(where)[-1].reply_to
    assert quoted is not None
    assert quoted.id == message.id


async def test_the_budget_is_that_of_all_bots_together(two: StaffDesk) -> None:
    rate = two.channel.capabilities.chat_rate
    assert rate is not None
    assert (rate.amount + rate.burst, rate.per.total_seconds()) == (40, 60), "in any minute"


async def test_a_message_of_a_bot_that_is_gone_can_still_be_removed(two: StaffDesk) -> None:
    where = await two.topic()
    two.api.faults.slows_down(1, "sendMessage")
    ids = [(await two.says(where, f"{number}")).ids[0] for number in range(2)]
    await two.channel.stop()
    alone = await opened(two.scene, [], two.around, {})
    for id_ in ids:
        await alone.channel.delete(ref(where, id_))
    assert alone.in_topic(where) == []
    await alone.channel.stop()


async def test_files_of_the_first_bot_are_sent_by_the_first_bot(two: StaffDesk) -> None:
    where = await two.topic()
    two.api.sends(two.scene.agent, two.scene.group, "document", b"guide", name="guide.pdf", thread=thread(where))
    [media] = (await two.sink.next(MessageReceived)).body.media
    for _ in range(4):
        await two.says(where, media=(media,))
    assert set(writers(two)[-4:]) == {"staff"}
    assert media.kind is MediaKind.FILE


async def test_an_album_counts_each_of_its_pictures(two: StaffDesk) -> None:
    two.api.rates.on = False
    where = await two.topic()
    pictures = tuple(two.file(MediaKind.IMAGE, "image/png", bytes([number])) for number in range(10))
    for _ in range(3):
        await two.says(where, media=pictures)
    names = writers(two)
    assert {name: names.count(name) for name in set(names)} == {"staff": 20, "helper-2": 10}


async def test_it_claims_what_it_can(two: StaffDesk) -> None:
    can = two.channel.capabilities
    assert (can.threads, can.edits, can.deletes, can.typing) == (Level.FULL, Level.FULL, Level.PARTIAL, Level.NONE)
    assert replace(two.room, thread=None) == two.room
