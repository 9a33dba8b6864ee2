"""What everybody may rely on of the book of failed proofs: in memory, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.guessbook import Failure, GuessBook, Run, RunKind, Tally
from core.shop import OrderNo
from storage.guessbook import GuessBookInSql
from storage.memory.guessbook import GuessBookInMemory
from tests.contracts.conftest import Place
from tests.contracts.surroundings import NOON

WEB = "web/main"


@pytest.fixture
async def book(any_place: Place) -> AsyncIterator[GuessBook]:
    if any_place.kind == "memory":
        yield GuessBookInMemory()
    else:
        async with any_place.opened() as database:
            yield GuessBookInSql(database)


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def failure(id_: str, minutes: float = 0, buyer: str = "anna", number: str = "KD1", account: str = WEB) -> Failure:
    return Failure(
        id=id_, at=later(minutes), account=account, buyer=buyer, name=f"#{buyer}", number=OrderNo(number), shops="星卡"
    )


async def add(book: GuessBook, *failures: Failure, ordinary: bool = True) -> list[bool]:
    return await book.run(lambda shelf: [shelf.add(one, ordinary=ordinary) for one in failures])


async def tally(book: GuessBook, kind: RunKind, about: str, minutes: float = 0) -> Tally | None:
    return await book.look(lambda shelf: shelf.tally(kind, about, later(minutes)))


async def test_failures_are_counted_for_their_account_their_order_and_their_buyer(book: GuessBook) -> None:
    await add(
        book,
        failure("1", 1),
        failure("2", 2, number="KD2"),
        failure("3", 3, buyer="ben", number="KD2"),
        failure("4", 4, buyer="ben", number="KD9", account="web/other"),
    )
    account = await tally(book, RunKind.ACCOUNT, WEB)
    assert account is not None
    assert (account.failed, account.buyers, account.orders, account.first) == (3, 2, 2, later(1))
    assert (account.name, account.number, account.shops) == ("#ben", "KD2", "星卡")
    order, buyer = await tally(book, RunKind.ORDER, "KD2"), await tally(book, RunKind.BUYER, "ben")
    assert order is not None
    assert (order.failed, order.buyers) == (2, 2)
    assert buyer is not None
    assert (buyer.failed, buyer.orders, buyer.account) == (2, 2, "web/other")


async def test_only_what_is_not_too_long_ago_counts(book: GuessBook) -> None:
    await add(book, failure("1", 0), failure("2", 10), failure("3", 20))
    since = await tally(book, RunKind.ACCOUNT, WEB, 10)
    assert since is not None
    assert (since.failed, since.first) == (2, later(10))
    assert await tally(book, RunKind.ACCOUNT, WEB, 21) is None


async def test_the_same_failure_again_counts_once(book: GuessBook) -> None:
    assert await add(book, failure("1"), failure("1")) == [True, False]
    counted = await tally(book, RunKind.ACCOUNT, WEB)
    assert counted is not None
    assert counted.failed == 1


async def test_what_turned_out_well_was_no_failure(book: GuessBook) -> None:
    await add(book, failure("1"))
    await book.run(lambda shelf: shelf.drop("1"))
    await book.run(lambda shelf: shelf.drop("never heard of"))
    assert await tally(book, RunKind.ACCOUNT, WEB) is None


async def test_what_is_usual_leaves_out_what_was_an_attack(book: GuessBook) -> None:
    await add(book, failure("1", 0), failure("2", 5), failure("3", 9, account="web/other"))
    await add(book, failure("4", 6), ordinary=False)
    assert await book.look(lambda shelf: shelf.ordinary(WEB, NOON, later(10))) == 2
    assert await book.look(lambda shelf: shelf.ordinary(WEB, NOON, later(5))) == 1


async def test_a_run_is_kept_as_it_is_and_there_is_one_about_one_thing(book: GuessBook) -> None:
    counted = Tally(
        failed=30, buyers=20, orders=29, first=NOON, name="#ben", number=OrderNo("KD2"), account=WEB, shops=""
    )
    run = Run(kind=RunKind.ACCOUNT, about=WEB, since=NOON, tally=counted)
    order = Run(kind=RunKind.ORDER, about="KD2", since=later(-5), tally=counted)
    for one in (run, order, replace(run, edition=2, told=True)):
        await book.run(lambda shelf, one=one: shelf.put_run(one))  # type: ignore[misc]
    assert await book.look(lambda shelf: shelf.runs()) == [order, replace(run, edition=2, told=True)]
    assert await book.look(lambda shelf: shelf.run(RunKind.ACCOUNT, WEB)) == replace(run, edition=2, told=True)
    await book.run(lambda shelf: shelf.drop_run(run))
    assert await book.look(lambda shelf: shelf.run(RunKind.ACCOUNT, WEB)) is None
    assert await book.look(lambda shelf: shelf.runs()) == [order]


async def test_old_failures_are_forgotten(book: GuessBook) -> None:
    await add(book, failure("1", 0), failure("2", 10))
    await book.run(lambda shelf: shelf.forget(later(10)))
    kept = await tally(book, RunKind.ACCOUNT, WEB)
    assert kept is not None
    assert kept.first == later(10)
