"""The same buyer in other chats, as the agents see it: on the card, as a line when it changes, in the history. Pure."""

from dataclasses import dataclass, replace

from core.channelnames import channel_text
from core.kin import KinPast, KinTold, LinkStep
from core.linking import heard
from core.messages import OutgoingMessage
from core.overview import TicketLine
from core.turns import Answer, Memory, Turn
from core.work import WorkDone
from handoff.cards import Card, DeskSettings, kin_lines, state_of, tried_text


@dataclass(frozen=True, slots=True)
class Relatives:
    settings: DeskSettings

    def told(self, turn: Turn, told: KinTold) -> Answer:
        """The buyer hears what concerns him; the thread of an open ticket shows it on its card."""
        answer = heard(turn, told)
        memory = answer.remember or turn.memory
        if turn.ticket is None or not turn.ticket.open or told.view is None:
            return answer
        before = Card.of(turn, self.settings, turn.ticket)
        after = Card.of(_remembering(turn, memory), self.settings, turn.ticket)
        if kin_lines(before) == kin_lines(after):
            return answer
        return replace(answer, say=(*answer.say, *_lines(after, told, turn.memory), after.again()))

    def past(self, turn: Turn, done: WorkDone) -> Answer:
        """For /history: the tickets of the other chats, and what the bot did there."""
        assert turn.ticket is not None
        card = Card.of(turn, self.settings, turn.ticket)
        lines = [line for past in done.past for line in _past_lines(card, past)]
        return Answer(say=(card.message("\n".join(lines)),) if lines else ())


def _remembering(turn: Turn, memory: Memory) -> Turn:
    return replace(turn, conversation=replace(turn.conversation, memory=memory))


def _lines(card: Card, told: KinTold, before: Memory) -> tuple[OutgoingMessage, ...]:
    """A link or its end; and a ticket that is open elsewhere, when it opens or becomes known."""
    step = told.news.step if told.news else None
    linked = (card.line("desk-kin-linked", channel=_other(card, told)),) if step is LinkStep.LINKED else ()
    parted = (card.line("desk-kin-unlinked"),) if step is LinkStep.UNLINKED else ()
    return (*linked, *parted, *open_elsewhere(card, before))


def open_elsewhere(card: Card, before: Memory | None = None) -> tuple[OutgoingMessage, ...]:
    """So that nobody does the work twice. `before`: what the agents know of already."""
    known = {ticket.id for ticket in _open(before)} if before else set()
    return tuple(_open_line(card, ticket) for ticket in _open(card.conversation.memory) if ticket.id not in known)


def _open(memory: Memory) -> list[TicketLine]:
    return [chat.ticket for chat in memory.kin if chat.ticket and chat.ticket.closed_at is None]


def _other(card: Card, told: KinTold) -> str:
    name = told.news.channel if told.news else None
    return channel_text(card.words, card.settings.language, name or "")


def _open_line(card: Card, ticket: TicketLine) -> OutgoingMessage:
    return card.line("desk-kin-open", **_named(card, ticket))


def _named(card: Card, ticket: TicketLine) -> dict[str, str]:
    return {
        "channel": channel_text(card.words, card.settings.language, ticket.channel),
        "number": ticket.id,
        "state": card.say(f"desk-state-{state_of(ticket)}", agent=ticket.agent),
    }


def _past_lines(card: Card, past: KinPast) -> list[str]:
    channel = channel_text(card.words, card.settings.language, past.where.channel)
    tickets = [card.say("desk-kin-ticket", **_named(card, ticket)) for ticket in past.tickets]
    tried = [f"• {tried_text(card, line)}" for line in past.tried] or [f"• {card.say('desk-history-none')}"]
    return [*tickets, card.say("desk-kin-history", channel=channel), *tried]
