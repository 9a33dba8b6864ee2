"""The staff bot's updates as events, and what else they tell of the group. Pure: bytes in, events out, or Unreadable.

Everything in the agents' group is told here, whoever did it; who is an agent is decided behind (permission.py)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bots.telegram.claim import said_word
from bots.telegram.commands import command_of
from bots.telegram.content import CUSTOM_EMOJI, Us, edited, moment, person, received, writer
from bots.telegram.overflow import named
from bots.telegram.updates import Membership, Message, Press, Reaction, Update, User, kinds_of, read_update
from core.errors import Unreadable
from core.messages import (
    Address,
    Body,
    ButtonPressed,
    Event,
    MessageId,
    MessageRef,
    Person,
    PersonId,
    Reacted,
)

ALLOWED: Final = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "chat_member")
CLOSE: Final = "desk:close"
TAKE: Final = "desk:take"


@dataclass(frozen=True, slots=True)
class Staff:
    """`room`: the group by its name, which stands in every address. `group`: its id now. `bots`: ours, by number."""

    us: Us
    room: Address
    group: int
    bots: tuple[int, ...] = ()

    @property
    def configured(self) -> int:
        return int(self.room.chat)

    def is_room(self, chat: int) -> bool:
        return chat in (self.group, self.configured)

    def is_anonymous(self, who: Person) -> bool:
        """An administrator who writes as the group itself."""
        return who.id in (PersonId(str(self.group)), PersonId(self.room.chat))

    def place(self, where: Address) -> Address:
        """By the room's name."""
        return replace(where, chat=self.room.chat)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Another chat. `by`: the user id of who wrote there or changed our standing. `here`: we are in it.

    `word`: by which somebody claims to know that it is the agents' group."""

    chat: int
    title: str = ""
    forum: bool = False
    by: str = ""
    here: bool = True
    word: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one update tells.

    `who`       who did it, and may have to be an agent; None: nobody of whom that matters
    `press`     the press that waits for an answer
    `moved_to`  the group's new id
    `closed`    a topic that was closed (True) or opened (False) by hand
    `ranks`     who is an administrator may have changed
    `stranger`  a chat that is not the agents' group
    """

    events: tuple[Event, ...] = ()
    who: Person | None = None
    press: str = ""
    moved_to: int | None = None
    closed: tuple[Address, bool] | None = None
    ranks: bool = False
    stranger: Stranger | None = None


NOTHING: Final = Told()


def to_events(payload: bytes, staff: Staff, now: datetime) -> Sequence[Event]:
    """The events alone. Raises: Unreadable."""
    return told(payload, staff, now).events


def told(payload: bytes, staff: Staff, now: datetime) -> Told:
    """`now`: for what Telegram gives no time. Raises: Unreadable."""
    update = read_update(payload)
    number = update.update_id
    if update.message is not None:
        return _message(staff, update.message, payload, number)
    if update.edited_message is not None:
        return _edited(staff, update.edited_message, payload, number)
    if update.callback_query is not None:
        return _pressed(staff, update.callback_query, number, now)
    return _others(staff, update, payload)


def _others(staff: Staff, update: Update, payload: bytes) -> Told:
    if update.message_reaction is not None:
        return _reacted(staff, update.message_reaction, update.update_id)
    change = update.my_chat_member or update.chat_member
    if change is not None:
        if staff.is_room(change.chat.id):
            return Told(ranks=True)
        return Told(stranger=_joined(change)) if change.chat.type != "private" else NOTHING
    if kinds_of(payload):
        return NOTHING  # kinds that an older setting of the bot asked for: none of them is about the desk
    raise Unreadable("an update without content")


def _joined(change: Membership) -> Stranger:
    now, by = change.new_chat_member, str(change.sender.id) if change.sender else ""
    here = now.status not in {"left", "kicked"} and now.is_member
    return Stranger(change.chat.id, change.chat.title, change.chat.is_forum, by, here)


def _message(staff: Staff, message: Message, payload: bytes, number: int) -> Told:
    moved_to = _moved_to(staff, message)
    if moved_to is not None:
        return Told(moved_to=moved_to)
    if not staff.is_room(message.chat.id):
        return Told(stranger=_elsewhere(message))
    if _by_a_machine(message) or _for_another_bot(staff, message):
        return NOTHING
    if message.forum_topic_closed is not None or message.forum_topic_reopened is not None:
        return _by_hand(staff, message, number)
    event = received(staff.us, message, payload, number)
    if event is None:
        return NOTHING
    quoted = message.reply_to_message if event.reply_to else None
    where = staff.place(event.where)
    reply = MessageRef(where, _name(staff, quoted.message_id, quoted.sender)) if quoted else None
    here = replace(event, where=where, body=_here(staff, event.body), private=False, reply_to=reply)
    return Told((here,), event.sender)


def _elsewhere(message: Message) -> Stranger:
    by, chat = str(message.sender.id) if message.sender else "", message.chat
    here, word = message.left_chat_member is None, said_word(message.text or "")
    return Stranger(chat.id, chat.title, chat.is_forum, by, here, word)


def _moved_to(staff: Staff, message: Message) -> int | None:
    """The old group and the new one both tell of it."""
    if message.migrate_from_chat_id is not None and staff.is_room(message.migrate_from_chat_id):
        return message.chat.id
    return message.migrate_to_chat_id if staff.is_room(message.chat.id) else None


def _edited(staff: Staff, message: Message, payload: bytes, number: int) -> Told:
    """An edit in another chat tells nothing; the message itself was seen."""
    if not staff.is_room(message.chat.id) or _by_a_machine(message):
        return NOTHING
    event = edited(staff.us, message, payload, number)
    if event is None:
        return NOTHING
    here = replace(event, where=staff.place(event.where), body=_here(staff, event.body))
    return Told((here,), event.sender)


def _by_hand(staff: Staff, message: Message, number: int) -> Told:
    """Closing a topic closes its ticket, opening it takes it."""
    closed = message.forum_topic_closed is not None
    where = staff.place(staff.us.place(message))
    if where.thread is None:
        return NOTHING
    press = ButtonPressed(
        id=staff.us.event(number),
        at=moment(message.date),
        where=where,
        sender=writer(message),
        value=CLOSE if closed else TAKE,
        private=False,
    )
    return Told((press,), press.sender, closed=(where, closed))


def _pressed(staff: Staff, press: Press, number: int, now: datetime) -> Told:
    message = press.message
    if message is None or not press.data or not staff.is_room(message.chat.id):
        return Told(press=press.id)
    event = ButtonPressed(
        id=staff.us.event(number),
        at=now,
        where=staff.place(staff.us.place(message)),
        sender=person(press.sender),
        value=press.data,
        message=_name(staff, message.message_id, None),
        private=False,
    )
    return Told((event,), event.sender, press.id)


def _reacted(staff: Staff, reaction: Reaction, number: int) -> Told:
    """Telegram does not tell in which topic: the message's place is looked up behind."""
    by_bot = reaction.user is not None and reaction.user.is_bot
    if not staff.is_room(reaction.chat.id) or by_bot:
        return NOTHING
    actor = reaction.actor_chat
    who = person(reaction.user) if reaction.user else Person(PersonId(str(actor.id)), actor.title) if actor else None
    if who is None:
        return NOTHING
    event = Reacted(
        id=staff.us.event(number),
        at=moment(reaction.date),
        where=staff.room,
        sender=who,
        message=MessageId(str(reaction.message_id)),
        emojis=tuple(one.emoji or CUSTOM_EMOJI for one in reaction.new_reaction),
    )
    return Told((event,), who)


def _here(staff: Staff, body: Body) -> Body:
    """With the room's name as the home of its files."""
    return replace(body, media=tuple(replace(one, home=staff.place(one.home)) for one in body.media))


def _by_a_machine(message: Message) -> bool:
    """Bots, ours and others, and what a linked channel hands on. An anonymous administrator is no machine, though
    Telegram puts the name of a bot there."""
    bot = message.sender is not None and message.sender.is_bot and message.sender_chat is None
    return bot or message.is_automatic_forward


def _for_another_bot(staff: Staff, message: Message) -> bool:
    command = command_of(message.text or "")
    return bool(command and command.bot and staff.us.username and command.bot.lower() != staff.us.username.lower())


def _name(staff: Staff, message: int, writer: User | None) -> MessageId:
    """The message's id, with the mark of the bot that wrote it."""
    known = writer is not None and writer.id in staff.bots
    return named(message, staff.bots.index(writer.id) if writer and known else 0)
