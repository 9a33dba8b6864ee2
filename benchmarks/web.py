"""Our own pages: many chats open in one process, and a new ticket's way to every agent's page. On SQLite."""

import asyncio
import json
import resource
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import psutil

from benchmarks.extent import IN_FLIGHT, Extent, Seen, Tell
from benchmarks.load import percentile
from benchmarks.processes import Running, running
from benchmarks.product import settings_for
from benchmarks.webpages import Page, Said, crowded
from benchmarks.webroom import ROOM, Tickets

CHATS: Final = 2000
WARM: Final = 100
WARM_WORDS: Final = 10
EVERY: Final = 10.0
"""Seconds between two messages of one chat, while latencies are taken."""
PACED: Final = 4
"""So many times a measurement's seconds: at that pace, few messages come in one."""
FILES: Final = 3 * CHATS
"""Open files that the load and the product may have, each."""
NOWHERE: Final = "http://127.0.0.1:1"


def web_settings(folder: Path, database: str) -> dict[str, Any]:
    """The whole product with its own pages only; every limit as it is by default."""
    channels: dict[str, Any] = {"web": {"main": {}}, "web-staff": {ROOM: {}}}
    return settings_for(folder, database, NOWHERE, NOWHERE) | {
        "channels": channels,
        "desk": {"room": f"web-staff/{ROOM}"},
    }


@dataclass(frozen=True, slots=True)
class WebSuite:
    """`database`: the URL of a seeded one. `texts`: what buyers ask. `seen`: figure -> its value in each round."""

    extent: Extent
    database: str
    texts: Sequence[str]
    folder: Path
    tell: Tell
    seen: Seen
    numbers: "count[int]"

    async def measure(self) -> None:
        with _many_files():
            await self._chats()
            async with self._product() as product:
                await Tickets(self.extent.rounds, product, self.tell, self.seen, self.numbers).measure(self._settings)

    async def _chats(self) -> None:
        async with self._product() as product:
            self.tell("web, warming up")
            await self._warm(product)
            base, began = product.megabytes, perf_counter()
            self.tell(f"web, {CHATS} chats")
            pages = await self._opened(product, CHATS)
            self.seen["web_opened_per_second"].append(CHATS / (perf_counter() - began))
            words = self._words()
            await crowded(page.say(next(words)) for page in pages)
            await asyncio.sleep(1)
            self.seen["web_memory_mb_2000_chats"].append(product.megabytes - base)
            self.seen["web_memory_kb_per_chat"].append(1000 * (product.megabytes - base) / CHATS)
            for number in range(self.extent.rounds):
                self.tell(f"web, {CHATS} chats, round {number + 1}")
                self._saw(await self._paced(pages))
                await self._rate(product, pages)
            for page in pages:
                page.close()

    async def _warm(self, product: Running) -> None:
        pages, words = await self._opened(product, WARM), self._words()
        for _ in range(WARM_WORDS):
            await crowded(page.say(next(words)) for page in pages)
        for page in pages:
            page.close()

    async def _paced(self, pages: Sequence[Page]) -> Sequence[Said]:
        """Each says something when its moment comes, however long the others wait for their answers."""
        words, step, began = self._words(), EVERY / len(pages), perf_counter()
        moments = int(self.extent.seconds * PACED / step)
        turns = islice(cycle(pages), moments)
        return await asyncio.gather(
            *(_said_at(began + number * step, page, next(words)) for number, page in enumerate(turns))
        )

    async def _rate(self, product: Running, pages: Sequence[Page]) -> None:
        """So many messages in flight, each followed by another chat's."""
        turns, words, server = cycle(pages), self._words(), psutil.Process(product.pid)
        began, busy = perf_counter(), sum(server.cpu_times()[:2])

        async def talk() -> int:
            done = 0
            while perf_counter() - began < self.extent.seconds:
                await next(turns).say(next(words))
                done += 1
            return done

        done = sum(await asyncio.gather(*(talk() for _ in range(IN_FLIGHT))))
        self.seen["web_per_second"].append(done / (perf_counter() - began))
        self.seen["web_cpu_us"].append(1e6 * (sum(server.cpu_times()[:2]) - busy) / done)

    def _saw(self, said: Sequence[Said]) -> None:
        for percent in (50, 99):
            self.seen[f"web_ack_ms_p{percent}"].append(percentile([one.acknowledged for one in said], percent))
            self.seen[f"web_answer_ms_p{percent}"].append(percentile([one.answered for one in said], percent))

    async def _opened(self, product: Running, pages: int) -> Sequence[Page]:
        return await crowded(Page.of_buyer(product.port, next(self.numbers)) for _ in range(pages))

    def _words(self) -> Iterator[str]:
        return cycle(self.texts)

    @property
    def _settings(self) -> dict[str, Any]:
        return web_settings(self.folder, self.database)

    @asynccontextmanager
    async def _product(self) -> AsyncIterator[Running]:
        file = self.folder / "web.json"
        await asyncio.to_thread(file.write_text, json.dumps(self._settings), "utf-8")
        async with running("benchmarks.product", str(file)) as product:
            yield product


async def _said_at(moment: float, page: Page, text: str) -> Said:
    await asyncio.sleep(max(0.0, moment - perf_counter()))
    return await page.say(text, moment)


@contextmanager
def _many_files() -> Iterator[None]:
    """The limit of this process, and of those that it starts meanwhile. Raises: ValueError: the system forbids it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
