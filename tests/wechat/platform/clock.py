"""The platform's own clock, which a test can put forward."""

import time
from datetime import UTC, datetime, timedelta


class MovableClock:
    """Implements core.ports.Clock too, so that the product may live in the same time."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.stamp, UTC)

    @property
    def stamp(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def forward(self, by: timedelta) -> None:
        self._ahead += by.total_seconds()
