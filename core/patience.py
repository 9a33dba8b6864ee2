"""Trying until it works: waits that grow, and a plain log line for each failure."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from random import uniform
from typing import Final, TypeVar

from core.errors import KamiDeskError, RetryLater

FIRST: Final = 0.2  # seconds; doubled at every try
LONGEST: Final = 60.0
AWAY: Final = (RetryLater,)

log = logging.getLogger(__name__)
T = TypeVar("T")


class Patience:
    """Waits longer after each failure; `calm` after a success."""

    def __init__(self, subject: str) -> None:
        self._subject = subject
        self._wait = FIRST

    def calm(self) -> None:
        self._wait = FIRST

    async def rest(self, doing: str, why: KamiDeskError, *, usual: bool = False) -> None:
        """As long as the platform asks for, if it does. Spread, so that two processes do not go in step.

        `usual`: nothing that an operator has to see."""
        asked = why.after.total_seconds() if isinstance(why, RetryLater) and why.after else 0.0
        wait = max(asked, self._wait * uniform(0.8, 1.2))  # noqa: S311 - spreads tries
        self._wait = min(self._wait * 2, LONGEST)
        told = {"channel": self._subject, "why": str(why), "again_in": round(wait, 1)}
        log.log(logging.INFO if usual else logging.WARNING, "%s failed", doing, extra=told)
        await asyncio.sleep(wait)


async def persist(
    subject: str,
    doing: str,
    attempt: Callable[[], Awaitable[T]],
    forgiving: tuple[type[KamiDeskError], ...] = AWAY,
) -> T:
    """Tries until it works; what is not forgiven is raised."""
    patience = Patience(subject)
    while True:
        try:
            return await attempt()
        except forgiving as why:
            await patience.rest(doing, why)
