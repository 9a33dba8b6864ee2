"""One bad event is kept for people to look at; its neighbours go on, and nobody is asked to send it again and again."""

import asyncio

import pytest

from core.errors import StoreUnavailable
from core.messages import MessageReceived
from storage.database import Database
from storage.door import Door
from tests.contracts.engine.script import PASSWORD, SORRY, chat, obedient, sorry, wrote
from tests.contracts.engine.worlds import LedgerInSql, World, in_sql

NUL, LONE = "a\0b", "a\ud800b"
UNWRITABLE = {
    "a NUL in the text": wrote(f"look {NUL}", id_="bad"),
    "a NUL in the chat": wrote("look", f"chat {NUL}", id_="bad"),
    "a NUL in the id": wrote("look", id_=f"bad {NUL}"),
    "a lone surrogate in the text": wrote(f"look {LONE}", id_="bad"),
    "a lone surrogate in the chat": wrote("look", f"chat {LONE}", id_="bad"),
    "a lone surrogate in the id": wrote("look", id_=f"bad {LONE}"),
    "a NUL in all that is stored": wrote(f"everything {NUL}", id_="bad"),
    "a lone surrogate in all that is stored": wrote(f"everything {LONE}", id_="bad"),
}
WORDS = ["say one", "boom", "say two"]


class TestThePoisonedEvent:
    async def test_the_others_of_its_batch_are_answered(self, world: World) -> None:
        await world.door.accept([wrote(text, f"buyer {n}") for n, text in enumerate(WORDS)])
        assert await world.said(chat("buyer 0")) == ["one"]
        assert await world.said(chat("buyer 2")) == ["two"]

    async def test_its_sender_gets_an_apology_and_can_go_on(self, world: World) -> None:
        await world.door.accept([wrote(text) for text in WORDS])
        assert await world.said(chat("ming")) == ["one", SORRY, "two"]

    async def test_it_is_counted_and_told_without_the_words_of_the_buyer(self, world: World) -> None:
        await world.door.accept([wrote("boom")])
        (parked,) = world.committed[0].parked
        assert parked.parked is not None
        assert "ValueError" in parked.parked
        assert "script.py" in parked.parked
        assert PASSWORD not in parked.parked
        assert await world.ledger.failed() == [parked.id]

    async def test_its_repeat_is_not_tried_again(self, world: World) -> None:
        await world.door.accept([wrote("boom")])
        await world.door.accept([wrote("boom")])
        assert await world.said(chat("ming")) == [SORRY]


@pytest.mark.parametrize("bad", UNWRITABLE.values(), ids=UNWRITABLE.keys())
class TestWhatADatabaseRefuses:
    async def test_it_is_taken_once_and_for_all(self, world: World, bad: MessageReceived) -> None:
        for _ in range(3):
            await world.door.accept([bad])
        known = len(await world.ledger.events()) + len(await world.ledger.parked())
        assert known == 1

    async def test_its_neighbours_are_not_harmed(self, world: World, bad: MessageReceived) -> None:
        good = [wrote(str(n), f"buyer {n}") for n in range(6)]
        await asyncio.gather(*(world.door.accept([event]) for event in [*good[:3], bad, *good[3:]]))
        await world.door.accept([wrote("before", "one"), bad, wrote("after", "one")])
        for n in range(6):
            assert await world.said(chat(f"buyer {n}")) == [f"echo {n}"]
        assert await world.said(chat("one")) == ["echo before", "echo after"]


class TestLongAndOdd:
    async def test_a_megabyte_of_text_is_stored_and_answered(self, world: World) -> None:
        text = "卡" * 350_000
        await world.door.accept([wrote(text, id_="long")])
        assert await world.said(chat("ming")) == [f"echo {text}"]

    async def test_a_payload_nobody_can_parse_is_kept_once(self, world: World) -> None:
        for _ in range(2):
            await world.door.park(chat("ming"), "77", b"\xff\0not json", "Unreadable")
        assert await world.ledger.parked() == [("fake/shop/ming/77", "Unreadable")]

    @pytest.mark.parametrize("odd", [NUL, LONE])
    async def test_a_payload_with_an_odd_key_is_kept_too(self, world: World, odd: str) -> None:
        await world.door.park(chat(odd), odd, b"x", f"why {odd}")
        assert len(await world.ledger.parked()) == 1


class TestAClosedStore:
    async def test_it_says_so_and_takes_nothing(self, database: Database) -> None:
        world = await in_sql(database)
        await world.door.accept([wrote("hi")])
        await database.close()
        for asked in (
            world.door.accept([wrote("later")]),
            world.door.due_work(),
            world.outbox.claim(1),
            world.mailbox.get("box", "key"),
            world.buckets.take([]),
        ):
            with pytest.raises(StoreUnavailable):
                await asked

    async def test_what_was_taken_before_is_written_first(self, database: Database) -> None:
        world = await in_sql(database)
        waiting = [asyncio.create_task(world.door.accept([wrote(str(n), f"buyer {n}")])) for n in range(50)]
        await asyncio.sleep(0)
        await database.close()
        await asyncio.gather(*waiting)
        assert sum(one.fresh for one in world.committed) == 50

    async def test_whoever_comes_while_it_closes_is_told_and_does_not_hang(self, database: Database) -> None:
        world = await in_sql(database)

        async def late(n: int) -> str:
            await asyncio.sleep(0.0005 * n)
            try:
                await world.door.accept([wrote(str(n), f"buyer {n}")])
            except StoreUnavailable:
                return "refused"
            return "stored"

        tasks = [asyncio.create_task(late(n)) for n in range(40)]
        await asyncio.sleep(0.005)
        await database.close()
        ends = await asyncio.wait_for(asyncio.gather(*tasks), 20)
        assert ends.count("stored") == sum(one.fresh for one in world.committed)
        assert "refused" in ends


class TestTheNextInLine:
    async def test_a_courier_that_chokes_does_not_keep_the_sender_waiting(self, database: Database) -> None:
        def choke(_: object) -> None:
            raise RuntimeError("a bug in the courier")

        door = Door(database, obedient(), sorry)
        await door.open(choke)
        await door.accept([wrote("hi")])
        await door.accept([wrote("still there?")])
        assert [one.text for one in await LedgerInSql(database).said()] == ["echo hi", "echo still there?"]
