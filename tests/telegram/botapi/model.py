"""Who and what there is: users, bots, chats, topics, messages."""

from dataclasses import dataclass, field
from typing import Any

from tests.telegram.botapi.files import FileRef, refs_in

Json = dict[str, Any]

ADMIN_RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_pin_messages", "can_manage_topics", "can_send_welcome_messages"),
)
DAY = 24 * 3600


@dataclass(slots=True, eq=False)
class User:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = ""
    is_bot: bool = False
    deactivated: bool = False

    @property
    def json(self) -> Json:
        told = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        more = {"last_name": self.last_name, "username": self.username, "language_code": self.language}
        return told | {name: value for name, value in more.items() if value}


@dataclass(slots=True, eq=False)
class Bot:
    """`reads_all`: privacy mode is off. `business`: may be connected to a business account."""

    user: User
    token: str
    reads_all: bool = False
    business: bool = True
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.user.id


@dataclass(slots=True)
class Member:
    """`status` as in ChatMember; `rights` are those of an administrator that are switched on."""

    user: User
    status: str = "member"
    rights: frozenset[str] = frozenset()
    anonymous: bool = False

    @property
    def present(self) -> bool:
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.is_admin and right in self.rights)

    @property
    def json(self) -> Json:
        known: Json = {"status": self.status, "user": self.user.json}
        match self.status:
            case "creator":
                return known | {"is_anonymous": self.anonymous}
            case "administrator":
                rights = {right: right in self.rights for right in ADMIN_RIGHTS}
                return known | {"can_be_edited": False, "is_anonymous": self.anonymous} | rights
            case "kicked":
                return known | {"until_date": 0}
        return known


@dataclass(slots=True, eq=False)
class Topic:
    """`id` is that of the service message that opened it."""

    id: int
    name: str
    creator: int
    icon_color: int = 0x6FB9F0
    icon: str = ""
    emoji: str = ""
    closed: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """`kind` as in the Bot API. A private chat is one user's with one bot (or with a business account).

    `closed_to_all`: a closed topic refuses administrators as well (Telegram lets those write who could reopen it)."""

    id: int
    kind: str
    title: str = ""
    partner: User | None = None
    bot: Bot | None = None
    username: str = ""
    forum: bool = False
    opened: bool = False
    blocked: bool = False
    closed_to_all: bool = True
    connection: str = ""
    migrated_to: "Chat | None" = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    pins: list[int] = field(default_factory=list)
    actions: list[tuple[int | None, str]] = field(default_factory=list)

    @property
    def private(self) -> bool:
        return self.kind == "private"

    @property
    def json(self) -> Json:
        known: Json = {"id": self.id, "type": self.kind}
        if self.partner is not None:
            user = self.partner
            more = {"first_name": user.first_name, "last_name": user.last_name, "username": user.username}
            return known | {name: value for name, value in more.items() if value}
        more = {"title": self.title} | ({"username": self.username} if self.username else {})
        return known | more | ({"is_forum": True} if self.forum else {})

    def member(self, user: int) -> Member | None:
        return self.members.get(user)


@dataclass(slots=True, eq=False)
class Message:
    """`content`: text, photo, …; `more`: what stands beside it (forward_origin, media_group_id, …)."""

    id: int
    chat: Chat
    date: int
    content: Json
    sender: User
    thread: int | None = None
    root: int | None = None
    more: Json = field(default_factory=dict)
    markup: Json | None = None
    reply_to: "Message | None" = None
    sender_chat: Chat | None = None
    bot: Bot | None = None
    service: bool = False
    edited: int | None = None
    reactions: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Words or caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        return list(self.content.get("entities") or self.content.get("caption_entities") or ())

    @property
    def files(self) -> list[FileRef]:
        content = {
            name: value for name, value in self.content.items() if name != "document" or "animation" not in self.content
        }
        return refs_in(content)

    @property
    def media(self) -> list[bytes]:
        return [ref.file.data for ref in self.files]

    @property
    def keys(self) -> list[list[Json]]:
        """The buttons below it, row by row."""
        return list((self.markup or {}).get("inline_keyboard", ()))

    @property
    def buttons(self) -> list[list[str]]:
        """The words on them."""
        return [[str(key["text"]) for key in row] for row in self.keys]

    @property
    def protected(self) -> bool:
        return bool(self.more.get("has_protected_content"))

    @property
    def pinned(self) -> bool:
        return self.id in self.chat.pins

    @property
    def album(self) -> str:
        return str(self.more.get("media_group_id", ""))


@dataclass(slots=True)
class Press:
    """A button that somebody pressed, and what the bot answered."""

    id: str
    bot: Bot
    user: User
    at: float
    answered: bool = False
    answer: str = ""
    alert: bool = False


@dataclass(slots=True, eq=False)
class Connection:
    """A business account to which a bot is connected."""

    id: str
    bot: Bot
    user: User
    date: int
    can_reply: bool = True
    can_delete: bool = True
    enabled: bool = True

    @property
    def json(self) -> Json:
        known: Json = {"id": self.id, "user": self.user.json, "user_chat_id": self.user.id, "date": self.date}
        rights = {"can_reply": self.can_reply, "can_delete_sent_messages": self.can_delete}
        rights["can_delete_all_messages"] = self.can_delete
        return known | {"rights": rights, "is_enabled": self.enabled}
