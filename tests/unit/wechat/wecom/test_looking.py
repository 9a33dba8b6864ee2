"""Looking without having been called: at the start into every account, then seldom, and one process for all."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bots.wechat.wecom import looking as module
from bots.wechat.wecom.calls import Managed, Page
from bots.wechat.wecom.cursors import Cursors, Mark
from bots.wechat.wecom.looking import Looking
from bots.wechat.wecom.sync import Sync
from core.channel import Rate
from core.errors import ChannelUnavailable
from core.ports import Buckets
from storage.buckets import BucketsInMemory
from storage.memory.kept import Kept
from storage.memory.mailbox import MailboxInMemory

AT = datetime(2026, 1, 1, 10, tzinfo=UTC)


class Clock:
    def now(self) -> datetime:
        return AT


class Taken:
    """Another process has always been first. Implements core.ports.Buckets."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def take(self, wanted: Sequence[tuple[str, Rate]]) -> tuple[str, timedelta] | None:
        self.asked.set()
        return wanted[0][0], timedelta(seconds=1)

    async def block(self, key: str, until: timedelta) -> None:
        """Nobody asks for it here."""


class Place:
    """One process: what it reads, and the accounts that the platform names."""

    def __init__(self, *accounts: str, chosen: Sequence[str] = (), buckets: Buckets | None = None) -> None:
        self.read: list[str] = []
        self.accounts = accounts
        self.refusals = 0
        self.thrice = asyncio.Event()
        self.cursors = Cursors(MailboxInMemory(Kept()), "wecom/main/cursors")
        self.sync = Sync("wecom/main", self._page, self._take, self.cursors, Clock())
        shared = buckets or BucketsInMemory()
        self.looking = Looking("wecom/main", chosen, self._listed, self.cursors, self.sync, shared)

    async def starts(self) -> None:
        """Looks once, and all that it wants is read."""
        await self.looking.run(0)
        while reading := [*self.sync._reading.values()]:
            await asyncio.wait(reading)

    async def _listed(self) -> Sequence[Managed]:
        if self.refusals:
            self.refusals -= 1
            raise ChannelUnavailable
        return [Managed(one) for one in self.accounts]

    async def _page(self, open_kfid: str, cursor: str, token: str) -> Page:
        self.read.append(open_kfid)
        if len(self.read) == 3:
            self.thrice.set()
        return Page(next_cursor="1")

    async def _take(self, payloads: Sequence[bytes], since: datetime) -> None:
        """Nothing is in these pages."""


async def test_every_account_is_read_once_at_the_start() -> None:
    place = Place("wkA", "wkB")
    await place.starts()
    assert place.read == ["wkA", "wkB"]


async def test_chosen_accounts_are_not_asked_for() -> None:
    place = Place("wkA", "wkB", chosen=["wkB"])
    place.refusals = 99
    await place.starts()
    assert place.read == ["wkB"]
    assert [place.looking.ours(one) for one in ("wkA", "wkB")] == [False, True]


async def test_an_account_that_was_read_before_needs_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.01)
    place = Place("wkA", "wkB")
    await place.cursors.put("wkA", Mark(AT, "1"))
    place.refusals = 1
    await place.starts()
    assert place.read == ["wkA", "wkB"]


async def test_a_look_that_another_process_has_done_is_left_out() -> None:
    buckets = Taken()
    place = Place("wkA", buckets=buckets)
    task = asyncio.create_task(place.looking.run(0.001))
    await buckets.asked.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await place.sync.stop()
    assert place.read == ["wkA"], "at the start, and then the other one looks"


async def test_who_is_the_one_looks_again_and_again() -> None:
    place = Place("wkA")
    task = asyncio.create_task(place.looking.run(0.001))
    async with asyncio.timeout(5):
        await place.thrice.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await place.sync.stop()
