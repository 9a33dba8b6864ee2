"""A ticket goes to another staff room: the thread here is closed with a word, the one there has the card and what was
said last. The buyer notices nothing. Pure."""

from dataclasses import dataclass, replace

from core.masking import mask_keys_in, without_marks
from core.messages import (
    Address,
    Button,
    ButtonPressed,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    OutgoingMessage,
    Priority,
    Reacted,
)
from core.overview import LastWords
from core.turns import NOTHING, Answer, AuditNote, Ticket, TicketState, Timer, Turn
from core.work import WorkDone
from handoff.buyers import WAITING_TIMER, mirrored
from handoff.cards import Card, DeskSettings
from handoff.commands import Command, is_inside, pressed_command, read_command

_MOVE = "move"


@dataclass(frozen=True, slots=True)
class Moving:
    settings: DeskSettings

    def to_room(self, turn: Turn, card: Card, wanted: str) -> Answer:
        """What `/move` does, in the ticket's thread or in one that it has left."""
        rooms = self.settings.rooms
        if not rooms.others(card.ticket.room):
            return _said(turn, card.say("desk-move-nowhere"))
        if not card.ticket.open:
            return _said(turn, card.say("desk-closed-already"))
        room = rooms.called(wanted)
        if room is None:
            return self._which(turn, card, wanted)
        return _said(turn, card.say("desk-move-here")) if room == card.ticket.room else self._moved(turn, card, room)

    def elsewhere(self, turn: Turn, ticket: Ticket) -> Answer | None:
        """In a thread that the ticket has left: nothing new goes to the buyer, who would get answers from two sides.

        None: what was said there before is edited, taken back or reacted to, as ever."""
        event, card = turn.event, Card.of(turn, self.settings, ticket)
        if isinstance(event, MessageEdited | MessageDeleted | Reacted):
            return None
        command = _command(turn)
        if command is not None and command.name == _MOVE and card.ticket.open:
            return self.to_room(turn, card, command.argument)
        inside = isinstance(event, MessageReceived) and is_inside(event.body.text)
        if inside or (command is not None and command.name == "note") or not _speaks(turn):
            return NOTHING
        rooms = self.settings.rooms
        there, here = rooms.name_of(card.ticket.room), rooms.name_of(event.where.whole_chat)
        key = "desk-moved-hint" if card.ticket.open else "desk-moved-closed"
        return _said(turn, card.say(key, room=there, here=here))

    def retold(self, turn: Turn, done: WorkDone) -> Answer:
        """The last words, for those who have taken over: the buyer's as ever, the colleagues' with their names."""
        if turn.ticket is None:
            return NOTHING
        card = Card.of(turn, self.settings, turn.ticket)
        return Answer(say=tuple(line for one in done.words if (line := _retold(turn, card, one)) is not None))

    def _which(self, turn: Turn, card: Card, wanted: str) -> Answer:
        names = self.settings.rooms.others(card.ticket.room)
        key = "desk-move-unknown" if wanted else "desk-move-which"
        text = card.say(key, wanted=without_marks(wanted)[:60], rooms="\n".join(f"• {name}" for name in names))
        buttons = tuple((Button(name, f"desk:{_MOVE}:{name}"),) for name in names)
        return Answer(say=(replace(_line(turn, text), buttons=buttons),))

    def _moved(self, turn: Turn, card: Card, room: Address) -> Answer:
        before, by = card.ticket, turn.event.sender
        rooms, back = self.settings.rooms, room in before.left
        after = replace(card, ticket=moved(before, room))
        there = (after.line_anew("desk-moved-back"), after.again()) if back else (after.first(),)
        come = after.line("desk-moved-from", agent=by.name, room=rooms.name_of(before.room))
        name = rooms.name_of(room)
        gone = card.line("desk-moved", agent=by.name, room=name, here=rooms.name_of(before.room))
        shut = replace(card, moved=name)
        return Answer(
            say=(gone, shut.again(), *there, come),
            ticket=after.ticket,
            work=(LastWords(before.asked_at or before.opened_at, turn.conversation.seq),),
            schedule=(Timer(WAITING_TIMER, self.settings.remind_after, before.id),),
            audit=(AuditNote("ticket.moved", f"{before.id} {name}", by.id),),
        )


def moved(ticket: Ticket, room: Address) -> Ticket:
    """Nobody has it there yet."""
    left = (*(one for one in ticket.left if one not in (room, ticket.room)), ticket.room)
    return replace(ticket, room=room, state=TicketState.WAITING, agent=None, joined=(), left=left)


def _retold(turn: Turn, card: Card, said: MessageReceived) -> OutgoingMessage | None:
    """Without the commands; notes are for colleagues."""
    body = said.body
    if said.where.whole_chat == turn.conversation.where:
        return mirrored(card, said) if body.text.strip() or body.media else None
    command = read_command(body.text)
    if (command is not None and command.name != "note") or not (body.text.strip() or body.media):
        return None
    text = f"{said.sender.name}: {mask_keys_in(body.text)}".strip()
    return replace(card.message(text), media=body.media)


def _command(turn: Turn) -> Command | None:
    if isinstance(turn.event, ButtonPressed):
        return pressed_command(turn.event.value)
    return read_command(turn.text)


def _speaks(turn: Turn) -> bool:
    return isinstance(turn.event, MessageReceived | ButtonPressed)


def _said(turn: Turn, text: str) -> Answer:
    return Answer(say=(_line(turn, text),))


def _line(turn: Turn, text: str) -> OutgoingMessage:
    """There where the agent is."""
    return OutgoingMessage(to=turn.event.where, text=text, priority=Priority.STAFF)
