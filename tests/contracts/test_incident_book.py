"""What everybody may rely on of the book of incidents: in memory, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlmodel import Session

from core.incident import (
    Affected,
    Bulk,
    Fate,
    Goods,
    Halt,
    Incident,
    IncidentId,
    Remedy,
    ShopSales,
    Stage,
    Wanted,
)
from core.incidentbook import IncidentBook, IncidentShelf, Prover
from core.messages import AccountId, Address, ChannelName, ChatId, Person, PersonId
from core.replacing import Entry, Ledger, LedgerShelf, Second
from core.replacing import Stage as EntryStage
from core.shop import OrderNo, ShopId, StockId
from core.shopparts import Sales, SoldBy
from core.turns import Conversation, ConversationId, Memory
from storage.bulk import insert_rows
from storage.codec import ConversationState, to_json
from storage.incidents import IncidentsInSql
from storage.memory.incidents import IncidentsInMemory
from storage.memory.kept import Kept
from storage.memory.replacements import LedgerInMemory
from storage.replacements import LedgerInSql
from storage.tables import ConversationRow, ProvenRow
from tests.contracts.aftersales import LI, PLACE, WANG
from tests.contracts.conftest import Place
from tests.contracts.surroundings import NOON
from tests.contracts.test_ledger import entry

SHOP, OTHER = ShopId("builtin"), ShopId("games")
A, B, C = (OrderNo(f"KD{place}") for place in range(1, 4))
FIRST, SECOND = IncidentId(1), IncidentId(2)
STEAM = StockId("steam-50", "red")


@dataclass
class Scene:
    book: IncidentBook
    ledger: Ledger
    place: IncidentsInSql | Kept

    async def proves(self, id_: int, number: OrderNo, minutes: int = 0, *, gone: bool = False) -> Prover:
        """A chat in which this order was proven; `gone`: its buyer has blocked us."""
        where = Address(ChannelName("web"), AccountId("shop"), ChatId(f"chat/{id_}"))
        buyer, memory = Person(PersonId(f"b{id_}"), f"小明 {id_}"), Memory(unreachable=gone)
        at = NOON + timedelta(minutes=minutes)
        if isinstance(self.place, Kept):
            chat = ConversationId(id_)
            self.place.conversations[where.key] = Conversation(chat, where, buyer, memory)
            self.place.proven[number, chat] = at
            return Prover(where, buyer)
        state = to_json(ConversationState(where, buyer, memory))
        row: dict[str, object] = {"id": id_, "key": where.key, "seq": 0, "state": state, "updated_at": 0.0}
        proven: dict[str, object] = {"number": number, "conversation": id_, "at": at.timestamp()}

        def put(session: Session) -> None:
            insert_rows(session, ConversationRow, [row])
            insert_rows(session, ProvenRow, [proven])

        await self.place.sessions.write(put)
        return Prover(where, buyer)


@pytest.fixture
async def scene(any_place: Place) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        if any_place.kind == "memory":
            kept = Kept()
            yield Scene(IncidentsInMemory(kept), LedgerInMemory(kept), kept)
        else:
            database = await stack.enter_async_context(any_place.opened())
            book = IncidentsInSql(database)
            yield Scene(book, LedgerInSql(database), book)


def _put(shelf: IncidentShelf, incident: Incident) -> None:
    shelf.put(incident)


def _note(shelf: LedgerShelf, noted: Entry) -> None:
    shelf.put(noted)


def incident(id_: IncidentId, stage: Stage = Stage.OPEN) -> Incident:
    return Incident(id=id_, stage=stage, by=WANG, at=NOON, place=PLACE, sold_by=SoldBy.BATCH, words="S50", since=NOON)


WHOLE = replace(
    incident(FIRST),
    until=NOON + timedelta(days=1),
    goods=(Goods(SHOP, STEAM, "Steam 50 元 ' \" \\ %s {}"),),
    sales=(ShopSales(SHOP, Sales(NOON, None, (STEAM,), ("S50",), ("老王",))),),
    unable=(OTHER,),
    remedy=Remedy.REPLACE,
    way=Remedy.REFUND,
    bulk=Bulk.PAUSED,
    run=3,
    started="work:1.2",
    halt=Halt.NO_STOCK,
    empty=("builtin:steam-50:",),
    allowed=(Remedy.REPLACE,),
    approver=LI,
    second=Second.AMOUNT,
    wanted=Wanted(Remedy.REFUND, bulk=True, by=WANG),
    opened_at=NOON,
)


def affected(number: OrderNo, place: int = 0, of: IncidentId = FIRST, shop: ShopId = SHOP) -> Affected:
    return Affected(
        incident=of,
        shop=shop,
        number=number,
        at=NOON,
        pieces=2,
        amount=Decimal("19.80"),
        currency="CNY",
        title="Steam",
        goods=(STEAM,),
        marks=("f00", "f01"),
        place=place,
    )


async def test_an_incident_comes_back_whole_and_as_it_is_now(scene: Scene) -> None:
    await scene.book.run(lambda shelf: shelf.put(WHOLE))
    assert await scene.book.look(lambda shelf: shelf.incident(FIRST)) == WHOLE
    closed = replace(WHOLE, stage=Stage.CLOSED)
    await scene.book.run(lambda shelf: shelf.put(closed))
    assert await scene.book.look(lambda shelf: shelf.incident(FIRST)) == closed
    assert await scene.book.look(lambda shelf: shelf.incident(SECOND)) is None


async def test_they_are_numbered_one_after_another(scene: Scene) -> None:
    assert await scene.book.run(lambda shelf: shelf.next_id()) == 1
    await scene.book.run(lambda shelf: shelf.put(incident(FIRST)))
    assert await scene.book.run(lambda shelf: shelf.next_id()) == 2


async def test_only_open_ones_are_listed(scene: Scene) -> None:
    third = incident(IncidentId(3))
    for one in (third, incident(SECOND, Stage.DRAFT), incident(FIRST)):
        await scene.book.run(partial(_put, incident=one))
    assert await scene.book.look(lambda shelf: shelf.open_ones()) == [incident(FIRST), third]


async def test_orders_come_when_it_is_their_turn(scene: Scene) -> None:
    late, soon = affected(A, 2), replace(affected(B, 1), marks=None, fate=Fate.DONE, done=Remedy.REPLACE, note="A -> B")
    await scene.book.run(lambda shelf: shelf.put_orders([late, soon, affected(C, 1, SECOND)]))
    assert await scene.book.look(lambda shelf: shelf.orders(FIRST)) == [soon, late]
    after = replace(late, fate=Fate.FAILED, why="gone", work="work:1.9")
    await scene.book.run(lambda shelf: shelf.put_orders([after]))
    assert await scene.book.look(lambda shelf: shelf.order(FIRST, SHOP, A)) == after
    assert await scene.book.look(lambda shelf: shelf.order(FIRST, OTHER, A)) is None
    assert await scene.book.look(lambda shelf: shelf.order(SECOND, SHOP, A)) is None


async def test_an_order_leads_to_the_open_incidents_that_it_is_part_of(scene: Scene) -> None:
    third = IncidentId(3)
    await scene.book.run(lambda shelf: shelf.put(incident(FIRST)))
    await scene.book.run(lambda shelf: shelf.put(incident(SECOND, Stage.CLOSED)))
    await scene.book.run(lambda shelf: shelf.put(incident(third)))
    parts = [affected(A), affected(A, of=SECOND), affected(A, of=third), affected(A, shop=OTHER)]
    await scene.book.run(lambda shelf: shelf.put_orders(parts))
    found = await scene.book.look(lambda shelf: shelf.touching(SHOP, A))
    assert found == [(incident(third), affected(A, of=third)), (incident(FIRST), affected(A))]
    assert await scene.book.look(lambda shelf: shelf.touching(SHOP, B)) == []


async def test_drafts_that_nobody_opened_are_forgotten_with_their_orders(scene: Scene) -> None:
    await scene.book.run(lambda shelf: shelf.put(incident(FIRST, Stage.DRAFT)))
    await scene.book.run(lambda shelf: shelf.put(incident(SECOND)))
    await scene.book.run(lambda shelf: shelf.put_orders([affected(A), affected(A, of=SECOND)]))
    await scene.book.run(lambda shelf: shelf.forget_drafts(NOON))
    assert await scene.book.look(lambda shelf: shelf.orders(FIRST)) == [affected(A)]
    await scene.book.run(lambda shelf: shelf.forget_drafts(NOON + timedelta(seconds=1)))
    assert await scene.book.look(lambda shelf: shelf.incident(FIRST)) is None
    assert await scene.book.look(lambda shelf: shelf.orders(FIRST)) == []
    assert await scene.book.look(lambda shelf: shelf.orders(SECOND)) == [affected(A, of=SECOND)]


async def test_what_the_ledger_knows_of_many_orders_comes_at_once(scene: Scene) -> None:
    first, second = entry("1.1", order=A, bad="f00"), entry("1.2", minutes=1, order=A, bad="f01")
    asked = entry("1.3", EntryStage.BEGUN, order=B)
    for one in (second, first, asked):
        await scene.ledger.run(partial(_note, noted=one))
    found = await scene.book.look(lambda shelf: shelf.entries(SHOP, [A, B, C]))
    assert found == {A: [first, second]}
    assert await scene.book.look(lambda shelf: shelf.entries(OTHER, [A])) == {}


async def test_who_proved_an_order_last_is_the_one_to_write_to(scene: Scene) -> None:
    await scene.proves(1, A)
    last = await scene.proves(2, A, 5)
    await scene.proves(3, A, 9, gone=True)
    await scene.proves(4, B, gone=True)
    assert await scene.book.look(lambda shelf: shelf.provers([A, B, C])) == {A: last}


async def test_what_fails_half_way_has_changed_nothing(scene: Scene) -> None:
    def job(shelf: IncidentShelf) -> None:
        shelf.put(incident(FIRST))
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        await scene.book.run(job)
    assert await scene.book.look(lambda shelf: shelf.incident(FIRST)) is None
