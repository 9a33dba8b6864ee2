"""Who and what there is: the account, people, and what stands in a person's talk with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
FAILURE = "该公众号提供的服务出现故障，请稍后再试"
"""What a person is shown when the account's server did not answer, or not as it should."""


class Mode(StrEnum):
    """How callbacks come: MIXED holds both forms (兼容模式)."""

    PLAIN = "plain"
    MIXED = "mixed"
    SECURE = "secure"


class Way(StrEnum):
    """How a message came into a talk. OWN: the person wrote it; FAILURE: words of the platform itself."""

    OWN = "own"
    PASSIVE = "passive"
    PUSH = "push"
    FAILURE = "failure"


@dataclass(slots=True)
class Account:
    """An official account. `service`: 服务号, otherwise 订阅号; `kf`: its customer service accounts."""

    appid: str = "wx5c7a1e0f3b9d8264"
    original: str = "gh_3f2a9c7d1e5b"
    secret: str = "9f86d081884c7d659a2feaa0c55ad015"
    token: str = "KamiDeskCallback"
    aes_key: str = "Zm9yIHRlc3RzIG9ubHkgMDEyMzQ1Njc4OWFiY2RlZgA"
    mode: Mode = Mode.PLAIN
    verified: bool = True
    service: bool = True
    kf: tuple[str, ...] = ("shop@kamidesk",)


@dataclass(slots=True)
class Grant:
    """So many messages may be pushed until then (seconds since 1970)."""

    total: int
    until: float
    used: int = 0

    @property
    def left(self) -> int:
        return self.total - self.used


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message in a talk. `answers`: the MsgId (or event) to which it is the passive reply; `by`: its kf_account."""

    number: int
    way: Way
    kind: str
    at: datetime
    text: str = ""
    choices: tuple[Choice, ...] = ()
    media: tuple[bytes, ...] = ()
    answers: str = ""
    by: str = ""
    content: Json = field(default_factory=dict)

    @property
    def labels(self) -> Sequence[str]:
        return [choice.content for choice in self.choices]


@dataclass(slots=True, eq=False)
class Person:
    """`rejects`: follows, but has switched off receiving messages. `grants`: by what gave them."""

    openid: str
    name: str
    following: bool = True
    rejects: bool = False
    grants: dict[str, Grant] = field(default_factory=dict)
    talk: list[Shown] = field(default_factory=list)
    exchanged: float = 0.0
    typing_until: float = 0.0
    typed: list[str] = field(default_factory=list)

    @property
    def answers(self) -> list[Shown]:
        """What the account said, oldest first."""
        return [one for one in self.talk if one.way in {Way.PASSIVE, Way.PUSH}]

    @property
    def failures(self) -> list[Shown]:
        return [one for one in self.talk if one.way is Way.FAILURE]

    def left(self, now: float) -> int:
        """How many messages may be pushed now."""
        return sum(grant.left for grant in self.grants.values() if grant.until > now)
