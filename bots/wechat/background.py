"""What runs beside the calls of a channel, and ends with it; and trying again with waits that grow."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from random import uniform
from typing import Any, Final, TypeVar

import structlog

from core.errors import KamiDeskError, RetryLater, StoreUnavailable

log = structlog.get_logger(__name__)

FIRST: Final = 0.5  # seconds; doubled at every try
LONGEST: Final = 300.0

T = TypeVar("T")


class Background:
    """The tasks of one channel; `subject` names them."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work, name=self.subject)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def persist(subject: str, doing: str, attempt: Callable[[], Awaitable[T]]) -> T:
    """Tries until it works or is refused. Raises: what is no RetryLater."""
    wait = FIRST
    while True:
        try:
            return await attempt()
        except (RetryLater, StoreUnavailable) as why:
            pause = max(_asked(why), wait * uniform(0.8, 1.2))  # noqa: S311 - spreads tries
            log.warning(f"{doing} failed", channel=subject, why=str(why), again_in=round(pause, 1))
            await asyncio.sleep(pause)
            wait = min(wait * 2, LONGEST)


def _asked(why: KamiDeskError) -> float:
    """Seconds that the platform asks for."""
    return why.after.total_seconds() if isinstance(why, RetryLater) and why.after else 0.0
