"""Brings updates to the product as platforms do: again and again until 200, now and then twice at once, or late."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import aiohttp
import msgspec

from bots.fake.client import SECRET_HEADER
from tests.faults.nodes import Node
from tests.faults.shop import SECRET

TWICE_AT_ONCE, TWICE_LATE = 0.06, 0.04
AGAIN_AFTER = 0.05
PATIENCE = aiohttp.ClientTimeout(total=5)
HEADERS: Mapping[str, str] = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """An update that the product said it has. `kind`: what it was, see `talk`."""

    account: str
    chat: str
    thread: str | None
    update: int
    kind: str


class Wire:
    """`accepted`: in the order of the answers; within a chat that is the order in which people wrote."""

    def __init__(self, nodes: Sequence[Node], random: Random) -> None:
        self._nodes = nodes
        self._random = random
        self._next = 0
        self._later: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.accepted: list[Accepted] = []
        self.statuses: Counter[int] = Counter()
        self.repeats = 0

    async def __aenter__(self) -> "Wire":
        self._session = aiohttp.ClientSession(timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.settled()
        assert self._session is not None
        await self._session.close()

    async def settled(self) -> None:
        """All late repeats have been taken."""
        await asyncio.gather(*self._later)

    async def post(self, told: Accepted, update: Mapping[str, Any]) -> None:
        """Returns when the product has it."""
        payload = msgspec.json.encode(update)
        chance = self._random.random()
        if chance < TWICE_AT_ONCE:
            self.repeats += 1
            await asyncio.gather(self._insist(told.account, payload), self._insist(told.account, payload))
        else:
            await self._insist(told.account, payload)
        self.accepted.append(told)
        if chance > 1 - TWICE_LATE:
            self.repeats += 1
            self._send_late(told.account, payload)

    def _send_late(self, account: str, payload: bytes) -> None:
        async def later() -> None:
            await asyncio.sleep(self._random.uniform(0.2, 4))
            await self._insist(account, payload)

        task = asyncio.create_task(later())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _insist(self, account: str, payload: bytes) -> None:
        while await self._try(account, payload) != 200:  # noqa: ASYNC110 - a platform has nothing to wait for
            await asyncio.sleep(AGAIN_AFTER * self._random.uniform(0.5, 1.5))

    async def _try(self, account: str, payload: bytes) -> int:
        """The status; 0: nobody answered."""
        assert self._session is not None
        here = [node for node in self._nodes if node.port]
        if not here:
            return 0
        self._next += 1
        url = f"http://127.0.0.1:{here[self._next % len(here)].port}/fake/{account}/webhook"
        try:
            async with self._session.post(url, data=payload, headers=HEADERS) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            status = 0
        self.statuses[status] += 1
        return status
