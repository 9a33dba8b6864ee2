"""All orders of a bad batch made good: each exactly once, whatever dies in between, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from core import incidentbulk
from core.errors import ShopUnavailable
from core.incident import Bulk, Fate, Halt, IncidentId, Remedy
from core.incidentfinding import Finding
from core.incidentrules import IncidentRules
from core.incidentwork import Act, ActOnIncident, FindAffected, RunBulk, Step, TakeRemedy
from core.ports import ShopPort
from core.replacing import Kind, Stage
from core.shop import OrderNo, OrderStatus, Proof, ProvenOrder
from core.shopparts import NewKey, Replacement, SetAside, SoldBy
from core.step import NewWork
from storage.blobs import BlobsOnDisk
from storage.database import Database
from storage.incidents import IncidentsInSql
from storage.replacements import LedgerInSql
from storage.shops.builtin import BUILTIN, BuiltinShop
from tests.contracts.aftersales import BUYER, CHAT, LI, PLACE, WANG, Accident, Fuse
from tests.contracts.incidentroom import BAD, GOODS, NEW, NUMBERS, Room
from tests.contracts.surroundings import NOON, FixedClock, Sale, on_offer, sold


@pytest.fixture
async def room(opened: BuiltinShop, sessions: Database, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Four orders with five bad keys; five good ones are in stock."""
    monkeypatch.setattr(incidentbulk, "REST", 0.0)
    await on_offer(opened.sessions, GOODS)
    single = [Sale(number, product=GOODS, keys=[key]) for number, key in zip(NUMBERS[:3], BAD, strict=False)]
    await sold(opened.sessions, opened.vault, *single, Sale(NUMBERS[3], product=GOODS, quantity=2, keys=BAD[3:]))
    await opened.add_keys(GOODS, NEW)
    return Room(opened, sessions, BlobsOnDisk(tmp_path / "blobs"))


async def test_counting_changes_nothing_and_tells_what_it_would_take(room: Room) -> None:
    told = await room.counts()
    tally = told.tally
    assert tally is not None
    assert (told.step, tally.orders, tally.pieces, tally.left, told.stock) == (Step.ANEW, 4, 5, 4, 5)
    assert tally.cost == (("CNY", Decimal("39.60")),)
    assert await room.keys() == BAD
    assert await room.left() == 5


async def test_all_get_one_new_key_for_each_bad_one(room: Room) -> None:
    await room.opened()
    ended = await room.runs(await room.acts(Act.BULK, Remedy.REPLACE))
    assert ended.incident is not None
    assert ended.tally is not None
    assert (ended.incident.bulk, ended.tally.replaced, ended.tally.left) == (Bulk.DONE, 4, 0)
    assert sorted(await room.keys()) == NEW
    assert await room.left() == 0
    assert (await room.acts(Act.BULK, Remedy.REPLACE)).step is Step.NOTHING_LEFT


async def _rounds(room: Room, new: NewWork) -> None:
    """This work, and what follows from it; a process that dies is followed by one that finds the same work."""
    while True:
        try:
            done = await room.do(new)
        except Accident:
            room.fuse = Fuse()
            continue
        assert done.incident is not None
        if done.incident.goes_on is None:
            return
        new = room.new(done.incident.goes_on)


@pytest.mark.parametrize("at", [*range(1, 60, 3), 75, 90, 105, 120])
async def test_whatever_dies_there_no_order_gets_two_and_none_is_left_out(room: Room, at: int) -> None:
    await room.opened()
    begun = room.new(ActOnIncident(IncidentId(1), Act.BULK, WANG, PLACE, Remedy.REPLACE))
    room.fuse = Fuse(at)
    await _rounds(room, begun)
    assert sorted(await room.keys()) == NEW
    assert await room.left() == 0
    assert {one.fate for one in await room.orders()} == {Fate.DONE}


@pytest.mark.parametrize("at", range(2, 40, 4))
async def test_whatever_dies_there_nobody_is_paid_twice(room: Room, at: int) -> None:
    await room.opened()
    begun = room.new(ActOnIncident(IncidentId(1), Act.BULK, WANG, PLACE, Remedy.REFUND))
    room.fuse = Fuse(at)
    await _rounds(room, begun)
    for number in NUMBERS:
        order = await room.shop.find_order(number)
        assert order is not None
        assert order.refunded == order.amount
    entries = await LedgerInSql(room.sessions).look(lambda shelf: shelf.latest(50))
    assert Counter((one.kind, one.stage) for one in entries) == {(Kind.REFUNDED, Stage.SENT): 4}


async def test_every_order_is_told_once_for_the_audit_though_the_work_is_repeated(room: Room) -> None:
    await room.opened()
    told = await room.acts(Act.BULK, Remedy.REPLACE)
    assert told.goes_on is not None
    new = room.new(told.goes_on)
    first = await room.do(new)
    again = await room.do(new)
    assert first.incident is not None
    assert again.incident is not None
    assert {one.number for one in again.incident.done} == {one.number for one in first.incident.done} == set(NUMBERS)


async def test_paused_it_begins_no_further_order(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidentbulk, "SLICE", 0.0)
    await room.opened()
    told = await room.acts(Act.BULK, Remedy.REPLACE)
    await room.acts(Act.PAUSE)
    monkeypatch.setattr(incidentbulk, "SLICE", 5.0)
    ended = await room.runs(told)
    assert ended.incident is not None
    assert (ended.incident.bulk, ended.incident.halt) == (Bulk.PAUSED, Halt.BY_HAND)
    assert await room.keys() == BAD
    resumed = await room.acts(Act.RESUME)
    await room.runs(told)
    assert await room.keys() == BAD, "an older run goes on beside the new one"
    await room.runs(resumed)
    assert sorted(await room.keys()) == NEW


async def test_it_stops_when_stock_ends_and_says_how_many_are_left(room: Room) -> None:
    await room.opened()
    taken = [Sale(f"KD60{place}", product=GOODS) for place in range(3)]
    await sold(room.shop.sessions, room.shop.vault, *(replace(one, status=OrderStatus.UNPAID) for one in taken))
    for one in taken:
        await room.shop.mark_paid(OrderNo(one.number))
    ended = await room.runs(await room.acts(Act.BULK, Remedy.REPLACE))
    assert ended.incident is not None
    assert ended.tally is not None
    assert (ended.incident.halt, ended.tally.replaced) == (Halt.NO_STOCK, 2)
    assert ended.tally.left >= 2
    assert await room.left() == 0


async def test_a_shop_that_fails_again_and_again_stops_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(shop: BuiltinShop, wanted: Replacement, aside: SetAside) -> NewKey:
        raise ShopUnavailable

    await room.opened()
    told = await room.acts(Act.BULK, Remedy.REPLACE)
    with monkeypatch.context() as patched:
        patched.setattr(BuiltinShop, "replace_key", away)
        ended = await room.runs(told)
    assert ended.incident is not None
    assert (ended.incident.bulk, ended.incident.halt) == (Bulk.PAUSED, Halt.FAILURES)
    await room.runs(await room.acts(Act.RESUME))
    assert sorted(await room.keys()) == NEW


async def test_a_buyer_and_the_bulk_do_not_both_give_him_one(room: Room) -> None:
    await room.opened(Remedy.REPLACE)
    work = TakeRemedy(IncidentId(1), ProvenOrder(BUILTIN, NUMBERS[0], Proof.A))
    new = NewWork("work:9.1", CHAT, BUYER, work)
    first, again = await room.do(new), await room.do(new)
    assert first.keys == again.keys
    assert len(first.keys) == 1
    await room.runs(await room.acts(Act.BULK, Remedy.REPLACE))
    assert sorted(await room.keys()) == NEW


async def test_above_the_limit_another_must_agree(room: Room) -> None:
    room.rules = IncidentRules(approve_orders=3)
    await room.opened()
    asked = await room.acts(Act.BULK, Remedy.REPLACE)
    assert (asked.step, asked.goes_on) == (Step.NEEDS_SECOND, None)
    assert (await room.acts(Act.AGREE)).step is Step.OBJECTION
    assert (await room.acts(Act.REFUSE)).step is Step.REFUSED
    await room.acts(Act.BULK, Remedy.REPLACE)
    await room.runs(await room.acts(Act.AGREE, by=LI))
    assert sorted(await room.keys()) == NEW
    assert {one.approver for one in await LedgerInSql(room.sessions).look(lambda shelf: shelf.latest(9))} == {LI}


async def test_only_who_may_does_anything(room: Room) -> None:
    room.rules = IncidentRules(agents=frozenset({"li"}))
    assert (await room.counts()).step is Step.MAY_NOT
    asked = FindAffected(SoldBy.PRODUCT, GOODS, NOON - timedelta(days=1), None, LI, PLACE)
    assert (await room.asks(asked)).step is Step.ANEW
    assert (await room.acts(Act.OPEN, Remedy.REPLACE)).step is Step.MAY_NOT


async def test_what_was_replaced_before_is_not_counted_again(room: Room) -> None:
    await room.opened(Remedy.REPLACE)
    await room.do(
        NewWork("work:9.1", CHAT, BUYER, TakeRemedy(IncidentId(1), ProvenOrder(BUILTIN, NUMBERS[0], Proof.A)))
    )
    counted = await room.counts()
    assert counted.tally is not None
    assert (counted.tally.orders, counted.tally.settled, counted.tally.left) == (4, 1, 3)


async def test_batch_and_supplier_of_the_built_in_shop_lead_to_their_orders(room: Room) -> None:
    await room.shop.add_keys(GOODS, ["BATC-0001"], batch="B-7", supplier="老王")
    await sold(room.shop.sessions, room.shop.vault, Sale("KD700", product=GOODS, quantity=6, status=OrderStatus.UNPAID))
    await room.shop.mark_paid(OrderNo("KD700"))
    for words, by in (("B-7", SoldBy.BATCH), ("老王", SoldBy.SUPPLIER)):
        told = await room.counts(words, by)
        assert told.tally is not None
        assert (told.tally.orders, told.tally.pieces) == (1, 1)


async def test_the_settings_say_what_came_from_whom(room: Room) -> None:
    room.rules = IncidentRules(suppliers={"Wang": ("netflix*",)})
    told = await room.counts("wang", SoldBy.SUPPLIER)
    assert told.tally is not None
    assert told.tally.orders == 4


async def test_the_report_names_every_order_and_no_key(room: Room, clock: FixedClock) -> None:
    await room.opened()
    await room.runs(await room.acts(Act.BULK, Remedy.REPLACE))
    told = await room.acts(Act.REPORT)
    assert told.report is not None
    table = b"".join([chunk async for chunk in room.blobs.open(told.report.ref)]).decode("utf-8-sig")
    assert all(number in table for number in NUMBERS)
    assert not any(key in table for key in (*BAD, *NEW))
    assert f"{clock.at:%Y}" in told.report.name


async def test_run_bulk_of_an_incident_that_is_gone_does_nothing(room: Room) -> None:
    assert (await room.asks(RunBulk(IncidentId(77), 1, PLACE))).step is None


async def test_what_is_decided_while_it_is_counted_holds(room: Room) -> None:
    """Counting takes its time: an agent has paused it meanwhile."""
    before = await room.opened()
    await room.acts(Act.BULK, Remedy.REPLACE)
    await room.acts(Act.PAUSE)
    shop = cast("ShopPort", room.shop)
    finding = Finding([shop], IncidentsInSql(room.sessions), room.rules)
    after = await finding.counted(before)
    assert (after.bulk, after.halt) == (Bulk.PAUSED, Halt.BY_HAND)
