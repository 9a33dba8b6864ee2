"""The shop sells while the bot replaces, the ledger between them, again and again; then every key is looked for."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import uniform
from time import monotonic
from typing import Any

from core.errands import blank
from core.errors import ShopUnavailable
from core.messages import AccountId, Address, ChannelName, ChatId, Person, PersonId
from core.replacing import ReplaceKey, Step
from core.replacingerrands import ReplacingErrands
from core.replacingfacts import ReplacingFacts
from core.replacingrules import ReplacingRules
from core.shop import OrderNo, OrderStatus
from core.step import NewWork
from core.work import WorkDone
from tests.contracts.shops.stands import RealClock, Sale
from tests.faults.holders import Found, Held, look
from tests.faults.rivals import Rival

SOLD, REPLACED, WITHIN = 20, 20, 0.4
"""In one round; each sale at some moment of so many seconds."""
SPARE, TRICKLE = 6, 0.02
"""In every second round there is more than enough from the start. In the others pieces come in one by one, every so
many seconds at most, and nearly every one is the last that is fought for; who finds none asks again."""
TRIES, PAUSE = 400, 0.05
"""How often work is tried while the shop is busy, as the worker does; and the seconds between."""
AGENTS = 97
ALLOWED = ReplacingRules(
    approve_above=Decimal(10**6), approve_after=10**6, replace_within=timedelta(days=36500), admins=frozenset()
)
CHAT = Address(ChannelName("fake"), AccountId("shop"), ChatId("buyer"))
ROOM = Address(ChannelName("fake"), AccountId("staff"), ChatId("room"))


@dataclass(slots=True)
class Raced:
    """`sold`, `replaced`: how often somebody got a key; `empty`: how often nothing was left."""

    name: str
    found: Found
    sold: int
    replaced: int
    empty: int
    took_seconds: float

    def figures(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "replace_race_double": len(self.found.double),
            "replace_race_lost": len(self.found.lost),
            "sold": self.sold,
            "replaced": self.replaced,
            "nothing_left": self.empty,
            "took_seconds": self.took_seconds,
        }


@dataclass(slots=True)
class Race:
    rival: Rival
    tell: Callable[[int], None] = lambda _: None
    keys: set[str] = field(default_factory=set)
    handed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    offences: list[str] = field(default_factory=list)
    orders: int = 0
    coming: asyncio.Task[None] | None = None

    async def run(self, rounds: int) -> Raced:
        began = monotonic()
        for done in range(rounds):
            await self._round(scarce=bool(done % 2))
            self.tell(done + 1)
        pages, unsold = await self.rival.pages(), await self.rival.stand.unsold()
        found = look(Held(frozenset(self.keys), pages, self.handed, unsold))
        found.lost += self.offences
        took = round(monotonic() - began, 1)
        ends = Counter(bool(keys) for keys in self.handed.values())
        sold = sum(1 for number, page in pages.items() if number not in self.handed and self.keys & {*page})
        return Raced(self.rival.name, found, sold, ends[True], ends[False], took)

    async def _round(self, *, scarce: bool) -> None:
        stand = self.rival.stand
        ours, theirs = self._numbers(REPLACED), self._numbers(SOLD)
        await stand.sell(*(Sale(one, keys=[f"OLD-{one}"]) for one in ours))
        await stand.sell(*(Sale(one, status=OrderStatus.UNPAID) for one in theirs))
        beside = SPARE - len(await stand.unsold())
        fresh = [f"NEW-{len(self.keys) + n:06d}" for n in range(SOLD + REPLACED + (0 if scarce else beside))]
        self.keys |= {*fresh}
        if not scarce:
            await stand.stock_up(*fresh)
        selling, replacing = asyncio.Semaphore(self.rival.sellers), asyncio.Semaphore(self.rival.agents)
        async with asyncio.TaskGroup() as group:
            if scarce:
                self.coming = group.create_task(self._stock_slowly(fresh))
            for one in theirs:
                group.create_task(self._sell(selling, one))
            for one in ours:
                group.create_task(self._replace(replacing, one))

    async def _stock_slowly(self, keys: Sequence[str]) -> None:
        for key in keys:
            await self.rival.stand.stock_up(key)
            await asyncio.sleep(uniform(0, TRICKLE))

    def _numbers(self, count: int) -> list[str]:
        self.orders += count
        return [self.rival.number(n) for n in range(self.orders - count, self.orders)]

    async def _sell(self, selling: asyncio.Semaphore, number: str) -> None:
        await asyncio.sleep(uniform(0, WITHIN))
        async with selling:
            await self.rival.pays(number)

    async def _replace(self, replacing: asyncio.Semaphore, number: str) -> None:
        async with replacing:
            done = await self._done(number, 0)
            presses = 0
            while not done.keys and self.coming is not None and not self.coming.done():
                presses += 1
                done = await self._done(number, presses)
        told = done.replacing
        if told is None or told.step not in {Step.REPLACED, Step.FAILED}:
            self.offences.append(f"{number}: the agent was told {told and told.step}")
        self.handed[number] = tuple(self.rival.vault.open(key.sealed) for key in done.keys)

    async def _done(self, number: str, presses: int) -> WorkDone:
        """As the worker does it. Raises: AssertionError: the shop does not come back."""
        agent = Person(PersonId(f"agent-{len(self.handed) % AGENTS}"))
        work = ReplaceKey(OrderNo(number), "does not redeem", agent, ROOM, self.rival.shop, proven=True)
        new = NewWork(f"work:{number}.{presses}", CHAT, Person(PersonId("buyer")), work)
        facts = ReplacingFacts([self.rival.port], self.rival.ledger, self.rival.vault)
        for _ in range(TRIES):
            try:
                return await ReplacingErrands(facts, ALLOWED).do(blank(new, RealClock()), new, work)
            except ShopUnavailable:
                await asyncio.sleep(PAUSE)
        raise AssertionError(f"{self.rival.name} does not come back")
