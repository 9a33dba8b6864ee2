"""An agent's words on their way to the buyer, and who has the ticket then. Pure."""

from dataclasses import replace

from core.masking import without_marks
from core.messages import MessageReceived, MessageRef, OutgoingMessage
from core.skills import to_buyer
from core.turns import Answer, AuditNote, TicketState, Turn
from core.unread import told
from handoff.allowances import Told, once
from handoff.buyers import WAITING_TIMER
from handoff.cards import Card
from handoff.ticket import answered, joined, taken
from handoff.window import open_at


def relay(turn: Turn, card: Card) -> Answer:
    """To the buyer, in the agent's name, after word of who it is; the first agent to answer has the ticket."""
    assert isinstance(turn.event, MessageReceived)
    message, unread = _for_buyer(turn, turn.event), turn.event.body.unread
    sent = (message,) if message.text.strip() or message.media else ()
    warned = (card.message(told(card.words, card.settings.language, "desk-unread-agent", unread)),) if unread else ()
    if not sent:
        return Answer(say=warned)
    arrival = _arrival(turn, card)
    first = tuple(notice for notice in arrival.say if notice.ticket is None)
    last = tuple(notice for notice in arrival.say if notice.ticket is not None)
    memory, ticket = replace(turn.memory, choices=(), misses=0), answered(arrival.ticket or card.ticket, turn.event.at)
    shut = not open_at(ticket.allowance, turn.event.at)
    kept = once(replace(card, ticket=ticket), Told.WAITS, message.mirrors) if shut else Answer()
    ticket = kept.ticket or ticket
    changed = None if ticket is card.ticket else ticket
    return replace(arrival, say=(*first, *sent, *warned, *kept.say, *last), remember=memory, ticket=changed)


def _for_buyer(turn: Turn, event: MessageReceived) -> OutgoingMessage:
    """A forwarded one is marked, but tells nobody's name."""
    body = event.body
    mark = turn.say("agent-forwarded") if event.origin and (body.text.strip() or body.media) else ""
    return OutgoingMessage(
        to=turn.conversation.where,
        text="\n".join(filter(None, (mark, without_marks(body.text)))),
        author=event.sender.name,
        media=body.media,
        mirrors=MessageRef(event.where, event.message),
        album=event.others,
        reply_to=event.reply_to,
    )


def _arrival(turn: Turn, card: Card) -> Answer:
    """Who has the ticket after this agent has spoken."""
    ticket, agent = card.ticket, turn.event.sender
    if ticket.state is not TicketState.TAKEN or ticket.agent is None:
        return given(turn, card)
    if agent.id == ticket.agent.id or agent.id in ticket.joined:
        return Answer()
    return Answer(say=(card.line("desk-taken-by", agent=ticket.agent.name),), ticket=joined(ticket, agent))


def given(turn: Turn, card: Card) -> Answer:
    """The ticket is this agent's now."""
    agent = turn.event.sender
    after = replace(card, ticket=taken(card.ticket, agent))
    return Answer(
        say=(to_buyer(turn, turn.say("agent-arrived", agent=agent.name)), after.again()),
        ticket=after.ticket,
        cancel=(WAITING_TIMER,),
        audit=(AuditNote("ticket.taken", card.ticket.id, agent.id),),
    )
