"""How often we ask what the shop limits: a token bucket of our own, so that its limit is never reached."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from core.errors import ShopUnavailable

LONGEST_WAIT = 5.0
"""Seconds that a question waits for its turn."""
AFTER_LIMIT = 30.0
"""Seconds of rest, when the shop's limit was reached nevertheless (others ask from the same address)."""
BURST = 10


@dataclass(slots=True)
class Pace:
    """`now`: seconds of a clock that never goes back."""

    per_minute: int
    now: Callable[[], float] = monotonic
    _next: float = field(default=-inf, init=False)

    async def turn(self) -> None:
        """Waits for it. Raises: ShopUnavailable: it would take too long; nothing is used up then."""
        wait = self._wait()
        if wait > LONGEST_WAIT:
            raise ShopUnavailable("It lets us check only so many buyers in a minute; this one is next.")
        self._next = max(self._next, self.now() - self._gap * (BURST - 1)) + self._gap
        if wait > 0:
            await asyncio.sleep(wait)

    def rest(self) -> None:
        """The shop has said that it was too much."""
        self._next = max(self._next, self.now() + AFTER_LIMIT)

    @property
    def _gap(self) -> float:
        return 60.0 / self.per_minute

    def _wait(self) -> float:
        return max(0.0, self._next - self.now())
