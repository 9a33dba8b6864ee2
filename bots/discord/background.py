"""What runs beside the calls of a channel, and ends with it; the loading of its SDK; and trying again."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Coroutine
from importlib import import_module
from random import uniform
from typing import Any, Final, Generic, Protocol, TypeVar

import structlog

from core.errors import ChannelUnavailable, KamiDeskError, RetryLater

log = structlog.get_logger(__name__)

LOADING: Final = 15.0
"""Seconds that a call waits for the SDK to be imported."""
FIRST: Final = 0.2  # seconds; doubled at every try
LONGEST: Final = 300.0

R = TypeVar("R")


class Closes(Protocol):
    async def close(self) -> None: ...


T = TypeVar("T", bound=Closes)


class Background:
    """The tasks of one channel; `subject` names them."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(self, work: Coroutine[Any, Any, R]) -> asyncio.Task[R]:
        task = asyncio.create_task(work, name=self.subject)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Library(Generic[T]):
    """What a module that imports an SDK builds; imported in a thread, from `begin` on.

    `sdk`: the name of the package; `module`: ours that needs it; `build`: is given that module."""

    def __init__(self, sdk: str, module: str, build: Callable[[Any], T]) -> None:
        self._sdk = sdk
        self._module = module
        self._build = build
        self._loading: asyncio.Task[T] | None = None

    @property
    def loading(self) -> bool:
        """Not there yet, and may come."""
        return self._loading is not None and not self._loading.done()

    def begin(self, background: Background) -> None:
        self._loading = background.run(self._load())

    async def get(self) -> T:
        """Raises: ChannelUnavailable: it is not there yet."""
        if self._loading is None:
            raise ChannelUnavailable("the channel is not started")
        if not self._loading.done():
            await asyncio.wait([self._loading], timeout=LOADING)
        if not self._loading.done() or self._loading.cancelled():
            raise ChannelUnavailable(f"{self._sdk} is being loaded")
        return self._loading.result()

    async def close(self) -> None:
        """After the background has stopped."""
        loading, self._loading = self._loading, None
        if loading is not None and not loading.cancelled() and loading.exception() is None:
            await loading.result().close()

    async def _load(self) -> T:
        """An SDK's many objects stay for ever: the collector need not look at them again."""
        first = self._sdk not in sys.modules
        try:
            module = await asyncio.to_thread(import_module, self._module)
        except ImportError as failure:
            log.exception("a library cannot be loaded: nothing can be sent", library=self._sdk)
            raise ChannelUnavailable(f"{self._sdk} cannot be loaded") from failure
        if first:
            gc.freeze()
        return self._build(module)


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
        tell = log.info if usual else log.warning
        tell(f"{doing} failed", channel=self._subject, why=str(why), again_in=round(wait, 1))
        await asyncio.sleep(wait)


async def persist(subject: str, doing: str, attempt: Callable[[], Awaitable[R]]) -> R:
    """Tries until it works, as long as it may work later. Raises: ChannelError: it never will."""
    patience = Patience(subject)
    while True:
        try:
            return await attempt()
        except RetryLater as why:
            await patience.rest(doing, why)
