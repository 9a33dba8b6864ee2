"""What everybody may rely on of the watchdog's book: in memory, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from core.messages import AccountId, Address, ChannelName, ChatId, Person, PersonId
from core.shop import OrderNo, OrderStatus, ShopId
from core.shopnews import Happening, Trouble
from core.turns import Conversation, ConversationId, Memory
from core.watchbook import Seen, Watch, WatchBook
from storage.bulk import insert_rows
from storage.codec import ConversationState, to_json
from storage.memory.kept import Kept
from storage.memory.watchbook import WatchBookInMemory
from storage.tables import ConversationRow, ProvenRow
from storage.watchbook import WatchBookInSql
from tests.contracts.conftest import Place
from tests.contracts.surroundings import NOON

SHOP, OTHER = ShopId("cards"), ShopId("games")
A, B, C, D = (OrderNo(f"KD{place}") for place in range(1, 5))
BUYER = Person(PersonId("b1"), "小明")


@dataclass
class Scene:
    book: WatchBook
    place: WatchBookInSql | Kept

    async def chat(self, id_: int, *proven: OrderNo) -> Address:
        """A chat in which these orders were proven."""
        where = Address(ChannelName("web"), AccountId("shop"), ChatId(f"chat/{id_}"))
        if isinstance(self.place, Kept):
            chat = ConversationId(id_)
            self.place.conversations[where.key] = Conversation(chat, where, BUYER, Memory())
            self.place.proven.update({(number, chat): NOON for number in proven})
            return where
        state = to_json(ConversationState(where, BUYER, Memory()))
        row: dict[str, object] = {"id": id_, "key": where.key, "seq": 0, "state": state, "updated_at": 0.0}
        rows: list[dict[str, object]] = [{"number": one, "conversation": id_, "at": NOON.timestamp()} for one in proven]

        def put(session: Session) -> None:
            insert_rows(session, ConversationRow, [row])
            insert_rows(session, ProvenRow, rows)

        await self.place.sessions.write(put)
        return where


@pytest.fixture
async def scene(any_place: Place) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        if any_place.kind == "memory":
            kept = Kept()
            yield Scene(WatchBookInMemory(kept), kept)
        else:
            book = WatchBookInSql(await stack.enter_async_context(any_place.opened()))
            yield Scene(book, book)


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def seen(number: OrderNo, status: OrderStatus = OrderStatus.PAID_WAITING, minutes: float = 0) -> Seen:
    return Seen(shop=SHOP, number=number, status=status, at=later(minutes))


def trouble(number: OrderNo, minutes: float = 0, happening: Happening = Happening.SHORT) -> Trouble:
    return Trouble(
        shop=SHOP,
        number=number,
        happening=happening,
        status=OrderStatus.SHORTAGE,
        goods="Steam 50 × 2 ' \" \\ %s",
        at=later(minutes),
        paid_at=NOON,
    )


async def test_a_shop_is_followed_on_from_where_it_was(scene: Scene) -> None:
    assert await scene.book.look(lambda shelf: shelf.watch(SHOP)) == Watch(shop=SHOP)
    known = Watch(shop=SHOP, cursor="17|KD1", batch=3, told_at=NOON, away_since=later(1), away_told=True)
    await scene.book.run(lambda shelf: shelf.put_watch(replace(known, cursor="")))
    await scene.book.run(lambda shelf: shelf.put_watch(known))
    assert await scene.book.look(lambda shelf: shelf.watch(SHOP)) == known
    assert await scene.book.look(lambda shelf: shelf.watch(OTHER)) == Watch(shop=OTHER)


async def test_an_order_is_known_as_it_was_seen_last(scene: Scene) -> None:
    whole = replace(seen(A), pieces=2, told=(Happening.PAID, Happening.LATE), due=later(5))
    await scene.book.run(lambda shelf: shelf.put_seen([seen(A), seen(B)]))
    await scene.book.run(lambda shelf: shelf.put_seen([whole]))
    assert await scene.book.look(lambda shelf: shelf.seen(SHOP, [A, B, C])) == {A: whole, B: seen(B)}
    assert await scene.book.look(lambda shelf: shelf.seen(OTHER, [A])) == {}


async def test_who_lacks_his_key_is_looked_at_again_the_longest_due_first(scene: Scene) -> None:
    due = [replace(seen(number), due=later(minutes)) for number, minutes in ((A, 3), (B, 1), (C, 9))]
    await scene.book.run(lambda shelf: shelf.put_seen([*due, seen(D), replace(due[0], shop=OTHER)]))
    assert await scene.book.look(lambda shelf: shelf.due(SHOP, later(5), 9)) == [B, A]
    assert await scene.book.look(lambda shelf: shelf.due(SHOP, later(5), 1)) == [B]


async def test_the_chats_that_have_proven_an_order_are_found(scene: Scene) -> None:
    first, second = await scene.chat(1, A, B), await scene.chat(2, A)
    found = await scene.book.look(lambda shelf: shelf.provers([C, B, A]))
    assert found == {A: {first: NOON, second: NOON}, B: {first: NOON}}
    assert await scene.book.look(lambda shelf: shelf.provers([])) == {}


async def test_what_became_of_a_buyers_other_orders_is_known_the_last_first(scene: Scene) -> None:
    await scene.chat(1, A, B, C, D)
    await scene.chat(2, A)
    states = (seen(B, OrderStatus.EXPIRED, 2), seen(C, OrderStatus.DELIVERED, 1), seen(D, OrderStatus.FAILED, 3))
    await scene.book.run(lambda shelf: shelf.put_seen([seen(A), *states]))
    failed, expired, delivered = OrderStatus.FAILED, OrderStatus.EXPIRED, OrderStatus.DELIVERED
    assert await scene.book.look(lambda shelf: shelf.beside(SHOP, A, 9)) == [[failed, expired, delivered], []]
    assert await scene.book.look(lambda shelf: shelf.beside(SHOP, A, 2)) == [[failed, expired], []]
    assert await scene.book.look(lambda shelf: shelf.beside(OTHER, A, 2)) == [[], []]


async def test_troubles_wait_until_they_are_told_each_once(scene: Scene) -> None:
    late = trouble(B, 2, Happening.LATE)
    await scene.book.run(lambda shelf: shelf.put_troubles([trouble(B, 1), trouble(A), late, trouble(A)]))
    assert await scene.book.look(lambda shelf: shelf.troubles(SHOP, 0, 9)) == [trouble(A), trouble(B, 1), late]
    begun = replace(trouble(A), batch=1)
    await scene.book.run(lambda shelf: shelf.put_troubles([begun]))
    assert await scene.book.look(lambda shelf: shelf.troubles(SHOP, 0, 1)) == [trouble(B, 1)]
    assert await scene.book.look(lambda shelf: shelf.troubles(SHOP, 1, 9)) == [begun]
    await scene.book.run(lambda shelf: shelf.drop_troubles(SHOP, 1))
    assert await scene.book.look(lambda shelf: shelf.troubles(SHOP, 1, 9)) == []
    assert await scene.book.look(lambda shelf: shelf.troubles(SHOP, 0, 9)) == [trouble(B, 1), late]


async def test_old_orders_are_forgotten(scene: Scene) -> None:
    await scene.book.run(lambda shelf: shelf.put_seen([seen(A, minutes=-1), seen(B)]))
    await scene.book.run(lambda shelf: shelf.forget(NOON))
    assert list(await scene.book.look(lambda shelf: shelf.seen(SHOP, [A, B]))) == [B]
