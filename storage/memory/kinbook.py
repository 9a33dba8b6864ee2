"""Which chats are one buyer's and who was introduced to whom, in memory."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.kin import IntroductionId
from core.kinbook import Introduction, Kin, KinShelf, Stage
from core.messages import Address
from core.overview import TicketLine
from core.shop import OrderNo
from core.turns import Conversation, ConversationId
from storage.codec import ConversationState
from storage.memory.kept import Kept
from storage.overview import line_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KinBookInMemory:
    """Implements core.kinbook.KinBook."""

    kept: Kept

    async def run(self, job: Callable[[KinShelf], T]) -> T:
        self.kept.reach()
        return job(_Shelf(self.kept))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Implements core.kinbook.KinShelf."""

    kept: Kept

    def conversation(self, where: Address) -> ConversationId:
        return self.kept.conversations[where.whole_chat.key].id

    def conversations(self, ids: Collection[ConversationId]) -> Sequence[Conversation]:
        found = (one for one in self.kept.conversations.values() if one.id in ids)
        return sorted(found, key=lambda one: one.id)

    def tickets(self, conversation: ConversationId) -> Sequence[TicketLine]:
        found = [ticket for id_, ticket in self.kept.tickets.values() if id_ == conversation]
        found.sort(key=lambda ticket: ticket.opened_at, reverse=True)
        whose = [ConversationState(one.where, one.buyer, one.memory) for one in self.conversations([conversation])]
        return [line_of(ticket, one) for one in whose for ticket in found]

    def kin(self, conversation: ConversationId) -> Kin | None:
        return self.kept.kin.get(conversation)

    def kin_of(self, buyer: str) -> Sequence[Kin]:
        return [kin for kin in self.kept.kin.values() if kin.buyer == buyer]

    def put_kin(self, kin: Kin) -> None:
        self.kept.kin[kin.conversation] = kin

    def introduction(self, id_: IntroductionId) -> Introduction | None:
        return self.kept.introductions.get(id_)

    def introduction_by(self, mark: str) -> Introduction | None:
        return next((one for one in self.kept.introductions.values() if one.mark == mark), None)

    def put_introduction(self, introduction: Introduction) -> None:
        self.kept.introductions[introduction.id] = introduction

    def forget_codes(self, host: ConversationId, before: datetime) -> None:
        for one in list(self.kept.introductions.values()):
            if (one.host == host and one.stage is Stage.OFFERED) or one.until < before:
                del self.kept.introductions[one.id]

    def provers(self, order: OrderNo) -> Sequence[ConversationId]:
        found = [(at, id_) for (number, id_), at in self.kept.proven.items() if number == order]
        return [id_ for _, id_ in sorted(found, reverse=True)]
