"""What comes in is stored and answered once, in order, whole or not at all."""

import asyncio
from collections.abc import Sequence

import pytest

from core.messages import Event, ThreadId
from tests.contracts.engine.script import PASSWORD, ROOM, chat, thread, wrote
from tests.contracts.engine.worlds import World


async def each_alone(world: World, events: Sequence[Event]) -> None:
    await asyncio.gather(*(world.door.accept([event]) for event in events))


class TestRepeats:
    async def test_a_repeat_in_the_same_batch_is_answered_once(self, world: World) -> None:
        await world.door.accept([wrote("hi"), wrote("hi"), wrote("hi")])
        assert await world.said(chat("ming")) == ["echo hi"]
        assert [(one.fresh, one.repeats) for one in world.committed] == [(1, 2)]

    async def test_a_repeat_later_is_answered_once(self, world: World) -> None:
        for _ in range(3):
            await world.door.accept([wrote("hi")])
        assert await world.said(chat("ming")) == ["echo hi"]
        assert sum(one.repeats for one in world.committed) == 2

    async def test_repeats_at_the_same_moment_are_answered_once(self, world: World) -> None:
        await each_alone(world, [wrote(f"hi {n % 7}", f"buyer {n % 7}") for n in range(70)])
        assert len(await world.ledger.events()) == 7
        assert {one.text for one in await world.ledger.said()} == {f"echo hi {n}" for n in range(7)}
        assert sum(one.fresh for one in world.committed) == 7

    async def test_the_same_id_on_two_accounts_is_two_events(self, world: World) -> None:
        await world.door.accept([wrote("hi", chat("ming"), "1"), wrote("hi", ROOM, "1")])
        assert len(await world.ledger.events()) == 2


class TestOrder:
    async def test_a_conversation_counts_its_events_and_answers(self, world: World) -> None:
        await world.door.accept([wrote("say a|b"), wrote("c")])
        await world.door.accept([wrote("d")])
        assert [seq for _, _, seq in await world.ledger.events()] == [1, 4, 6]
        assert [one.seq for one in await world.ledger.said()] == [2, 3, 5, 7]
        assert await world.said(chat("ming")) == ["a", "b", "echo c", "echo d"]

    async def test_everybody_is_answered_in_the_order_of_his_own_words(self, world: World) -> None:
        async def talk(name: str) -> None:
            for n in range(8):
                await world.door.accept([wrote(str(n), name)])

        await asyncio.gather(*(talk(f"buyer {n}") for n in range(12)))
        for n in range(12):
            assert await world.said(chat(f"buyer {n}")) == [f"echo {one}" for one in range(8)]

    @pytest.mark.parametrize("count", [1, 2, 255, 500])
    async def test_any_number_of_events_goes_into_one_batch(self, world: World, count: int) -> None:
        await world.door.accept([wrote(str(n), f"buyer {n % 10}") for n in range(count)])
        assert len(await world.ledger.events()) == count
        assert len(await world.ledger.said()) == count
        assert sum(len(one.outgoing) for one in world.committed) == count

    async def test_many_at_once_all_come_through(self, world: World) -> None:
        await each_alone(world, [wrote(str(n), f"buyer {n % 50}") for n in range(500)])
        assert len({id_ for id_, _, _ in await world.ledger.events()}) == 500
        assert sum(one.fresh for one in world.committed) == 500

    async def test_a_row_names_the_newest_that_still_waits_before_it(self, world: World) -> None:
        await world.door.accept([wrote("say a|b")])
        await world.door.accept([wrote("c")])
        assert world.handed_over == [("a", None), ("b", 2), ("echo c", 3)]


class TestOneTransaction:
    async def test_everything_is_stored_with_the_event(self, world: World) -> None:
        await world.door.accept([wrote("everything 302")])
        conversation = await world.ledger.conversation(chat("ming"))
        assert conversation is not None
        assert conversation.memory.tried == ("302",)
        assert conversation.ticket is not None
        assert conversation.ticket.id == "302"
        assert conversation.buyer.name == "小明"
        assert await world.said(chat("ming")) == ["302"]
        assert await world.ledger.timers() == [("nudge", "302")]
        assert len(await world.ledger.work()) == 1
        assert await world.ledger.audit() == ["tried 302"]

    async def test_a_repeat_stores_nothing_more(self, world: World) -> None:
        await world.door.accept([wrote("everything 302"), wrote("everything 302")])
        await world.door.accept([wrote("everything 302")])
        assert len(await world.ledger.work()) == 1
        assert await world.ledger.audit() == ["tried 302"]

    async def test_what_we_remember_is_there_at_the_next_word(self, world: World) -> None:
        await world.door.accept([wrote("everything 302"), wrote("hello")])
        await world.door.accept([wrote("hello again")])
        conversation = await world.ledger.conversation(chat("ming"))
        assert conversation is not None
        assert conversation.memory.tried == ("302",)
        assert conversation.ticket is not None

    async def test_audit_notes_of_many_batches_form_one_log(self, world: World) -> None:
        await each_alone(world, [wrote(f"everything {n}", f"buyer {n}") for n in range(20)])
        assert sorted(await world.ledger.audit()) == sorted(f"tried {n}" for n in range(20))

    async def test_a_message_that_held_a_secret_is_not_kept(self, world: World) -> None:
        await world.door.accept([wrote(f"redact {PASSWORD}", id_="1")])
        assert len(await world.ledger.events()) == 1
        assert PASSWORD not in await world.ledger.bodies()


class TestStaffAndBuyerShareALane:
    async def test_what_an_agent_writes_in_the_thread_comes_to_the_buyer_s_conversation(self, world: World) -> None:
        await world.door.accept([wrote("hello")])
        buyer = await world.ledger.conversation(chat("ming"))
        assert buyer is not None
        await world.threads.tie(ROOM, "t1", buyer.id, ThreadId("77"))
        await world.door.accept([wrote("coming", thread("77")), wrote("thanks"), wrote("bye", thread("77"))])
        assert await world.said(chat("ming")) == ["echo hello", "staff says coming", "echo thanks", "staff says bye"]
        assert {conversation for _, conversation, _ in await world.ledger.events()} == {buyer.id}

    async def test_an_agent_is_not_taken_for_the_buyer(self, world: World) -> None:
        await world.door.accept([wrote("hello")])
        buyer = await world.ledger.conversation(chat("ming"))
        assert buyer is not None
        await world.threads.tie(ROOM, "t1", buyer.id, ThreadId("77"))
        await world.door.accept([wrote("coming", thread("77"))])
        after = await world.ledger.conversation(chat("ming"))
        assert after is not None
        assert after.buyer == buyer.buyer

    async def test_a_thread_nobody_has_tied_is_a_conversation_of_the_room(self, world: World) -> None:
        await world.door.accept([wrote("hello?", thread("unknown"))])
        assert await world.ledger.conversation(ROOM) is not None
