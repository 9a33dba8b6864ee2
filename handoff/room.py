"""The staff room outside of tickets: commands about the whole; everything else is talk among agents. Pure."""

from dataclasses import dataclass, field, replace

from core.messages import Address, ButtonPressed, MessageReceived, OutgoingMessage, Priority, Reacted
from core.turns import NOTHING, Answer, Turn
from core.work import WorkDone
from handoff.aftersales import ROOMWIDE, Aftersales
from handoff.aftersalestold import AftersalesTold
from handoff.cards import DeskSettings
from handoff.commands import Command, is_entry_form, pressed_command, read_command
from handoff.faqroom import carry_out, keep_faq
from handoff.faqroom import told as told_of_faq
from handoff.incidents import NAME as INCIDENT
from handoff.incidents import Incidents
from handoff.incidentstold import IncidentsTold
from handoff.inquiries import INQUIRIES, Inquiries
from handoff.orderlookup import ORDER, OrderLookUp
from handoff.reactions import found, in_room

_FAQ, _LEARN = "faq", "learn"


@dataclass(frozen=True, slots=True)
class Room:
    settings: DeskSettings
    _inquiries: Inquiries = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_inquiries", Inquiries(self.settings))

    def answer(self, turn: Turn) -> Answer:
        match turn.event:
            case MessageReceived():
                command = read_command(turn.text)
                return self._carry_out(turn, command) if command else self._talk(turn)
            case ButtonPressed(value=value):
                command = pressed_command(value)
                return self._pressed(turn, command) if command else NOTHING
            case Reacted() as reacted:
                return in_room(reacted)
            case WorkDone() as done:
                return self._told(turn, done)
            case _:
                return NOTHING

    def _pressed(self, turn: Turn, command: Command) -> Answer:
        if command.name == INCIDENT:
            return Incidents(self.settings).carry_out(turn, command.argument)
        return carry_out(turn, command) if command.name == _FAQ else NOTHING

    def _carry_out(self, turn: Turn, command: Command) -> Answer:
        if command.name in {_FAQ, INCIDENT}:
            return self._pressed(turn, command)
        if command.name == _LEARN:
            return Answer(say=(self._line(turn, turn.event.where, "desk-learn-where"),))
        if command.name == ORDER:
            return OrderLookUp(self.settings).asked(turn, command.argument)
        if command.name in ROOMWIDE:
            return Aftersales().roomwide(turn, command.name, command.argument)
        if command.name not in INQUIRIES:
            return Answer(say=(self._help(turn),))
        work = self._inquiries.work(command, turn.event)
        return Answer(work=(work,)) if work else Answer(say=(self._line(turn, turn.event.where, "desk-search-which"),))

    def _help(self, turn: Turn) -> OutgoingMessage:
        rooms = ("desk-room-help-rooms",) if self.settings.rooms.several else ()
        keys = ("desk-room-help", "desk-room-help-after", "desk-incident-help", *rooms)
        lines = [turn.words(self.settings.language, key) for key in keys]
        return _message(turn.event.where, "\n".join(lines))

    def _told(self, turn: Turn, done: WorkDone) -> Answer:
        if done.reaction is not None:
            return found(done.reaction)
        if done.faq is not None:
            return told_of_faq(turn, self.settings, done.faq)
        if done.incident is not None:
            return IncidentsTold(self.settings).told(turn, done, done.incident)
        if done.replacing is not None:
            return AftersalesTold(self.settings).told(turn, done, done.replacing)
        if order := OrderLookUp(self.settings).told(turn, done):
            return order
        text = self._inquiries.told(turn.words, done)
        return Answer(say=(_message(turn.conversation.where, text),)) if text else NOTHING

    def _talk(self, turn: Turn) -> Answer:
        """Silence; but once in a thread that agents may take for a ticket's. An entry that is filled in is one."""
        if is_entry_form(turn.text):
            return keep_faq(turn, f"add\n{turn.text}")
        thread = turn.event.where.thread
        mark = f"no-ticket:{thread}"
        if thread is None or mark in turn.memory.tried:
            return NOTHING
        memory = replace(turn.memory, tried=turn.memory.and_tried(mark))
        return Answer(say=(self._line(turn, turn.event.where, "desk-no-ticket"),), remember=memory)

    def _line(self, turn: Turn, to: Address, key: str) -> OutgoingMessage:
        return _message(to, turn.words(self.settings.language, key))


def _message(to: Address, text: str) -> OutgoingMessage:
    return OutgoingMessage(to=to, text=text, priority=Priority.STAFF)
