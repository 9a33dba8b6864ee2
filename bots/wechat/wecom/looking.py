"""Which customer service accounts there are, and a look into each at the start and now and then: callbacks get lost."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

import structlog

from bots.wechat.wecom.calls import Managed
from bots.wechat.wecom.cursors import Cursors
from bots.wechat.wecom.sync import Sync
from core.channel import Rate
from core.errors import ChannelError, StoreUnavailable
from core.ports import Buckets

log = structlog.get_logger(__name__)

AGAIN: Final = 30.0
"""Seconds until the accounts are asked for again, when they could not be."""
EARLY: Final = 0.9
"""Of the time between two looks: a process that is a little early looks all the same."""

List = Callable[[], Awaitable[Sequence[Managed]]]


class Looking:
    """`chosen`: the accounts of the settings; none: all that our app may manage.

    Without a callback's token reading has "a strict rate limit" that no document names: one process looks for all."""

    def __init__(
        self, subject: str, chosen: Sequence[str], accounts: List, cursors: Cursors, sync: Sync, buckets: Buckets
    ) -> None:
        self._subject = subject
        self._chosen = chosen
        self._accounts = accounts
        self._cursors = cursors
        self._sync = sync
        self._buckets = buckets

    async def run(self, every: float) -> None:
        """Until it is cancelled. `every`: seconds between two looks; 0: only at the start."""
        begun: set[str] = set()
        while True:
            try:
                await self._look([one for one in await self._cursors.known() if self.ours(one)], begun, every)
                await self._look(await self._there(), begun, every)
            except (ChannelError, StoreUnavailable) as why:
                log.warning("the customer service accounts are not known", channel=self._subject, why=str(why))
                await asyncio.sleep(AGAIN)
                continue
            if not every:
                return
            await asyncio.sleep(every)

    def ours(self, open_kfid: str) -> bool:
        return not self._chosen or open_kfid in self._chosen

    async def _there(self) -> Sequence[str]:
        if self._chosen:
            return self._chosen
        return [one.open_kfid for one in await self._accounts() if one.open_kfid]

    async def _look(self, accounts: Sequence[str], begun: set[str], every: float) -> None:
        """At the start into each."""
        for one in accounts:
            if one not in begun or await self._may(one, every):
                self._sync.want(one)
        begun.update(accounts)

    async def _may(self, open_kfid: str, every: float) -> bool:
        rate = Rate(1, timedelta(seconds=every * EARLY))
        return bool(every) and await self._buckets.take([(f"{self._subject}/looks/{open_kfid}", rate)]) is None
