"""One campaign: a fresh database, nodes that die and rise, people who talk, and the verdict at the end."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic
from typing import Any

from tests.faults.evidence import backlog, collect
from tests.faults.nodes import Node, Toll
from tests.faults.shop import EXACT, LOOSE, STAFF, seed, settings_for
from tests.faults.talk import Stage, agents, buyer
from tests.faults.verdict import Known, Verdict, judge
from tests.faults.wire import Wire
from tests.faults.witness import Witness

LONGEST = 900.0
DRAIN_WITHIN = 90.0
"""Seconds; what is not sent then counts as lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`crash`: brings the database down and up again, every `crash_every` kills."""

    name: str
    folder: Path
    database: str
    nodes: int
    kills: int
    chats: int = 40
    orders: int = 600
    seed: int = 1
    crash: Callable[[], None] | None = None
    crash_every: int = 10


@dataclass(slots=True)
class Outcome:
    """The figures of one campaign."""

    name: str
    verdict: Verdict
    kills: int
    messages: int
    repeats: int
    refused: int
    tickets: int
    keys: int
    restart_seconds: float
    took_seconds: float
    crashes: int = 0
    killed_at: dict[str, int] = field(default_factory=dict)
    accidents: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        known = {name: value for name, value in asdict(self).items() if name not in ("verdict", "accidents")}
        counts = {name: len(offences) for name, offences in self.verdict.offences.items()}
        more = {
            "sent_twice_other_channels": self.verdict.sent_twice_other_channels,
            "keys_held": self.verdict.keys_held,
            "accidents": len(self.accidents),
        }
        return known | counts | more


class Campaign:
    def __init__(self, plan: Plan, tell: Callable[[int], None] = lambda _: None) -> None:
        self._plan = plan
        self._random = Random(plan.seed)
        self._toll = Toll(plan.kills, tell)
        self._crashes = 0
        self._platforms = {
            account: Witness(account, self._random, takes_keys=account != LOOSE) for account in (EXACT, LOOSE, STAFF)
        }

    async def run(self) -> Outcome:
        plan, began = self._plan, monotonic()
        async with AsyncExitStack() as stack:
            for platform in self._platforms.values():
                await platform.start()
                stack.push_async_callback(platform.stop)
            file = plan.folder / f"{plan.name}.json"
            addresses = {account: platform.url for account, platform in self._platforms.items()}
            settings = settings_for(plan.folder, plan.database, addresses)
            await asyncio.to_thread(file.write_text, json.dumps(settings), "utf-8")
            seeded = await seed(settings, plan.orders)
            nodes = [Node(file, number, self._toll, self._random) for number in range(plan.nodes)]
            running = [asyncio.create_task(node.keep_running()) for node in nodes]
            stack.push_async_callback(ended, running)
            wire = await stack.enter_async_context(Wire(nodes, self._random))
            stage = Stage(wire, seeded, self._random, self._platforms)
            await asyncio.wait_for(self._act(stage), LONGEST)
            await self._drained()
            known = await self._known(stage)
        return self._outcome(stage, known, monotonic() - began)

    async def _act(self, stage: Stage) -> None:
        """Everybody talks until enough have died; then they come to an end."""
        async with asyncio.TaskGroup() as group:
            for number in range(self._plan.chats):
                group.create_task(buyer(stage, EXACT if number % 2 else LOOSE, f"buyer-{number}"))
            group.create_task(agents(stage))
            group.create_task(self._watch(stage))
        await stage.wire.settled()

    async def _watch(self, stage: Stage) -> None:
        while not self._toll.paid:
            await asyncio.sleep(0.1)
            due = self._toll.kills // self._plan.crash_every
            if self._plan.crash and due > self._crashes:
                self._crashes += 1
                await asyncio.to_thread(self._plan.crash)
        stage.over.set()

    async def _drained(self) -> None:
        for platform in self._platforms.values():
            platform.weather.calm = True
        until = monotonic() + DRAIN_WITHIN
        quiet = 0
        while quiet < 3 and monotonic() < until:
            await asyncio.sleep(0.5)
            quiet = 0 if await backlog(self._plan.database) else quiet + 1

    async def _known(self, stage: Stage) -> Known:
        arrivals = [arrival for platform in self._platforms.values() for arrival in platform.arrivals]
        threads = len(self._platforms[STAFF].threads)
        evidence = await collect(self._plan.database)
        return Known(stage.wire.accepted, evidence, arrivals, stage.seeded.orders, threads)

    def _outcome(self, stage: Stage, known: Known, took: float) -> Outcome:
        return Outcome(
            name=self._plan.name,
            verdict=judge(known),
            kills=self._toll.kills,
            messages=len(known.accepted),
            repeats=stage.wire.repeats,
            refused=stage.wire.statuses[503],
            tickets=known.evidence.tickets,
            keys=sum(1 for went in known.evidence.went if went.message.secret),
            restart_seconds=round(median(self._toll.starts), 2),
            took_seconds=round(took, 1),
            crashes=self._crashes,
            killed_at=dict(self._toll.at.most_common()),
            accidents=self._toll.accidents,
        )


async def ended(running: list[asyncio.Task[None]]) -> None:
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
