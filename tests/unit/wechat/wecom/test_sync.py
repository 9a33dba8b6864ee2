"""Reading page by page: nothing is lost, whatever happens between two of them."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bots.wechat.wecom import sync as module
from bots.wechat.wecom.calls import Page
from bots.wechat.wecom.cursors import Cursors
from bots.wechat.wecom.errors import CallToken, UnclearRefusal
from bots.wechat.wecom.sync import EMPTY, Sync
from core.errors import ChannelError, ChannelUnavailable, RecipientUnreachable, StoreUnavailable
from storage.memory.kept import Kept
from storage.memory.mailbox import MailboxInMemory

KFID = "wk1"
AT = datetime(2026, 1, 1, 10, tzinfo=UTC)


class Platform:
    """Entries in pages of two; a cursor is the number of entries before it."""

    def __init__(self, *entries: str) -> None:
        self.entries = [*entries]
        self.asked: list[tuple[str, str]] = []
        self.refusals: list[ChannelError] = []
        self.empty = 0
        self.waits: asyncio.Event | None = None

    async def page(self, open_kfid: str, cursor: str, token: str) -> Page:
        self.asked.append((cursor, token))
        if self.waits is not None:
            await self.waits.wait()
        if self.refusals:
            raise self.refusals.pop(0)
        start = int(cursor or 0)
        if self.empty:
            self.empty -= 1
            return Page(next_cursor=cursor, has_more=1)
        told = self.entries[start : start + 2]
        more = start + 2 < len(self.entries)
        raw = tuple(msgspec.Raw(msgspec.json.encode(one)) for one in told)
        return Page(next_cursor=str(start + len(told)), has_more=int(more), msg_list=raw)


class Door:
    """`away`: how often the store does not answer first."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.since: set[datetime] = set()
        self.away = 0
        self.cursors: list[str] = []
        self.mailbox = Cursors(MailboxInMemory(Kept()), "wecom/main/cursors")

    async def take(self, payloads: Sequence[bytes], since: datetime) -> None:
        self.cursors.append(await self.cursor())
        if self.away:
            self.away -= 1
            raise StoreUnavailable
        self.took += [msgspec.json.decode(payload, type=str) for payload in payloads]
        self.since.add(since)

    async def cursor(self) -> str:
        return (await self.mailbox.get(KFID, AT)).cursor


class Clock:
    """An hour later at every look."""

    def __init__(self) -> None:
        self.time = AT

    def now(self) -> datetime:
        self.time += timedelta(hours=1)
        return self.time


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST", 0.001)


@pytest.fixture
def door() -> Door:
    return Door()


def sync(platform: Platform, door: Door) -> Sync:
    return Sync("wecom/main", platform.page, door.take, door.mailbox, Clock())


async def ended(reading: Sync) -> None:
    """Until nothing is wanted any more."""
    async with asyncio.timeout(5):
        while reading._reading:
            await asyncio.gather(*reading._reading.values(), return_exceptions=True)


async def test_all_pages_are_read_and_the_cursor_follows_each(door: Door) -> None:
    platform = Platform("a", "b", "c", "d", "e")
    await sync(platform, door).read(KFID, "TOKEN")
    assert door.took == ["a", "b", "c", "d", "e"]
    assert platform.asked == [("", "TOKEN"), ("2", "TOKEN"), ("4", "TOKEN")]
    assert door.cursors == ["", "2", "4"], "the cursor is stored after its page, never before"
    assert await door.cursor() == "5"


async def test_the_next_reading_begins_where_the_last_one_ended(door: Door) -> None:
    platform = Platform("a", "b")
    await sync(platform, door).read(KFID)
    platform.entries += ["c"]
    await sync(platform, door).read(KFID)
    assert door.took == ["a", "b", "c"]
    assert len(door.since) == 1, "what was before us stays before us"


async def test_a_page_that_could_not_be_stored_comes_again(door: Door) -> None:
    platform = Platform("a", "b", "c")
    await sync(platform, door).read(KFID)
    platform.entries += ["d", "e"]
    door.away = 1
    with pytest.raises(StoreUnavailable):
        await sync(platform, door).read(KFID)
    assert await door.cursor() == "3"
    await sync(platform, door).read(KFID)
    assert door.took == ["a", "b", "c", "d", "e"]


async def test_what_is_wanted_is_read_until_it_works(door: Door) -> None:
    platform = Platform("a")
    platform.refusals = [ChannelUnavailable("502"), ChannelUnavailable("502")]
    door.away = 1
    reading = sync(platform, door)
    reading.want(KFID, "TOKEN")
    await ended(reading)
    assert (door.took, len(platform.asked), reading.trouble) == (["a"], 4, "")


async def test_an_old_token_is_left_out(door: Door) -> None:
    platform = Platform("a")
    platform.refusals = [CallToken("95007")]
    reading = sync(platform, door)
    reading.want(KFID, "OLD")
    await ended(reading)
    assert platform.asked == [("", "OLD"), ("", "")]
    assert door.took == ["a"]


async def test_callbacks_that_come_while_we_read_cost_one_more_reading(door: Door) -> None:
    platform = Platform("a")
    platform.waits = asyncio.Event()
    reading = sync(platform, door)
    for number in range(10):
        reading.want(KFID, f"T{number}")
        await asyncio.sleep(0)
    platform.waits.set()
    await ended(reading)
    assert len(platform.asked) == 2
    assert platform.asked[-1][1] == "T9"


async def test_an_empty_page_is_no_end(door: Door) -> None:
    platform = Platform("a")
    platform.empty = 3
    await sync(platform, door).read(KFID)
    assert door.took == ["a"]


async def test_empty_pages_without_end_are_given_up_for_a_while(door: Door) -> None:
    platform = Platform("a")
    platform.empty = EMPTY + 5
    with pytest.raises(ChannelUnavailable):
        await sync(platform, door).read(KFID)


async def test_a_cursor_that_is_refused_begins_anew_and_loses_nothing(door: Door) -> None:
    platform = Platform("a", "b")
    await sync(platform, door).read(KFID)
    platform.entries += ["c"]
    platform.refusals = [UnclearRefusal("40058")]
    await sync(platform, door).read(KFID)
    assert door.took == ["a", "b", "a", "b", "c"], "what comes twice is known by its id"
    assert len(door.since) == 1


async def test_an_account_that_is_gone_is_not_asked_for_ever(door: Door) -> None:
    platform = Platform("a")
    platform.refusals = [RecipientUnreachable("95004")]
    reading = sync(platform, door)
    reading.want(KFID)
    await ended(reading)
    assert len(platform.asked) == 1
    assert reading.trouble


async def test_stopping_leaves_nothing_running(door: Door) -> None:
    platform = Platform("a")
    platform.waits = asyncio.Event()
    reading = sync(platform, door)
    reading.want(KFID)
    await asyncio.sleep(0)
    with contextlib.suppress(asyncio.CancelledError):
        await reading.stop()
    assert (reading._reading, door.took) == ({}, [])
