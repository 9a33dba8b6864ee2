"""Timers ring once, as they were set last; work is done once by one process at a time."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from core.messages import EventId, Person, PersonId, TimerRang
from core.step import ring_id
from core.work import WorkDone
from storage.door import DueWork
from tests.contracts.engine.script import chat, wrote
from tests.contracts.engine.worlds import World


def done(due: DueWork) -> WorkDone:
    work, at = type(due.new.work).__name__, datetime.now(UTC)
    return WorkDone(id=EventId(due.new.id), at=at, where=due.new.where, sender=Person(PersonId("shop")), work=work)


async def rings(world: World, name: str, timer: str) -> TimerRang:
    """The first timer that somebody has set, as it comes in when it is due."""
    conversation = await world.ledger.conversation(chat(name))
    assert conversation is not None
    id_, clock = ring_id((conversation.id, timer, conversation.seq)), Person(PersonId("clock"))
    return TimerRang(id=id_, at=datetime.now(UTC), where=chat(name), sender=clock, name=timer)


class TestTimers:
    async def test_one_that_is_due_rings_once(self, world: World) -> None:
        await world.door.accept([wrote("timer nudge 0 still there?")])
        assert await world.door.ring_due_timers() == 1
        assert await world.door.ring_due_timers() == 0
        assert await world.said(chat("ming")) == ["rang nudge still there?"]

    async def test_one_that_is_not_due_keeps_quiet(self, world: World) -> None:
        await world.door.accept([wrote("timer nudge 60 later")])
        assert await world.door.ring_due_timers() == 0
        assert await world.ledger.timers() == [("nudge", "later")]

    async def test_setting_it_again_replaces_it(self, world: World) -> None:
        await world.door.accept([wrote("timer nudge 0 first")])
        await world.door.accept([wrote("timer nudge 0 second"), wrote("timer other 0 third")])
        assert await world.door.ring_due_timers() == 2
        assert sorted(await world.said(chat("ming"))) == ["rang nudge second", "rang other third"]

    async def test_set_cancelled_and_set_in_one_batch(self, world: World) -> None:
        await world.door.accept([wrote("timer a 0 one"), wrote("cancel a"), wrote("timer a 0 two"), wrote("cancel b")])
        await world.door.ring_due_timers()
        assert await world.said(chat("ming")) == ["rang a two"]

    async def test_a_cancelled_one_never_rings(self, world: World) -> None:
        await world.door.accept([wrote("timer nudge 0 now")])
        await world.door.accept([wrote("cancel nudge")])
        assert await world.door.ring_due_timers() == 0
        assert await world.ledger.timers() == []

    async def test_one_that_is_cancelled_while_it_is_looked_up_does_not_ring(self, world: World) -> None:
        """Somebody has seen that it is due, and before he tells us it is cancelled or set anew."""
        await world.door.accept([wrote("timer nudge 0 now"), wrote("timer other 0 now", "hong")])
        looked_up = [await rings(world, "ming", "nudge"), await rings(world, "hong", "other")]
        await world.door.accept([wrote("cancel nudge"), looked_up[0], wrote("timer other 60 later", "hong")])
        await world.door.accept(looked_up)
        assert await world.said(chat("ming")) == []
        assert await world.said(chat("hong")) == []
        assert await world.ledger.timers() == [("other", "later")]

    async def test_two_who_look_at_the_same_time_ring_it_once(self, world: World) -> None:
        await world.door.accept([wrote(f"timer t{n} 0 x", f"buyer {n}") for n in range(30)])
        await asyncio.gather(*(world.door.ring_due_timers() for _ in range(4)))
        assert sorted(one.text for one in await world.ledger.said()) == sorted(f"rang t{n} x" for n in range(30))
        assert await world.ledger.timers() == []

    async def test_timers_of_the_same_name_belong_to_their_conversation(self, world: World) -> None:
        await world.door.accept([wrote("timer nudge 0 m"), wrote("timer nudge 0 h", "hong"), wrote("cancel nudge")])
        await world.door.ring_due_timers()
        assert await world.said(chat("hong")) == ["rang nudge h"]
        assert await world.said(chat("ming")) == []


class TestWork:
    async def test_it_waits_until_its_outcome_has_come_in(self, world: World) -> None:
        await world.door.accept([wrote("work 302")])
        (due,) = await world.door.due_work()
        assert due.tries == 0
        assert due.new == world.committed[0].work[0]
        assert await world.door.due_work() == [due]
        await world.door.accept([done(due)])
        assert await world.door.due_work() == []
        assert await world.said(chat("ming")) == ["done LookUpForStaff"]

    async def test_the_same_outcome_twice_is_told_once(self, world: World) -> None:
        await world.door.accept([wrote("work 302")])
        (due,) = await world.door.due_work()
        await asyncio.gather(*(world.door.accept([done(due)]) for _ in range(5)))
        assert await world.said(chat("ming")) == ["done LookUpForStaff"]

    async def test_put_off_it_comes_later_and_knows_its_tries(self, world: World) -> None:
        await world.door.accept([wrote("work 302")])
        (due,) = await world.door.due_work()
        await world.door.put_off(due.new, 1, 60)
        assert await world.door.due_work() == []
        await world.door.put_off(due.new, 2, 0)
        assert await world.door.due_work() == [replace(due, tries=2)]

    async def test_work_that_is_done_is_not_put_off(self, world: World) -> None:
        await world.door.accept([wrote("work 302")])
        (due,) = await world.door.due_work()
        await world.door.accept([done(due)])
        await world.door.put_off(due.new, 1, 0)
        assert await world.door.due_work() == []

    async def test_an_outcome_nobody_can_store_does_not_come_again_for_ever(self, world: World) -> None:
        await world.door.accept([wrote("work 302")])
        (due,) = await world.door.due_work()
        await world.door.accept([replace(done(due), then="\ud800")])
        assert await world.door.due_work() == []
