"""Two processes on one PostgreSQL: nothing twice, nothing lost, nothing out of order; one stands in for the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from core.channel import Rate
from core.errors import StoreUnavailable
from core.outbox import GivenUp, OutboxRow, PutOff, Sent
from core.reported import DeliveryState
from storage.postgres import PostgresDatabase
from storage.tables import PENDING, SENT
from tests.contracts.conftest import Place
from tests.contracts.engine.script import chat, wrote
from tests.contracts.engine.test_waiting_for_the_buyer import held_back
from tests.contracts.engine.worlds import World, in_sql
from tests.postgres import fresh_database

pytestmark = pytest.mark.postgresql


@dataclass(slots=True)
class Node:
    """One process."""

    database: PostgresDatabase
    world: World

    async def rows(self) -> list[OutboxRow]:
        return [row for rows in (await self.world.outbox.claim(100)).values() for row in rows]

    async def texts(self) -> list[str]:
        return [row.message.text for row in await self.rows()]

    async def accept(self, *texts: str, name: str = "ming") -> None:
        await self.world.door.accept([wrote(text, name) for text in texts])


@pytest.fixture
async def nodes(any_postgres: Place) -> AsyncIterator[list[Node]]:
    async with AsyncExitStack() as stack:
        started = []
        for _ in range(2):
            database = PostgresDatabase(any_postgres.at)
            stack.push_async_callback(database.close)
            started.append(Node(database, await in_sql(database)))
        yield started


@pytest.fixture
async def one(nodes: list[Node]) -> Node:
    return nodes[0]


@pytest.fixture
async def two(nodes: list[Node]) -> Node:
    return nodes[1]


async def kill_sessions(place: Place, condition: str) -> None:
    connection = await asyncpg.connect(place.at)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = current_database() AND pid <> pg_backend_pid() AND {condition}"
    )
    await connection.close()


class TestTheDoor:
    async def test_the_same_event_at_both_is_answered_once(self, one: Node, two: Node) -> None:
        events = [wrote(str(n), f"buyer {n % 9}") for n in range(90)]
        await asyncio.gather(*(node.world.door.accept([event]) for event in events for node in (one, two)))
        assert len(await one.world.ledger.events()) == 90
        assert len(await one.world.ledger.said()) == 90
        assert sum(commit.fresh for node in (one, two) for commit in node.world.committed) == 90

    async def test_a_conversation_has_one_order(self, one: Node, two: Node) -> None:
        await asyncio.gather(*((one, two)[n % 2].accept(str(n), name=f"buyer {n % 3}") for n in range(60)))
        said = await one.world.ledger.said()
        for conversation in {row.conversation for row in said}:
            assert [row.seq for row in said if row.conversation == conversation] == list(range(2, 42, 2))

    async def test_timers_ring_once_when_both_look(self, one: Node, two: Node) -> None:
        for n in range(20):
            await one.accept(f"timer t 0 {n}", name=f"buyer {n}")
        await asyncio.gather(*(node.world.door.ring_due_timers() for node in (one, two) for _ in range(3)))
        assert sorted(row.text for row in await one.world.ledger.said()) == sorted(f"rang t {n}" for n in range(20))

    async def test_audit_notes_of_both_form_one_log(self, one: Node, two: Node) -> None:
        await asyncio.gather(
            *((one, two)[n % 2].accept(f"everything {n}", name=f"buyer {n}") for n in range(30)),
        )
        assert sorted(await one.world.ledger.audit()) == sorted(f"tried {n}" for n in range(30))


class TestWork:
    async def test_it_is_done_by_the_process_that_took_it_in(self, one: Node, two: Node) -> None:
        await one.accept("work 302")
        assert await two.world.door.due_work() == []
        assert len(await one.world.door.due_work()) == 1

    async def test_the_other_does_it_when_that_one_is_gone(self, one: Node, two: Node) -> None:
        await one.accept(*(f"work {n}" for n in range(5)))
        await one.database.close()
        assert len(await two.world.door.due_work()) == 5


class TestTheOutbox:
    async def test_rows_belong_to_who_took_the_event_in(self, one: Node, two: Node) -> None:
        await one.accept("a")
        await two.accept("b", name="hong")
        for node in (one, two):
            await node.world.outbox.adopt()
        assert await one.texts() == ["echo a"]
        assert await two.texts() == ["echo b"]

    async def test_the_other_adopts_them_when_that_one_is_gone(self, one: Node, two: Node) -> None:
        for n in range(30):
            await one.accept(f"say {n}a|{n}b", name=f"buyer {n}")
        await one.database.close()
        await two.world.outbox.adopt()
        claimed = await two.world.outbox.claim(100)
        assert sorted([row.message.text for row in rows] for rows in claimed.values()) == sorted(
            [f"{n}a", f"{n}b"] for n in range(30)
        )

    async def test_a_row_goes_to_whoever_still_sends_in_its_lane(self, one: Node, two: Node) -> None:
        await one.accept("a")
        await two.accept("b")
        assert two.world.handed_over == []
        assert await two.texts() == []
        assert await one.texts() == ["echo a", "echo b"]
        await one.world.outbox.record([Sent(row, ()) for row in await one.rows()])
        await two.accept("c")
        assert two.world.handed_over == [("echo c", None)]

    async def test_what_waits_for_the_buyer_goes_to_the_process_that_hears_him(self, one: Node, two: Node) -> None:
        """Only there may the platform's own request be open, into which an answer can be written."""
        await one.accept("say a|b")
        await held_back(one.world)
        assert await one.texts() == []
        await two.accept("hello")
        assert two.world.committed[-1].woken
        assert await two.texts() == ["a", "b", "echo hello"]
        assert await one.texts() == []

    async def test_what_waits_for_the_platform_stays_where_it_is(self, one: Node, two: Node) -> None:
        await one.accept("say a|b")
        await held_back(one.world)
        await one.accept("hello")
        later = datetime.now(UTC) + timedelta(hours=1)
        await one.world.outbox.record([PutOff((await one.rows())[0], later, "ChannelUnavailable")])
        await two.accept("hello?")
        assert await two.texts() == []

    async def test_what_one_holds_and_the_other_releases_stays_in_order(self, one: Node, two: Node) -> None:
        await one.accept("key a", "b")
        held = (await one.rows())[0]
        await one.world.outbox.record([GivenUp(held, DeliveryState.HELD, "DeliveryInDoubt")])
        await two.world.outbox.release(held.key)
        assert await one.texts() == []
        (released,) = await two.rows()
        assert released.key == held.key
        await two.world.outbox.record([Sent(released, ())])
        assert await one.texts() == ["echo b"]
        assert await two.texts() == []

    async def test_only_the_owner_may_send_what_must_not_come_twice(self, one: Node, two: Node) -> None:
        await one.accept("key a")
        (row,) = await one.rows()
        assert not await two.world.outbox.mark_sending(row)
        assert await one.world.outbox.mark_sending(row)

    async def test_who_has_lost_a_row_can_only_tell_that_it_was_sent(self, one: Node, two: Node) -> None:
        await one.accept("a")
        (row,) = await one.rows()
        soon = datetime.now(UTC) + timedelta(hours=1)
        await two.world.outbox.record([PutOff(row, soon, "late"), GivenUp(row, DeliveryState.HELD, "late")])
        assert [said.state for said in await one.world.ledger.said()] == [PENDING]
        assert await one.texts() == ["echo a"]
        await two.world.outbox.record([Sent(row, ())])
        assert [said.state for said in await one.world.ledger.said()] == [SENT]

    async def test_a_process_that_has_just_started_is_not_taken_for_dead(self, one: Node, two: Node) -> None:
        """One looks who lives, then another starts and takes in a message, and only then the first adopts."""
        living = await one.database.living()
        third = PostgresDatabase(two.database._url)
        node = Node(third, await in_sql(third))
        await node.accept("a")
        alive, newest = list(living.epochs), living.newest
        await one.database.run(lambda db: db.rows("adopt_outgoing", me=db.epoch, alive=alive, newest=newest))
        assert await one.texts() == []
        assert await node.texts() == ["echo a"]
        await third.close()


class TestSharedThings:
    async def test_both_draw_from_the_same_buckets(self, one: Node, two: Node) -> None:
        rate = Rate(1, timedelta(hours=1), burst=10)
        taken = await asyncio.gather(*((one, two)[n % 2].world.buckets.take([("key", rate)]) for n in range(40)))
        assert taken.count(None) == 10
        await one.world.buckets.block("other", timedelta(hours=1))
        assert await two.world.buckets.take([("other", rate)]) is not None

    async def test_a_page_misses_nothing_that_either_writes(self, one: Node, two: Node) -> None:
        writing = asyncio.gather(*((one, two)[n % 2].world.mailbox.post("box", f"{n:03}", b"x") for n in range(100)))
        seen = 0
        keys: list[str] = []
        while not writing.done() or len(keys) < 100:
            for posted in await two.world.mailbox.after("box", seen):
                assert posted.seq == seen + 1
                seen = posted.seq
                keys.append(posted.key)
        assert sorted(keys) == [f"{n:03}" for n in range(100)]
        await writing

    async def test_the_same_key_from_both_is_one_entry_with_one_birth(self, one: Node, two: Node) -> None:
        posts = [(one, two)[n % 2].world.mailbox.post("box", "key", str(n).encode()) for n in range(20)]
        posted = await asyncio.gather(*posts)
        assert len({entry.born for entry in posted}) == 1
        assert len(await one.world.mailbox.latest("box")) == 1

    async def test_whoever_watches_hears_of_what_the_other_posts(self, one: Node, two: Node) -> None:
        heard: asyncio.Queue[str] = asyncio.Queue()
        two.world.mailbox.watch(heard.put_nowait)
        await one.world.mailbox.post("a box", "key", b"1")
        assert await asyncio.wait_for(heard.get(), 10) == "a box"

    async def test_boxes_of_both_written_crosswise_all_arrive(self, one: Node, two: Node) -> None:
        boxes = [f"box {n}" for n in range(6)]
        posts = [
            (one, two)[n % 2].world.mailbox.post(box, str(n), b"x")
            for n in range(20)
            for box in (boxes if n % 2 else boxes[::-1])
        ]
        await asyncio.gather(*posts)
        for box in boxes:
            assert len(await one.world.mailbox.after(box, 0)) == 20


class TestLife:
    async def test_who_runs_is_alive(self, one: Node, two: Node) -> None:
        both = sorted([one.database.epoch, two.database.epoch])
        assert sorted(await one.database.alive()) == both
        await one.database.close()
        assert await two.database.alive() == [two.database.epoch]

    async def test_a_process_on_another_database_of_the_server_does_not_count(self, one: Node, two: Node) -> None:
        url = await asyncio.to_thread(fresh_database, one.database._url)
        stranger = await asyncpg.connect(url)
        await stranger.execute(f"SELECT pg_advisory_lock({0x4B44}, {one.database.epoch})")
        await one.database.close()
        assert await two.database.alive() == [two.database.epoch]
        await stranger.close()

    async def test_asking_who_lives_disturbs_nobody_s_life(self, one: Node) -> None:
        """Asked all the time while the session that shows our own life is looked after."""
        epoch = one.database.epoch
        for _ in range(30):
            await asyncio.gather(*(one.database.alive() for _ in range(10)), asyncio.sleep(0.04))
        assert one.database.epoch == epoch

    async def test_who_has_lost_his_lock_goes_on_under_a_new_epoch(
        self, one: Node, two: Node, any_postgres: Place
    ) -> None:
        await one.accept("before")
        old = one.database.epoch
        told: asyncio.Queue[str] = asyncio.Queue()
        one.database.listen("epoch", told.put_nowait)
        await kill_sessions(any_postgres, f"pid IN (SELECT pid FROM pg_locks WHERE objid = {old})")
        new = await asyncio.wait_for(told.get(), 20)
        assert int(new) > old
        await one.accept("after", name="hong")
        assert await one.texts() == ["echo after"]
        await one.world.outbox.adopt()
        assert sorted(await one.texts()) == ["echo after", "echo before"]

    async def test_a_database_that_drops_everybody_is_found_again(self, one: Node, any_postgres: Place) -> None:
        await one.accept("before")
        await kill_sessions(any_postgres, "true")

        async def insist(text: str) -> int:
            for tries in range(100):
                try:
                    await one.accept(text)
                except StoreUnavailable:
                    await asyncio.sleep(0.05)
                else:
                    return tries
            raise AssertionError("it never came back")

        await insist("after")
        assert (await one.world.said(chat("ming")))[-1] == "echo after"
        assert len(await one.world.ledger.events()) == 2
