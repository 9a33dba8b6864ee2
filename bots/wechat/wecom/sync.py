"""Reading what happened, page by page: the cursor is stored only after a page was, and one reads an account at a time.

A callback only says that there is something to read. If we die before it is read, the next start reads from where the
cursor stands; entries that come twice are known by their ids."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from random import uniform
from typing import Final

import structlog

from bots.wechat.wecom.calls import Page
from bots.wechat.wecom.cursors import Cursors, Mark
from bots.wechat.wecom.errors import CallToken, UnclearRefusal
from core.errors import ChannelUnavailable, DeliveryRefused, KamiDeskError, RetryLater
from core.ports import Clock

log = structlog.get_logger(__name__)

FIRST: Final = 0.2  # seconds; doubled at every try
LONGEST: Final = 60.0
EMPTY: Final = 20
"""Pages in a row that bring nothing though there is said to be more."""
BEFORE_US: Final = timedelta(minutes=10)
"""Of an account that was never read the platform tells three days: what is older than this, others have answered."""

AskPage = Callable[[str, str, str], Awaitable[Page]]
"""By account, cursor and token. Raises: ChannelError."""


Take = Callable[[Sequence[bytes], datetime], Awaitable[None]]
"""The moment: what is older was for somebody else. Raises: StoreUnavailable."""


class Sync:
    """`trouble`: why the last reading failed; empty if it did not."""

    def __init__(self, subject: str, ask: AskPage, take: Take, cursors: Cursors, clock: Clock) -> None:
        self.trouble = ""
        self._subject = subject
        self._ask = ask
        self._take = take
        self._cursors = cursors
        self._clock = clock
        self._wanted: dict[str, str] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}

    def want(self, open_kfid: str, token: str = "") -> None:
        """There may be something new; returns at once. `token`: of the callback that said so."""
        self._wanted[open_kfid] = token or self._wanted.get(open_kfid, "")
        if open_kfid not in self._reading:
            name = f"{self._subject} reads {open_kfid}"
            self._reading[open_kfid] = asyncio.create_task(self._read_all(open_kfid), name=name)

    async def stop(self) -> None:
        tasks = [*self._reading.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def read(self, open_kfid: str, token: str = "") -> None:
        """Everything up to now. Raises: StoreUnavailable, ChannelError."""
        mark, empty = await self._cursors.get(open_kfid, self._clock.now() - BEFORE_US), 0
        while True:
            page = await self._page(open_kfid, mark.cursor, token)
            await self._take([bytes(entry) for entry in page.msg_list], mark.since)
            if page.next_cursor and page.next_cursor != mark.cursor:
                mark = Mark(mark.since, page.next_cursor)
                await self._cursors.put(open_kfid, mark)
            if not page.has_more:
                return
            empty = 0 if page.msg_list else empty + 1
            if empty > EMPTY:
                raise ChannelUnavailable("there is said to be more, and it does not come")

    async def _page(self, open_kfid: str, cursor: str, token: str) -> Page:
        try:
            return await self._ask(open_kfid, cursor, token)
        except UnclearRefusal:
            if not cursor:
                raise
        log.warning("the cursor is not taken any more: reading what there still is", account=open_kfid)
        return await self._ask(open_kfid, "", token)

    async def _read_all(self, open_kfid: str) -> None:
        """As often as it is wanted, until it works."""
        wait = FIRST
        try:
            while open_kfid in self._wanted:
                why = await self._failure(open_kfid, self._wanted.pop(open_kfid))
                if why is None:
                    wait, self.trouble = FIRST, ""
                else:
                    await self._rest(open_kfid, why, wait)
                    wait = min(wait * 2, LONGEST)
        finally:
            del self._reading[open_kfid]

    async def _failure(self, open_kfid: str, token: str) -> Exception | None:
        """Why it could not be read, and then it is wanted again; None: it was."""
        try:
            await self.read(open_kfid, token)
        except DeliveryRefused as why:  # an account that is gone stays gone
            return why
        except CallToken as why:  # it took too long to come here
            self._wanted.setdefault(open_kfid, "")
            return why
        except Exception as why:
            self._wanted.setdefault(open_kfid, token)
            return why
        return None

    async def _rest(self, open_kfid: str, why: Exception, wait: float) -> None:
        """As long as the platform asks for, if it does. Spread, so that two processes do not go in step."""
        self.trouble = str(why) if isinstance(why, KamiDeskError) else type(why).__name__
        asked = why.after.total_seconds() if isinstance(why, RetryLater) and why.after else 0.0
        wait = max(asked, wait * uniform(0.8, 1.2))  # noqa: S311 - spreads tries
        told = {"account": open_kfid, "why": self.trouble, "again_in": round(wait, 1)}
        log.warning("reading failed", exc_info=not isinstance(why, KamiDeskError), **told)
        await asyncio.sleep(wait)
