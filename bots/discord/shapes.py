"""Discord's JSON, as far as we read it: discord.com/developers/docs/resources/message. Pure.

Ids are strings there, and stay so. What may be null has None as its default."""

import msgspec


class _Shape(msgspec.Struct, frozen=True, gc=False):
    pass


class User(_Shape, frozen=True, gc=False):
    id: str
    username: str = ""
    global_name: str | None = None
    bot: bool = False


class Member(_Shape, frozen=True, gc=False):
    """`permissions` only with interactions, as a decimal number."""

    nick: str | None = None
    user: User | None = None
    roles: tuple[str, ...] = ()
    permissions: str = "0"


class Attachment(_Shape, frozen=True, gc=False):
    id: str
    filename: str = ""
    size: int = 0
    url: str = ""
    content_type: str | None = None
    flags: int = 0
    duration_secs: float | None = None


class Sticker(_Shape, frozen=True, gc=False):
    """`format_type`: 1 PNG, 2 APNG, 3 Lottie, 4 GIF."""

    id: str
    name: str = ""
    format_type: int = 1


class Reference(_Shape, frozen=True, gc=False):
    """`type`: 0 a reply, 1 a forward."""

    type: int = 0
    message_id: str | None = None
    channel_id: str | None = None


class PollWords(_Shape, frozen=True, gc=False):
    text: str | None = None


class PollAnswer(_Shape, frozen=True, gc=False):
    poll_media: PollWords = PollWords()


class Poll(_Shape, frozen=True, gc=False):
    question: PollWords = PollWords()
    answers: tuple[PollAnswer, ...] = ()


class Said(_Shape, frozen=True, gc=False):
    """What a message holds, also one that is forwarded."""

    content: str = ""
    attachments: tuple[Attachment, ...] = ()
    sticker_items: tuple[Sticker, ...] = ()


class Snapshot(_Shape, frozen=True, gc=False):
    message: Said = Said()


class Message(_Shape, frozen=True, gc=False):
    """`type`: 0 usual, 19 a reply, 20 and 23 the answer to a command; others are Discord's own notes."""

    id: str
    channel_id: str
    author: User | None = None
    timestamp: str = ""
    edited_timestamp: str | None = None
    type: int = 0
    flags: int = 0
    content: str = ""
    attachments: tuple[Attachment, ...] = ()
    sticker_items: tuple[Sticker, ...] = ()
    poll: Poll | None = None
    guild_id: str | None = None
    member: Member | None = None
    mentions: tuple[User, ...] = ()
    message_reference: Reference | None = None
    message_snapshots: tuple[Snapshot, ...] = ()

    @property
    def said(self) -> Said:
        return Said(self.content, self.attachments, self.sticker_items)


class Deleted(_Shape, frozen=True, gc=False):
    id: str
    channel_id: str
    guild_id: str | None = None


class DeletedMany(_Shape, frozen=True, gc=False):
    ids: tuple[str, ...]
    channel_id: str
    guild_id: str | None = None


class Emoji(_Shape, frozen=True, gc=False):
    """`id`: of one that a server has drawn by itself."""

    name: str | None = None
    id: str | None = None


class Reaction(_Shape, frozen=True, gc=False):
    user_id: str
    channel_id: str
    message_id: str
    emoji: Emoji
    guild_id: str | None = None
    member: Member | None = None


class Typing(_Shape, frozen=True, gc=False):
    channel_id: str
    user_id: str
    guild_id: str | None = None
    member: Member | None = None


class Option(_Shape, frozen=True, gc=False):
    """What was given with a command; groups and subcommands have `options` of their own."""

    name: str
    value: str | int | float | bool | None = None
    options: tuple["Option", ...] = ()


class Field(_Shape, frozen=True, gc=False):
    """A part of a form that was filled in: a row, a label, or a text."""

    custom_id: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    components: tuple["Field", ...] = ()
    component: "Field | None" = None


class Pressed(_Shape, frozen=True, gc=False):
    """Of a button `custom_id`; of a command `name` and `options`; of a form `custom_id` and `components`."""

    custom_id: str = ""
    name: str = ""
    options: tuple[Option, ...] = ()
    components: tuple[Field, ...] = ()


class Where(_Shape, frozen=True, gc=False):
    id: str
    type: int = 0
    parent_id: str | None = None


class Interaction(_Shape, frozen=True, gc=False):
    """`type`: 2 a command, 3 a button, 5 a form. `user` in direct messages, else `member`."""

    id: str
    token: str
    type: int
    channel_id: str | None = None
    guild_id: str | None = None
    channel: Where | None = None
    data: Pressed = Pressed()
    user: User | None = None
    member: Member | None = None
    message: Message | None = None
    locale: str | None = None

    @property
    def who(self) -> User | None:
        return self.user or (self.member.user if self.member else None)


class Gone(_Shape, frozen=True, gc=False):
    """A channel or thread that was deleted."""

    id: str
    parent_id: str | None = None


class Thread(_Shape, frozen=True, gc=False):
    id: str
    name: str = ""
    parent_id: str | None = None
