"""What runs beside the calls of a channel, and ends with it; among it, the loading of its SDK."""

import asyncio
import gc
import logging
import sys
from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import Any, Final, Generic, Protocol, TypeVar

from core.errors import ChannelUnavailable

log = logging.getLogger(__name__)

LOADING: Final = 15.0
"""Seconds that a call waits for an SDK: aiogram takes some to be imported."""

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

    @property
    def ready(self) -> bool:
        return self._loading is not None and self._loading.done()

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
            log.exception("a library cannot be loaded: nothing can be sent", extra={"library": self._sdk})
            raise ChannelUnavailable(f"{self._sdk} cannot be loaded") from failure
        if first:
            gc.freeze()
        return self._build(module)
