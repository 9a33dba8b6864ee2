"""Where SQLite's one writer waits for its disk: on the event loop while that is quick, in a thread while it is slow."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage import sqlite_file
from storage.sqlite_file import LOOK_AGAIN, QUICK, WriterConnection, connect
from storage.statements import compiled


class Disk(sqlite3.Connection):
    """Takes `seconds` of `now` for a commit, and knows in which thread."""

    now = 0.0
    seconds = 0.0
    threads: list[int]

    def execute(self, sql: str, *more: object) -> sqlite3.Cursor:
        if sql == "COMMIT":
            self.now += self.seconds
            self.threads.append(threading.get_ident())
        return super().execute(sql, *more)  # type: ignore[arg-type]


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    connect(tmp_path / "desk.db").close()
    disk = sqlite3.connect(tmp_path / "desk.db", isolation_level=None, check_same_thread=False, factory=Disk)
    disk.threads = []
    monkeypatch.setattr(sqlite_file, "perf_counter", lambda: disk.now)
    return disk


@pytest.fixture
def writer(disk: Disk) -> WriterConnection:
    return WriterConnection(disk, compiled("sqlite"), ThreadPoolExecutor(1))


async def commits(writer: WriterConnection, number: int) -> None:
    for _ in range(number):
        await writer.begin()
        await writer.commit()


async def test_a_quick_disk_is_waited_for(writer: WriterConnection, disk: Disk) -> None:
    disk.seconds = QUICK / 2
    await commits(writer, 2 * LOOK_AGAIN)
    assert set(disk.threads) == {threading.get_ident()}


async def test_one_slow_commit_changes_nothing(writer: WriterConnection, disk: Disk) -> None:
    await commits(writer, 10)
    disk.seconds = 100 * QUICK
    await commits(writer, 1)
    disk.seconds = 0.0
    await commits(writer, 10)
    assert set(disk.threads) == {threading.get_ident()}


async def test_a_slow_disk_holds_up_nobody_for_long(writer: WriterConnection, disk: Disk) -> None:
    disk.seconds = 4 * QUICK
    await commits(writer, LOOK_AGAIN - 1)
    assert threading.get_ident() not in disk.threads[LOOK_AGAIN // 2 :]


async def test_a_disk_that_is_quick_again_is_found_out(writer: WriterConnection, disk: Disk) -> None:
    disk.seconds = 4 * QUICK
    await commits(writer, LOOK_AGAIN)
    disk.seconds = 0.0
    await commits(writer, 20 * LOOK_AGAIN)
    assert disk.threads[-1] == threading.get_ident()
