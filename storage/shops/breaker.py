"""A shop that does not answer is left alone for a while, so that nobody waits for it in vain."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from core.errors import ShopUnavailable

FAILURES = 5
"""In a row; then the shop rests."""
REST = 30.0
"""Seconds; then one question goes through, and tells whether it is back."""


@dataclass(slots=True)
class Breaker:
    """One for each shop, in front of its network. `now`: seconds of a clock that never goes back."""

    failures: int = FAILURES
    rest: float = REST
    now: Callable[[], float] = monotonic
    _failed: int = 0
    _until: float = 0.0
    _trying: bool = False

    @property
    def open(self) -> bool:
        """Is the shop left alone just now?"""
        return self._failed >= self.failures and (self._trying or self.now() < self._until)

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Around one question. ShopUnavailable and TimeoutError count as failures, anything else as an answer.

        Raises: ShopUnavailable: at once, while the shop is left alone."""
        if self.open:
            raise ShopUnavailable("It has not answered several times; it is asked again in a moment.")
        trial = self._failed >= self.failures
        self._trying = trial
        try:
            yield
        except (ShopUnavailable, TimeoutError):
            self._failed += 1
            self._until = self.now() + self.rest
            raise
        except Exception:
            self._failed = 0
            raise
        else:
            self._failed = 0
        finally:
            if trial:
                self._trying = False
