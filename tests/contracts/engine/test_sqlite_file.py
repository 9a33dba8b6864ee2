"""SQLite: one process, one file, and what happens when the disk will not take more."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import text

from core.errors import StoreUnavailable, WrongSetting
from core.messages import Event
from storage.sqlite import SqliteDatabase
from tests.contracts.engine.script import chat, wrote
from tests.contracts.engine.worlds import World, in_sql

PLENTY = 2**30


@pytest.fixture
def file(sqlite_file: Path, tmp_path: Path) -> Path:
    return Path(copyfile(sqlite_file, tmp_path / "desk.db"))


@pytest.fixture
async def database(file: Path) -> AsyncIterator[SqliteDatabase]:
    database = SqliteDatabase(file)
    yield database
    await database.close()


class TestTheFile:
    async def test_a_second_process_is_refused_in_words(self, file: Path, database: SqliteDatabase) -> None:
        await in_sql(database)
        second = SqliteDatabase(file)
        with pytest.raises(WrongSetting, match="in use by another") as refused:
            await in_sql(second)
        assert refused.value.remedy
        await second.close()

    async def test_when_the_first_has_stopped_the_next_may_start(self, file: Path, database: SqliteDatabase) -> None:
        await (await in_sql(database)).door.accept([wrote("hi")])
        await database.close()
        second = SqliteDatabase(file)
        world = await in_sql(second)
        await world.door.accept([wrote("hi"), wrote("again")])
        assert await world.said(chat("ming")) == ["echo hi", "echo again"]
        await second.close()

    @pytest.mark.parametrize("place", ["", "desk.db/inside.db"])
    async def test_a_path_that_cannot_be_written_is_named(self, file: Path, place: str) -> None:
        with pytest.raises(WrongSetting, match="cannot be written") as refused:
            SqliteDatabase(file.parent / place)
        assert refused.value.name == "database.url"

    async def test_a_folder_that_is_not_there_yet_is_made(self, tmp_path: Path) -> None:
        database = SqliteDatabase(tmp_path / "new" / "folder" / "desk.db")
        assert (tmp_path / "new" / "folder").is_dir()
        await database.close()


class TestRowsOfAProcessThatIsGone:
    async def test_the_next_start_adopts_them_in_order(self, file: Path, database: SqliteDatabase) -> None:
        world = await in_sql(database)
        await world.door.accept([wrote("say a|b"), wrote("hi", "hong")])
        await database.close()
        second = SqliteDatabase(file)
        world = await in_sql(second)
        assert await world.outbox.claim(10) == {}
        await world.outbox.adopt()
        claimed = await world.outbox.claim(10)
        assert sorted([row.message.text for row in rows] for rows in claimed.values()) == [["a", "b"], ["echo hi"]]
        await second.close()

    async def test_and_their_work(self, file: Path, database: SqliteDatabase) -> None:
        world = await in_sql(database)
        await world.door.accept([wrote("work 302")])
        await database.close()
        second = SqliteDatabase(file)
        assert len(await (await in_sql(second)).door.due_work()) == 1
        await second.close()


class TestAFullDisk:
    async def test_nothing_is_taken_then_and_all_goes_on_when_there_is_room(self, database: SqliteDatabase) -> None:
        world = await in_sql(database)
        await world.door.accept([wrote("before")])
        limit(database, await pages(database) + 4)
        refused = await until_full(world)
        assert await world.said(chat("ming")) == ["echo before"]
        limit(database, PLENTY)
        await world.door.accept([refused])
        await world.door.accept([wrote("after")])
        assert await world.said(chat("ming")) == ["echo before", "echo after"]
        assert len(await world.said(refused.where)) == 1
        assert await database.connected(lambda db: db.execute(text("PRAGMA integrity_check")).scalar()) == "ok"

    async def test_everything_else_says_so_too(self, database: SqliteDatabase) -> None:
        world = await in_sql(database)
        limit(database, await pages(database))
        with pytest.raises(StoreUnavailable):
            await world.mailbox.post("box", "key", b"x" * 100_000)
        assert await world.mailbox.get("box", "key") is None
        limit(database, PLENTY)
        await world.mailbox.post("box", "key", b"x" * 100_000)


async def until_full(world: World) -> Event:
    """Big messages until the store says no; the one that it did not take."""
    for n in range(40):
        event = wrote("x" * 20_000 + str(n), f"big {n}", id_=f"big {n}")
        try:
            await world.door.accept([event])
        except StoreUnavailable:
            return event
    raise AssertionError("the disk was never full")


def limit(database: SqliteDatabase, pages: int) -> None:
    """The greatest size of the file; SQLite knows it per connection, so it is set on the writer's own."""
    database._connections[0]._raw.execute(f"PRAGMA max_page_count={pages}")


async def pages(database: SqliteDatabase) -> int:
    return int(await database.connected(lambda db: db.execute(text("PRAGMA page_count")).scalar_one()))
