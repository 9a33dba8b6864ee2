"""WeChat's official account beside a bare route that only verifies: the same prepared callbacks, interleaved rounds."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from benchmarks.callbacks import AES_KEY, APP_ID, SUCCESS, TOKEN, Callbacks
from benchmarks.extent import IN_FLIGHT, Extent, Seen, Tell
from benchmarks.load import WARM_UP, Load, Sample, Target, percentile
from benchmarks.processes import Running, running
from benchmarks.product import settings_for
from benchmarks.wechatapi import WeChatApi

MODES: Final = {"plain": "plain", "aes": "secure"}
"""Figure -> account. `<account>-passive` is a second one, which waits for its answers."""
VIEW_WORD: Final = "查看回复"
"""A message that nobody answers: "let me see what waits", where nothing does."""
CROWD: Final = 50
MOST_PER_SECOND: Final = 30_000
"""So many callbacks are prepared for each second of a measurement: twice what the floor takes here."""
NOWHERE: Final = "http://127.0.0.1:1"


def wechat_settings(folder: Path, database: str, api_url: str) -> dict[str, Any]:
    """The whole product with four accounts: plain and in secure mode, each with and without passive replies."""
    plain = {"app_id": APP_ID, "token": TOKEN, "app_secret": "secretofthebenchmarks0000000000", "api_url": api_url}
    accounts = {"plain": plain, "secure": plain | {"aes_key": AES_KEY}}
    silent = {name: account | {"reply_seconds": 0} for name, account in accounts.items()}
    passive = {f"{name}-passive": account for name, account in accounts.items()}
    channels = {"web-staff": {"main": {}}, "wechat": silent | passive}
    return settings_for(folder, database, NOWHERE, NOWHERE) | {
        "channels": channels,
        "desk": {"room": "web-staff/main"},
    }


@dataclass(frozen=True, slots=True)
class WeChatSuite:
    """`database`: the URL of a seeded one. `texts`: what buyers ask. `seen`: figure -> its value in each round."""

    extent: Extent
    database: str
    texts: Sequence[str]
    folder: Path
    tell: Tell
    seen: Seen
    numbers: "count[int]"

    async def measure(self) -> None:
        async with WeChatApi() as api, self._product(api) as product, running("benchmarks.floor_wechat") as floor:
            taken = {mode: self._callbacks(account, [VIEW_WORD]) for mode, account in MODES.items()}
            asked = {mode: self._callbacks(f"{account}-passive", self.texts) for mode, account in MODES.items()}
            if self.extent.rounds > 1:
                self.tell("WeChat, until the FAQ has learnt")
                await product.settled()  # or some of the rounds would share the processor with it
            for mode in MODES:
                await self._loaded(_target(product, taken[mode]), api, taken[mode])
                await self._loaded(_target(product, asked[mode], b"<xml>"), api, asked[mode], CROWD)
            for number in range(self.extent.rounds):
                for mode in MODES:
                    self.tell(f"WeChat {mode}, round {number + 1}")
                    pair = (floor, product) if number % 2 == 0 else (product, floor)
                    samples = {one.pid: await self._loaded(_target(one, taken[mode]), api, taken[mode]) for one in pair}
                    self._saw(f"floor_wechat_{mode}", samples[floor.pid])
                    self._saw(f"wechat_{mode}", samples[product.pid])
                    self._compare(mode)
                    answered = await self._loaded(_target(product, asked[mode], b"<xml>"), api, asked[mode], CROWD)
                    self._saw_answers("wechat_passive" if mode == "plain" else f"wechat_passive_{mode}", answered)

    def _compare(self, mode: str) -> None:
        ours, floor = f"wechat_{mode}", f"floor_wechat_{mode}"
        rates = [self.seen[f"{one}_per_second"][-1] for one in (ours, floor)]
        spent = [self.seen[f"{one}_cpu_us"][-1] for one in (ours, floor)]
        self.seen[f"{ours}_ratio"].append(rates[0] / rates[1])
        self.seen[f"{ours}_ratio_cpu"].append(spent[1] / spent[0])

    def _saw(self, kind: str, sample: Sample) -> None:
        self.seen[f"{kind}_per_second"].append(sample.rate)
        self.seen[f"{kind}_cpu_us"].append(1e6 * sample.server / sample.rate)
        self.seen[f"{kind}_server_busy"].append(sample.server)
        self.seen[f"{kind}_generator_busy"].append(sample.generator)

    def _saw_answers(self, kind: str, sample: Sample) -> None:
        self._saw(kind, sample)
        for percent in (50, 99):
            self.seen[f"{kind}_p{percent}_seconds"].append(percentile(sample.acks, percent) / 1000)

    async def _loaded(self, target: Target, api: WeChatApi, calls: Callbacks, in_flight: int = IN_FLIGHT) -> Sample:
        await asyncio.to_thread(calls.prepare, int((self.extent.seconds + WARM_UP) * MOST_PER_SECOND))
        return await Load(target, api).run(in_flight, self.extent.seconds)

    def _callbacks(self, account: str, texts: Sequence[str]) -> Callbacks:
        """Message numbers that no other measurement uses."""
        path = f"/wechat/{account}/callback".encode()
        return Callbacks(path, texts, 1 + next(self.numbers) * 10_000_000, sealed=account.startswith("secure"))

    @asynccontextmanager
    async def _product(self, api: WeChatApi) -> AsyncIterator[Running]:
        file = self.folder / "wechat.json"
        settings = wechat_settings(self.folder, self.database, api.url)
        await asyncio.to_thread(file.write_text, json.dumps(settings), "utf-8")
        async with running("benchmarks.product", str(file)) as product:
            yield product


def _target(server: Running, calls: Callbacks, expected: bytes = SUCCESS) -> Target:
    return Target(server.port, server.pid, calls.ask, replies=False, expected=expected)
