"""The FAQ kept from the staff room: commands become work, and what comes of it is told where they stood. Pure."""

from core.faqwork import CommandFaq, FaqTold, LearnAnswer
from core.messages import ButtonPressed, MessageReceived, MessageRef, OutgoingMessage, Priority
from core.turns import Answer, Turn
from handoff.cards import Card, DeskSettings
from handoff.commands import Command


def keep_faq(turn: Turn, words: str) -> Answer:
    """`words`: behind /faq, or of a button, whose parts are parted by colons."""
    event = turn.event
    media = event.body.media if isinstance(event, MessageReceived) else ()
    below = event.message if isinstance(event, ButtonPressed) else None
    pressed = MessageRef(event.where, below) if below is not None else None
    return Answer(work=(CommandFaq(words, event.sender, event.where, media, pressed),))


def carry_out(turn: Turn, command: Command) -> Answer:
    pressed = isinstance(turn.event, ButtonPressed)
    return keep_faq(turn, command.argument.replace(":", " ") if pressed else command.argument)


def learn(turn: Turn, card: Card, _argument: str) -> Answer:
    """From the answer that is quoted, or the last one since the buyer has come with this matter."""
    event, ticket = turn.event, card.ticket
    quoted = event.reply_to.id if isinstance(event, MessageReceived) and event.reply_to else None
    since = ticket.asked_at or ticket.opened_at
    work = LearnAnswer(event.sender, event.where, since - card.settings.reopen_within, turn.conversation.seq, quoted)
    return Answer(work=(work,))


def told(turn: Turn, settings: DeskSettings, outcome: FaqTold) -> Answer:
    reply = outcome.reply
    if reply is None:
        text = turn.words(settings.language, "desk-inquiry-failed")
        return Answer(say=(OutgoingMessage(to=outcome.place, text=text, priority=Priority.STAFF),))
    message = OutgoingMessage(
        to=outcome.place,
        text=reply.text,
        spans=reply.spans,
        buttons=reply.buttons,
        media=reply.media,
        replaces=outcome.replaces,
        priority=Priority.STAFF,
    )
    return Answer(say=(message,))
