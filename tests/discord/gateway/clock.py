"""The server's own clock, which a test can put forward; and its ids, which tell the time."""

import itertools
import time
from datetime import UTC, datetime, timedelta

EPOCH = 1_420_070_400_000
"""The first millisecond of 2015: discord.com/developers/docs/reference#snowflakes."""


class MovableClock:
    def __init__(self) -> None:
        self._ahead = 0.0
        self._count = itertools.count(1)
        self._last = 0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def forward(self, by: timedelta) -> None:
        self._ahead += by.total_seconds()

    def text(self) -> str:
        """As Discord writes a moment."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="microseconds")

    def snowflake(self) -> int:
        """An id: never the same twice, always greater than the one before."""
        made = (int(self.now() * 1000) - EPOCH) << 22 | (next(self._count) & 0xFFF)
        self._last = max(made, self._last + 1)
        return self._last
