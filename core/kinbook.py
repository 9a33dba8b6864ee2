"""Where it is kept which chats are one buyer's, and who was introduced to whom: roles, implemented in storage/."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from core.kin import IntroductionId
from core.messages import Address
from core.overview import TicketLine
from core.shop import OrderNo
from core.turns import Conversation, ConversationId

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """One chat's place: chats of the same `buyer` are one person's.

    `version` grows with every link and unlink. `left` and `left_by`: whose it was before, and the work that ended that
    (so that this work can be repeated)."""

    conversation: ConversationId
    buyer: str
    version: int
    left: str | None = None
    left_by: str | None = None


class Stage(StrEnum):
    """OFFERED: a code nobody has used. USED: by the guest, who is asked. ACCEPTED: by him, and the host is asked."""

    OFFERED = "offered"
    USED = "used"
    ACCEPTED = "accepted"
    LINKED = "linked"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """`host` asked for the code, or proved the order first; `guest` came later. `mark`: the code's keyed fingerprint.

    `until`: nothing comes of it afterwards. `answered_by`: the work of the last answer to it."""

    id: IntroductionId
    host: ConversationId
    until: datetime
    stage: Stage = Stage.OFFERED
    guest: ConversationId | None = None
    mark: str | None = None
    answered_by: str | None = None


class KinShelf(Protocol):
    """What can be looked up and written inside one transaction."""

    def conversation(self, where: Address) -> ConversationId:
        """Of a chat from which something has come in."""

    def conversations(self, ids: Collection[ConversationId]) -> Sequence[Conversation]:
        """In the order of their ids, each with its newest ticket."""

    def tickets(self, conversation: ConversationId) -> Sequence[TicketLine]:
        """The newest first."""

    def kin(self, conversation: ConversationId) -> Kin | None: ...

    def kin_of(self, buyer: str) -> Sequence[Kin]: ...

    def put_kin(self, kin: Kin) -> None: ...

    def introduction(self, id_: IntroductionId) -> Introduction | None: ...

    def introduction_by(self, mark: str) -> Introduction | None: ...

    def put_introduction(self, introduction: Introduction) -> None: ...

    def forget_codes(self, host: ConversationId, before: datetime) -> None:
        """Of this host those that nobody has used, and all introductions that were over before then."""

    def provers(self, order: OrderNo) -> Sequence[ConversationId]:
        """Where it was fully proven, the newest first."""


class KinBook(Protocol):
    async def run(self, job: Callable[[KinShelf], T]) -> T:
        """In one transaction, alone with the book; `job` may be run again. Raises: StoreUnavailable."""
