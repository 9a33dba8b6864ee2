"""A shop that does not answer is left alone for a while, so that nobody waits for it in vain."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from core.errors import ShopUnavailable

FAILURES = 5
"""In a row; then the shop rests."""
REST = 30.0
"""Seconds; then one question goes through, and tells whether it is back."""
LONGEST_PAUSE = 60.0
"""Seconds: a shop that asks for more is asked again nevertheless."""


@dataclass(slots=True)
class Breaker:
    """One for each shop, in front of its network; for one event loop. `now`: seconds of a clock that never goes back.

    A question that began before the shop was left alone counts when it ends, like any other."""

    failures: int = FAILURES
    rest: float = REST
    now: Callable[[], float] = monotonic
    _failed: int = field(default=0, init=False)
    _resting: float = field(default=-inf, init=False)
    _paused: float = field(default=-inf, init=False)
    _trial: object | None = field(default=None, init=False)

    @property
    def open(self) -> bool:
        """Is the shop left alone just now?"""
        return self._trial is not None or self.now() < max(self._resting, self._paused)

    def pause(self, seconds: float) -> None:
        """The shop itself has asked to be left alone so long (429 with Retry-After)."""
        self._paused = max(self._paused, self.now() + min(seconds, LONGEST_PAUSE))

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Around one question. ShopUnavailable and TimeoutError count as failures, any other error as an answer; a
        question that is cancelled tells nothing.

        Raises: ShopUnavailable: at once, while the shop is left alone."""
        if self.open:
            raise ShopUnavailable("It is left alone for a moment, and asked again then.")
        trial = object() if self._failed >= self.failures else None
        self._trial = trial
        try:
            yield
        except (ShopUnavailable, TimeoutError):
            self._fail()
            raise
        except Exception:
            self._answer()
            raise
        else:
            self._answer()
        finally:
            if trial is self._trial:
                self._trial = None

    def _fail(self) -> None:
        """What fails late, while the shop rests already, does not make the rest longer."""
        self._failed += 1
        if self._failed >= self.failures and self.now() >= self._resting:
            self._resting = self.now() + self.rest

    def _answer(self) -> None:
        """Whatever it was that answered: the shop is back."""
        self._failed = 0
        self._resting = -inf
        self._trial = None
