"""The form of the platform's updates: Telegram's, with what its bots are not told (deletions) added. Pure types."""

from typing import Annotated, Literal

import msgspec

Id = int | str
Seconds = Annotated[int, msgspec.Meta(ge=0, le=32_503_680_000)]  # up to the year 3000: no overflow in datetime


class _Shape(msgspec.Struct, gc=False):
    """A part of an update; fields that we do not name are skipped without being built."""


class Chat(_Shape):
    id: Id
    type: str = "private"


class User(_Shape):
    id: Id
    first_name: str = ""
    last_name: str = ""
    language_code: str | None = None


class File(_Shape):
    file_id: str
    file_name: str = ""
    mime_type: str = ""
    file_size: int = 0


class Quoted(_Shape):
    message_id: Id


class Message(_Shape):
    message_id: Id
    date: Seconds
    chat: Chat
    sender: User = msgspec.field(name="from")
    edit_date: Seconds | None = None
    message_thread_id: Id | None = None
    reply_to_message: Quoted | None = None
    text: str | None = None
    caption: str | None = None
    photo: tuple[File, ...] = ()
    document: File | None = None
    video: File | None = None
    voice: File | None = None
    audio: File | None = None
    sticker: File | None = None
    media_group_id: str = ""


class Deletion(_Shape):
    message_id: Id
    date: Seconds
    chat: Chat
    sender: User = msgspec.field(name="from")
    message_thread_id: Id | None = None


class Pressed(_Shape):
    """The message under which a button was pressed."""

    message_id: Id
    chat: Chat
    message_thread_id: Id | None = None


class Press(_Shape):
    date: Seconds
    message: Pressed
    data: str
    sender: User = msgspec.field(name="from")


class Standing(_Shape):
    status: Literal["member", "kicked", "left"]


class Membership(_Shape):
    date: Seconds
    chat: Chat
    new_chat_member: Standing
    sender: User = msgspec.field(name="from")
    payload: str = ""


class Update(_Shape):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    deleted_message: Deletion | None = None
    callback_query: Press | None = None
    my_chat_member: Membership | None = None


class Numbered(_Shape):
    """The least that an update must have."""

    update_id: int
