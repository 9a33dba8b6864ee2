"""The measurements, in interleaved rounds: each ratio is of two neighbours in time."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.extent import IN_FLIGHT, Extent, Seen, Tell
from benchmarks.load import Load, Sample, Target, percentile
from benchmarks.platform import Platform
from benchmarks.processes import Running, running
from benchmarks.product import HOLE, MAIN, settings_for
from benchmarks.telegram import TelegramSuite
from benchmarks.updates import Updates, posting
from benchmarks.web import WebSuite
from benchmarks.wechat import WeChatSuite
from benchmarks.wire import call
from faq.entries import Situation
from faq.files import load_starter
from faq.matcher import FuzzyMatcher
from faq.measuring.labelled import starter_set

LATENCY_AT = (1, 32, 256)
MEMORY_FROM, MEMORY_CHATS = 100, 10_000


@dataclass(slots=True)
class Suite:
    """`databases`: name -> URL, seeded. `texts`: what buyers ask. `seen`: figure -> its value in each round."""

    extent: Extent
    databases: dict[str, str]
    texts: Sequence[str]
    folder: Path
    tell: Tell
    seen: Seen = field(default_factory=lambda: defaultdict(list))
    numbers: "count[int]" = field(default_factory=count)

    def medians(self) -> dict[str, float]:
        figures = {name: float(f"{median(values):.4g}") for name, values in self.seen.items()}
        busy = [figures.pop(name) for name in list(figures) if name.endswith("_generator_busy")]
        return figures | ({"generator_busy": max(busy)} if busy else {})

    async def rates(self) -> None:
        """Each beside its floor, which is measured just before it, or just after it in every other round: a processor
        that is slower for some seconds is so for both."""
        async with Platform() as platform, Platform(silent=True) as silent, self._floor(platform) as floor:
            for number in range(self.extent.rounds):
                self.tell(f"rates, round {number + 1}")
                for name in self.databases:
                    async with self._product(name, platform, silent) as product:
                        await self._product_rates(name, product, platform, floor, floor_first=number % 2 == 0)
            for name in self.databases:  # last, as what cannot be sent stays in the database
                async with self._product(name, platform, silent) as product:
                    await self._unsent_rates(name, product, platform, floor)

    async def _product_rates(
        self, name: str, product: Running, platform: Platform, floor: Running, *, floor_first: bool
    ) -> None:
        updates = self._updates()
        path = b"/fake/%b/webhook" % MAIN.encode()
        said = Target(product.port, product.pid, posting(path, updates.message), replies=True)
        await self._settled(product)
        await Load(said, platform).each_chat_once(IN_FLIGHT)  # every chat is known, every question was asked before
        stored = Target(product.port, product.pid, posting(path, updates.edit), replies=False)
        bare = Target(floor.port, floor.pid, posting(b"/ack", updates.message), replies=False)
        relay = Target(floor.port, floor.pid, posting(b"/relay", updates.message), replies=True)
        for kind, ours, theirs in (("ack", stored, bare), ("pipeline", said, relay)):
            pair = (theirs, ours) if floor_first else (ours, theirs)
            samples = {id(target): await self._measured(target, platform) for target in pair}
            kind_of_floor = "floor_ack" if kind == "ack" else "floor_relay"
            self._saw(kind_of_floor, samples[id(theirs)])
            self._saw_ratio(f"{kind}_{name}", samples[id(ours)], kind_of_floor)
        self._saw_latencies("floor_relay", samples[id(relay)], IN_FLIGHT)
        for in_flight in LATENCY_AT:
            self._saw_latencies(name, await self._measured(said, platform, in_flight), in_flight)

    async def _unsent_rates(self, name: str, product: Running, platform: Platform, floor: Running) -> None:
        """Questions whose answers are stored, to a platform that takes none."""
        updates = self._updates()
        bare = Target(floor.port, floor.pid, posting(b"/ack", updates.message), replies=False)
        hole = posting(b"/fake/%b/webhook" % HOLE.encode(), updates.message)
        unsent = Target(product.port, product.pid, hole, replies=False)
        await self._settled(product)
        await Load(unsent, platform).each_chat_once(IN_FLIGHT)
        for number in range(self.extent.rounds):
            self.tell(f"unsent answers, {name}, round {number + 1}")
            self._saw("floor_ack", await self._measured(bare, platform))
            self._saw_ratio(f"ack_answered_{name}", await self._measured(unsent, platform), "floor_ack")

    async def _settled(self, product: Running) -> None:
        """Until the FAQ has learnt: that takes seconds of a processor, once after a start, and what was remembered of
        questions is forgotten then. Not in one quick round."""
        if self.extent.rounds > 1:
            await product.settled()

    async def _measured(self, target: Target, platform: Platform, in_flight: int = IN_FLIGHT) -> Sample:
        return await Load(target, platform).run(in_flight, self.extent.seconds)

    def _saw(self, kind: str, sample: Sample, of: str = "") -> None:
        """`of`: the database, with an underscore before it."""
        self.seen[f"{kind}_per_second{of}"].append(sample.rate)
        self.seen[f"{kind}_cpu_us{of}"].append(1e6 * sample.server / sample.rate)
        self.seen[f"{kind}_server_busy{of}"].append(sample.server)
        self.seen[f"{kind}{of}_generator_busy"].append(sample.generator)

    def _saw_ratio(self, name: str, sample: Sample, floor: str) -> None:
        kind, _, database = name.rpartition("_")
        self._saw(kind, sample, f"_{database}")
        self.seen[f"{kind}_ratio_{database}"].append(sample.rate / self.seen[f"{floor}_per_second"][-1])

    def _saw_latencies(self, name: str, sample: Sample, in_flight: int) -> None:
        for percent in (50, 99):
            self.seen[f"ack_ms_p{percent}_{name}_{in_flight}"].append(percentile(sample.acks, percent))
            self.seen[f"reply_ms_p{percent}_{name}_{in_flight}"].append(percentile(sample.replies, percent))

    async def starts(self) -> None:
        """From the start of the process to the first durable 200, with the seeded shop."""
        async with Platform() as platform:
            for number in range(self.extent.rounds):
                self.tell(f"start, round {number + 1}")
                async with self._product("sqlite", platform, platform) as product:
                    await call(product.port, posting(b"/fake/main/webhook", self._updates().message)(b"early"))
                    self.seen["start_seconds"].append(perf_counter() - product.began)

    async def memory(self) -> None:
        """What 10,000 conversations add, after the first hundred have warmed everything."""
        self.tell("memory")
        async with Platform() as platform, self._product("sqlite", platform, platform) as product:
            self.seen["memory_mb_base"].append(product.megabytes)
            path = b"/fake/%b/webhook" % MAIN.encode()
            target = Target(product.port, product.pid, posting(path, self._updates().message), replies=True)
            known = [b"known-%d" % number for number in range(MEMORY_FROM)]
            for _ in range(20):
                await Load(target, platform, known).each_chat_once(32)
            before = product.megabytes
            await Load(target, platform, [b"new-%d" % number for number in range(MEMORY_CHATS)]).each_chat_once(32)
            await asyncio.sleep(1)
            self.seen["memory_mb_per_10k_conversations"].append(product.megabytes - before)

    def look_ups(self) -> None:
        """One look-up of the matcher, for texts that it has not seen before."""
        for number in range(self.extent.rounds):
            self.tell(f"FAQ look-up, round {number + 1}")
            matcher = FuzzyMatcher(load_starter())
            self.seen["faq_lookup_us_median"].append(
                median(_microseconds(matcher, question.text) for question in starter_set().questions)
            )

    async def telegram(self) -> None:
        """The shop bot beside plain echo bots, on SQLite."""
        extent, database, texts = self.extent, self.databases["sqlite"], self.texts
        await TelegramSuite(extent, database, texts, self.folder, self.tell, self.seen, self.numbers).measure()

    async def wechat(self) -> None:
        """The official account beside a route that only verifies, on SQLite."""
        extent, database, texts = self.extent, self.databases["sqlite"], self.texts
        await WeChatSuite(extent, database, texts, self.folder, self.tell, self.seen, self.numbers).measure()

    async def web(self) -> None:
        """Our own pages, buyers' and agents', on SQLite."""
        extent, database, texts = self.extent, self.databases["sqlite"], self.texts
        await WebSuite(extent, database, texts, self.folder, self.tell, self.seen, self.numbers).measure()

    def _updates(self) -> Updates:
        """Update numbers that no other measurement uses."""
        return Updates(self.texts, 1 + next(self.numbers) * 10_000_000)

    @asynccontextmanager
    async def _floor(self, platform: Platform) -> AsyncIterator[Running]:
        async with running("benchmarks.floor", platform.url) as floor:
            yield floor

    @asynccontextmanager
    async def _product(self, name: str, platform: Platform, silent: Platform) -> AsyncIterator[Running]:
        settings = settings_for(self.folder, self.databases[name], platform.url, silent.url)
        file = self.folder / f"{name}.json"
        await asyncio.to_thread(file.write_text, json.dumps(settings), "utf-8")
        async with running("benchmarks.product", str(file)) as product:
            yield product


def _microseconds(matcher: FuzzyMatcher, text: str) -> float:
    began = perf_counter()
    matcher.match(text, Situation(language="zh"))
    return (perf_counter() - began) * 1e6
