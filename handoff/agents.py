"""What agents do in a ticket's thread: words and files go to the buyer, commands are carried out. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from core.asking import Asking
from core.language import LANGUAGES
from core.masking import without_marks
from core.messages import (
    Button,
    ButtonPressed,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    MessageRef,
    OutgoingMessage,
)
from core.ordernumbers import OrderNumbers
from core.proof import proven_order
from core.shop import OrderNo
from core.skills import to_buyer
from core.turns import (
    NOTHING,
    Answer,
    AuditNote,
    Choice,
    FetchKeys,
    LookUpForStaff,
    ReleaseHeld,
    Ticket,
    TicketState,
    Turn,
)
from handoff.buyers import WAITING_TIMER
from handoff.cards import Card, DeskSettings, tried_text
from handoff.commands import Command, is_inside, pressed_command, read_command
from handoff.ticket import closed, joined, taken


@dataclass(frozen=True, slots=True)
class Agents:
    settings: DeskSettings
    asking: Asking
    numbers: OrderNumbers = field(default_factory=OrderNumbers)

    def answer(self, turn: Turn, ticket: Ticket) -> Answer:
        card = Card.of(turn, self.settings, ticket)
        match turn.event:
            case MessageReceived(body=body):
                if is_inside(body.text):
                    return NOTHING
                command = read_command(body.text)
                return self._carry_out(turn, card, command) if command else _relay(turn, card)
            case ButtonPressed(value=value):
                command = pressed_command(value)
                return self._carry_out(turn, card, command) if command else NOTHING
            case MessageEdited() as edited:
                return _edit(turn, edited)
            case MessageDeleted(message=message, where=where):
                gone = OutgoingMessage(to=turn.conversation.where, deletes=MessageRef(where, message))
                return Answer(say=(gone,))
            case _:
                return NOTHING

    def _carry_out(self, turn: Turn, card: Card, command: Command) -> Answer:
        actions: dict[str, Callable[[Turn, Card, str], Answer]] = {
            "take": _take,
            "close": _close,
            "resend": self._resend,
            "order": self._order,
            "prove": self._prove,
            "release": _release,
            "lang": _language,
            "history": _history,
            "note": lambda *_: NOTHING,
            "help": lambda *_: Answer(say=(card.line("desk-help"),)),
        }
        action = actions.get(command.name)
        return action(turn, card, command.argument) if action else Answer(say=(card.line("desk-unknown-command"),))

    def _resend(self, turn: Turn, card: Card, argument: str) -> Answer:
        """The keys of an order that this buyer has proven, to the buyer; agents see them masked."""
        proven = turn.memory.proven
        if not argument and len(proven) > 1:
            return Answer(say=(_offering(turn, card.line("desk-resend-which"), "resend"),))
        number = (self.numbers.find(argument) or argument.upper()) if argument else proven[-1].number if proven else ""
        order = proven_order(proven, number)
        if order is None:
            button = Button(card.say("desk-button-prove"), "desk:prove")
            return Answer(say=(replace(card.line("desk-resend-unproven"), buttons=((button,),)),))
        who = turn.event.sender.id
        note = AuditNote("key.resend-asked", order.number, who)
        return Answer(work=(FetchKeys(order, by=who),), audit=(note,), say=(card.line("desk-resend-asked"),))

    def _order(self, turn: Turn, card: Card, argument: str) -> Answer:
        number = self.numbers.find(argument) or OrderNo(argument.upper())
        if not number:
            return Answer(say=(_offering(turn, card.line("desk-order-which"), "order"),))
        note = AuditNote("order.looked-up", number, turn.event.sender.id)
        return Answer(work=(LookUpForStaff(number),), audit=(note,))

    def _prove(self, turn: Turn, card: Card, _argument: str) -> Answer:
        """Asks the buyer for number, contact and password, as the bot does."""
        asked = self.asking.begin(turn, "keys")
        said = tuple(replace(message, text=f"{turn.say('agent-asks-proof')}\n{message.text}") for message in asked.say)
        return replace(asked, say=(*said, card.line("desk-prove-asked")))


def _offering(turn: Turn, line: OutgoingMessage, action: str) -> OutgoingMessage:
    """With a button for each order that the buyer has proven, the newest first."""
    known = reversed(turn.memory.proven[-8:])
    return replace(line, buttons=tuple((Button(order.number, f"desk:{action}:{order.number}"),) for order in known))


def _relay(turn: Turn, card: Card) -> Answer:
    """To the buyer, in the agent's name, after word of who it is; the first agent to answer has the ticket."""
    assert isinstance(turn.event, MessageReceived)
    event, body = turn.event, turn.event.body
    message = OutgoingMessage(
        to=turn.conversation.where,
        text=without_marks(body.text),
        author=event.sender.name,
        media=body.media,
        mirrors=MessageRef(event.where, event.message),
        reply_to=event.reply_to,
    )
    sent = (message,) if body.text.strip() or body.media else ()
    warned = (card.line("desk-unread-agent", parts=", ".join(body.unread)),) if body.unread else ()
    if not sent:
        return Answer(say=warned)
    if turn.memory.unreachable:
        warned = (*warned, card.line("desk-unreachable"))
    arrival = _arrival(turn, card)
    first = tuple(notice for notice in arrival.say if notice.ticket is None)
    last = tuple(notice for notice in arrival.say if notice.ticket is not None)
    memory = replace(turn.memory, choices=(), misses=0)
    return replace(arrival, say=(*first, *sent, *warned, *last), remember=memory)


def _arrival(turn: Turn, card: Card) -> Answer:
    """Who has the ticket after this agent has spoken."""
    ticket, agent = card.ticket, turn.event.sender
    if ticket.state is not TicketState.TAKEN or ticket.agent is None:
        return _given(turn, card)
    if agent.id == ticket.agent.id or agent.id in ticket.joined:
        return NOTHING
    return Answer(say=(card.line("desk-taken-by", agent=ticket.agent.name),), ticket=joined(ticket, agent))


def _given(turn: Turn, card: Card) -> Answer:
    agent = turn.event.sender
    after = replace(card, ticket=taken(card.ticket, agent))
    return Answer(
        say=(to_buyer(turn, turn.say("agent-arrived", agent=agent.name)), after.again()),
        ticket=after.ticket,
        cancel=(WAITING_TIMER,),
        audit=(AuditNote("ticket.taken", card.ticket.id, agent.id),),
    )


def _edit(turn: Turn, edited: MessageEdited) -> Answer:
    """Commands and what is said among agents stay inside when they are edited, too."""
    if is_inside(edited.body.text) or read_command(edited.body.text):
        return NOTHING
    message = OutgoingMessage(
        to=turn.conversation.where,
        text=without_marks(edited.body.text),
        author=edited.sender.name,
        media=edited.body.media,
        replaces=MessageRef(edited.where, edited.message),
    )
    return Answer(say=(message,))


def _take(turn: Turn, card: Card, _argument: str) -> Answer:
    agent = card.ticket.agent
    if card.ticket.state is TicketState.TAKEN and agent and agent.id == turn.event.sender.id:
        return Answer(say=(card.line("desk-yours"),))
    return _given(turn, card)


def _close(turn: Turn, card: Card, words: str) -> Answer:
    if not card.ticket.open:
        return Answer(say=(card.line("desk-closed-already"),))
    after = replace(card, ticket=closed(card.ticket, turn.event.at))
    choices = (Choice(turn.say("button-unsolved"), "reopen"),)
    last = OutgoingMessage(to=turn.conversation.where, text=without_marks(words), author=turn.event.sender.name)
    told = to_buyer(turn, turn.say("closed"), choices)
    memory = replace(turn.memory, misses=0, waiting=None, choices=choices)
    return Answer(
        say=(*((last,) if words else ()), told, after.line("desk-closed", agent=turn.event.sender.name), after.again()),
        remember=memory,
        ticket=after.ticket,
        cancel=(WAITING_TIMER,),
        audit=(AuditNote("ticket.closed", card.ticket.id, turn.event.sender.id),),
    )


def _release(turn: Turn, card: Card, delivery: str) -> Answer:
    if not delivery:
        return Answer(say=(card.line("desk-unknown-command"),))
    note = AuditNote("key.released", delivery, turn.event.sender.id)
    return Answer(work=(ReleaseHeld(delivery),), say=(card.line("desk-released"),), audit=(note,))


def _language(turn: Turn, card: Card, argument: str) -> Answer:
    language = argument.lower()
    if language not in LANGUAGES:
        return Answer(say=(card.line("desk-language-which"),))
    memory = replace(turn.memory, language=language, chosen_language=True)
    line = card.line("desk-language-set", language=card.say(f"desk-language-{language}"))
    return Answer(say=(line,), remember=memory)


def _history(turn: Turn, card: Card, _argument: str) -> Answer:
    tried = [tried_text(card, line) for line in turn.memory.tried] or [card.say("desk-history-none")]
    lines = [card.say("desk-history", opened=f"{card.ticket.opened_at:%Y-%m-%d %H:%M} UTC"), *tried]
    return Answer(say=(card.message("\n• ".join(lines)),))
