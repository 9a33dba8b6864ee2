"""The server's own clock, which a test can put forward."""

import time
from datetime import timedelta


class MovableClock:
    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def forward(self, by: timedelta) -> None:
        self._ahead += by.total_seconds()
