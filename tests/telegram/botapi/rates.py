"""Telegram's limits on sending, when a test switches them on: core.telegram.org/bots/faq#my-bot-is-hitting-limits.

One message a second to a person with short bursts, 20 a minute to a group, 30 a second in all, for each bot."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.telegram.botapi.clock import MovableClock
from tests.telegram.botapi.refusals import too_many


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` in `seconds`."""

    amount: int
    seconds: float


@dataclass(slots=True)
class Rates:
    clock: MovableClock
    on: bool = False
    person: Limit = Limit(3, 3)
    group: Limit = Limit(20, 60)
    whole: Limit = Limit(30, 1)
    refused: int = 0
    _sent: dict[tuple[int, int], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, bot: int, chat: int) -> None:
        """Counts one message to a chat. Raises: Declined: 429, nothing is counted."""
        if not self.on:
            return
        now = self.clock.now()
        wanted = [(self._sent[bot, chat], self.group if chat < 0 else self.person), (self._sent[bot, 0], self.whole)]
        wait = max(_wait(sent, limit, now) for sent, limit in wanted)
        if wait > 0:
            self.refused += 1
            raise too_many(math.ceil(wait))
        for sent, _ in wanted:
            sent.append(now)


def _wait(sent: deque[float], limit: Limit, now: float) -> float:
    while sent and sent[0] <= now - limit.seconds:
        sent.popleft()
    return sent[0] + limit.seconds - now if len(sent) >= limit.amount else 0.0
