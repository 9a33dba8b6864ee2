"""The shop bot on Telegram beside two plain echo bots: the same updates, the same fake Bot API, interleaved rounds."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.botapi import HEADERS, SECRET, STAFF_TOKEN, TOKEN, BotApi
from benchmarks.extent import IN_FLIGHT, Extent, Seen, Tell
from benchmarks.load import Load, Sample, Target
from benchmarks.processes import Running, free_port, running
from benchmarks.product import settings_for
from benchmarks.updates import Updates, posting
from benchmarks.wire import call

CHATS: Final = [b"%d" % number for number in range(7_000_001, 7_005_001)]
"""So many that none is written to more than once a second: the limit of each chat stays, as in any shop."""
PATIENCE: Final = 30.0
ECHOES: Final = {"aiogram_echo": "benchmarks.echo_aiogram", "ptb_echo": "benchmarks.echo_ptb"}
OURS: Final = "telegram"
PATHS: Final = {OURS: b"/telegram/shop/webhook", "aiogram_echo": b"/webhook", "ptb_echo": b"/webhook"}
NOWHERE: Final = "http://127.0.0.1:1"


def telegram_settings(folder: Path, database: str, api_url: str) -> dict[str, Any]:
    """The whole product on Telegram: both bots by webhook. Only the limit over all chats is lifted."""
    bot = {"api_url": api_url, "mode": "webhook", "webhook_secret": SECRET}
    settings = settings_for(folder, database, NOWHERE, NOWHERE)
    shop = {**bot, "token": TOKEN, "messages_per_second": 0}
    staff = {**bot, "token": STAFF_TOKEN, "group": -1001234567890}
    channels = {"telegram": {"shop": shop}, "telegram-staff": {"staff": staff}}
    return settings | {"channels": channels, "desk": {"room": "telegram-staff/staff"}}


@dataclass(frozen=True, slots=True)
class TelegramSuite:
    """`database`: the URL of a seeded one. `texts`: what buyers ask. `seen`: figure -> its value in each round."""

    extent: Extent
    database: str
    texts: Sequence[str]
    folder: Path
    tell: Tell
    seen: Seen
    numbers: "count[int]"

    async def measure(self) -> None:
        async with BotApi() as api:
            await self._starts(api)
            await self._rates(api)

    async def _starts(self, api: BotApi) -> None:
        """To the first 200; then memory, when a question has been answered and so everything is loaded."""
        for number in range(self.extent.rounds):
            for name in PATHS:
                self.tell(f"start of {name}, round {number + 1}")
                async with self._bot(name, api) as bot:
                    await _first(bot, self._target(name, bot, answers=True).ask(CHATS[0]))
                    self.seen[f"{name}_start_seconds"].append(perf_counter() - bot.began)
                    target = self._target(name, bot, answers=True)
                    async with asyncio.timeout(PATIENCE):
                        await Load(target, api, CHATS[1:2]).each_chat_once(1)
                    self.seen[f"{name}_memory_mb"].append(bot.megabytes)

    async def _rates(self, api: BotApi) -> None:
        """All three run; one is loaded. Ours comes last in a round, and each ratio is of one round."""
        async with AsyncExitStack() as stack:
            bots = {name: await stack.enter_async_context(self._bot(name, api)) for name in (*ECHOES, OURS)}
            if self.extent.rounds > 1:
                self.tell("Telegram, until the FAQ has learnt")
                await bots[OURS].settled()  # or some of the rounds would share the processor with it
            for name, bot in bots.items():
                await _first(bot, self._target(name, bot, answers=True).ask(CHATS[0]))
                await Load(self._target(name, bot, answers=True), api, CHATS).run(IN_FLIGHT, self.extent.seconds)
            for number in range(self.extent.rounds):
                for name, bot in bots.items():
                    self.tell(f"{name}, round {number + 1}")
                    self._saw(f"{name}_ack", await self._loaded(self._target(name, bot, answers=False), api))
                    self._saw(name, await self._loaded(self._target(name, bot, answers=True), api))
                self._compare()
            for name, bot in bots.items():
                self.seen[f"{name}_memory_mb_after_load"].append(bot.megabytes)

    def _compare(self) -> None:
        for other in ECHOES:
            for mine, theirs, figure in (
                (OURS, other, f"telegram_vs_{other}"),
                (f"{OURS}_ack", f"{other}_ack", f"telegram_ack_vs_{other.removesuffix('_echo')}"),
            ):
                rates = [self.seen[f"{one}_per_second"][-1] for one in (mine, theirs)]
                self.seen[figure].append(rates[0] / rates[1])
                spent = [self.seen[f"{one}_cpu_us"][-1] for one in (mine, theirs)]
                self.seen[f"{figure}_cpu"].append(spent[1] / spent[0])

    def _saw(self, kind: str, sample: Sample) -> None:
        self.seen[f"{kind}_per_second"].append(sample.rate)
        self.seen[f"{kind}_cpu_us"].append(1e6 * sample.server / sample.rate)
        self.seen[f"{kind}_server_busy"].append(sample.server)
        self.seen[f"{kind}_generator_busy"].append(sample.generator)

    def _target(self, name: str, bot: Running, *, answers: bool) -> Target:
        """Questions, done with when their answer has come; or edits, which nobody answers."""
        updates = self._updates()
        update = updates.message if answers else updates.edit
        return Target(bot.port, bot.pid, posting(PATHS[name], update, HEADERS), answers)

    async def _loaded(self, target: Target, api: BotApi) -> Sample:
        return await Load(target, api, CHATS).run(IN_FLIGHT, self.extent.seconds)

    def _updates(self) -> Updates:
        """Update numbers that no other measurement uses."""
        return Updates(self.texts, 1 + next(self.numbers) * 10_000_000, quote=b"")

    @asynccontextmanager
    async def _bot(self, name: str, api: BotApi) -> AsyncIterator[Running]:
        if name == OURS:
            file = self.folder / "telegram.json"
            settings = telegram_settings(self.folder, self.database, api.url)
            await asyncio.to_thread(file.write_text, json.dumps(settings), "utf-8")
            started = running("benchmarks.product", str(file))
        else:
            started = running(ECHOES[name], api.url, str(free_port()))
        async with started as bot:
            yield bot


async def _first(bot: Running, request: bytes) -> None:
    """Until somebody listens and says 200. Raises: TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                if await call(bot.port, request) == 200:
                    return
            except OSError:
                pass
            await asyncio.sleep(0.002)
