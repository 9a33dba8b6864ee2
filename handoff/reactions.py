"""Reactions go to the other side, as ours, under the message that shows the one reacted to. Pure."""

from core.messages import Address, MessageRef, OutgoingMessage, Priority, Reacted
from core.overview import PassReaction
from core.turns import NOTHING, Answer, Turn


def to_other_side(turn: Turn, event: Reacted) -> Answer:
    """In a ticket's thread, and in the buyer's chat once he has a ticket: before that no agent has written to him,
    and what the bot says needs no applause."""
    if turn.ticket is None:
        return NOTHING
    to = turn.conversation.where if turn.staff else turn.ticket.room
    return Answer(say=(_reaction(to, MessageRef(event.where, event.message), _emoji(event)),))


def in_room(event: Reacted) -> Answer:
    """The platform has not told in which thread: the worker finds out whom the message is about."""
    return Answer(work=(PassReaction(MessageRef(event.where, event.message), _emoji(event)),))


def found(reaction: PassReaction) -> Answer:
    if reaction.to is None:
        return NOTHING
    return Answer(say=(_reaction(reaction.to, reaction.message, reaction.emoji),))


def _emoji(event: Reacted) -> str:
    """The newest one; "": taken back."""
    return event.emojis[-1] if event.emojis else ""


def _reaction(to: Address, message: MessageRef, emoji: str) -> OutgoingMessage:
    """Never urgent. Where nothing in `to` belongs to that message, the courier does nothing."""
    return OutgoingMessage(to=to, text=emoji, reacts_to=message, priority=Priority.CARD)
