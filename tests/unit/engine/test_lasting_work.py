"""Work that may have taken something from the shop already is never given up: whoever asked is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errands import blank
from core.errors import ShopUnavailable
from core.messages import EventId, Person, PersonId
from core.replacing import GoOn, LastingWork, NoteSent, RefundOrder, ReplaceKey, TellStock
from core.shop import OrderNo
from core.step import NewWork
from core.work import Refusal, WorkDone
from core.worker import Worker
from storage.door import DueWork
from tests.contracts.engine.script import chat
from tests.unit.engine.board import Board
from tests.unit.engine.stage import Now, until

LI, PLACE = Person(PersonId("li")), chat("room")
REPLACE = ReplaceKey(OrderNo("KD1"), "does not redeem", LI, PLACE)
LASTING: list[LastingWork] = [REPLACE, RefundOrder(OrderNo("KD1"), None, "r", LI, PLACE), GoOn("1.2", LI, PLACE)]


async def worked(board: Board, silent: int) -> None:
    """The shop is silent for the first so many tries."""
    left = [ShopUnavailable()] * silent

    async def do(new: NewWork) -> WorkDone:
        if left:
            raise left.pop()
        return replace(blank(new, Now()), then="done")

    busy = Worker(board, do, lambda new: blank(new, Now()))
    await busy.start()
    try:
        await until(lambda: not board.due)
    finally:
        await busy.stop()


def pinned(work: LastingWork | TellStock, tries: int = 0) -> Board:
    return Board([DueWork(NewWork("work:1.2", PLACE, LI, work), tries)])


@pytest.mark.parametrize("work", LASTING)
async def test_whoever_asked_is_told_once_and_it_is_done_in_the_end(work: LastingWork) -> None:
    board = pinned(work)
    await worked(board, silent=6)
    assert [(done.id, done.refusal, done.then) for done in board.told] == [
        ("silent:work:1.2", Refusal.SHOP_SILENT, ""),
        ("work:1.2", None, "done"),
    ]
    assert board.waits == [0.005, 60, 120, 240, 480, 960]


async def test_it_waits_a_day_at_most() -> None:
    board = pinned(REPLACE, tries=400)
    await worked(board, silent=1)
    assert board.waits == [timedelta(days=1).total_seconds()]
    assert [done.id for done in board.told] == ["work:1.2"]


async def test_whoever_dies_between_the_telling_and_the_putting_off_tells_nothing_twice() -> None:
    board = pinned(REPLACE, tries=1)
    board.told.append(replace(blank(board.due[0].new, Now()), id=EventId("silent:work:1.2")))
    await worked(board, silent=1)
    assert [done.id for done in board.told] == ["silent:work:1.2", "work:1.2"]


async def test_that_a_key_is_on_its_way_is_noted_in_the_end() -> None:
    board = pinned(NoteSent("1.2"))
    await worked(board, silent=3)
    assert [done.id for done in board.told] == ["silent:work:1.2", "work:1.2"]
    assert all(done.replacing is not None and done.replacing.place is None for done in board.told)


async def test_a_mere_question_is_given_up() -> None:
    board = pinned(TellStock("steam", PLACE))
    await worked(board, silent=6)
    assert [(done.id, done.refusal) for done in board.told] == [("work:1.2", Refusal.SHOP_SILENT)]
