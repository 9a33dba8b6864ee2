"""What customers call themselves: asked once, remembered for a while, and never waited for long."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final

import structlog

from bots.wechat.wecom.calls import CUSTOMERS_AT_ONCE
from core.errors import ChannelError

log = structlog.get_logger(__name__)

REMEMBERED: Final = 10_000
PATIENCE: Final = 2.0
"""Seconds: a message without a name is better than one that comes late."""

Ask = Callable[[list[str]], Awaitable[Mapping[str, str]]]


class Names:
    """`ask`: the platform, for at most CUSTOMERS_AT_ONCE. Raises nothing."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, str] = {}

    async def of(self, customers: Collection[str]) -> Mapping[str, str]:
        """Who has no name, or none that we could learn in time, is not in it."""
        unknown = [one for one in dict.fromkeys(customers) if one and one not in self._known]
        try:
            async with asyncio.timeout(PATIENCE):
                for start in range(0, len(unknown), CUSTOMERS_AT_ONCE):
                    some = unknown[start : start + CUSTOMERS_AT_ONCE]
                    self._remember(some, await self._ask(some))
        except (ChannelError, TimeoutError) as why:
            log.warning("customers' names cannot be asked for", why=str(why) or type(why).__name__)
        return {one: name for one in customers if (name := self._known.get(one))}

    def _remember(self, asked: list[str], told: Mapping[str, str]) -> None:
        for one in asked:
            self._known[one] = told.get(one, "")
        while len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
