"""A ticket's life: opened, taken, closed, reopened; and how its thread is named. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.fallback import recently_closed
from core.messages import (
    AccountId,
    Address,
    ChannelName,
    ChatId,
    MessageId,
    MessageRef,
    OutgoingMessage,
    Person,
    TicketId,
)
from core.turns import Conversation, Ticket, TicketState, Turn

_DESK = ChannelName("desk")


def own_ref(kind: str, name: str, message: str = "card") -> MessageRef:
    """What a message of the desk's own mirrors, so that it can be changed later: no message of anybody's, but as good
    a name for a link."""
    return MessageRef(Address(_DESK, AccountId(kind), ChatId(name)), MessageId(message))


def card_ref(ticket: Ticket) -> MessageRef:
    """Of the card in the thread."""
    return own_ref("card", ticket.id)


def is_card(ref: MessageRef | None) -> bool:
    """The desk's own."""
    return ref is not None and ref.where.channel == _DESK


def shows_card(said: Sequence[OutgoingMessage]) -> bool:
    """The card is among them, as it stands now."""
    return any(is_card(message.replaces) or is_card(message.mirrors) for message in said)


def next_ticket(turn: Turn, room: Address, reason: str, within: timedelta) -> tuple[Ticket, bool]:
    """The ticket for this turn's matter, WAITING; True: it is the last one, reopened in its thread."""
    if old := recently_closed(turn, within):
        return reopened(old, reason, turn.event.at), True
    ticket = Ticket(
        id=_next_id(turn.conversation),
        state=TicketState.WAITING,
        room=room,
        reason=reason,
        opened_at=turn.event.at,
        told_at=turn.event.at,
        asked_at=turn.event.at,
        waiting_since=turn.event.at,
        allowance=turn.ticket.allowance if turn.ticket else turn.event.allowance,
    )
    return ticket, False


def _next_id(conversation: Conversation) -> TicketId:
    """`35`, then `35-2`, `35-3`."""
    if conversation.ticket is None:
        return TicketId(str(conversation.id))
    number = conversation.ticket.id.partition("-")[2]
    return TicketId(f"{conversation.id}-{int(number) + 1 if number else 2}")


def reopened(ticket: Ticket, reason: str, at: datetime) -> Ticket:
    fresh = replace(ticket, state=TicketState.WAITING, reason=reason, closed_at=None, agent=None, joined=())
    return replace(fresh, told_at=at, asked_at=at, waiting_since=at, answered_at=None, warned=())


def taken(ticket: Ticket, agent: Person) -> Ticket:
    return replace(ticket, state=TicketState.TAKEN, agent=agent, closed_at=None, joined=())


def closed(ticket: Ticket, at: datetime) -> Ticket:
    return replace(ticket, state=TicketState.CLOSED, closed_at=at, waiting_since=None)


def joined(ticket: Ticket, agent: Person) -> Ticket:
    return replace(ticket, joined=(*ticket.joined, agent.id))


def heard(ticket: Ticket, at: datetime) -> Ticket:
    """The buyer has written: he waits from his first words that nobody has answered."""
    return ticket if ticket.waiting_since else replace(ticket, waiting_since=at)


def answered(ticket: Ticket, at: datetime) -> Ticket:
    """An agent has written."""
    if ticket.answered_at and ticket.waiting_since is None:
        return ticket
    return replace(ticket, waiting_since=None, answered_at=ticket.answered_at or at)
