"""The outbox: lanes whole and in order, each row's fate recorded once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.messages import MessageId, MessageRef
from core.outbox import GivenUp, OutboxRow, PutOff, Sent
from core.reported import DeliveryState
from storage.tables import PENDING, SENDING, SENT
from tests.contracts.engine.script import ROOM, chat, wrote
from tests.contracts.engine.worlds import World

Lanes = Mapping[str, Sequence[OutboxRow]]


def texts(claimed: Lanes) -> list[list[str]]:
    return [[row.message.text for row in rows] for rows in claimed.values()]


def sent(row: OutboxRow, *ids: str) -> Sent:
    return Sent(row, tuple(MessageRef(row.message.to, MessageId(id_)) for id_ in ids or (row.key,)))


def later(row: OutboxRow, seconds: float) -> PutOff:
    return PutOff(row, datetime.now(UTC) + timedelta(seconds=seconds), "ChannelUnavailable")


async def first(world: World) -> OutboxRow:
    """The oldest row of the only lane."""
    (rows,) = (await world.outbox.claim(10)).values()
    return rows[0]


async def states(world: World) -> list[str]:
    return [one.state for one in await world.ledger.said()]


class TestClaiming:
    async def test_a_lane_comes_whole_and_in_order(self, world: World) -> None:
        await world.door.accept([wrote("say a|b"), wrote("c")])
        claimed = await world.outbox.claim(10)
        assert texts(claimed) == [["a", "b", "echo c"]]
        assert [row.lane for rows in claimed.values() for row in rows] == list(claimed) * 3
        assert {row.about for rows in claimed.values() for row in rows} == {chat("ming")}

    async def test_what_comes_back_is_what_was_said(self, world: World) -> None:
        await world.door.accept([wrote("mirror hello")])
        assert await first(world) == world.committed[0].outgoing[0].row

    async def test_no_more_lanes_than_wanted(self, world: World) -> None:
        await world.door.accept([wrote("say a|b", f"buyer {n}") for n in range(9)])
        assert len(await world.outbox.claim(4)) == 4
        assert len(await world.outbox.claim(100)) == 9

    async def test_the_more_urgent_lanes_first(self, world: World) -> None:
        await world.door.accept([wrote("broadcast news", "a"), wrote("broadcast news", "b"), wrote("hi", "c")])
        await world.door.accept([wrote("hello", "d")])
        assert texts(await world.outbox.claim(3)) == [["echo hi"], ["echo hello"], ["news"]]

    async def test_known_lanes_and_full_accounts_are_left_out(self, world: World) -> None:
        await world.door.accept([wrote("hi", "a"), wrote("hello", "b"), wrote("mirror to the room", "c")])
        lanes = {rows[0].message.text: lane for lane, rows in (await world.outbox.claim(10)).items()}
        known = lanes["echo hi"]
        assert sorted(texts(await world.outbox.claim(10, [known]))) == [["echo hello"], ["to the room"]]
        assert texts(await world.outbox.claim(10, [known], ["fake/shop"])) == [["to the room"]]
        assert texts(await world.outbox.claim(10, [], ["fake/staff", "fake/shop"])) == []

    async def test_a_lane_whose_oldest_row_must_wait_waits_whole(self, world: World) -> None:
        await world.door.accept([wrote("say a|b")])
        await world.outbox.record([later(await first(world), 60)])
        assert await world.outbox.claim(10) == {}

    async def test_a_buyer_s_words_to_the_room_and_to_himself_are_two_lanes(self, world: World) -> None:
        await world.door.accept([wrote("hi"), wrote("mirror hi")])
        assert sorted(texts(await world.outbox.claim(10))) == [["echo hi"], ["hi"]]


class TestRecording:
    async def test_sent_is_done_with(self, world: World) -> None:
        await world.door.accept([wrote("say a|b")])
        await world.outbox.record([sent(await first(world))])
        assert texts(await world.outbox.claim(10)) == [["b"]]
        assert await states(world) == [SENT, PENDING]

    async def test_put_off_comes_again_when_it_is_due(self, world: World) -> None:
        await world.door.accept([wrote("say a|b")])
        await world.outbox.record([later(await first(world), 0)])
        row = await first(world)
        assert (row.message.text, row.tries, row.in_doubt) == ("a", 1, False)

    @pytest.mark.parametrize("state", DeliveryState)
    async def test_given_up_does_not_come_again(self, world: World, state: DeliveryState) -> None:
        await world.door.accept([wrote("say a|b")])
        await world.outbox.record([GivenUp(await first(world), state, "why")])
        assert texts(await world.outbox.claim(10)) == [["b"]]
        assert await states(world) == [state.value, PENDING]

    async def test_many_fates_at_once(self, world: World) -> None:
        await world.door.accept([wrote(f"say {n}", f"buyer {n}") for n in range(30)])
        rows = [rows[0] for rows in (await world.outbox.claim(30)).values()]
        fates = [sent(row) if n % 3 else later(row, 60) for n, row in enumerate(rows[:-1])]
        await world.outbox.record([*fates, GivenUp(rows[-1], DeliveryState.REFUSED, "TargetGone")])
        found = await states(world)
        assert (found.count(SENT), found.count(PENDING), found.count("refused")) == (19, 10, 1)

    async def test_a_row_that_was_sent_stays_sent(self, world: World) -> None:
        """A second outcome comes from somebody who has lost the row meanwhile."""
        await world.door.accept([wrote("hi")])
        row = await first(world)
        await world.outbox.record([sent(row)])
        await world.outbox.record([later(row, 0)])
        await world.outbox.record([GivenUp(row, DeliveryState.REFUSED, "late")])
        assert await states(world) == [SENT]
        assert await world.outbox.claim(10) == {}

    async def test_a_new_row_of_the_lane_does_not_wait_for_what_is_sent(self, world: World) -> None:
        await world.door.accept([wrote("a")])
        await world.outbox.record([sent(await first(world))])
        await world.door.accept([wrote("b")])
        assert world.handed_over == [("echo a", None), ("echo b", None)]


class TestWhatMustNotComeTwice:
    async def test_after_a_crash_while_it_was_sent_it_is_in_doubt(self, world: World) -> None:
        await world.door.accept([wrote("key sealed")])
        assert await world.outbox.mark_sending(await first(world))
        assert await states(world) == [SENDING]
        assert (await first(world)).in_doubt

    async def test_a_row_that_is_settled_is_not_to_be_sent(self, world: World) -> None:
        await world.door.accept([wrote("key sealed")])
        row = await first(world)
        await world.outbox.record([sent(row)])
        assert not await world.outbox.mark_sending(row)

    async def test_held_it_waits_for_people_and_then_goes_with_another_try(self, world: World) -> None:
        await world.door.accept([wrote("key sealed")])
        row = await first(world)
        await world.outbox.mark_sending(row)
        await world.outbox.record([GivenUp(row, DeliveryState.HELD, "DeliveryInDoubt")])
        assert await world.outbox.claim(10) == {}
        await world.outbox.release(row.key)
        again = await first(world)
        assert (again.key, again.tries, again.in_doubt) == (row.key, row.tries + 1, False)

    async def test_only_what_is_held_is_released(self, world: World) -> None:
        await world.door.accept([wrote("key sealed")])
        row = await first(world)
        await world.outbox.record([sent(row)])
        await world.outbox.release(row.key)
        await world.outbox.release("77.77")
        assert await states(world) == [SENT]

    async def test_its_seal_is_kept_and_nothing_else(self, world: World) -> None:
        await world.door.accept([wrote("key c2VhbGVk")])
        assert (await first(world)).message.secret == ("c2VhbGVk",)


class TestLinks:
    async def test_they_lead_both_ways(self, world: World) -> None:
        event = wrote("mirror hello")
        await world.door.accept([event])
        row = await first(world)
        await world.outbox.record([sent(row, "7")])
        theirs, ours = MessageRef(chat("ming"), event.message), MessageRef(ROOM, MessageId("7"))
        assert await world.links.shown_as(theirs, ROOM) == [ours]
        assert await world.links.shown_as(ours, chat("ming")) == [theirs]

    async def test_what_may_be_removed_is_ours_alone(self, world: World) -> None:
        event = wrote("mirror hello")
        await world.door.accept([event])
        await world.outbox.record([sent(await first(world), "7")])
        theirs, ours = MessageRef(chat("ming"), event.message), MessageRef(ROOM, MessageId("7"))
        assert await world.links.copies_of(theirs, ROOM) == [ours]
        assert await world.links.copies_of(ours, chat("ming")) == []

    async def test_several_that_went_as_one_message(self, world: World) -> None:
        await world.door.accept([wrote("mirror one"), wrote("mirror two")])
        rows = next(iter((await world.outbox.claim(9)).values()))
        await world.outbox.record([sent(row, "7") for row in rows])
        origins = await world.links.shown_as(MessageRef(ROOM, MessageId("7")), chat("ming"))
        assert [ref.id.rpartition(":")[2] for ref in origins] == ["mirror one", "mirror two"]

    async def test_each_file_of_an_album_shows_its_own_message(self, world: World) -> None:
        await world.door.accept([wrote("mirror hello")])
        row = await first(world)
        other = MessageRef(chat("ming"), MessageId("second"))
        album = replace(row, message=replace(row.message, album=(other,)))
        await world.outbox.record([sent(album, "7", "8", "9")])
        assert [ref.id for ref in await world.links.shown_as(other, ROOM)] == ["8"]

    async def test_a_message_in_parts_is_shown_by_all_of_them_in_order(self, world: World) -> None:
        event = wrote("mirror hello")
        await world.door.accept([event])
        ids = ["9", "10", "8", "77", "1"]
        await world.outbox.record([sent(await first(world), *ids)])
        shown = await world.links.shown_as(MessageRef(chat("ming"), event.message), ROOM)
        assert [ref.id for ref in shown] == ids

    async def test_only_the_messages_of_that_chat(self, world: World) -> None:
        event = wrote("mirror hello")
        await world.door.accept([event])
        await world.outbox.record([sent(await first(world), "7")])
        assert await world.links.shown_as(MessageRef(chat("ming"), event.message), chat("hong")) == []
        assert await world.links.shown_as(MessageRef(chat("ming"), MessageId("other")), ROOM) == []

    async def test_what_mirrors_nothing_ties_nothing(self, world: World) -> None:
        await world.door.accept([wrote("hi")])
        await world.outbox.record([sent(await first(world), "7")])
        assert await world.links.shown_as(MessageRef(chat("ming"), MessageId("7")), chat("ming")) == []
