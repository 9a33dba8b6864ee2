"""What everybody may rely on of the ledger: in memory, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.messages import Sealed
from core.replacing import Entry, Kind, Ledger, LedgerShelf, Second, Stage
from core.shop import OrderItem, OrderNo, ShopId
from core.shopparts import RefundWay, Visible
from storage.memory.kept import Kept
from storage.memory.replacements import LedgerInMemory
from storage.replacements import LedgerInSql
from tests.contracts.aftersales import BUYER, CHAT, LI, WANG
from tests.contracts.conftest import Place
from tests.contracts.surroundings import NOON

SHOP, ORDER = ShopId("builtin"), OrderNo("KD1")


@pytest.fixture
async def ledger(any_place: Place) -> AsyncIterator[Ledger]:
    async with AsyncExitStack() as stack:
        if any_place.kind == "memory":
            yield LedgerInMemory(Kept())
        else:
            yield LedgerInSql(await stack.enter_async_context(any_place.opened()))


def entry(name: str, stage: Stage = Stage.SENT, minutes: int = 0, order: OrderNo = ORDER, bad: str = "") -> Entry:
    return Entry(
        name=name,
        kind=Kind.REPLACED,
        stage=stage,
        shop=SHOP,
        order=order,
        where=CHAT,
        buyer=BUYER,
        by=WANG,
        at=NOON + timedelta(minutes=minutes),
        bad=bad or f"mark of {name}",
    )


WHOLE = replace(
    entry("1.1", bad="f00"),
    proven=False,
    vouched=True,
    item=OrderItem("steam-50", "Steam 50", 2, "red"),
    bad_masked="ABC*-****",
    reason="打不开 ' \" \\ %s {}",
    amount=Decimal("9.90"),
    currency="CNY",
    way=RefundWay.WALLET,
    second=Second.AMOUNT,
    approver=LI,
    approved_at=NOON,
    alone=True,
    token="17",
    sealed=Sealed("sealed"),
    mark="f01",
    masked="XYZ*-****",
    visible=Visible.DETACHED,
    why="no-stock",
    carrier="work:1.1",
    carried_at=NOON,
)


async def put(ledger: Ledger, *entries: Entry) -> None:
    def job(shelf: LedgerShelf) -> None:
        for one in entries:
            shelf.put(one)

    await ledger.run(job)


async def test_an_entry_comes_back_as_it_was(ledger: Ledger) -> None:
    await put(ledger, WHOLE)
    assert await ledger.look(lambda shelf: shelf.entry("1.1")) == WHOLE
    assert await ledger.look(lambda shelf: shelf.entry("1.2")) is None


async def test_it_is_kept_as_it_is_now(ledger: Ledger) -> None:
    await put(ledger, entry("1.1", Stage.APPROVED))
    await put(ledger, entry("1.1", Stage.SENT))
    assert [one.stage for one in await ledger.look(lambda shelf: shelf.latest(9))] == [Stage.SENT]


async def test_by_order_by_agent_and_the_last_ones(ledger: Ledger) -> None:
    other = replace(entry("1.3", minutes=1), by=LI)
    elsewhere = replace(entry("1.4", minutes=3), shop=ShopId("other"))
    await put(ledger, entry("1.2", minutes=2), other, entry("1.1"), elsewhere, entry("1.5", order=OrderNo("KD2")))

    def look(shelf: LedgerShelf) -> list[list[str]]:
        found = (
            shelf.of_order(SHOP, ORDER),
            shelf.by_agent(WANG.id, NOON + timedelta(minutes=1)),
            shelf.of_number(ORDER, 2),
            shelf.latest(3),
        )
        return [[one.name for one in entries] for entries in found]

    assert await ledger.look(look) == [["1.1", "1.3", "1.2"], ["1.2", "1.4"], ["1.4", "1.2"], ["1.4", "1.2", "1.3"]]


async def test_claims_stand_beside_a_replacement_of_the_same_key_and_are_found_by_it(ledger: Ledger) -> None:
    claims = [replace(entry(f"1.{number}", minutes=number, bad="f00"), kind=Kind.CLAIMED) for number in (1, 2)]
    elsewhere = replace(entry("1.4", minutes=4, order=OrderNo("KD2"), bad="f00"), kind=Kind.CLAIMED)
    begun = entry("1.5", Stage.BEGUN, bad="f00")
    await put(ledger, *claims, entry("1.3", minutes=3, bad="f00"), elsewhere, begun, entry("1.6", bad="f01"))
    found = await ledger.look(lambda shelf: shelf.of_key("f00"))
    assert [(one.name, one.kind) for one in found] == [
        ("1.1", Kind.CLAIMED),
        ("1.2", Kind.CLAIMED),
        ("1.3", Kind.REPLACED),
        ("1.4", Kind.CLAIMED),
    ]
    assert found[0] == claims[0]


async def test_what_is_only_begun_is_known_by_its_name_alone_and_forgotten(ledger: Ledger) -> None:
    await put(ledger, entry("1.1", Stage.BEGUN), entry("1.2", Stage.BEGUN, minutes=5), entry("1.3"))

    def look(shelf: LedgerShelf) -> list[int]:
        lists = shelf.of_order(SHOP, ORDER), shelf.by_agent(WANG.id, NOON), shelf.of_number(ORDER, 9), shelf.latest(9)
        return [len(one) for one in lists]

    assert await ledger.look(look) == [1, 1, 1, 1]
    await ledger.run(lambda shelf: shelf.forget_begun(NOON + timedelta(minutes=1)))

    def known(shelf: LedgerShelf) -> list[bool]:
        return [shelf.entry(name) is not None for name in ("1.1", "1.2", "1.3")]

    assert await ledger.look(known) == [False, True, True]


async def test_what_fails_half_way_has_changed_nothing(ledger: Ledger) -> None:
    def job(shelf: LedgerShelf) -> None:
        shelf.put(entry("1.1"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ledger.run(job)
    assert await ledger.look(lambda shelf: shelf.entry("1.1")) is None
