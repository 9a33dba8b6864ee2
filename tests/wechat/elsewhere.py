"""A platform in a thread of its own: for programs that wait for it with their whole process, as commands do."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Elsewhere(Generic[P]):
    """`platform` belongs to that thread: touch it by `do` alone."""

    platform: P
    loop: asyncio.AbstractEventLoop

    def do(self, act: Callable[[P], T]) -> T:
        """Something that people do there, once everything before is done."""

        async def acted() -> T:
            return act(self.platform)

        return asyncio.run_coroutine_threadsafe(acted(), self.loop).result(10)


@contextmanager
def elsewhere(build: Callable[[], AbstractAsyncContextManager[P]]) -> Iterator[Elsewhere[P]]:
    """elsewhere(WeChat), elsewhere(WeCom)"""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="platform", daemon=True)
    thread.start()

    async def opened() -> tuple[AbstractAsyncContextManager[P], P]:
        context = build()
        return context, await context.__aenter__()

    context, platform = asyncio.run_coroutine_threadsafe(opened(), loop).result(10)

    async def closed() -> None:
        await context.__aexit__(None, None, None)

    try:
        yield Elsewhere(platform, loop)
    finally:
        asyncio.run_coroutine_threadsafe(closed(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
