"""What the gateway tells the staff bot, as events, and who did it. Pure.

Everything in the server is told here; which places are ours and who is an agent is decided behind (staffintake.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple, TypeVar

from bots.discord.content import Us, edited, moment_of, person, presser, received, shaped
from bots.discord.frames import Frame, read_frame
from bots.discord.inbound import BUTTON, COMMAND, TWIN
from bots.discord.shapes import Deleted, DeletedMany, Interaction, Member, Message, Reaction, Typing, User
from bots.discord.staffcommands import Used, text_of
from bots.discord.staffforms import filled_in
from core.messages import (
    Address,
    Body,
    ButtonPressed,
    Event,
    MessageDeleted,
    MessageId,
    MessageReceived,
    MessageRef,
    Person,
    PersonId,
    Reacted,
)

FORM: Final = 5
"""Type of an interaction: a form that was filled in."""
DESK: Final = "desk:"
NOTE_BUTTON, ADD_BUTTON, EDIT_BUTTON = "desk:note", "desk:faq:add", "desk:faq:edit:"
E = TypeVar("E", bound=Event)


class StaffInteraction(Interaction, frozen=True):
    """With what only commands in a message's menu have."""

    data: Used = Used()


class Actor(NamedTuple):
    """Who did something. `roles`: None where Discord does not tell; `rights`: as bits, where it does."""

    id: str
    roles: tuple[str, ...] | None = None
    rights: int | None = None


class Told(NamedTuple):
    """What one frame tells.

    `actor`  who did it; None: Discord does not tell, and it does not matter
    `press`  waits for its answer; `says`: the command it stands for, or "" for a button
    `direct` somebody has written to us privately, in this channel
    """

    events: Sequence[Event] = ()
    actor: Actor | None = None
    press: StaffInteraction | None = None
    says: str = ""
    typing: tuple[Address, Person] | None = None
    direct: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who we are. `lobby`: the post that stands for the room as a whole; "": it is not known yet."""

    us: Us
    lobby: str
    now: datetime

    def place(self, channel: str) -> Address:
        return self.us.place(self.us.room if channel == self.lobby else channel)


def to_events(payload: bytes, desk: Desk) -> Sequence[Event]:
    """What one recorded dispatch tells. Raises: Unreadable."""
    return told(read_frame(payload), desk).events


def told(frame: Frame, desk: Desk) -> Told:
    """Raises: Unreadable."""
    read = _READ.get(frame.event)
    return read(frame, desk) if read is not None else Told()


def _message(frame: Frame, desk: Desk) -> Told:
    message = shaped(frame.data, Message)
    event = received(desk.us, message, private=False)
    if event is None:
        return Told()
    if message.guild_id is None:
        return Told(direct=message.channel_id)
    return _by(message, (_placed(event, message.channel_id, desk),))


def _edit(frame: Frame, desk: Desk) -> Told:
    message = shaped(frame.data, Message)
    event = edited(desk.us, message)
    if event is None or message.guild_id is None:
        return Told()
    return _by(message, (_placed(event, message.channel_id, desk),))


def _by(message: Message, events: Sequence[Event]) -> Told:
    author = message.author.id if message.author else ""
    roles = message.member.roles if message.member else None
    return Told(events, Actor(author, roles))


def _deleted(frame: Frame, desk: Desk) -> Told:
    gone = shaped(frame.data, Deleted)
    return _gone(gone.channel_id, (gone.id,), desk)


def _deleted_many(frame: Frame, desk: Desk) -> Told:
    gone = shaped(frame.data, DeletedMany)
    return _gone(gone.channel_id, gone.ids, desk)


def _gone(channel: str, ids: Sequence[str], desk: Desk) -> Told:
    """Discord does not tell by whom: its writer, or somebody who manages messages. What was never passed on does
    nothing when it is gone."""
    where, nobody = desk.place(channel), Person(PersonId("0"))
    events = [
        MessageDeleted(id=desk.us.event("delete", one), at=desk.now, where=where, sender=nobody, message=MessageId(one))
        for one in ids
    ]
    return Told(events)


def _reacted(frame: Frame, desk: Desk) -> Told:
    """Discord tells changes one by one: the newest stands for all. The number keeps a second time apart."""
    reaction = shaped(frame.data, Reaction)
    if reaction.user_id == desk.us.bot or reaction.guild_id is None:
        return Told()
    added, member = frame.event.endswith("_ADD"), reaction.member
    emoji = reaction.emoji.name or ""
    emoji = f":{emoji}:" if reaction.emoji.id is not None else emoji
    event = Reacted(
        id=desk.us.event("react" if added else "unreact", reaction.message_id, reaction.user_id, emoji, str(frame.seq)),
        at=desk.now,
        where=desk.place(reaction.channel_id),
        sender=_member(reaction.user_id, member),
        message=MessageId(reaction.message_id),
        emojis=(emoji,) if added else (),
    )
    return Told((event,), Actor(reaction.user_id, member.roles if member else None))


def _typing(frame: Frame, desk: Desk) -> Told:
    seen = shaped(frame.data, Typing)
    if seen.user_id == desk.us.bot or seen.guild_id is None:
        return Told()
    actor = Actor(seen.user_id, seen.member.roles if seen.member else None)
    where = desk.place(seen.channel_id)
    return Told((), actor, typing=(where, _member(seen.user_id, seen.member)))


def _interaction(frame: Frame, desk: Desk) -> Told:
    press = shaped(frame.data, StaffInteraction)
    who = presser(press)
    if press.channel_id is None or press.member is None:
        return Told()
    actor = Actor(who.id, press.member.roles, _number(press.member.permissions))
    says = _said(press)
    return Told(_meant(press, says, press.channel_id, desk), actor, press, says)


def _said(press: StaffInteraction) -> str:
    """The command that a press, a slash command or a form stands for."""
    if press.type == COMMAND:
        return text_of(press.data)
    if press.type == FORM:
        return filled_in(press.data.custom_id, press.data.components)
    return _asking(press.data.custom_id.partition(TWIN)[0])


def _asking(value: str) -> str:
    """The command that a button stands for, where a form asks for the rest."""
    asks = value in {NOTE_BUTTON, ADD_BUTTON} or value.startswith(EDIT_BUTTON)
    return f"/{value.removeprefix(DESK).replace(':', ' ')}" if asks else ""


def _meant(press: StaffInteraction, says: str, channel: str, desk: Desk) -> Sequence[Event]:
    """A command reads as if the agent had typed it. Nothing for what is none of ours."""
    where, id_ = desk.place(channel), desk.us.event("press", press.id)
    at, who = moment_of(press.id), presser(press)
    if says:
        target = press.data.target_id
        quoted = MessageRef(where, MessageId(target)) if target else None
        message = MessageId(press.id)
        return (
            MessageReceived(
                id=id_,
                at=at,
                where=where,
                sender=who,
                message=message,
                body=Body(says),
                private=False,
                reply_to=quoted,
            ),
        )
    value = press.data.custom_id.partition(TWIN)[0]
    if press.type != BUTTON or not value:
        return ()
    below = MessageId(press.message.id) if press.message is not None else None
    return (ButtonPressed(id=id_, at=at, where=where, sender=who, value=value, message=below, private=False),)


def _placed(event: E, channel: str, desk: Desk) -> E:
    """In the room as a whole, when it is the lobby."""
    where = desk.place(channel)
    quoted = event.reply_to if isinstance(event, MessageReceived) else None
    if where == event.where:
        return event
    if isinstance(event, MessageReceived) and quoted is not None:
        return replace(event, where=where, reply_to=MessageRef(where, quoted.id))
    return replace(event, where=where)


def _member(user: str, member: Member | None) -> Person:
    return person(member.user if member and member.user else User(user), member)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


_READ: Final[Mapping[str, Callable[[Frame, Desk], Told]]] = {
    "MESSAGE_CREATE": _message,
    "MESSAGE_UPDATE": _edit,
    "MESSAGE_DELETE": _deleted,
    "MESSAGE_DELETE_BULK": _deleted_many,
    "MESSAGE_REACTION_ADD": _reacted,
    "MESSAGE_REACTION_REMOVE": _reacted,
    "TYPING_START": _typing,
    "INTERACTION_CREATE": _interaction,
}
READ: Final = frozenset(_READ)
"""The events that tell us something; all others are not even kept."""
