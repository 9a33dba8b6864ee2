"""A new ticket's way to the pages of all agents of a web staff room."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any, Final

from aiohttp import ClientSession
from yarl import URL

from benchmarks.extent import Seen, Tell
from benchmarks.processes import Running
from benchmarks.webpages import Page, crowded
from bots import app
from bots.web.staff import StaffRoom
from config.settings import Settings
from core.messages import AccountId, ChannelName

ROOM: Final = "main"
AGENTS: Final = 200
TICKETS: Final = 5
"""In each round; and one before the first, which warms everything."""
WISH: Final = "转人工"
REST: Final = 0.2
"""Seconds after a ticket: what else it brings is told before the next one."""


@dataclass(frozen=True, slots=True)
class Tickets:
    """`seen`: figure -> its value in each round. `numbers`: of visitors that nobody else is."""

    rounds: int
    product: Running
    tell: Tell
    seen: Seen
    numbers: "count[int]"

    async def measure(self, settings: dict[str, Any]) -> None:
        """A buyer wants a person: his ticket's line goes to every agent's page. `settings`: the product's."""
        self.tell(f"web, {AGENTS} agents come in")
        cookies = await _cookies(settings, self.product)
        agents = await crowded(Page.of_agent(self.product.port, cookie) for cookie in cookies)
        await self._ticket(agents)
        for number in range(self.rounds):
            self.tell(f"web, a ticket to {AGENTS} agents, round {number + 1}")
            for _ in range(TICKETS):
                asked, first, last = await self._ticket(agents)
                self.seen["web_broadcast_seconds"].append(last - asked)
                self.seen["web_broadcast_spread_seconds"].append(last - first)
        for page in agents:
            page.close()

    async def _ticket(self, agents: Sequence[Page]) -> tuple[float, float, float]:
        """When the buyer asked, when the first page had the new line, and when the last one had it."""
        buyer = await Page.of_buyer(self.product.port, next(self.numbers))
        known = frozenset(agents[0].seen)
        asked = perf_counter()
        await buyer.say(WISH)
        moments = [await agent.sees(known) for agent in agents]
        buyer.close()
        await asyncio.sleep(REST)
        return asked, min(moments), max(moments)


async def _cookies(settings: dict[str, Any], product: Running) -> Sequence[str]:
    """Signs the agents in, each by a link of his own."""
    async with app.opened(Settings(**settings)) as parts:
        room = parts.channels[(ChannelName("web-staff"), AccountId(ROOM))]
        assert isinstance(room, StaffRoom)
        links = [room.login_link(f"agent-{number}", f"客服{number}") for number in range(AGENTS)]
    base = URL.build(scheme="http", host="127.0.0.1", port=product.port)
    async with ClientSession(headers={"Origin": str(base)}) as http:
        return [await _signed_in(http, base.join(URL(link).relative())) for link in links]


async def _signed_in(http: ClientSession, link: URL) -> str:
    async with http.post(link, allow_redirects=False) as answer:
        (cookie,) = answer.cookies.values()
        return f"{cookie.key}={cookie.value}"
