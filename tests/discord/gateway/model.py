"""Who and what there is: users, bots, servers, channels, threads, messages, interactions."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.discord.gateway.files import StoredFile

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class User:
    """`closed`: refuses direct messages of everybody."""

    id: int
    name: str
    display: str = ""
    language: str = "zh-CN"
    is_bot: bool = False
    closed: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(slots=True, eq=False)
class Bot:
    """`privileged`: the privileged intents that are switched on for it in the developer portal."""

    user: User
    token: str
    privileged: int = 0
    commands: dict[int, list[Json]] = field(default_factory=dict)
    """By server; 0: everywhere."""

    @property
    def id(self) -> int:
        """Also its application's."""
        return self.user.id


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 0
    bot_id: int = 0


@dataclass(slots=True, eq=False)
class Member:
    user: User
    roles: list[Role] = field(default_factory=list)
    joined: str = ""
    nick: str = ""


@dataclass(slots=True)
class Overwrite:
    """What a role or member may do more, or not do, in one channel."""

    whose: int
    allow: int = 0
    deny: int = 0
    member: bool = False


@dataclass(slots=True, eq=False)
class Guild:
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, "Channel"] = field(default_factory=dict)

    @property
    def everyone(self) -> Role:
        return self.roles[self.id]


@dataclass(slots=True, eq=False)
class Tag:
    id: int
    name: str
    emoji: str = ""
    moderated: bool = False


@dataclass(slots=True, eq=False)
class ThreadState:
    """What only a thread has."""

    owner_id: int
    created: str
    members: dict[int, str] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    pinned: bool = False
    auto_archive: int = 4320
    archive_changed: str = ""
    applied_tags: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Channel:
    """`kind` as in the API: discord.com/developers/docs/resources/channel#channel-object-channel-types."""

    TEXT: ClassVar = 0
    DM: ClassVar = 1
    CATEGORY: ClassVar = 4
    PUBLIC_THREAD: ClassVar = 11
    PRIVATE_THREAD: ClassVar = 12
    FORUM: ClassVar = 15

    id: int
    kind: int
    name: str = ""
    guild: Guild | None = None
    parent: "Channel | None" = None
    topic: str = ""
    recipients: list[User] = field(default_factory=list)
    overwrites: list[Overwrite] = field(default_factory=list)
    messages: dict[int, "Message"] = field(default_factory=dict)
    pins: list[int] = field(default_factory=list)
    typed: list[int] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    tag_required: bool = False
    thread: ThreadState | None = None

    @property
    def is_thread(self) -> bool:
        return self.thread is not None

    @property
    def is_dm(self) -> bool:
        return self.kind == self.DM

    @property
    def tag_names(self) -> list[str]:
        """Those applied to a forum post."""
        if self.thread is None or self.parent is None:
            return []
        names = {tag.id: tag.name for tag in self.parent.tags}
        return [names[one] for one in self.thread.applied_tags if one in names]


@dataclass(slots=True, eq=False)
class Attachment:
    id: int
    file: StoredFile
    description: str = ""
    channel_id: int = 0


@dataclass(slots=True, eq=False)
class Message:
    """`more`: what stands beside it (poll, sticker_items, message_snapshots, embeds …)."""

    DEFAULT: ClassVar = 0
    SOMEBODY_ADDED: ClassVar = 1
    PINNED: ClassVar = 6
    THREAD_CREATED: ClassVar = 18
    REPLY: ClassVar = 19
    COMMAND: ClassVar = 20
    EPHEMERAL: ClassVar = 1 << 6

    id: int
    channel: Channel
    author: User
    content: str
    at: str
    kind: int = 0
    flags: int = 0
    edited: str | None = None
    attachments: list[Attachment] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    reference: Json | None = None
    nonce: str | None = None
    mentions: list[User] = field(default_factory=list)
    pinged: bool = False
    reactions: dict[str, list[int]] = field(default_factory=dict)
    more: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.content

    @property
    def system(self) -> bool:
        return self.kind not in (self.DEFAULT, self.REPLY, self.COMMAND)

    @property
    def media(self) -> list[bytes]:
        return [one.file.data for one in self.attachments]

    @property
    def pinned(self) -> bool:
        return self.id in self.channel.pins

    @property
    def rows(self) -> list[list[Json]]:
        """The buttons below it, row by row."""
        return [list(row["components"]) for row in self.components if row.get("type") == 1]

    @property
    def buttons(self) -> list[list[str]]:
        """The words on them."""
        return [[str(one.get("label", "")) for one in row if one.get("type") == 2] for row in self.rows]


@dataclass(slots=True, eq=False)
class Interaction:
    """What somebody pressed, typed or filled in, and what the bot made of it.

    `answer`: the type of its first answer (4 words, 5 and 6 later, 7 the message changed, 9 a form); 0: none yet."""

    COMMAND: ClassVar = 2
    COMPONENT: ClassVar = 3
    MODAL: ClassVar = 5

    id: int
    token: str
    kind: int
    bot: Bot
    user: User
    channel: Channel
    at: float
    data: Json
    message: Message | None = None
    answer: int = 0
    modal: Json | None = None
    original: Message | None = None
    deferred_flags: int = 0
    shown: list[Message] = field(default_factory=list)
    """What the user sees of it: answers, also those for the user alone."""
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def words(self) -> list[str]:
        return [one.content for one in self.shown]
