"""What the gateway tells the shop bot, as events. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from bots.discord.commands import known, value_of
from bots.discord.content import Us, edited, moment_of, person, presser, received, shaped
from bots.discord.frames import Frame, read_frame
from bots.discord.shapes import Deleted, DeletedMany, Gone, Interaction, Message, Reaction, Typing, User
from core.errors import Unreadable
from core.messages import (
    Address,
    ButtonPressed,
    ContactClosed,
    ContactOpened,
    Event,
    MessageDeleted,
    MessageId,
    Person,
    PersonId,
    Reacted,
)

CONTACT: Final = "kamidesk-contact"
"""The button that opens the talk, in a server."""
TWIN: Final = "\u2063"
"""Parts a button's value from a number: Discord takes no two buttons with one custom_id (a character nobody types)."""
COMMAND, BUTTON = 2, 3


class Invite(NamedTuple):
    """Somebody has named us in public."""

    channel: str
    message: str
    who: Person


class Understood(NamedTuple):
    """What one frame means. `press`: waits for its answer; `knock`: it also wants a place to talk in."""

    events: Sequence[Event] = ()
    press: Interaction | None = None
    knock: bool = False
    typing: tuple[Address, Person] | None = None
    invite: Invite | None = None


@dataclass(frozen=True, slots=True)
class Ears:
    """Who we are, and which places of a server are ours: `threads`, each with the id of its buyer."""

    us: Us
    threads: Mapping[str, str]
    now: datetime

    def ours(self, channel: str, guild: str | None, who: str = "") -> bool:
        """`who` acts there; "": Discord does not tell. In a buyer's thread others are not heard: they are not he."""
        return guild is None or (channel in self.threads and who in {"", self.threads[channel]})


def to_events(payload: bytes, ears: Ears) -> Sequence[Event]:
    """What one recorded dispatch tells. Raises: Unreadable."""
    return understand(read_frame(payload), ears).events


def understand(frame: Frame, ears: Ears) -> Understood:
    """Raises: Unreadable."""
    read = _READ.get(frame.event)
    return read(frame, ears) if read is not None else Understood()


def _message(frame: Frame, ears: Ears) -> Understood:
    if _elsewhere(frame.data, ears):
        return Understood(invite=_invited(frame.data, ears))
    message = shaped(frame.data, Message)
    event = received(ears.us, message)
    return Understood((event,) if event is not None else ())


def _edit(frame: Frame, ears: Ears) -> Understood:
    if _elsewhere(frame.data, ears):
        return Understood()
    event = edited(ears.us, shaped(frame.data, Message))
    return Understood((event,) if event is not None else ())


def _deleted(frame: Frame, ears: Ears) -> Understood:
    gone = shaped(frame.data, Deleted)
    ids = (gone.id,) if ears.ours(gone.channel_id, gone.guild_id) else ()
    return Understood(_gone(gone.channel_id, ids, ears))


def _deleted_many(frame: Frame, ears: Ears) -> Understood:
    gone = shaped(frame.data, DeletedMany)
    ids = gone.ids if ears.ours(gone.channel_id, gone.guild_id) else ()
    return Understood(_gone(gone.channel_id, ids, ears))


def _gone(channel: str, ids: Sequence[str], ears: Ears) -> Sequence[Event]:
    """Discord does not tell by whom; in a buyer's place others delete nothing of his."""
    buyer = Person(PersonId(ears.threads.get(channel, channel)))
    where = ears.us.place(channel)
    return [
        MessageDeleted(id=ears.us.event("delete", id_), at=ears.now, where=where, sender=buyer, message=MessageId(id_))
        for id_ in ids
    ]


def _reacted(frame: Frame, ears: Ears) -> Understood:
    """Discord tells changes one by one: the newest stands for all. The number keeps a second time apart."""
    reaction = shaped(frame.data, Reaction)
    if reaction.user_id == ears.us.bot or not ears.ours(reaction.channel_id, reaction.guild_id, reaction.user_id):
        return Understood()
    added = frame.event.endswith("_ADD")
    emoji = reaction.emoji.name or ""
    emoji = f":{emoji}:" if reaction.emoji.id is not None else emoji
    name = reaction.member.user if reaction.member and reaction.member.user else User(reaction.user_id)
    kind = "react" if added else "unreact"
    event = Reacted(
        id=ears.us.event(kind, reaction.message_id, reaction.user_id, emoji, str(frame.seq)),
        at=ears.now,
        where=ears.us.place(reaction.channel_id),
        sender=person(name, reaction.member),
        message=MessageId(reaction.message_id),
        emojis=(emoji,) if added else (),
    )
    return Understood((event,))


def _typing(frame: Frame, ears: Ears) -> Understood:
    told = shaped(frame.data, Typing)
    if told.user_id == ears.us.bot or not ears.ours(told.channel_id, told.guild_id, told.user_id):
        return Understood()
    user = told.member.user if told.member and told.member.user else User(told.user_id)
    return Understood(typing=(ears.us.place(told.channel_id), person(user, told.member)))


def _interaction(frame: Frame, ears: Ears) -> Understood:
    """Nothing for what belongs to another part of this application."""
    press = shaped(frame.data, Interaction)
    if press.channel_id is None or not _meant(press):
        return Understood()
    who = press.who.id if press.who is not None else ""
    if not ears.ours(press.channel_id, press.guild_id, who) or press.data.custom_id == CONTACT:
        ours = press.data.custom_id == CONTACT or press.type == COMMAND
        return Understood(press=press, knock=True) if ours else Understood()
    return Understood((entered(ears.us, press, press.channel_id),), press)


def _meant(press: Interaction) -> bool:
    return (press.type == BUTTON and bool(press.data.custom_id)) or (press.type == COMMAND and known(press.data.name))


def entered(us: Us, press: Interaction, channel: str) -> Event:
    """What a press or a command tells, as if it had happened in that place. Raises: Unreadable."""
    id_, at, where, who = us.event("press", press.id), moment_of(press.id), us.place(channel), presser(press)
    value = value_of(press.data) if press.type == COMMAND else press.data.custom_id.partition(TWIN)[0]
    if value is None or value == CONTACT:
        return ContactOpened(id=id_, at=at, where=where, sender=who)
    message = MessageId(press.message.id) if press.message is not None else None
    return ButtonPressed(id=id_, at=at, where=where, sender=who, value=value, message=message)


def _closed(frame: Frame, ears: Ears) -> Understood:
    """Somebody has deleted a buyer's thread."""
    gone = shaped(frame.data, Gone)
    buyer = ears.threads.get(gone.id)
    if buyer is None:
        return Understood()
    us = ears.us
    who = Person(PersonId(buyer))
    return Understood(
        (ContactClosed(id=us.event("closed", gone.id), at=ears.now, where=us.place(gone.id), sender=who),)
    )


def _elsewhere(data: Any, ears: Ears) -> bool:
    """In public: looked at no further, so that nothing odd that is said there is kept."""
    if not isinstance(data, dict):
        raise Unreadable("no object")
    guild, author = data.get("guild_id"), data.get("author")
    who = str(author.get("id", "")) if isinstance(author, dict) else ""
    return isinstance(guild, str) and not ears.ours(str(data.get("channel_id")), guild, who)


def _invited(data: dict[str, Any], ears: Ears) -> Invite | None:
    named = data.get("mentions") or ()
    if not ears.us.bot or not any(isinstance(one, dict) and one.get("id") == ears.us.bot for one in named):
        return None
    message = shaped(data, Message)
    event = received(ears.us, message)
    return Invite(message.channel_id, message.id, event.sender) if event is not None else None


_READ: Final[Mapping[str, Callable[[Frame, Ears], Understood]]] = {
    "MESSAGE_CREATE": _message,
    "MESSAGE_UPDATE": _edit,
    "MESSAGE_DELETE": _deleted,
    "MESSAGE_DELETE_BULK": _deleted_many,
    "MESSAGE_REACTION_ADD": _reacted,
    "MESSAGE_REACTION_REMOVE": _reacted,
    "TYPING_START": _typing,
    "INTERACTION_CREATE": _interaction,
    "THREAD_DELETE": _closed,
}
READ: Final = frozenset(_READ)
"""The events that tell us something; all others are not even kept."""
