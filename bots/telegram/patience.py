"""Trying until it works: waits that grow, and a plain log line for each failure."""

import asyncio
from collections.abc import Awaitable, Callable
from random import uniform
from typing import Final, TypeVar

import structlog

from core.errors import ChannelError, KamiDeskError, RetryLater

FIRST: Final = 0.2  # seconds; doubled at every try
LONGEST: Final = 60.0

log = structlog.get_logger(__name__)
T = TypeVar("T")


class Patience:
    """Waits longer after each failure; `calm` after a success."""

    def __init__(self, subject: str) -> None:
        self._subject = subject
        self._wait = FIRST

    def calm(self) -> None:
        self._wait = FIRST

    async def rest(self, doing: str, why: KamiDeskError) -> None:
        """As long as the platform asks for, if it does. Spread, so that two processes do not go in step."""
        asked = why.after.total_seconds() if isinstance(why, RetryLater) and why.after else 0.0
        wait = max(asked, self._wait * uniform(0.8, 1.2))  # noqa: S311 - spreads tries
        self._wait = min(self._wait * 2, LONGEST)
        log.warning(f"{doing} failed", channel=self._subject, why=str(why), again_in=round(wait, 1))
        await asyncio.sleep(wait)


async def persist(subject: str, doing: str, attempt: Callable[[], Awaitable[T]]) -> T:
    """Tries until it works, for ever."""
    patience = Patience(subject)
    while True:
        try:
            return await attempt()
        except ChannelError as why:
            await patience.rest(doing, why)
