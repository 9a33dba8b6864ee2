"""Several bots share the group's budget: which one writes next, and whose a message is. Pure but for what it counts."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from core.errors import RateLimited, TargetGone
from core.messages import MessageId

LIMIT: Final = 20
"""Messages a minute of one bot to one group (core.telegram.org/bots/faq)."""
RESERVED: Final = 5
"""Of the first bot's, for messages that only it can send."""
WINDOW: Final = timedelta(minutes=1)
_NAME: Final = re.compile(r"(\d{1,18})(?:@([1-9]\d{0,2}))?", re.ASCII)


@dataclass(slots=True)
class _Writer:
    sent: deque[float] = field(default_factory=deque)
    silent_until: float = 0.0

    def used(self, now: float) -> int:
        while self.sent and self.sent[0] <= now - WINDOW.total_seconds():
            self.sent.popleft()
        return len(self.sent)


class Writers:
    """Bots by number; number 0 takes in updates, so what has buttons is its own. `clock`: seconds that only grow.

    `limit`: messages a minute of one bot to the group."""

    def __init__(self, bots: int, clock: Callable[[], float], limit: int = LIMIT) -> None:
        self._writers = [_Writer() for _ in range(bots)]
        self._limit = limit
        self._clock = clock

    def next(self, *, only_first: bool = False) -> int:
        """The first bot as long as it has room, then the one with most. Raises: RateLimited: Telegram has told each
        that may write to wait."""
        now = self._clock()
        may = self._writers[:1] if only_first else self._writers
        free = [number for number, writer in enumerate(may) if writer.silent_until <= now]
        if not free:
            wait = min(writer.silent_until for writer in may) - now
            raise RateLimited("every bot has to wait", timedelta(seconds=wait))
        if only_first or (free[0] == 0 and self._room(0, now) > 0):
            return 0
        return max(free, key=lambda number: self._room(number, now))

    def wrote(self, number: int, messages: int) -> None:
        self._writers[number].sent.extend([self._clock()] * messages)

    def must_wait(self, number: int, told: RateLimited) -> None:
        """Telegram has told this bot so."""
        self._writers[number].silent_until = self._clock() + (told.after or WINDOW).total_seconds()

    def _room(self, number: int, now: float) -> int:
        reserved = RESERVED if number == 0 and len(self._writers) > 1 else 0
        return self._limit - reserved - self._writers[number].used(now)


def named(message: int, writer: int) -> MessageId:
    """`123` by the first bot, `123@2` by the second."""
    return MessageId(str(message) if writer == 0 else f"{message}@{writer + 1}")


def read_name(id_: MessageId) -> tuple[int, int]:
    """The message's number and its writer's. Raises: TargetGone: no such message can be."""
    found = _NAME.fullmatch(id_)
    if found is None:
        raise TargetGone("not a message id")
    return int(found[1]), int(found[2]) - 1 if found[2] else 0
