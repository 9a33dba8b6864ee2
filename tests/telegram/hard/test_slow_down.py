"""Telegram asks us to wait: we do, as long as it says; nobody is lost, nothing comes in another order, others go on."""

import asyncio
import math
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, time

import pytest

from tests.telegram.botapi import Chat
from tests.telegram.botapi.rates import Rates
from tests.telegram.botapi.refusals import too_many
from tests.telegram.hard.place import DATABASE, FAQ, Place

BUYERS = ("小明", "小红", "小强")
UNDER_WAY = 0.3
"""Seconds after the refusal in which something may arrive that was sent before it."""
WORDS = [f"情况{letter}：打不开。" for letter in "甲乙丙丁戊己"]


@dataclass(slots=True, kw_only=True)
class Wait(Rates):
    """Tells who writes to this chat to wait `after` seconds, once, after `skip` messages. `too_soon`: who did not."""

    chat: int
    after: int
    skip: int = 0
    began: float = math.inf
    too_soon: int = 0

    def check(self, bot: int, chat: int) -> None:
        if chat != self.chat:
            return
        since = monotonic() - self.began
        self.too_soon += UNDER_WAY < since < self.after
        self.skip -= 1
        if self.skip == -1:
            self.refused, self.began = 1, monotonic()
            raise too_many(self.after)


def slowed(place: Place, chat: Chat, after: int, skip: int = 0) -> Wait:
    place.api.rates = wait = Wait(place.api.clock, on=True, chat=chat.id, after=after, skip=skip)
    return wait


def in_order(text: str, words: list[str]) -> bool:
    places = [text.find(word) for word in words]
    return -1 not in places and places == sorted(places) and all(text.count(word) == 1 for word in words)


def told_to_wait(caplog: pytest.LogCaptureFixture) -> list[float]:
    """The seconds in the log's lines about it."""
    return [
        float(record.__dict__["seconds"])
        for record in caplog.records
        if record.getMessage() == "a platform asks us to wait"
    ]


def _database(place: Place) -> sqlite3.Connection:
    return sqlite3.connect(place.folder / DATABASE, timeout=10)


def _due_in(place: Place) -> float:
    """Seconds until the first message that waits for Telegram is due."""
    with closing(_database(place)) as base:
        [due] = base.execute("SELECT max(due) FROM outbox WHERE state = 'pending'").fetchone()
    return float(due) - time()


def _passes(place: Place, by: timedelta) -> None:
    """The time goes by, as the outbox sees it."""
    with closing(_database(place)) as base, base:
        base.execute("UPDATE outbox SET due = due - ? WHERE state = 'pending'", (by.total_seconds(),))


async def test_a_wait_in_the_middle_of_a_burst_holds_up_the_group_and_nobody_else(
    shop: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """The text is Telegram's, the wait is real; nobody sends to the group before it is over."""
    topic = await shop.asks_for_a_person("小明")
    wait = slowed(shop, shop.scene.group, after=4, skip=1)
    for text in WORDS:
        shop.writes("小明", text)
        await asyncio.sleep(0.05)
    await shop.until(lambda: wait.refused == 1)
    began = monotonic()
    shop.writes("小红", FAQ)
    await shop.hears("小红", "卡密")
    assert monotonic() - began < 3, "the other chat has waited too"
    await shop.shows(topic, WORDS[-1])
    assert in_order(shop.lines(topic), WORDS)
    assert not wait.too_soon
    assert told_to_wait(caplog) == [pytest.approx(4, abs=0.2)]


async def test_a_wait_of_30_seconds_while_several_buyers_write_keeps_everybodys_order(
    shop: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """In private chats nobody knows whether one chat or the whole bot was meant: the bot rests, the agents' does not.
    Here 30 seconds are three."""
    topic = await shop.asks_for_a_person("小刚")
    await shop.hears("小刚", "已经帮你叫客服了")
    wait = slowed(shop, shop.chat("小红"), after=3, skip=1)
    for text in ("谢谢", FAQ, "查订单"):
        for name in BUYERS:
            shop.writes(name, text)
    await shop.until(lambda: wait.refused == 1)
    said = len(shop.api.calls_of("sendMessage"))
    shop.writes("小刚", "在吗？")
    await shop.shows(topic, "在吗？")
    await asyncio.sleep(1)
    calls = shop.api.calls_of("sendMessage")[said:]
    assert [one.bot.user.first_name for one in calls if one.bot is shop.scene.shop] == [], "the bot did not rest"
    for name in BUYERS:
        await shop.until(lambda name=name: len(shop.heard(name)) == 3)  # type: ignore[misc]
        assert in_order("\n".join(shop.heard(name)), ["不客气", "别着急", "付款页或下单邮件"]), shop.heard(name)
    assert told_to_wait(caplog) == [pytest.approx(3, abs=0.2)]
    assert not wait.too_soon
    assert await shop.metric("kamidesk_deliveries_total", channel="telegram", outcome="RateLimited") == 1


async def test_a_wait_of_hours_is_kept_over_a_restart_and_then_everything_goes_out(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    async with place.opened():
        topic = await place.asks_for_a_person("小明")
        wait = slowed(place, place.scene.group, after=10_072)
        for text in WORDS[:4]:
            place.writes("小明", text)
        await place.until(lambda: wait.refused == 1)
        place.writes("小红", FAQ)
        await place.hears("小红", "卡密")
        place.writes("小明", WORDS[4])
        await asyncio.sleep(1.5)  # a sweep has gone by
        assert 10_000 < (await place.health())["parts"]["asked_to_wait_seconds"] <= 10_072
    assert told_to_wait(caplog) == [pytest.approx(10_072, abs=1)]
    assert 10_000 < _due_in(place) <= 10_072
    async with place.opened():
        place.writes("小明", WORDS[5])
        await asyncio.sleep(1.5)
    assert not wait.too_soon
    _passes(place, timedelta(seconds=10_072))
    async with place.opened():
        await place.shows(topic, WORDS[5])
        assert in_order(place.lines(topic), WORDS)
