"""The log behind a page: what was posted is there, in an order from which a page can resume."""

import asyncio

from core.ports import Mailbox, Posted
from tests.contracts.engine.worlds import World


async def post_all(mailbox: Mailbox, *keys: str) -> list[Posted]:
    return [await mailbox.post("box", key, key.encode()) for key in keys]


class TestPosting:
    async def test_entries_are_born_one_after_the_other(self, world: World) -> None:
        posted = await post_all(world.mailbox, "a", "b", "c")
        assert [(one.key, one.born, one.seq, one.body) for one in posted] == [
            ("a", 1, 1, b"a"),
            ("b", 2, 2, b"b"),
            ("c", 3, 3, b"c"),
        ]
        assert await world.mailbox.get("box", "b") == posted[1]

    async def test_the_same_again_changes_nothing(self, world: World) -> None:
        first, second, again = await post_all(world.mailbox, "a", "b", "a")
        assert again == first
        assert await world.mailbox.after("box", 0) == [first, second]

    async def test_an_edit_keeps_its_birth_and_is_the_newest_change(self, world: World) -> None:
        first, second = await post_all(world.mailbox, "a", "b")
        edited = await world.mailbox.post("box", "a", b"new")
        assert edited.born == first.born
        assert edited.seq > second.seq
        assert await world.mailbox.get("box", "a") == edited
        assert await world.mailbox.after("box", second.seq) == [edited]
        assert await world.mailbox.latest("box") == [edited, second]

    async def test_boxes_know_nothing_of_each_other(self, world: World) -> None:
        await world.mailbox.post("one", "a", b"1")
        await world.mailbox.post("two", "a", b"2")
        found = await world.mailbox.get("one", "a")
        assert found is not None
        assert found.body == b"1"
        assert [one.body for one in await world.mailbox.after("two", 0)] == [b"2"]

    async def test_what_is_not_there(self, world: World) -> None:
        assert await world.mailbox.get("box", "a") is None
        assert await world.mailbox.after("box", 0) == []
        assert await world.mailbox.latest("box") == []

    async def test_any_bytes_come_back_as_they_were(self, world: World) -> None:
        body = bytes(range(256)) * 2000
        assert (await world.mailbox.post("盒子 / #1", "键", body)).body == body
        found = await world.mailbox.get("盒子 / #1", "键")
        assert found is not None
        assert found.body == body


class TestPaging:
    async def test_a_page_resumes_where_it_stopped(self, world: World) -> None:
        posted = await post_all(world.mailbox, *(f"{n:02}" for n in range(25)))
        seen: list[Posted] = []
        while page := await world.mailbox.after("box", seen[-1].seq if seen else 0, 10):
            assert len(page) <= 10
            seen += page
        assert seen == posted

    async def test_the_past_is_read_backwards(self, world: World) -> None:
        posted = await post_all(world.mailbox, *(f"{n:02}" for n in range(25)))
        newest = await world.mailbox.latest("box", 10)
        older = await world.mailbox.latest("box", 10, before=newest[0].born)
        oldest = await world.mailbox.latest("box", 10, before=older[0].born)
        assert [*oldest, *older, *newest] == posted
        assert await world.mailbox.latest("box", 10, before=oldest[0].born) == []
        assert await world.mailbox.latest("box", 0) == []


class TestManyAtOnce:
    async def test_nobody_who_reads_on_misses_an_entry(self, world: World) -> None:
        """What becomes visible later must have the greater `seq`."""
        writing = asyncio.gather(*(world.mailbox.post("box", f"{n:03}", b"x") for n in range(100)))
        seen: list[Posted] = []
        while not writing.done() or len(seen) < 100:
            seen += await world.mailbox.after("box", seen[-1].seq if seen else 0)
            await asyncio.sleep(0)
        assert sorted(one.key for one in seen) == [f"{n:03}" for n in range(100)]
        assert [one.seq for one in seen] == list(range(1, 101))
        await writing

    async def test_the_same_key_from_many_sides_is_one_entry(self, world: World) -> None:
        await post_all(world.mailbox, "other")
        await asyncio.gather(*(world.mailbox.post("box", "key", str(n).encode()) for n in range(20)))
        first = await world.mailbox.get("box", "key")
        assert first is not None
        await asyncio.gather(*(world.mailbox.post("box", "key", b"last") for n in range(20)))
        found = await world.mailbox.get("box", "key")
        assert found is not None
        assert (found.born, found.body) == (first.born, b"last")
        assert len(await world.mailbox.latest("box")) == 2


class TestWatching:
    async def test_whoever_watches_is_told_the_box(self, world: World) -> None:
        told: list[str] = []
        world.mailbox.watch(told.append)
        await world.mailbox.post("a box", "key", b"1")
        await world.mailbox.post("other", "key", b"1")
        assert told == ["a box", "other"]

    async def test_nothing_new_is_no_news(self, world: World) -> None:
        await world.mailbox.post("box", "key", b"1")
        told: list[str] = []
        world.mailbox.watch(told.append)
        await world.mailbox.post("box", "key", b"1")
        assert told == []
