"""Who and what there is: customers, customer service accounts, sessions, messages."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from typing import Any

Json = dict[str, Any]

WINDOW = timedelta(hours=48)
"""How long after a customer's message we may write (document/path/94677)."""
ALLOWED = 5
"""How many messages each of the customer's lets us write."""
HISTORY = timedelta(days=3)
"""What sync_msg still tells (document/path/94670)."""


class State(IntEnum):
    """document/path/94669"""

    NEW = 0
    ASSISTANT = 1
    POOL = 2
    PEOPLE = 3
    ENDED = 4


class Origin(IntEnum):
    CUSTOMER = 3
    SYSTEM = 4
    SERVICER = 5


class FailType(IntEnum):
    """Why a message that was taken did not arrive (msg_send_fail)."""

    UNKNOWN = 0
    ACCOUNT_DELETED = 1
    APP_CLOSED = 2
    SESSION_EXPIRED = 4
    SESSION_CLOSED = 5
    OVER_FIVE = 6
    NOT_VERIFIED = 8
    REFUSED_BY_CUSTOMER = 10
    NOBODY_LOGGED_IN = 11
    FORBIDDEN_TYPE = 12
    SAFETY = 13


@dataclass(slots=True)
class Customer:
    """`refuses`: does not want to hear of us. `known`: False makes the id one that WeCom does not know (any more)."""

    id: str
    nickname: str
    gender: int = 0
    unionid: str = ""
    refuses: bool = False
    known: bool = True

    @property
    def json(self) -> Json:
        avatar = f"https://wx.qlogo.cn/mmhead/{self.id}/0"
        known = {"external_userid": self.id, "nickname": self.nickname, "avatar": avatar, "gender": self.gender}
        return known | ({"unionid": self.unionid} if self.unionid else {})


@dataclass(slots=True)
class Entry:
    """One message or event as sync_msg tells it. `handed`: how often it was."""

    seq: int
    msgid: str
    at: float
    body: Json
    handed: int = 0

    @property
    def json(self) -> Json:
        return {"msgid": self.msgid, "send_time": int(self.at)} | self.body


@dataclass(slots=True)
class Account:
    """One customer service account and all that happened in it. `deleted`: somebody removed it.

    `managed`: it was handed to the app that asks (manage_privilege)."""

    open_kfid: str
    name: str
    deleted: bool = False
    managed: bool = True
    history: list[Entry] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Line:
    """One message on a customer's screen. `by`: "customer", "api", "welcome", "event", or a servicer's userid."""

    msgid: str
    at: float
    by: str
    msgtype: str
    content: Json
    data: bytes = b""
    recalled: bool = False

    @property
    def text(self) -> str:
        """The words: of a menu what stands above and below the choices."""
        if self.msgtype == "text":
            return str(self.content["content"])
        if self.msgtype == "msgmenu":
            around = (self.content.get("head_content", ""), self.content.get("tail_content", ""))
            return "\n".join(words for words in around if words)
        return str(self.content.get("title") or self.content.get("name") or "")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(id, words) of the items that answer when they are touched."""
        items = self.content.get("list", []) if self.msgtype == "msgmenu" else []
        clicks = [item["click"] for item in items if item["type"] == "click"]
        return [(str(click.get("id", "")), str(click["content"])) for click in clicks]

    @property
    def media(self) -> list[bytes]:
        return [self.data] if self.data else []


@dataclass(slots=True)
class Session:
    """One customer and one account. `used`: of the messages that his last one lets us write; `lines`: his screen."""

    account: Account
    customer: Customer
    state: State = State.ENDED
    servicer: str = ""
    wrote_at: float | None = None
    welcomed_at: float | None = None
    used: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def left(self) -> int:
        return ALLOWED - self.used


@dataclass(frozen=True, slots=True)
class Code:
    """What lets us answer one event once. `kind`: welcome, pool, accepted, ended."""

    session: Session
    kind: str
    at: float
