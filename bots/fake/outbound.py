"""Our messages as calls to the platform. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from core.channel import Parcel
from core.messages import Address, Media, MessageRef, OutgoingMessage, ThreadLook


class _Call(msgspec.Struct, gc=False, omit_defaults=True):
    """The body of one call; what is at its default is not sent."""


class Marking(_Call):
    start: int
    end: int
    style: str


class Key(_Call):
    """One button of a keyboard; with a `url` it opens a page and has no value."""

    label: str
    value: str = ""
    url: str = ""


class Attachment(_Call):
    file_id: str
    kind: str
    name: str = ""
    mime: str = ""


class Send(_Call):
    chat: str
    text: str = ""
    thread: str | None = None
    key: str = ""
    author: str = ""
    spans: tuple[Marking, ...] = ()
    buttons: tuple[tuple[Key, ...], ...] = ()
    reply_to: str | None = None
    media: tuple[Attachment, ...] = ()
    protect: bool = False


class Edit(_Call):
    chat: str
    message_id: str
    text: str = ""
    spans: tuple[Marking, ...] = ()
    buttons: tuple[tuple[Key, ...], ...] = ()


class OneMessage(_Call):
    chat: str
    message_id: str


class Typing(_Call):
    chat: str
    thread: str | None
    name: str


class OpenThread(_Call):
    room: str
    title: str
    key: str = ""


class TitleThread(_Call):
    room: str
    thread: str
    title: str
    closed: bool


class SetWebhook(_Call):
    url: str
    secret: str


class GetMe(_Call):
    """Nothing but: are you there, and do you know me?"""


Body = Send | Edit | OneMessage | Typing | OpenThread | TitleThread | SetWebhook | GetMe


class Call(NamedTuple):
    """`repeatable`: doing it twice is the same as doing it once, so that a doubt is only a delay."""

    path: str
    body: Body
    repeatable: bool = True


encode: Final = msgspec.json.Encoder().encode


def to_call(parcel: Parcel, media: Sequence[Attachment], *, takes_keys: bool) -> Call:
    """The call that sends a fitted message; its files are on the platform already, as `media`."""
    message = parcel.message
    to = message.to
    body = Send(
        chat=to.chat,
        text=message.text,
        thread=to.thread,
        key=parcel.key if takes_keys else "",
        author=message.author,
        spans=_markings(message) if message.spans else (),
        buttons=_keyboard(message) if message.buttons else (),
        reply_to=parcel.reply_to.id if parcel.reply_to else None,
        media=tuple(media),
        protect=message.protected,
    )
    return Call("/send", body, repeatable=False)


def edit_call(ref: MessageRef, message: OutgoingMessage) -> Call:
    return Call("/edit", Edit(ref.where.chat, ref.id, message.text, _markings(message), _keyboard(message)))


def delete_call(ref: MessageRef) -> Call:
    return Call("/delete", OneMessage(ref.where.chat, ref.id))


def mark_call(ref: MessageRef) -> Call:
    return Call("/mark", OneMessage(ref.where.chat, ref.id))


def typing_call(where: Address, name: str) -> Call:
    return Call("/typing", Typing(where.chat, where.thread, name))


def open_thread_call(room: Address, key: str, title: str, *, takes_keys: bool) -> Call:
    body = OpenThread(room.chat, title, key if takes_keys else "")
    return Call("/open_thread", body, repeatable=takes_keys)


def title_thread_call(thread: Address, look: ThreadLook) -> Call:
    return Call("/title_thread", TitleThread(thread.chat, thread.thread or "", look.title, look.closed))


def attachment(media: Media, file_id: str) -> Attachment:
    return Attachment(file_id, media.kind.value, media.name, media.mime)


def _markings(message: OutgoingMessage) -> tuple[Marking, ...]:
    return tuple(Marking(span.start, span.end, span.style.value) for span in message.spans)


def _keyboard(message: OutgoingMessage) -> tuple[tuple[Key, ...], ...]:
    return tuple(tuple(Key(button.label, button.value, button.url) for button in row) for row in message.buttons)
