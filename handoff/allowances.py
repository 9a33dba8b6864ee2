"""Platforms that count what we write: what is left is kept with the ticket, on its card, and told in time. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.messages import (
    Allowance,
    ButtonPressed,
    ContactOpened,
    MessageReceived,
    MessageRef,
    TimerRang,
)
from core.reported import DeliveryReported, DeliveryState
from core.turns import NOTHING, Answer, Ticket, TicketState, Turn
from handoff.cards import Card, DeskSettings
from handoff.ticket import is_card, shows_card
from handoff.window import WINDOW_TIMER, keeps_its_call, last_call, open_at, reads_differently, until_text


class Told(StrEnum):
    """What the agents hear once until the buyer has done something again."""

    LAST = "last"
    USED_UP = "used-up"
    WAITS = "waits"
    KEY_WAITS = "key-waits"


def noted(turn: Turn) -> Turn:
    """With what the event tells about it in the ticket; in a closed one too, as an agent may take it up again."""
    ticket = turn.ticket
    if turn.staff or ticket is None:
        return turn
    after = _after(turn, ticket)
    return turn if after is ticket else replace(turn, conversation=replace(turn.conversation, ticket=after))


def _after(turn: Turn, ticket: Ticket) -> Ticket:
    event, known = turn.event, turn.event.allowance
    wrote = isinstance(event, MessageReceived | ButtonPressed | ContactOpened)
    if isinstance(event, DeliveryReported) and event.state is DeliveryState.WAITS:
        known = None if _for_room(turn, event) else known or Allowance(0, 0, event.at)
    if wrote and ticket.warned:
        ticket = replace(ticket, warned=())
    news = (wrote or known is not None) and reads_differently(ticket.allowance, known)
    return replace(ticket, allowance=known) if news else ticket


@dataclass(frozen=True, slots=True)
class Allowances:
    settings: DeskSettings

    def changed(self, turn: Turn) -> Answer:
        """Ours has used some: the agent who has the ticket is told of the last but one, and of the last."""
        ticket = turn.ticket
        if ticket is None or ticket.state is not TicketState.TAKEN or ticket.allowance is None:
            return Answer()
        if not open_at(ticket.allowance, turn.event.at):
            known = {Told.USED_UP, Told.WAITS} & set(ticket.warned)
            return Answer() if known else once(Card.of(turn, self.settings, ticket), Told.USED_UP)
        return once(Card.of(turn, self.settings, ticket), Told.LAST) if ticket.allowance.left == 1 else Answer()

    def waits(self, turn: Turn, report: DeliveryReported) -> Answer:
        """It goes by itself when the buyer writes again: nothing is lost, and nobody is alarmed."""
        ticket = turn.ticket
        if ticket is None or not ticket.open or _for_room(turn, report):
            return NOTHING
        card = Card.of(turn, self.settings, ticket)
        if report.secret:
            return once(card, Told.KEY_WAITS)
        behind = ticket.state is TicketState.TAKEN and ticket.waiting_since is None
        return once(card, Told.WAITS, report.mirrored) if report.mirrored or behind else Answer()

    def last_call(self, turn: Turn, rang: TimerRang) -> Answer:
        """Only to those who owe an answer, and can still give it."""
        ticket, now = turn.ticket, rang.at
        if ticket is None or not ticket.open or ticket.id != rang.data or ticket.waiting_since is None:
            return NOTHING
        allowance = ticket.allowance
        if allowance is None or not open_at(allowance, now) or turn.memory.unreachable:
            return NOTHING
        card = Card.of(turn, self.settings, ticket)
        until = until_text(turn.words, self.settings.language, allowance.until, now, self.settings.zone)
        return Answer(say=(card.line("desk-window-ends", buyer=card.buyer, left=allowance.left, until=until),))

    def completed(self, before: Turn, turn: Turn, answer: Answer) -> Answer:
        """With what was noted in `turn` kept, shown on the card (one edit for all) and called out in time."""
        old, new = before.ticket, turn.ticket
        if old is None or new is None:
            return answer
        ticket = answer.ticket or new
        if new is not old:
            answer = replace(answer, ticket=ticket)
        if ticket.open and reads_differently(old.allowance, ticket.allowance) and not shows_card(answer.say):
            there = replace(turn, conversation=replace(turn.conversation, memory=answer.remember or turn.memory))
            answer = replace(answer, say=(*answer.say, Card.of(there, self.settings, ticket).again()))
        return _called_out(answer, old, ticket, turn.event.at)


def once(card: Card, told: Told, about: MessageRef | None = None) -> Answer:
    """Nothing, if they have heard it since the buyer last did something."""
    if told in card.ticket.warned:
        return Answer()
    line = card.message(card.say(f"desk-allowance-{told}"), about)
    return Answer(say=(line,), ticket=having_told(card.ticket, told))


def having_told(ticket: Ticket, told: Told) -> Ticket:
    return ticket if told in ticket.warned else replace(ticket, warned=(*ticket.warned, told))


def waits_for_buyer(ticket: Ticket) -> bool:
    """Something that was meant for him has not gone yet."""
    return bool({Told.WAITS, Told.KEY_WAITS} & set(ticket.warned))


def _called_out(answer: Answer, old: Ticket, ticket: Ticket, at: datetime) -> Answer:
    """With the timer for the end: set, set anew, or cancelled, if it does not stand well already."""
    if not ticket.open:
        gone = old.open and old.allowance is not None
        return replace(answer, cancel=(*answer.cancel, WINDOW_TIMER)) if gone else answer
    if old.open and (old.allowance is ticket.allowance or keeps_its_call(old.allowance, ticket.allowance)):
        return answer
    call = last_call(ticket.allowance, ticket.id, at)
    if call or not old.open:
        return replace(answer, schedule=(*answer.schedule, *call))
    return replace(answer, cancel=(*answer.cancel, WINDOW_TIMER))


def _for_room(turn: Turn, report: DeliveryReported) -> bool:
    """It was to be shown to the agents."""
    mirrored = report.mirrored
    return mirrored is not None and (is_card(mirrored) or mirrored.where.whole_chat == turn.conversation.where)
