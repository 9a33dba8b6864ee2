"""A Bot API server in a thread of its own: for programs that wait for it with their whole process, as commands do."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from tests.telegram.botapi import BotApi

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`api` belongs to that thread: touch it by `do` alone."""

    api: BotApi
    loop: asyncio.AbstractEventLoop

    def do(self, act: Callable[[BotApi], T]) -> T:
        """Something that people do there, once everything before is done."""

        async def acted() -> T:
            return act(self.api)

        return asyncio.run_coroutine_threadsafe(acted(), self.loop).result(10)

    def when(self, so: Callable[[BotApi], bool], act: Callable[[BotApi], object]) -> None:
        """Later, as soon as something is so."""

        async def wait() -> None:
            await self.api.until(lambda: so(self.api))
            act(self.api)

        asyncio.run_coroutine_threadsafe(wait(), self.loop)


@contextmanager
def bot_api_elsewhere() -> Iterator[Elsewhere]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="Bot API", daemon=True)
    thread.start()

    async def build() -> BotApi:
        api = BotApi(second=0.01)
        await api.start()
        return api

    api = asyncio.run_coroutine_threadsafe(build(), loop).result(10)
    try:
        yield Elsewhere(api, loop)
    finally:
        asyncio.run_coroutine_threadsafe(api.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
