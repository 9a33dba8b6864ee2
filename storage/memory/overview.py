"""Which tickets there are, in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.messages import Address, MessageReceived, MessageRef
from core.overview import TicketLine, plain
from core.turns import Ticket
from storage.codec import ConversationState
from storage.memory.kept import Kept
from storage.overview import has_words, line_of


@dataclass(frozen=True, slots=True)
class TicketsInMemory:
    """Implements core.ports.Tickets."""

    kept: Kept

    async def open_or_closed_since(self, moment: datetime) -> Sequence[TicketLine]:
        known = self._known()
        return [line_of(*one) for one in known if one[0].closed_at is None or one[0].closed_at >= moment]

    async def find(self, words: str, limit: int) -> Sequence[TicketLine]:
        hits = [one for one in self._known() if has_words(words, *one)]
        hits.sort(key=lambda one: (one[0].id != plain(words), -one[0].opened_at.timestamp(), one[0].id))
        return [line_of(*one) for one in hits[:limit]]

    async def last_words(self, buyer: Address, since: datetime, upto: int, limit: int) -> Sequence[MessageReceived]:
        self.kept.reach()
        whose = self.kept.conversations.get(buyer.whole_chat.key)
        kept = [one for one in self.kept.events.values() if whose and one.conversation == whose.id and one.seq <= upto]
        words = [one.event for one in sorted(kept, key=lambda one: one.seq)]
        return [one for one in words if isinstance(one, MessageReceived) and one.at >= since][-limit:]

    async def buyer_behind(self, message: MessageRef) -> Address | None:
        self.kept.reach()
        for link in self.kept.links.values():
            if message.key in (link.shown.key, link.origin.key):
                other = link.origin if link.shown.key == message.key else link.shown
                if other.where.whole_chat.key in self.kept.conversations:
                    return other.where.whole_chat
        return None

    def _known(self) -> Iterator[tuple[Ticket, ConversationState]]:
        self.kept.reach()
        by_id = {one.id: one for one in self.kept.conversations.values()}
        for conversation, ticket in self.kept.tickets.values():
            whose = by_id[conversation]
            yield ticket, ConversationState(whose.where, whose.buyer, whose.memory)
