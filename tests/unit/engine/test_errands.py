"""What each kind of work means, and the same when it has to be done again after a crash."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import ShopUnavailable
from core.messages import MessageId, MessageRef, Person, PersonId, TicketId
from core.overview import CountTickets, FindTickets, ListTickets, PassReaction, TicketCount
from core.shop import Evidence, ShopId
from core.turns import Conversation, ConversationId, Memory, Ticket, TicketState
from core.work import FetchKeys, FindOrder, ListOrders, LookUpForStaff, Refusal, ReleaseHeld, VerifyBuyer, Work
from storage.memory.kept import KeptLink
from tests.contracts.engine.script import ROOM, chat
from tests.unit.engine.office import LOST, OURS, RIGHT, STRANGE, Counter, Office, proven

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def whose(number: int) -> Conversation:
    return Conversation(ConversationId(number), chat("ming"), Person(PersonId("ming"), "小明"), Memory())


def with_ticket(
    office: Office,
    name: str,
    *,
    asked: datetime = NOON,
    waiting: datetime | None = None,
    answered: datetime | None = None,
    closed: datetime | None = None,
) -> None:
    ticket = Ticket(
        id=TicketId(name),
        state=TicketState.CLOSED if closed else TicketState.WAITING,
        room=ROOM,
        reason="asked",
        opened_at=asked,
        waiting_since=waiting,
        answered_at=answered,
        closed_at=closed,
    )
    office.kept.tickets[name] = (ConversationId(1), ticket)
    office.kept.conversations[chat("ming").key] = whose(1)


class TestLookingUp:
    async def test_what_was_bought_is_remembered_with_the_proof(self) -> None:
        office = Office()
        told = (await office.verify()).proven, (await office.ask(FindOrder(proven()))).proven
        assert [one.products for one in told if one] == [("Steam 50", "steam-50")] * 2

    async def test_the_state_of_a_proven_order(self) -> None:
        done = await Office().ask(FindOrder(proven()))
        assert done.order is not None
        assert (done.order.number, done.proven, done.refusal) == (OURS, proven(), None)

    async def test_an_order_that_is_gone(self) -> None:
        done = await Office().ask(FindOrder(proven(STRANGE)))
        assert (done.order, done.refusal) == (None, Refusal.NO_MATCH)

    async def test_the_orders_of_a_buyer_with_masked_keys(self) -> None:
        done = await Office().ask(ListOrders((proven(OURS), proven(STRANGE), proven(LOST)), silent=True))
        assert [order.number for order in done.orders] == [OURS, LOST]
        assert done.masked == {OURS: ("ABCD-****",), LOST: ()}
        assert done.silent

    async def test_any_order_for_an_agent_masked_and_for_the_room_alone(self) -> None:
        done = await Office().ask(LookUpForStaff(OURS))
        assert done.order is not None
        assert (dict(done.masked), done.keys, done.silent) == ({OURS: ("ABCD-****",)}, (), True)

    async def test_a_number_nobody_knows(self) -> None:
        done = await Office().ask(LookUpForStaff(STRANGE))
        assert (done.order, done.refusal, done.silent) == (None, Refusal.NO_MATCH, True)

    async def test_a_shop_that_is_not_configured_any_more_is_away(self) -> None:
        with pytest.raises(ShopUnavailable, match="not in the settings"):
            await Office().ask(FindOrder(proven(shop=ShopId("gone"))))


class TestReleasing:
    async def test_a_held_message_may_go_and_twice_is_once(self) -> None:
        office = Office()
        new = office.new(ReleaseHeld("1.2"))
        for _ in range(2):
            done = await office.do(new)
            assert (done.id, done.refusal) == (new.id, None)


class TestQuestionsOfTheRoom:
    async def test_the_open_tickets_those_that_wait_longest_first(self) -> None:
        office = Office()
        for number in range(1, 26):
            with_ticket(office, str(number), waiting=NOON + timedelta(minutes=number))
        with_ticket(office, "99")
        with_ticket(office, "0", closed=NOON)
        done = await office.ask(ListTickets())
        assert done.tickets is not None
        assert [line.id for line in done.tickets.lines] == [str(number) for number in range(1, 21)]
        assert (done.tickets.left_out, done.silent) == (6, True)

    async def test_a_search_tells_when_there_is_more(self) -> None:
        office = Office()
        for number in range(1, 13):
            with_ticket(office, str(number))
        done = await office.ask(FindTickets("小明"))
        assert done.tickets is not None
        assert (len(done.tickets.lines), done.tickets.left_out) == (10, 1)

    async def test_what_the_desk_has_done_today(self) -> None:
        office, minute = Office(), timedelta(minutes=1)
        with_ticket(office, "1", waiting=NOON)
        with_ticket(office, "2", answered=NOON + 2 * minute)
        with_ticket(office, "3", answered=NOON + 3 * minute, closed=NOON + 5 * minute)
        with_ticket(office, "4", answered=NOON + 10 * minute)
        with_ticket(office, "5", asked=NOON - 24 * 60 * minute, answered=NOON - minute, waiting=NOON)
        done = await office.ask(CountTickets(NOON, NOON + 60 * minute))
        assert done.count == TicketCount(
            since=NOON, opened=4, answered=3, closed=1, open=4, waiting=2, median=3 * minute
        )

    async def test_the_daily_message_names_those_that_wait(self) -> None:
        office = Office()
        with_ticket(office, "1", waiting=NOON)
        done = await office.ask(CountTickets(NOON, NOON, daily=True))
        assert done.count is not None
        assert done.count.longest is not None
        assert [line.id for line in done.count.longest.lines] == ["1"]
        assert (done.count.opened, done.count.median) == (0, None)

    async def test_whom_a_reaction_is_for(self) -> None:
        office = Office()
        mine, copy = MessageRef(chat("ming"), MessageId("1")), MessageRef(ROOM, MessageId("2"))
        office.kept.links[copy.key, mine.key] = KeptLink(mine, copy, (1, 0))
        office.kept.conversations[chat("ming").key] = whose(1)
        done = await office.ask(PassReaction(copy, "👍"))
        assert done.reaction == PassReaction(copy, "👍", chat("ming"))
        done = await office.ask(PassReaction(mine, "👍"))
        assert done.reaction == PassReaction(mine, "👍", None)


@pytest.mark.parametrize(
    "work",
    [
        FindOrder(proven()),
        VerifyBuyer(OURS, Evidence("a@b.cn", RIGHT), "keys"),
        FetchKeys(proven(), PersonId("agent")),
        ListOrders((proven(),)),
        LookUpForStaff(OURS),
        ReleaseHeld("1.2"),
        ListTickets(),
        FindTickets("小明"),
        CountTickets(NOON, NOON),
        PassReaction(MessageRef(ROOM, MessageId("2")), "👍"),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_the_outcome_goes_where_the_work_came_from_under_its_name(work: Work) -> None:
    office = Office()
    new = office.new(work, "hong")
    done = await office.do(new)
    assert (done.id, done.where, done.work) == (new.id, chat("hong"), type(work).__name__)
    assert await office.do(new) == done


class TestSeveralShops:
    async def test_one_that_is_silent_keeps_no_other_from_being_asked(self) -> None:
        office = Office(others=[Counter(ShopId("away"), keys={}, away=True)])
        done = await office.verify()
        assert done.proven is not None
        assert done.proven.shop == office.counter.shop
        assert (await office.ask(LookUpForStaff(OURS))).order is not None

    async def test_the_orders_of_those_that_answer_are_listed_and_the_others_named(self) -> None:
        """One that is silent is asked once; one that was removed from the settings is left out as well."""
        away = Counter(ShopId("away"), keys={}, away=True)
        office = Office(others=[away])
        here, gone = proven(), [proven(shop=ShopId("away")), proven(STRANGE, shop=ShopId("away"))]
        done = await office.ask(ListOrders((*gone, here, proven(shop=ShopId("removed")))))
        assert [order.number for order in done.orders] == [OURS]
        assert done.shop == "away, removed"
        with pytest.raises(ShopUnavailable):
            await office.ask(ListOrders(tuple(gone)))

    async def test_what_only_a_silent_one_can_know_is_asked_again_later(self) -> None:
        office = Office(others=[Counter(ShopId("away"), keys={}, away=True)])
        with pytest.raises(ShopUnavailable):
            await office.ask(LookUpForStaff(STRANGE))
        with pytest.raises(ShopUnavailable):
            await office.verify(STRANGE)
