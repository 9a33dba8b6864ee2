"""What agents do in a ticket's thread: words and files go to the buyer, commands are carried out. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from core.asking import Asking
from core.kin import ListKin, Unlink
from core.language import spoken_by
from core.masking import without_marks
from core.messages import (
    Button,
    ButtonPressed,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    MessageRef,
    OutgoingMessage,
    Reacted,
)
from core.ordernumbers import OrderNumbers
from core.proof import proven_order
from core.shop import OrderNo
from core.skills import to_buyer
from core.turns import NOTHING, Answer, AuditNote, Choice, Ticket, TicketState, Turn
from core.work import FetchKeys, LookUpForStaff, ReleaseHeld
from handoff.aftersales import Aftersales
from handoff.allowances import waits_for_buyer
from handoff.buyers import WAITING_TIMER
from handoff.cards import Card, DeskSettings, tried_text
from handoff.commands import Command, is_inside, pressed_command, read_command
from handoff.faqroom import carry_out, learn
from handoff.incidents import NAME as INCIDENT
from handoff.incidents import Incidents
from handoff.inquiries import INQUIRIES, Inquiries
from handoff.moving import Moving
from handoff.reactions import to_other_side
from handoff.relaying import given, relay
from handoff.ticket import closed
from handoff.window import open_at


@dataclass(frozen=True, slots=True)
class Agents:
    settings: DeskSettings
    asking: Asking
    numbers: OrderNumbers = field(default_factory=OrderNumbers)

    def answer(self, turn: Turn, ticket: Ticket) -> Answer:
        card = Card.of(turn, self.settings, ticket)
        match turn.event:
            case MessageReceived() as written:
                return self._written(turn, card, written)
            case ButtonPressed(value=value):
                command = pressed_command(value)
                return self._carry_out(turn, card, command) if command else NOTHING
            case MessageEdited() as edited:
                return _edit(turn, edited)
            case MessageDeleted(message=message, where=where):
                return Answer(say=(_gone(turn, MessageRef(where, message)),))
            case Reacted() as reacted:
                return to_other_side(turn, reacted)
            case _:
                return NOTHING

    def _written(self, turn: Turn, card: Card, written: MessageReceived) -> Answer:
        """A command that was forwarded is nobody's order, and may be a note: it goes nowhere."""
        if is_inside(written.body.text):
            return NOTHING
        command = read_command(written.body.text)
        if command is None:
            return relay(turn, card)
        if written.origin:
            return Answer(say=(card.line("desk-forwarded-command"),))
        return self._carry_out(turn, card, command)

    def _carry_out(self, turn: Turn, card: Card, command: Command) -> Answer:
        if command.name == "faq":
            return carry_out(turn, command)
        if command.name == INCIDENT:
            return Incidents(self.settings).carry_out(turn, command.argument)
        if command.name in INQUIRIES:
            work = Inquiries(self.settings).work(command, turn.event)
            return Answer(work=(work,)) if work else Answer(say=(card.line("desk-search-which"),))
        actions: dict[str, Callable[[Turn, Card, str], Answer]] = {
            "take": _take,
            "close": _close,
            "resend": self._resend,
            "order": self._order,
            "prove": self._prove,
            "release": _release,
            "lang": _language,
            "move": Moving(self.settings).to_room,
            "history": _history,
            "unlink": _unlink,
            "learn": learn,
            "delete": self._delete,
            "note": _note,
            "help": self._help,
            **Aftersales(self.numbers).actions(),
        }
        action = actions.get(command.name)
        return action(turn, card, command.argument) if action else Answer(say=(card.line("desk-unknown-command"),))

    def _help(self, turn: Turn, card: Card, _argument: str) -> Answer:
        rooms = [card.say("desk-help-rooms")] if self.settings.rooms.several else []
        kin = [card.say("desk-kin-help")] if turn.memory.kin else []
        lines = [card.say("desk-help"), card.say("desk-after-help"), card.say("desk-incident-help"), *rooms, *kin]
        return Answer(say=(card.message("\n".join(lines)),))

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
        who = turn.event.sender
        note = AuditNote("key.resend-asked", order.number, who.id)
        return Answer(work=(FetchKeys(order, who.id, who.name),), audit=(note,), say=(card.line("desk-resend-asked"),))

    def _order(self, turn: Turn, card: Card, argument: str) -> Answer:
        number = self.numbers.find(argument) or OrderNo(argument.upper())
        if not number:
            return Answer(say=(_offering(turn, card.line("desk-order-which"), "order"),))
        note = AuditNote("order.looked-up", number, turn.event.sender.id)
        return Answer(work=(LookUpForStaff(number),), audit=(note,))

    def _delete(self, turn: Turn, card: Card, _argument: str) -> Answer:
        """Takes back at the buyer's what the quoted message has become there."""
        quoted = turn.event.reply_to if isinstance(turn.event, MessageReceived) else None
        if quoted is None:
            return Answer(say=(card.line("desk-delete-which"),))
        if not self.settings.removal.removes(turn.conversation.where.channel):
            return Answer(say=(card.line("desk-delete-cannot"),))
        note = AuditNote("message.deleted", f"{card.ticket.id} {quoted.id}", turn.event.sender.id)
        return Answer(say=(_gone(turn, quoted), card.line("desk-delete-asked")), audit=(note,))

    def _prove(self, turn: Turn, card: Card, _argument: str) -> Answer:
        """Asks the buyer for number, contact and password, as the bot does."""
        asked = self.asking.begin(turn, "keys")
        said = tuple(replace(message, text=f"{turn.say('agent-asks-proof')}\n{message.text}") for message in asked.say)
        return replace(asked, say=(*said, card.line("desk-prove-asked")))


def _offering(turn: Turn, line: OutgoingMessage, action: str) -> OutgoingMessage:
    """With a button for each order that the buyer has proven, the newest first."""
    known = reversed(turn.memory.proven[-8:])
    return replace(line, buttons=tuple((Button(order.number, f"desk:{action}:{order.number}"),) for order in known))


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


def _gone(turn: Turn, message: MessageRef) -> OutgoingMessage:
    return OutgoingMessage(to=turn.conversation.where, deletes=message)


def _note(_turn: Turn, card: Card, words: str) -> Answer:
    """Words are for the agents and stand there already; the button tells how it is done."""
    return NOTHING if words else Answer(say=(card.line("desk-note-how"),))


def _take(turn: Turn, card: Card, _argument: str) -> Answer:
    agent = card.ticket.agent
    if card.ticket.state is not TicketState.TAKEN or agent is None:
        return given(turn, card)
    if agent.id == turn.event.sender.id:
        return Answer(say=(card.line("desk-yours"),))
    if isinstance(turn.event, ButtonPressed):  # the card has no such button any more: somebody was faster
        return Answer(say=(card.line("desk-taken-already", agent=agent.name),))
    return given(turn, card)


def _close(turn: Turn, card: Card, words: str) -> Answer:
    if not card.ticket.open:
        return Answer(say=(card.line("desk-closed-already"),))
    after = replace(card, ticket=closed(card.ticket, turn.event.at))
    choices, farewell = _farewell(turn, card.ticket)
    last = OutgoingMessage(to=turn.conversation.where, text=without_marks(words), author=turn.event.sender.name)
    waits = waits_for_buyer(card.ticket) or (words and not farewell)
    line = after.line("desk-closed-later" if waits else "desk-closed", agent=turn.event.sender.name)
    return Answer(
        say=(*((last,) if words else ()), *farewell, line, after.again()),
        remember=replace(turn.memory, misses=0, waiting=None, choices=choices),
        ticket=after.ticket,
        cancel=(WAITING_TIMER,),
        audit=(AuditNote("ticket.closed", card.ticket.id, turn.event.sender.id),),
    )


def _farewell(turn: Turn, ticket: Ticket) -> tuple[tuple[Choice, ...], tuple[OutgoingMessage, ...]]:
    """None when it would wait until he writes again, which may be about something else."""
    if not open_at(ticket.allowance, turn.event.at):
        return (), ()
    choices = (Choice(turn.say("button-unsolved"), "reopen"),)
    return choices, (to_buyer(turn, turn.say("closed"), choices),)


def _release(turn: Turn, card: Card, delivery: str) -> Answer:
    if not delivery:
        return Answer(say=(card.line("desk-unknown-command"),))
    note = AuditNote("key.released", delivery, turn.event.sender.id)
    return Answer(work=(ReleaseHeld(delivery),), say=(card.line("desk-released"),), audit=(note,))


def _language(turn: Turn, card: Card, argument: str) -> Answer:
    language = spoken_by(argument)
    if language is None:
        return Answer(say=(card.line("desk-language-which"),))
    memory = replace(turn.memory, language=language, chosen_language=True)
    line = card.line("desk-language-set", language=card.say(f"desk-language-{language}"))
    return Answer(say=(line,), remember=memory)


def _history(turn: Turn, card: Card, _argument: str) -> Answer:
    tried = [tried_text(card, line) for line in turn.memory.tried] or [card.say("desk-history-none")]
    lines = [card.say("desk-history", opened=f"{card.ticket.opened_at:%Y-%m-%d %H:%M} UTC"), *tried]
    work = (ListKin(),) if turn.memory.kin else ()
    return Answer(say=(card.message("\n• ".join(lines)),), work=work)


def _unlink(turn: Turn, card: Card, _argument: str) -> Answer:
    """The agents' word parts chats; it never links any."""
    if not turn.memory.kin:
        return Answer(say=(card.line("desk-unlink-alone"),))
    who = turn.event.sender.id
    note = AuditNote("chat.unlink-asked", turn.conversation.where.key, who)
    return Answer(work=(Unlink(),), audit=(note,), say=(card.line("desk-unlinked"),))
