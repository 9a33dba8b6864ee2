"""What a buyer has asked a silent shop is asked again until it is back, once, and for a day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core import retrying, worker
from core.errands import blank
from core.errors import ShopRemoved, ShopUnavailable
from core.messages import EventId, Person, PersonId
from core.replacing import ReplaceKey
from core.retrying import AWAITED_FOR, TELL_AT, next_try
from core.shop import OrderNo, Proof, ProvenOrder, ShopId
from core.step import NewWork
from core.work import FetchKeys, FindOrder, ListOrders, LookUpForStaff, Refusal, Work, WorkDone
from core.worker import Worker
from storage.door import DueWork
from tests.contracts.engine.script import chat
from tests.unit.engine.board import Board
from tests.unit.engine.stage import Now, until

MING, LI = Person(PersonId("ming")), Person(PersonId("li"))
ORDER = ProvenOrder(ShopId("main"), OrderNo("KD1"), Proof.A)
AWAY = ShopUnavailable(shop="星卡小店")


def pinned(work: Work, tries: int = 0) -> Board:
    return Board([DueWork(NewWork("work:1.2", chat("ming"), MING, work), tries)])


async def worked(board: Board, *troubles: Exception) -> None:
    left = list(troubles)

    async def do(new: NewWork) -> WorkDone:
        if left:
            raise left.pop(0)
        return blank(new, Now())

    busy = Worker(board, do, lambda new: blank(new, Now()))
    await busy.start()
    try:
        await until(lambda: not board.due)
    finally:
        await busy.stop()


@pytest.mark.parametrize(
    ("work", "subject"),
    [(FindOrder(ORDER), "order:KD1"), (FetchKeys(ORDER), "keys:KD1"), (ListOrders((ORDER,)), "mine")],
)
async def test_the_buyer_is_told_once_and_answered_in_the_end(work: Work, subject: str) -> None:
    board = pinned(work)
    await worked(board, *[AWAY] * 7)
    silent, answer = board.told
    assert (silent.id, silent.refusal) == ("silent:work:1.2", Refusal.SHOP_SILENT)
    assert (silent.awaits, silent.subject, silent.shop) == ("work:1.2", subject, "星卡小店")
    assert (answer.id, answer.refusal, answer.late) == ("work:1.2", None, True)
    assert board.waits == [0.005, 15, 30, 60, 120, 120, 120]


async def test_a_crash_between_telling_and_putting_off_tells_nothing_twice() -> None:
    board = pinned(FindOrder(ORDER), tries=1)
    board.told.append(replace(blank(board.due[0].new, Now()), id=EventId("silent:work:1.2")))
    await worked(board, AWAY)
    assert [done.id for done in board.told] == ["silent:work:1.2", "work:1.2"]


async def test_who_has_waited_long_for_nothing_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "SLOW", timedelta())
    board = pinned(FindOrder(ORDER))
    await worked(board, AWAY)
    assert [done.id for done in board.told] == ["silent:work:1.2", "work:1.2"]
    assert board.waits == [15]


async def test_after_a_day_it_is_given_up() -> None:
    board = pinned(FindOrder(ORDER), tries=TELL_AT + 3 + 719)
    await worked(board, AWAY, AWAY)
    assert board.heard == [("work:1.2", Refusal.SHOP_SILENT, True)]
    assert board.told[0].awaits is None


def test_a_day_is_a_day() -> None:
    waits, tries = [], TELL_AT
    while (wait := next_try(tries, lasting=False, awaited=True)) is not None:
        waits.append(wait)
        tries += 1
    assert AWAITED_FOR - timedelta(minutes=5) < sum(waits, timedelta()) < AWAITED_FOR + timedelta(minutes=5)
    assert max(waits) == retrying.AWAITED_EVERY


@pytest.mark.parametrize("work", [LookUpForStaff(OrderNo("KD1")), FetchKeys(ORDER, by=LI.id)])
async def test_agents_look_themselves_again(work: Work) -> None:
    board = pinned(work)
    await worked(board, AWAY, AWAY)
    assert board.heard == [("work:1.2", Refusal.SHOP_SILENT, False)]


async def test_a_bug_is_not_tried_all_day() -> None:
    board = pinned(FindOrder(ORDER))
    await worked(board, ZeroDivisionError(), ZeroDivisionError(), ZeroDivisionError())
    assert board.heard == [("work:1.2", Refusal.SHOP_SILENT, False)]
    assert board.told[0].awaits is None


@pytest.mark.parametrize("work", [FindOrder(ORDER), ReplaceKey(OrderNo("KD1"), "r", LI, chat("room"))])
async def test_a_shop_that_was_removed_is_not_asked_again(work: Work) -> None:
    board = pinned(work, tries=1)
    await worked(board, ShopRemoved(shop="星卡小店"), AWAY)
    assert board.heard == [("work:1.2", Refusal.SHOP_REMOVED, False)]
    assert board.told[0].shop == "星卡小店"
    assert not board.waits
