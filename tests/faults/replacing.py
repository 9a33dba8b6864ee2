"""Kills the product inside replacements: a bad key for each buyer, an agent who replaces it, one new key afterwards."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from core.replacing import IN_HAND, Stage
from core.shop import OrderNo
from tests.contracts.shops.stands import Sale
from tests.faults.benches import Bench
from tests.faults.campaign import DRAIN_WITHIN, LONGEST, ended
from tests.faults.evidence import backlog, select
from tests.faults.failpoints import REPLACEMENT
from tests.faults.holders import Found, Held, look
from tests.faults.node import NOTHING
from tests.faults.nodes import Node, Toll
from tests.faults.shop import EXACT, LOOSE, ROOM, STAFF, Bought, Seeded, settings_for
from tests.faults.talk import Stage as Scene
from tests.faults.wire import Wire
from tests.faults.witness import Witness

ALLOWED = {"approve_above": 1_000_000, "approve_after": 1_000_000, "replace_within": "36500d"}
SPARE = 5
LONGEST_LIFE = 60.0
"""Seconds that a failpoint is waited for; then the life ends at a random moment."""


class Doomed(Node):
    """Dies at one failpoint of a replacement after the other."""

    def _death(self) -> tuple[str, float]:
        if self._toll.paid:
            return NOTHING, 0
        return REPLACEMENT[self._toll.kills % len(REPLACEMENT)], LONGEST_LIFE


@dataclass(frozen=True, slots=True)
class Ending:
    """`delivered`, `pending`: how many buyers have seen their new key; how many wait for it, as the ledger tells."""

    name: str
    found: Found
    delivered: int
    pending: int
    toll: Toll
    took_seconds: float

    def figures(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kills": self.toll.kills,
            "replace_kill_double": len(self.found.double),
            "replace_kill_lost": len(self.found.lost),
            "delivered": self.delivered,
            "pending": self.pending,
            "accidents": len(self.toll.accidents),
            "killed_at": dict(self.toll.at.most_common()),
            "took_seconds": self.took_seconds,
        }


@dataclass(slots=True)
class Replacing:
    """As many orders as kills, one replaced after the other; each life ends inside a replacement."""

    bench: Bench
    folder: Path
    kills: int
    tell: Callable[[int], None] = lambda _: None
    random: Random = field(default_factory=lambda: Random(1))
    platforms: dict[str, Witness] = field(init=False)

    def __post_init__(self) -> None:
        self.platforms = {name: Witness(name, self.random, takes_keys=True) for name in (EXACT, LOOSE, STAFF)}

    async def run(self) -> Ending:
        began, toll = monotonic(), Toll(self.kills, self.tell)
        orders = tuple(_bought(self.bench.number(n), n) for n in range(self.kills))
        keys = [f"NEWKEY-{n:06d}-{n * 7919:08d}" for n in range(self.kills + SPARE)]
        async with AsyncExitStack() as stack:
            for platform in self.platforms.values():
                platform.weather.calm = True
                await platform.start()
                stack.push_async_callback(platform.stop)
            settings = self._settings()
            async with self.bench.opened(settings) as (stand, _):
                await stand.sell(*(Sale(one.number, one.contact, one.password, keys=[one.key]) for one in orders))
                await stand.stock_up(*keys)
            await self._killed(settings, orders, toll)
            stages = await self._stages()
            async with self.bench.opened(settings) as (stand, pages):
                held = Held(frozenset(keys), await pages(), self._handed(orders, keys), await stand.unsold())
        return self._ending(held, stages, toll, monotonic() - began)

    def _settings(self) -> dict[str, Any]:
        addresses = {account: platform.url for account, platform in self.platforms.items()}
        known = settings_for(self.folder, self.bench.database, addresses)
        return known | {"aftersales": ALLOWED} | ({"shops": self.bench.shops} if self.bench.shops else {})

    async def _killed(self, settings: dict[str, Any], orders: tuple[Bought, ...], toll: Toll) -> None:
        file = self.folder / "settings.json"
        await asyncio.to_thread(file.write_text, json.dumps(settings), "utf-8")
        node = Doomed(file, 0, toll, self.random)
        running = asyncio.create_task(node.keep_running())
        try:
            async with Wire([node], self.random) as wire, asyncio.timeout(LONGEST):
                scene = Scene(wire, Seeded(orders, ()), self.random, self.platforms)
                async with asyncio.TaskGroup() as group:
                    talks = [group.create_task(self._opened(scene, one)) for one in orders]
                for n, (one, talk) in enumerate(zip(orders, talks, strict=True)):
                    await scene.says(STAFF, ROOM, f"/replace {one.number} 兑换失败", "reply", talk.result())
                    await _until(partial(_reached, toll, n + 1))
                await wire.settled()
                await self._drained(len(orders))
        finally:
            await ended([running])

    async def _opened(self, scene: Scene, order: Bought) -> str:
        """The buyer proves his order and asks for a person; the thread that is his."""
        chat = f"buyer-{order.number}"
        await scene.says(EXACT, chat, f"{order.number} 查订单 {order.contact} 密码:{order.password}", "order")
        await _until(lambda: bool(self.platforms[EXACT].answers_in(chat)))
        await scene.says(EXACT, chat, "转人工", "person")
        await _until(lambda: self._thread_of(chat) is not None)
        return self._thread_of(chat) or ""

    def _thread_of(self, chat: str) -> str | None:
        room = self.platforms[STAFF]
        shown = {id_: room.messages_in(ROOM, id_) for id_ in room.threads}
        return next((id_ for id_, some in shown.items() if any(chat in one.text for one in some)), None)

    async def _drained(self, orders: int) -> None:
        until, quiet = monotonic() + DRAIN_WITHIN, 0
        while quiet < 3 and monotonic() < until:
            await asyncio.sleep(0.3)
            sent = [stage for stage in (await self._stages()).values() if stage is Stage.SENT]
            waiting = await backlog(self.bench.database) or len(sent) < orders
            quiet = 0 if waiting else quiet + 1

    async def _stages(self) -> dict[str, Stage]:
        rows = await select(self.bench.database, "SELECT order_number, stage FROM replacements ORDER BY at")
        return {number: Stage(stage) for number, stage in rows}

    def _handed(self, orders: Sequence[Bought], keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """What each buyer saw, as often as he saw it."""
        handed: dict[str, tuple[str, ...]] = {}
        for order in orders:
            seen = [one.text for one in self.platforms[EXACT].arrivals if one.chat == f"buyer-{order.number}"]
            handed[order.number] = tuple(key for text in seen for key in keys if key in text)
        return handed

    def _ending(self, held: Held, stages: Mapping[str, Stage], toll: Toll, took: float) -> Ending:
        """A key that waits in the ledger is no loss."""
        handed = dict(held.handed)
        waiting = [one for one, keys in handed.items() if not keys and stages.get(one) in IN_HAND]
        for one in waiting:
            handed[one] = tuple(key for key in held.pages.get(one, ()) if key in held.keys)
        found = look(Held(held.keys, held.pages, handed, held.unsold))
        missing = [one for one, keys in handed.items() if not keys and one not in waiting]
        found.lost += [f"{one} has no new key, and is {stages.get(one, 'unknown to the ledger')}" for one in missing]
        delivered = sum(1 for one, keys in held.handed.items() if keys)
        return Ending(self.bench.name, found, delivered, len(waiting), toll, round(took, 1))


def _bought(number: str, n: int) -> Bought:
    return Bought(OrderNo(number), f"{10_000_000 + n}@qq.com", f"pw{n:06d}", f"BADKEY-{n:06d}")


def _reached(toll: Toll, kills: int) -> bool:
    return toll.kills >= kills


async def _until(there: Callable[[], bool]) -> None:
    while not there():  # noqa: ASYNC110 - what happens in another process rings no bell here
        await asyncio.sleep(0.05)
