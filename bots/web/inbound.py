"""Frame -> events. Pure: the same frame gives the same events, whoever sends it again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bots.web.entries import Entry, Quote, Side, milliseconds
from bots.web.protocol import Delete, Edit, Press, Said, Say
from bots.web.uploads import Upload
from core.messages import (
    Address,
    Body,
    ButtonPressed,
    Event,
    EventId,
    Media,
    MediaRef,
    MessageDeleted,
    MessageEdited,
    MessageId,
    MessageReceived,
    MessageRef,
    Person,
)
from core.reported import CheckPassed


@dataclass(frozen=True, slots=True)
class Seat:
    """Who speaks from which place. `box`: the mailbox box of that place."""

    who: Person
    side: Side
    where: Address
    box: str

    @property
    def private(self) -> bool:
        return self.side is Side.BUYER


def message_id(seat: Seat, nonce: str) -> MessageId:
    """The message that a page's own id becomes: nobody can aim at somebody else's."""
    digest = hashlib.sha256("\0".join((seat.where.key, seat.who.id, nonce)).encode())
    return MessageId(f"p{digest.hexdigest()[:24]}")


def to_events(frame: Said, seat: Seat, at: datetime, files: tuple[Upload, ...] = ()) -> tuple[Event, ...]:
    """What a page's frame means; `files` are the uploads that a `say` names."""
    event = EventId(f"{frame.__struct_config__.tag}:{seat.who.id}:{frame.id}")
    where, who = seat.where, seat.who
    match frame:
        case Say():
            reply = MessageRef(where, MessageId(frame.reply_to)) if frame.reply_to else None
            body = Body(frame.text, tuple(_media(f, where) for f in files))
            return (
                MessageReceived(
                    id=event,
                    at=at,
                    where=where,
                    sender=who,
                    message=message_id(seat, frame.id),
                    body=body,
                    private=seat.private,
                    reply_to=reply,
                ),
            )
        case Edit():
            target = MessageId(frame.message)
            return (MessageEdited(id=event, at=at, where=where, sender=who, message=target, body=Body(frame.text)),)
        case Delete():
            return (MessageDeleted(id=event, at=at, where=where, sender=who, message=MessageId(frame.message)),)
        case Press():
            pressed = MessageId(frame.message)
            return (
                ButtonPressed(
                    id=event,
                    at=at,
                    where=where,
                    sender=who,
                    value=frame.value,
                    message=pressed,
                    private=seat.private,
                ),
            )


def passed(seat: Seat, at: datetime, check: str) -> CheckPassed:
    """`check`: of the message; that the number is right has been seen."""
    return CheckPassed(
        id=EventId(f"solve:{seat.who.id}:{check}"), at=at, where=seat.where, sender=seat.who, check=check
    )


def own_entry(frame: Say, seat: Seat, at: datetime, files: tuple[Upload, ...], quote: Quote | None) -> Entry:
    """The sender's own message as the pages show it."""
    return Entry(
        side=seat.side,
        at=milliseconds(at),
        author=seat.who.name if seat.side is Side.AGENT else "",
        by=seat.who.id if seat.side is Side.AGENT else "",
        text=frame.text,
        files=tuple(f.file for f in files),
        quote=quote,
        nonce=frame.id,
    )


def echo_of(label: str, seat: Seat, at: datetime, nonce: str) -> Entry:
    """A buyer's pressed button, shown as the words he chose."""
    return Entry(side=seat.side, at=milliseconds(at), text=label, nonce=nonce, echo=True)


def _media(upload: Upload, home: Address) -> Media:
    file = upload.file
    return Media(file.kind, MediaRef(file.ref), home, file.name, file.mime, file.size)
