"""What everybody may rely on of the tickets as a whole."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from core.engine import Engine
from core.messages import Address, ChatId, MessageId, MessageRef, OutgoingMessage, Person, PersonId, TicketId
from core.outbox import Outbox, Sent
from core.ports import Tickets
from core.shop import OrderNo, Proof, ProvenOrder, ShopId
from core.step import Committed
from core.turns import Answer, Memory, Ticket, TicketState, Turn
from storage.door import Door
from storage.memory.delivery import OutboxInMemory
from storage.memory.door import DoorInMemory
from storage.memory.kept import Kept
from storage.memory.overview import TicketsInMemory
from storage.outbox import OutboxInSql
from storage.overview import TicketsInSql
from tests.contracts.conftest import Place
from tests.contracts.engine.script import ROOM, NoDesk, chat, sorry, wrote
from tests.contracts.engine.worlds import OpenDoor

MORNING = datetime(2026, 11, 22, 8, tzinfo=UTC)
NOON = MORNING + timedelta(hours=4)
ANNA = Person(PersonId("a"), "Anna")


def opened(name: str, at: datetime = MORNING) -> Ticket:
    waiting = TicketState.WAITING
    return Ticket(id=TicketId(name), state=waiting, room=ROOM, reason="asked", opened_at=at, waiting_since=at)


def closed(name: str, at: datetime) -> Ticket:
    ticket = opened(name)
    return replace(ticket, state=TicketState.CLOSED, agent=ANNA, closed_at=at, answered_at=at, waiting_since=None)


class Obliging:
    """Implements core.skills.Skill: gives the buyer what is laid out for him, and shows his words in the room."""

    ticket: Ticket
    orders: Sequence[str] = ()

    def answer(self, turn: Turn) -> Answer:
        proven = tuple(ProvenOrder(ShopId("s"), OrderNo(number), Proof.A) for number in self.orders)
        shown = OutgoingMessage(to=ROOM, text="shown", mirrors=MessageRef(turn.event.where, MessageId("his")))
        return Answer(ticket=self.ticket, remember=Memory(proven=proven), say=(shown,))


@dataclass(slots=True)
class Desk:
    """A store in which buyers get tickets."""

    door: OpenDoor
    outbox: Outbox
    tickets: Tickets
    skill: Obliging
    committed: list[Committed] = field(default_factory=list)

    async def gets(self, buyer: str, ticket: Ticket, *orders: str, name: str = "小明") -> None:
        self.skill.ticket, self.skill.orders = ticket, orders
        said = wrote(f"{buyer} {ticket.id} {ticket.state}", buyer)
        await self.door.accept([replace(said, sender=Person(PersonId(buyer), name))])

    async def found(self, words: str, limit: int = 10) -> list[str]:
        return [line.id for line in await self.tickets.find(words, limit)]

    async def listed(self, since: datetime) -> set[str]:
        return {line.id for line in await self.tickets.open_or_closed_since(since)}

    async def shown_as(self, ref: MessageRef) -> None:
        """What was said last stands there now."""
        await self.outbox.record([Sent(self.committed[-1].outgoing[-1].row, (ref,))])


@pytest.fixture
async def desk(any_place: Place) -> AsyncIterator[Desk]:
    skill = Obliging()
    engine = Engine([skill], NoDesk(), lambda _language, key, **_: key, frozenset({ROOM}))
    if any_place.kind == "memory":
        kept = Kept()
        made = Desk(DoorInMemory(kept, engine, sorry), OutboxInMemory(kept), TicketsInMemory(kept), skill)
        await made.door.open(made.committed.append)
        yield made
        return
    async with any_place.opened() as database:
        made = Desk(Door(database, engine, sorry), OutboxInSql(database), TicketsInSql(database), skill)
        await made.door.open(made.committed.append)
        yield made


class TestTheList:
    async def test_all_that_are_open_and_those_closed_since(self, desk: Desk) -> None:
        await desk.gets("ming", opened("1"))
        await desk.gets("hong", closed("2", NOON))
        await desk.gets("wang", closed("3", MORNING))
        assert await desk.listed(NOON) == {"1", "2"}
        assert await desk.listed(MORNING) == {"1", "2", "3"}

    async def test_a_line_tells_what_one_wants_to_know(self, desk: Desk) -> None:
        reopened = replace(closed("7", NOON), closed_at=None, state=TicketState.TAKEN, asked_at=NOON)
        await desk.gets("ming", reopened, name="王小明")
        (line,) = await desk.tickets.open_or_closed_since(NOON)
        assert (line.id, line.buyer, line.channel, line.agent) == ("7", "王小明", "fake", "Anna")
        assert (line.asked_at, line.answered_at, line.waiting_since, line.closed_at) == (NOON, NOON, None, None)
        assert line.room == ROOM

    async def test_of_old_tickets_the_opening_counts(self, desk: Desk) -> None:
        await desk.gets("ming", opened("1"))
        (line,) = await desk.tickets.open_or_closed_since(NOON)
        assert (line.asked_at, line.waiting_since) == (MORNING, MORNING)

    async def test_nothing_is_an_answer(self, desk: Desk) -> None:
        assert await desk.listed(MORNING) == set()


class TestTheSearch:
    @pytest.mark.parametrize("words", ["小明", "王小", "WANG", "wang", "ｗａｎｇ", " 明 ", "明(wang)"])
    async def test_by_any_part_of_the_name(self, desk: Desk, words: str) -> None:
        await desk.gets("ming", opened("1"), name="王小明(Wang)")
        await desk.gets("hong", opened("2"), name="李红")
        assert await desk.found(words) == ["1"]

    @pytest.mark.parametrize("words", ["KD20251122000017", "kd2025", "000017"])
    async def test_by_order_number_proven_or_on_the_card(self, desk: Desk, words: str) -> None:
        await desk.gets("ming", opened("1", MORNING), "KD20251122000017")
        await desk.gets("hong", replace(opened("2", NOON), orders=("KD20251122000017 · 已发货",)))
        await desk.gets("wang", opened("3"), "KD99999999999999")
        assert await desk.found(words) == ["2", "1"]

    @pytest.mark.parametrize("words", ["35", "#35", "＃35"])
    async def test_the_ticket_of_that_number_comes_first(self, desk: Desk, words: str) -> None:
        await desk.gets("ming", opened("35", MORNING))
        await desk.gets("ming", opened("35-2", NOON))
        await desk.gets("hong", opened("4", NOON), name="用户35号")
        await desk.gets("wang", opened("351", NOON), "KD35")
        found = await desk.found(words)
        assert (found[0], set(found)) == ("35", {"35", "35-2", "4"})

    async def test_the_newest_first_and_no_more_than_wanted(self, desk: Desk) -> None:
        for number in range(1, 6):
            await desk.gets(f"buyer {number}", opened(str(number), MORNING + timedelta(minutes=number)))
        assert await desk.found("小明", limit=3) == ["5", "4", "3"]

    @pytest.mark.parametrize("words", ["", "  ", "#", "asked", "room", "%", "_", '"', "\\", "waiting_since", "小\0明"])
    async def test_what_only_looks_like_it_is_not_found(self, desk: Desk, words: str) -> None:
        await desk.gets("ming", opened("1"))
        assert await desk.found(words) == []

    @pytest.mark.parametrize("name", ['"quoted"', "100%", "back\\slash", "under_score"])
    async def test_signs_are_found_as_they_are(self, desk: Desk, name: str) -> None:
        await desk.gets("ming", opened("1"), name=f"x {name} y")
        await desk.gets("hong", opened("2"), name="x y")
        assert await desk.found(name) == ["1"]


class TestWhoIsBehindAMessage:
    COPY = MessageRef(ROOM, MessageId("copy"))

    async def test_the_buyer_whose_words_it_shows(self, desk: Desk) -> None:
        await desk.gets("ming", opened("1"))
        await desk.shown_as(self.COPY)
        assert await desk.tickets.buyer_behind(self.COPY) == chat("ming")

    async def test_the_buyer_to_whom_it_was_shown(self, desk: Desk) -> None:
        await desk.gets("ming", opened("1"))
        row = desk.committed[-1].outgoing[-1].row
        agents = replace(row.message, to=chat("ming"), mirrors=self.COPY)
        await desk.outbox.record([Sent(replace(row, message=agents), (MessageRef(chat("ming"), MessageId("9")),))])
        assert await desk.tickets.buyer_behind(self.COPY) == chat("ming")

    async def test_nobody_behind_a_card_or_a_stranger(self, desk: Desk) -> None:
        await desk.gets("ming", opened("1"))
        row = desk.committed[-1].outgoing[-1].row
        card = Address(ROOM.channel, ROOM.account, ChatId("no such chat"))
        shown = replace(row.message, mirrors=MessageRef(card, MessageId("card")))
        await desk.outbox.record([Sent(replace(row, message=shown), (self.COPY,))])
        assert await desk.tickets.buyer_behind(self.COPY) is None
        assert await desk.tickets.buyer_behind(MessageRef(ROOM, MessageId("other"))) is None


class TestWhatWasSaidLast:
    """For agents of another room, who have not seen it."""

    async def said(self, desk: Desk, *words: str, buyer: str = "ming") -> list[str]:
        """The texts that are kept, oldest first, after the buyer has written these."""
        desk.skill.ticket, desk.skill.orders = opened("1"), ()
        for number, text in enumerate(words):
            at = MORNING + timedelta(minutes=number)
            await desk.door.accept([replace(wrote(text, buyer), at=at)])
        found = await desk.tickets.last_words(chat("ming"), MORNING, 99, 3)
        return [one.body.text for one in found]

    async def test_the_last_few_oldest_first(self, desk: Desk) -> None:
        assert await self.said(desk, "one", "two", "three", "four") == ["two", "three", "four"]

    async def test_nothing_before_that_moment_nor_after_that_place(self, desk: Desk) -> None:
        await self.said(desk, "one", "two")
        later, chatted = MORNING + timedelta(minutes=1), chat("ming")
        assert [one.body.text for one in await desk.tickets.last_words(chatted, later, 99, 3)] == ["two"]
        (first,) = await desk.tickets.last_words(chatted, MORNING, 1, 3)
        assert first.body.text == "one"

    async def test_nobody_elses(self, desk: Desk) -> None:
        assert await self.said(desk, "mine", buyer="hong") == []
