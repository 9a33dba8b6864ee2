"""The shop bot's updates as events. Pure: bytes in, events out, or Unreadable."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bots.telegram.commands import Command, command_of, payload_of
from bots.telegram.content import Us, edited, moment, person, reacted, received, writer
from bots.telegram.groups import meant_for_us
from bots.telegram.updates import Deletion, Membership, Message, Press, Update, kinds_of, read_update
from core.errors import Unreadable
from core.messages import (
    ButtonPressed,
    ContactClosed,
    ContactOpened,
    Event,
    MessageDeleted,
    MessageId,
    Person,
    PersonId,
)

ALLOWED: Final = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")
BUSINESS: Final = (
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
)
_GROUPS: Final = frozenset({"group", "supergroup"})
_UNASKED: Final = frozenset(
    {"channel_post", "edited_channel_post", "guest_message", "message_reaction_count", "inline_query", "poll"}
    | {"chosen_inline_result", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll_answer"}
    | {"chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "subscription"}
    | {"stopped_message_generation", "business_connection"}
)
"""Kinds that tell us nothing (Bot API 10.3): they come when an older setting of the bot asked for them."""


def to_events(payload: bytes, us: Us, now: datetime, *, groups: bool = True) -> tuple[Sequence[Event], str]:
    """What one update tells, and the press that waits for an answer ("": none). `now`: for what Telegram gives no time.

    Raises: Unreadable."""
    update = read_update(payload)
    message = update.message or update.business_message
    if message is not None:
        return _message(us, message, payload, update.update_id, groups=groups), ""
    if update.callback_query is not None:
        return _pressed(us, update.callback_query, update.update_id, now), update.callback_query.id
    edit = update.edited_message or update.edited_business_message
    if edit is not None:
        return _edited(us, edit, payload, update.update_id, groups=groups), ""
    return _others(us, update, payload, now), ""


def _others(us: Us, update: Update, payload: bytes, now: datetime) -> Sequence[Event]:
    number = update.update_id
    if update.deleted_business_messages is not None:
        return _deleted(us, update.deleted_business_messages, number, now)
    if update.message_reaction is not None:
        return reacted(us, update.message_reaction, number)
    if update.my_chat_member is not None:
        return _standing(us, update.my_chat_member, number)
    if kinds_of(payload) & _UNASKED:
        return ()
    raise Unreadable("an update of a kind that we do not know")


def _message(us: Us, message: Message, payload: bytes, number: int, *, groups: bool) -> Sequence[Event]:
    if not _is_for_us(us, message, groups=groups):
        return ()
    command = command_of(message.text or "")
    if command is None and message.text == "" and message.chat.type != "private":
        command = Command("start")  # our name, and nothing more
    if command is not None and (command.name == "start" or command.value is not None):
        return (_commanded(us, message, command, number),)
    event = received(us, message, payload, number)
    return () if event is None else (event,)


def _commanded(us: Us, message: Message, command: Command, number: int) -> Event:
    """A command of the menu is a press; any other one is what the buyer wrote."""
    id_, at, where, sender = us.event(number), moment(message.date), us.place(message), writer(message)
    private = message.chat.type == "private"
    if command.value is not None:
        return ButtonPressed(id=id_, at=at, where=where, sender=sender, value=command.value, private=private)
    payload = payload_of(command)
    return ContactOpened(id=id_, at=at, where=where, sender=sender, payload=payload, private=private)


def _edited(us: Us, message: Message, payload: bytes, number: int, *, groups: bool) -> Sequence[Event]:
    if not _is_for_us(us, message, groups=groups):
        return ()
    event = edited(us, message, payload, number)
    return () if event is None else (event,)


def _is_for_us(us: Us, message: Message, *, groups: bool) -> bool:
    """Cuts our name out of what is said to us in a group.

    What the owner of a business account (or we for him) writes to his buyer comes to us as well: not for us."""
    if message.chat.type == "private":
        by_buyer = message.sender is None or message.sender.id == message.chat.id
        return by_buyer or message.business_connection_id is None
    return groups and message.chat.type in _GROUPS and meant_for_us(us, message)


def _pressed(us: Us, press: Press, number: int, now: datetime) -> Sequence[Event]:
    """Nothing for a press that carries nothing (games)."""
    if not press.data or press.message is None:
        return ()
    event = ButtonPressed(
        id=us.event(number),
        at=now,
        where=us.place(press.message),
        sender=person(press.sender),
        value=press.data,
        message=MessageId(str(press.message.message_id)),
        private=press.message.chat.type == "private",
    )
    return (event,)


def _deleted(us: Us, gone: Deletion, number: int, now: datetime) -> Sequence[Event]:
    where = us.chat(gone.chat, gone.business_connection_id)
    buyer = Person(PersonId(str(gone.chat.id)))
    return [
        MessageDeleted(id=us.event(number, part), at=now, where=where, sender=buyer, message=MessageId(str(message)))
        for part, message in enumerate(gone.message_ids)
    ]


def _standing(us: Us, change: Membership, number: int) -> Sequence[Event]:
    """In private: the buyer has blocked us, or lets us write again."""
    if change.chat.type != "private" or change.sender is None:
        return ()
    id_, at, who, where = us.event(number), moment(change.date), person(change.sender), us.chat(change.chat)
    if change.new_chat_member.status in {"kicked", "left"}:
        return (ContactClosed(id=id_, at=at, where=where, sender=who),)
    return (ContactOpened(id=id_, at=at, where=where, sender=who, silently=True),)
