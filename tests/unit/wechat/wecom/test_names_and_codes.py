"""What customers call themselves, and the codes that let us greet them."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bots.wechat.wecom import names as module
from bots.wechat.wecom.names import Names
from bots.wechat.wecom.welcome import Welcomes
from core.errors import ChannelUnavailable
from core.messages import ChatId

CHAT = ChatId("wk1:wm1")
AT = datetime(2026, 1, 1, 10, tzinfo=UTC)


class Directory:
    def __init__(self, **known: str) -> None:
        self.known = known
        self.asked: list[list[str]] = []
        self.away = False

    async def ask(self, customers: list[str]) -> Mapping[str, str]:
        self.asked.append(customers)
        if self.away:
            raise ChannelUnavailable
        return {one: self.known[one] for one in customers if one in self.known}


async def test_a_name_is_asked_for_once() -> None:
    directory = Directory(wm1="小明")
    names = Names(directory.ask)
    assert await names.of(["wm1", "wm2", "wm1", ""]) == {"wm1": "小明"}
    assert await names.of(["wm1", "wm2"]) == {"wm1": "小明"}
    assert directory.asked == [["wm1", "wm2"]]


async def test_many_are_asked_for_in_hundreds() -> None:
    directory = Directory()
    await Names(directory.ask).of([f"wm{number}" for number in range(250)])
    assert [len(some) for some in directory.asked] == [100, 100, 50]


async def test_a_directory_that_is_away_costs_a_name_and_no_message() -> None:
    directory = Directory(wm1="小明")
    directory.away = True
    names = Names(directory.ask)
    assert await names.of(["wm1"]) == {}
    directory.away = False
    assert await names.of(["wm1"]) == {"wm1": "小明"}


async def test_a_directory_that_is_slow_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)

    async def never(customers: list[str]) -> Mapping[str, str]:
        await asyncio.Event().wait()
        return {}

    assert await Names(never).of(["wm1"]) == {}


class Clock:
    def __init__(self) -> None:
        self.time = AT

    def now(self) -> datetime:
        return self.time


def test_a_code_is_good_once() -> None:
    welcomes = Welcomes(Clock())
    welcomes.put(CHAT, "CODE", AT)
    assert [welcomes.take(CHAT), welcomes.take(CHAT)] == ["CODE", ""]


def test_a_code_is_good_for_twenty_seconds() -> None:
    clock = Clock()
    welcomes = Welcomes(clock)
    welcomes.put(CHAT, "CODE", AT)
    clock.time += timedelta(seconds=20)
    assert welcomes.take(CHAT) == ""


def test_who_has_written_is_answered_and_not_greeted() -> None:
    welcomes = Welcomes(Clock())
    welcomes.put(CHAT, "CODE", AT)
    welcomes.drop(CHAT)
    assert welcomes.take(CHAT) == ""
