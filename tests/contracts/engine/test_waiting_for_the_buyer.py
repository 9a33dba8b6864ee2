"""Where the platform lets us write only after the buyer has written: what waits, and what his next words let out."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from core.messages import Allowance, ContactOpened, Event, EventId, Person, PersonId, ThreadId
from core.outbox import OutboxRow, Waits
from core.outcomes import reported
from core.ports import Clock
from storage.tables import PENDING, SENT
from tests.contracts.conftest import Place
from tests.contracts.engine.script import ROOM, chat, thread, wrote
from tests.contracts.engine.test_outbox import first, later, sent, states, texts
from tests.contracts.engine.worlds import World, in_sql


class Now(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


def waits(row: OutboxRow, *, partly: bool = False) -> Waits:
    until = datetime.now(UTC) + timedelta(minutes=15)
    return Waits(row, until, "ReplyWindowClosed", allowance=Allowance(0, 5, until), partly=partly)


async def held_back(world: World, *, partly: bool = False) -> None:
    """The oldest row was refused so; the desk is told, and then it is recorded."""
    outcome = waits(await first(world), partly=partly)
    await world.door.accept(reported(outcome, Now()))
    await world.outbox.record([outcome])


async def texts_of_one(world: World) -> list[str]:
    """What the only lane would send now."""
    (rows,) = (await world.outbox.claim(10)).values()
    return [row.message.text for row in rows]


def opened(where: str) -> Event:
    who = Person(PersonId(where))
    return ContactOpened(
        id=EventId(f"{where} opens"), at=datetime.now(UTC), where=chat(where), sender=who, silently=True
    )


SPEAKS = pytest.mark.parametrize("speaks", [wrote("hello again"), opened("ming")], ids=["words", "contact"])


async def test_it_waits_and_nothing_of_its_lane_overtakes_it(world: World) -> None:
    await world.door.accept([wrote("say a|b")])
    await held_back(world)
    assert await world.outbox.claim(10) == {}
    assert set(await states(world)) == {PENDING}


@SPEAKS
async def test_the_buyer_s_next_word_lets_it_out_with_the_answer_behind_it(world: World, speaks: Event) -> None:
    await world.door.accept([wrote("say a|b")])
    await held_back(world)
    await world.door.accept([speaks])
    (rows,) = (await world.outbox.claim(10)).values()
    assert [row.message.text for row in rows][:2] == ["a", "b"]
    assert [row.tries for row in rows[:2]] == [0, 0]
    assert world.committed[-1].woken


@SPEAKS
async def test_words_that_come_before_it_is_recorded_let_it_out_too(world: World, speaks: Event) -> None:
    """Between the platform's refusal and its record the buyer opens the window."""
    await world.door.accept([wrote("say a|b")])
    outcome = waits(await first(world))
    await world.door.accept(reported(outcome, Now()))
    await world.door.accept([speaks])
    await world.outbox.record([outcome])
    assert (await texts_of_one(world))[:2] == ["a", "b"]


@SPEAKS
async def test_words_that_come_before_the_desk_hears_of_it_let_it_out_too(world: World, speaks: Event) -> None:
    await world.door.accept([wrote("say a|b")])
    outcome = waits(world.committed[0].outgoing[0].row)
    await world.door.accept([speaks])
    await world.door.accept(reported(outcome, Now()))
    await world.outbox.record([outcome])
    assert (await texts_of_one(world))[:2] == ["a", "b"]


async def test_the_same_words_let_it_out_once(world: World) -> None:
    """What is refused after them waits for the next."""
    await world.door.accept([wrote("say a|b")])
    outcome = waits(await first(world))
    await world.door.accept([wrote("hello")])
    await world.outbox.record([outcome])
    await held_back(world)
    assert await world.outbox.claim(10) == {}


async def test_an_agent_s_words_meanwhile_let_nothing_out(world: World) -> None:
    await world.door.accept([wrote("say a|b")])
    outcome = waits(await first(world))
    await world.threads.tie(ROOM, "1", outcome.row.conversation, ThreadId("1"))
    await world.door.accept([wrote("one moment", thread("1"))])
    assert len({conversation for _, conversation, _ in await world.ledger.events()}) == 1
    await world.outbox.record([outcome])
    assert await world.outbox.claim(10) == {}


@pytest.mark.postgresql
async def test_it_is_tried_once_more_where_his_words_may_be_on_their_way(any_postgres: Place) -> None:
    """They are being stored by another process, which cannot see yet that anything waits."""
    async with any_postgres.opened() as database:
        world = await in_sql(database)
        await world.door.accept([wrote("say a|b")])
        outcome = waits(await first(world))
        other = await asyncpg.connect(any_postgres.at)
        async with other.transaction():
            await other.execute("SELECT id FROM conversations FOR UPDATE")
            await world.outbox.record([outcome])
        await other.close()
        assert await texts_of_one(world) == ["a", "b"]
        await held_back(world)
        assert await world.outbox.claim(10) == {}


async def test_again_and_again(world: World) -> None:
    await world.door.accept([wrote("say a|b")])
    for word in ("one", "two", "three"):
        await held_back(world)
        await world.door.accept([wrote(word)])
    (rows,) = (await world.outbox.claim(10)).values()
    assert [row.message.text for row in rows] == ["a", "b", "echo one", "echo two", "echo three"]


async def test_what_arrived_in_part_counts_as_tried(world: World) -> None:
    """So it goes alone from now on, and its parts are cut as they were."""
    await world.door.accept([wrote("say a|b")])
    await held_back(world, partly=True)
    await world.door.accept([wrote("hello again")])
    assert (await first(world)).tries == 1


async def test_another_buyer_s_words_let_nothing_out(world: World) -> None:
    await world.door.accept([wrote("hi")])
    await held_back(world)
    await world.door.accept([wrote("hello", "hong")])
    assert texts(await world.outbox.claim(10)) == [["echo hello"]]


async def test_what_waits_for_the_platform_goes_on_waiting(world: World) -> None:
    """It was put off for another reason: the buyer's words change nothing about that."""
    await world.door.accept([wrote("hi")])
    await held_back(world)
    await world.door.accept([wrote("hello")])
    await world.outbox.record([sent(await first(world))])
    await world.outbox.record([later(await first(world), 60)])
    await world.door.accept([wrote("hello?")])
    assert await world.outbox.claim(10) == {}
    assert (await states(world)).count(SENT) == 1


async def test_that_it_waits_is_told_once(world: World) -> None:
    await world.door.accept([wrote("hi")])
    row = await first(world)
    await world.door.accept(reported(waits(row), Now()))
    await world.door.accept(reported(waits(row), Now()))
    assert world.committed[-1].repeats == 1
