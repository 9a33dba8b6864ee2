"""Buyers whom a shop knows by their messenger, or comes to know so by a code that it mails them. Pure types."""

from dataclasses import dataclass
from enum import StrEnum

from core.messages import ChannelName, Sealed
from core.shop import OrderNo, ProvenOrder


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What the shops can do, by channel. `knows`: one of them may know buyers by their accounts there. `binds`: such an
    account can be bound to that of the buyer in the shop."""

    knows: frozenset[ChannelName] = frozenset()
    binds: frozenset[ChannelName] = frozenset()


@dataclass(frozen=True, slots=True)
class RecogniseBuyer:
    """Does the shop know that the order is his? `then`: what the proof is wanted for, as with VerifyBuyer."""

    number: OrderNo
    then: str = "order"


@dataclass(frozen=True, slots=True)
class SendMemberCode:
    """Has the shop mail a code to a member of it. `number`: the order that he means, if he has told it."""

    mail: str
    number: OrderNo | None = None


@dataclass(frozen=True, slots=True)
class BindMember:
    """Binds his messenger account to the member's in the shop, by the code that he was mailed."""

    mail: str
    code: Sealed
    number: OrderNo | None = None


MemberWork = RecogniseBuyer | SendMemberCode | BindMember


class MemberStep(StrEnum):
    STRANGER = "stranger"
    SENT = "sent"
    WRONG = "wrong"
    REFUSED = "refused"
    BOUND = "bound"


@dataclass(frozen=True, slots=True)
class MemberTold:
    """What came of it. STRANGER: the shop does not know that the order `number` is his. BOUND: these are `proven`."""

    step: MemberStep
    number: OrderNo | None = None
    proven: tuple[ProvenOrder, ...] = ()
