"""Small questions about the whole: who sits at the other end, how much waits, which tickets there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from core.messages import Address, MessageReceived, MessageRef, ThreadId
from core.overview import TicketLine, is_found, plain
from core.turns import Ticket, TicketState
from storage.codec import ConversationState, from_json, state_of, ticket_of, to_json
from storage.commits import writable
from storage.connection import Connection
from storage.database import Database
from storage.sessions import Sessions
from storage.tables import ConversationRow, EventRow, LinkRow, TicketRow


@dataclass(frozen=True, slots=True)
class Backlog:
    messages: int
    tickets: int


class Overview:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def buyer_of(self, thread: Address) -> Address | None:
        """Whom a thread of a staff room is about. Raises: StoreUnavailable."""
        found = await self._db.look(lambda db: db.rows("buyer_of_thread", key=thread.key))
        return state_of(found[0][0]).where if found else None

    async def thread_of(self, buyer: Address) -> tuple[str, ThreadId] | None:
        """The key of the room and the thread of a buyer's open ticket. Raises: StoreUnavailable."""
        rows = await self._db.look(lambda db: db.rows("thread_of_buyer", key=buyer.whole_chat.key))
        there = ((str(room), ThreadId(thread)) for room, thread, body in rows if ticket_of(body).room.key == room)
        return next(there, None)

    async def backlog(self) -> Backlog:
        """Raises: StoreUnavailable."""

        async def count(db: Connection) -> Backlog:
            messages, tickets = await db.rows("waiting_messages"), await db.rows("open_tickets")
            return Backlog(int(messages[0][0]), int(tickets[0][0]))

        return await self._db.look(count)


@dataclass(frozen=True, slots=True)
class TicketsInSql:
    """Implements core.ports.Tickets."""

    sessions: Sessions

    async def open_or_closed_since(self, moment: datetime) -> Sequence[TicketLine]:
        still = col(TicketRow.state) != TicketState.CLOSED.value
        recently = col(TicketRow.closed_at) >= moment.timestamp()
        query = _TICKETS.where(or_(still, recently))
        return await self.sessions.read(lambda session: [line_of(*one) for one in _known(session, query)])

    async def find(self, words: str, limit: int) -> Sequence[TicketLine]:
        wanted = writable(plain(words))
        forms = dict.fromkeys((wanted, writable(words.strip())))
        places = (TicketRow.id, TicketRow.body, ConversationRow.state)
        holds = [col(place).icontains(_as_json(form), autoescape=True) for place in places for form in forms]
        newest = (col(TicketRow.id) != wanted, col(TicketRow.opened_at).desc(), col(TicketRow.id))
        query = _TICKETS.where(or_(*holds)).order_by(*newest)

        def look(session: Session) -> Sequence[TicketLine]:
            """The database finds the words anywhere in a row; here it is seen whether they stand where they count."""
            hits = (line_of(*one) for one in _known(session, query) if has_words(words, *one))
            return list(islice(hits, limit))

        return await self.sessions.read(look) if wanted else ()

    async def last_words(self, buyer: Address, since: datetime, upto: int, limit: int) -> Sequence[MessageReceived]:
        query = (
            select(EventRow.body)
            .join(ConversationRow, col(ConversationRow.id) == col(EventRow.conversation))
            .where(ConversationRow.key == buyer.whole_chat.key, EventRow.kind == MessageReceived.__name__)
            .where(col(EventRow.body).is_not(None), EventRow.at >= since.timestamp(), EventRow.seq <= upto)
            .order_by(col(EventRow.seq).desc())
            .limit(limit)
        )
        bodies = await self.sessions.read(lambda session: list(session.exec(query)))
        return [from_json(MessageReceived, body) for body in reversed(bodies) if body]

    async def buyer_behind(self, message: MessageRef) -> Address | None:
        key = message.key
        links = select(LinkRow.origin, LinkRow.origin_ref, LinkRow.shown_ref).where(
            or_(col(LinkRow.shown) == key, col(LinkRow.origin) == key)
        )

        def look(session: Session) -> Address | None:
            others = [shown if origin == key else first for origin, first, shown in session.exec(links)]
            chats = [from_json(MessageRef, other).where.whole_chat.key for other in others]
            buyers = select(ConversationRow.state).where(col(ConversationRow.key).in_(chats))
            state = session.exec(buyers).first() if chats else None
            return state_of(state).where if state else None

        return await self.sessions.read(look)


_TICKETS = select(TicketRow.body, ConversationRow.state).join(
    ConversationRow, col(ConversationRow.id) == col(TicketRow.conversation)
)
_AT_ONCE = 200
"""Rows that are read at once: what was found already ends the look."""


def _known(session: Session, query: Select[str, str]) -> Iterator[tuple[Ticket, ConversationState]]:
    for body, state in session.exec(query.execution_options(yield_per=_AT_ONCE)):
        yield ticket_of(body), state_of(state)


def _as_json(words: str) -> str:
    """As they stand inside a JSON text."""
    return to_json(words)[1:-1]


def line_of(ticket: Ticket, whose: ConversationState) -> TicketLine:
    return TicketLine(
        id=ticket.id,
        buyer=whose.buyer.name,
        channel=whose.where.channel,
        asked_at=ticket.asked_at or ticket.opened_at,
        waiting_since=ticket.waiting_since,
        answered_at=ticket.answered_at,
        closed_at=ticket.closed_at,
        agent=ticket.agent.name if ticket.agent else "",
        room=ticket.room,
    )


def has_words(words: str, ticket: Ticket, whose: ConversationState) -> bool:
    orders = (*(order.number for order in whose.memory.proven), *ticket.orders)
    return is_found(words, ticket.id, whose.buyer.name, orders)
