"""One buyer in several chats: what each knows of the others, and what is asked and told about linking. Pure types."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NewType

from core.messages import Address, ChannelName, Event, Sealed
from core.overview import TicketLine
from core.shop import OrderNo, ProvenOrder

IntroductionId = NewType("IntroductionId", str)


@dataclass(frozen=True, slots=True)
class KinChat:
    """Another chat of the same buyer. `ticket`: the newest there."""

    where: Address
    ticket: TicketLine | None = None


@dataclass(frozen=True, slots=True)
class KinPast:
    """What happened in another chat of the same buyer. `tried`: as in Memory."""

    where: Address
    tickets: tuple[TicketLine, ...] = ()
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KinView:
    """The buyer's other chats as one chat shall know them, and the orders proven there (each with its `via`).

    `version` grows with every link and unlink, `moment` with everything that happens in these chats: an older view
    never takes the place of a newer one."""

    version: int
    moment: int
    chats: tuple[KinChat, ...] = ()
    orders: tuple[ProvenOrder, ...] = ()


class LinkStep(StrEnum):
    """Where linking stands, for the one who is told.

    CODE here is your code · OFFERED the code you sent is good, is it yours? · MET another chat has proven the same
    order, is it yours? · WAITS the other chat must say yes · ASKED somebody says he is you, is he?"""

    CODE = "code"
    OFFERED = "offered"
    MET = "met"
    WAITS = "waits"
    ASKED = "asked"
    LINKED = "linked"
    UNLINKED = "unlinked"
    DECLINED = "declined"
    WRONG = "wrong"
    SAME = "same"
    TOO_MANY_TRIES = "too-many-tries"
    TOO_MANY_CHATS = "too-many-chats"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkNews:
    """`channel`: of the other chat. `order`: by which they met; none: by a code. `wait`: before the next try."""

    step: LinkStep
    id: IntroductionId | None = None
    channel: ChannelName | None = None
    code: Sealed | None = None
    order: OrderNo | None = None
    wait: timedelta | None = None


class KinTold(Event, frozen=True, kw_only=True):
    """What a chat is told because of something in another one. `view`: None: nothing has changed in that."""

    view: KinView | None = None
    news: LinkNews | None = None


@dataclass(frozen=True, slots=True)
class MakeLinkCode:
    """A one-time code for this chat."""


@dataclass(frozen=True, slots=True)
class UseLinkCode:
    """The buyer has sent a code; `mark` is its keyed fingerprint."""

    mark: str


@dataclass(frozen=True, slots=True)
class MeetKin:
    """This chat has just proven this order: has another one, too?"""

    order: OrderNo


@dataclass(frozen=True, slots=True)
class LinkByOrder:
    """The buyer says that the other chat which has proven this order is his."""

    order: OrderNo


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """Is it you? Yes or no; who is asked depends on where the introduction stands."""

    id: IntroductionId
    yes: bool


@dataclass(frozen=True, slots=True)
class Unlink:
    """This chat is one with no other any more."""


@dataclass(frozen=True, slots=True)
class TellKin:
    """All chats of this buyer shall know how things stand here."""


@dataclass(frozen=True, slots=True)
class ListKin:
    """What happened in the buyer's other chats, for an agent."""


KinWork = MakeLinkCode | UseLinkCode | MeetKin | LinkByOrder | AnswerLink | Unlink | TellKin | ListKin
