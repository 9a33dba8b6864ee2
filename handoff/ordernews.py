"""Order news as the agents see them: troubles in the room, and in a ticket's thread what its buyer was told. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from core.messages import OutgoingMessage, Priority
from core.ordercard import when
from core.shop import ShopId
from core.shopnews import ShopHappened, ShopSilent, Trouble, TroublesSeen
from core.skills import Skill
from core.turns import NOTHING, Answer, Turn, Words
from handoff.cards import Card, DeskSettings
from handoff.window import spares

LISTED = 8
"""Orders that a message names; of the others it tells how many they are."""


@dataclass(frozen=True, slots=True)
class OrderNews:
    settings: DeskSettings

    def in_thread(self, turn: Turn, happened: ShopHappened, helpers: Iterable[Skill]) -> Answer | None:
        """While a person is in charge the buyer still hears of it, if that takes no word from the agents; and they see
        that he did. None: nobody is in charge."""
        ticket = turn.ticket
        if ticket is None or not ticket.open:
            return None
        card = Card.of(turn, self.settings, ticket)
        status = card.say(f"status-{happened.order.status}")
        line = card.line("desk-order-news", number=happened.order.number, status=status)
        if not spares(ticket.allowance, turn.event.at):
            return Answer(say=(line,))
        told = next((answer for skill in helpers if (answer := skill.answer(turn)) is not None), NOTHING)
        return replace(told, say=(*told.say, line)) if told.say else told

    def in_room(self, turn: Turn) -> Answer | None:
        """None: it is no news of a shop."""
        match turn.event:
            case TroublesSeen() as seen:
                text = self._troubles(turn.words, seen)
            case ShopSilent(back=True) as silent:
                text = self._say(turn.words, "desk-shop-back", shop=self._called(silent.shop))
            case ShopSilent() as silent:
                since = self._when(turn.words, silent.since, silent.at)
                text = self._say(turn.words, "desk-shop-silent", shop=self._called(silent.shop), time=since)
            case _:
                return None
        return Answer(say=(OutgoingMessage(to=turn.event.where, text=text, priority=Priority.STAFF),))

    def _troubles(self, words: Words, seen: TroublesSeen) -> str:
        """Those of one kind together, with the order's state and when it was paid."""
        kinds = groupby(sorted(seen.troubles, key=lambda one: one.happening), key=lambda one: one.happening)
        return "\n\n".join(self._of_kind(words, list(those), seen.at) for _, those in kinds)

    def _of_kind(self, words: Words, troubles: Sequence[Trouble], now: datetime) -> str:
        first, rest = troubles[0], len(troubles) - LISTED
        heading = self._say(
            words, f"desk-trouble-{first.happening}", count=len(troubles), shop=self._called(first.shop)
        )
        lines = [heading, *(self._line(words, one, now) for one in troubles[:LISTED])]
        return "\n".join([*lines, self._say(words, "desk-trouble-more", count=rest)] if rest > 0 else lines)

    def _line(self, words: Words, trouble: Trouble, now: datetime) -> str:
        parts = [trouble.number, trouble.goods, self._say(words, f"status-{trouble.status}")]
        if trouble.paid_at is not None:
            parts.append(self._say(words, "desk-trouble-paid", time=self._when(words, trouble.paid_at, now)))
        if trouble.trade_no:
            parts.append(self._say(words, "desk-trouble-trade", number=trouble.trade_no))
        return "· " + " · ".join(part for part in parts if part)

    def _when(self, words: Words, then: datetime, now: datetime) -> str:
        return when(words, self.settings.language, then, now, self.settings.zone)

    def _called(self, shop: ShopId) -> str:
        return self.settings.shops.get(shop, shop)

    def _say(self, words: Words, key: str, /, **arguments: object) -> str:
        return words(self.settings.language, key, **arguments)
