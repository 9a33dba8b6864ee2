"""The worker: every piece of work once, a silent shop is told of, and one bug stops nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from core import retrying, worker
from core.errands import blank
from core.errors import ShopUnavailable, StoreUnavailable
from core.messages import Event, Person, PersonId
from core.shop import OrderNo
from core.step import NewWork
from core.work import LookUpForStaff, Refusal, WorkDone
from core.worker import Worker
from storage.door import DueWork
from tests.contracts.engine.script import chat
from tests.unit.engine.stage import Now, until


def work(name: str) -> NewWork:
    return NewWork(f"work:{name}", chat("ming"), Person(PersonId("ming")), LookUpForStaff(OrderNo(name)))


@dataclass(slots=True)
class Board:
    """Implements core.worker.WorkStore. `troubles`: raised at the next asks."""

    due: dict[str, DueWork] = field(default_factory=dict)
    told: list[WorkDone] = field(default_factory=list)
    put_offs: list[tuple[str, int]] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    slow: asyncio.Event | None = None

    def pin(self, *names: str) -> None:
        self.due |= {f"work:{name}": DueWork(work(name), 0) for name in names}

    async def due_work(self) -> Sequence[DueWork]:
        if self.troubles:
            raise self.troubles.pop(0)
        found = list(self.due.values())
        if self.slow is not None and found:
            await self.slow.wait()
        return found

    async def put_off(self, new: NewWork, tries: int, seconds: float) -> None:
        self.put_offs.append((new.id, tries))
        self.due[new.id] = DueWork(new, tries)

    async def accept(self, events: Sequence[Event]) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        for event in events:
            assert isinstance(event, WorkDone)
            self.told.append(event)
            del self.due[event.id]


@dataclass(slots=True)
class Shop:
    """Does the work. `troubles`: by number, what the next tries raise."""

    done: list[str] = field(default_factory=list)
    troubles: dict[str, list[Exception]] = field(default_factory=dict)
    blocked: dict[str, asyncio.Event] = field(default_factory=dict)
    most_at_once: int = 0
    now_at: int = 0

    async def do(self, new: NewWork) -> WorkDone:
        assert isinstance(new.work, LookUpForStaff)
        name = str(new.work.number)
        self.done.append(name)
        self.now_at += 1
        self.most_at_once = max(self.most_at_once, self.now_at)
        try:
            if name in self.blocked:
                await self.blocked[name].wait()
            await asyncio.sleep(0)
        finally:
            self.now_at -= 1
        if self.troubles.get(name):
            raise self.troubles[name].pop(0)
        return blank(new, Now())


@asynccontextmanager
async def at_work(board: Board, shop: Shop, seen: Callable[[object, str], None] | None = None) -> AsyncIterator[Worker]:
    busy = Worker(board, shop.do, lambda new: blank(new, Now()), seen or (lambda _work, _end: None))
    await busy.start()
    try:
        yield busy
    finally:
        await busy.stop()


async def test_work_is_done_once_and_told() -> None:
    board, shop = Board(), Shop()
    board.pin("1", "2", "3")
    async with at_work(board, shop):
        await until(lambda: not board.due)
    assert sorted(shop.done) == ["1", "2", "3"]
    assert sorted(done.id for done in board.told) == ["work:1", "work:2", "work:3"]


async def test_a_notice_is_enough_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SWEEP", datetime.now(UTC) - datetime(2020, 1, 1, tzinfo=UTC))
    board, shop = Board(), Shop()
    async with at_work(board, shop) as busy:
        await asyncio.sleep(0.01)
        board.pin("1")
        busy.notice()
        await until(lambda: not board.due)


async def test_what_is_in_hand_is_not_begun_again() -> None:
    board, shop = Board(), Shop(blocked={"1": asyncio.Event()})
    board.pin("1")
    async with at_work(board, shop) as busy:
        await until(lambda: shop.done == ["1"])
        for _ in range(5):
            busy.notice()
            await asyncio.sleep(0.002)
        shop.blocked["1"].set()
        await until(lambda: not board.due)
    assert shop.done == ["1"]


async def test_a_look_that_comes_back_late_begins_nothing_twice() -> None:
    board, shop = Board(), Shop(blocked={"1": asyncio.Event()})
    board.pin("1")
    async with at_work(board, shop):
        await until(lambda: shop.done == ["1"])
        board.slow = asyncio.Event()
        await asyncio.sleep(0.03)
        shop.blocked["1"].set()
        await until(lambda: not board.due)
        board.slow.set()
        await asyncio.sleep(0.03)
    assert shop.done == ["1"]


async def test_a_slow_shop_does_not_hold_up_the_rest() -> None:
    board, shop = Board(), Shop(blocked={"1": asyncio.Event()})
    board.pin(*map(str, range(1, 30)))
    async with at_work(board, shop):
        await until(lambda: list(board.due) == ["work:1"])
        shop.blocked["1"].set()
        await until(lambda: not board.due)
    assert shop.most_at_once <= worker.SIDE_BY_SIDE


@pytest.mark.parametrize("trouble", [ShopUnavailable(), ZeroDivisionError()])
async def test_a_silent_shop_is_asked_again_and_then_the_buyer_is_told(trouble: Exception) -> None:
    board, shop = Board(), Shop(troubles={"1": [trouble] * 5})
    board.pin("1", "2")
    async with at_work(board, shop):
        await until(lambda: not board.due)
    assert shop.done.count("1") == 2
    assert board.put_offs == [("work:1", 1)]
    assert {done.id: done.refusal for done in board.told} == {"work:1": Refusal.SHOP_SILENT, "work:2": None}


async def test_a_shop_that_needs_too_long_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE", retrying.SILENT_FOR)
    board, shop = Board(), Shop(blocked={"1": asyncio.Event()})
    board.pin("1")
    async with at_work(board, shop):
        await until(lambda: not board.due)
    assert [done.refusal for done in board.told] == [Refusal.SHOP_SILENT]


async def test_a_shop_that_comes_back_in_time_is_not_called_silent() -> None:
    board, shop = Board(), Shop(troubles={"1": [ShopUnavailable()]})
    board.pin("1")
    async with at_work(board, shop):
        await until(lambda: not board.due)
    assert [done.refusal for done in board.told] == [None]


async def test_a_store_that_is_away_is_not_the_shop_s_fault() -> None:
    board, shop = Board(), Shop(troubles={"1": [StoreUnavailable()] * 4})
    board.pin("1")
    async with at_work(board, shop):
        await until(lambda: not board.due)
    assert [done.refusal for done in board.told] == [None]
    assert board.put_offs == []


@pytest.mark.parametrize("trouble", [StoreUnavailable(), ZeroDivisionError()])
async def test_work_that_cannot_be_read_now_is_read_later(trouble: Exception) -> None:
    board, shop = Board(troubles=[trouble, trouble]), Shop()
    board.pin("1")
    async with at_work(board, shop):
        await until(lambda: not board.due)
    assert shop.done == ["1"]


async def test_the_observer_hears_how_each_ended() -> None:
    board, shop, ends = Board(), Shop(troubles={"1": [ShopUnavailable()], "2": [ZeroDivisionError()]}), list[str]()
    board.pin("1", "2")
    async with at_work(board, shop, lambda _work, end: ends.append(end)):
        await until(lambda: not board.due)
    assert sorted(ends) == ["done", "done", "failed", "silent", "silent"]


async def test_it_ends_though_it_was_told_of_work_that_very_moment() -> None:
    async with at_work(Board(), Shop()) as busy:
        for _ in range(3):  # it looks, finds nothing, and waits
            await asyncio.sleep(0)
        busy.notice()
        async with asyncio.timeout(20):
            await busy.stop()
