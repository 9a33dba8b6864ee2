"""One task for each shop: it follows while this process leads, hears the shop call, and leaves a silent one alone."""

import asyncio
from datetime import timedelta

import pytest

from bots.watch import KEPT, Watch, Watcher
from core.shop import OrderNo, OrderStatus
from core.shopparts import Poke
from tests.unit.core.fakeshop import an_order
from tests.unit.core.watchedshop import Lookout, WatchedShop

NUMBER, OTHER = OrderNo("KD1"), OrderNo("KD2")
SECOND, EVERY = timedelta(seconds=1), timedelta(seconds=20)


class CallingShop(WatchedShop):
    """Implements core.shopparts.CallsBack, too."""

    poke: Poke

    def call_back(self, poke: Poke) -> None:
        self.poke = poke


async def leads() -> bool:
    return True


async def follows() -> bool:
    return False


def paid_today(lookout: Lookout, number: OrderNo, status: OrderStatus = OrderStatus.SHORTAGE) -> None:
    lookout.proves(number)
    lookout.shop.log.append(an_order(number, status))


async def test_only_the_leader_follows_the_shop() -> None:
    lookout = await Lookout().begins()
    paid_today(lookout, NUMBER)
    await Watcher(lookout.follower, follows, SECOND).look()
    assert lookout.heard == []
    await Watcher(lookout.follower, leads, SECOND).look()
    assert (lookout.notices, lookout.messages) == ([f"{NUMBER} short"], [[f"{NUMBER} short"]])


async def test_whoever_is_called_reads_just_those_orders_again() -> None:
    lookout = await Lookout().begins()
    paid_today(lookout, NUMBER)
    paid_today(lookout, OTHER)
    watcher = Watcher(lookout.follower, follows, SECOND)
    await watcher([NUMBER])
    await watcher.look()
    assert lookout.notices == [f"{NUMBER} short"]


async def test_a_call_is_answered_at_once_and_not_when_it_is_time() -> None:
    lookout = Lookout(CallingShop())
    watch = Watch([lookout.follower], leads, lookout.book, lookout, EVERY)
    watch.be_called()
    watch.start()
    shop = lookout.shop
    assert isinstance(shop, CallingShop)
    async with asyncio.timeout(30):
        await shop.asked.wait()
        paid_today(lookout, NUMBER)
        await shop.poke([])
        await lookout.told.wait()
    await watch.stop()
    assert lookout.notices == [f"{NUMBER} short"]


async def test_a_silent_shop_is_asked_more_and_more_seldom_until_it_answers() -> None:
    lookout = await Lookout().begins()
    watcher = Watcher(lookout.follower, leads, timedelta(seconds=20))
    rests = []
    for away in (True, True, True, True, True, False):
        lookout.shop.away = away
        lookout.at += timedelta(minutes=2)
        await watcher.look()
        rests.append(watcher.rest.total_seconds())
    assert rests == [40, 80, 160, 300, 300, 20]
    assert lookout.silences == [False, True]


async def test_what_was_to_be_told_is_told_though_the_shop_is_silent_now() -> None:
    lookout = await Lookout().begins()
    paid_today(lookout, NUMBER)
    await lookout.follower.catch_up()
    lookout.shop.away = True
    await Watcher(lookout.follower, leads, SECOND).look()
    assert lookout.messages == [[f"{NUMBER} short"]]


async def test_a_store_that_is_away_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    lookout = await Lookout().begins()
    paid_today(lookout, NUMBER)
    watcher = Watcher(lookout.follower, leads, SECOND)
    lookout.kept.away = True
    await watcher.look()
    assert "waits for the store" in caplog.text
    lookout.kept.away = False
    await watcher.look()
    assert lookout.notices == [f"{NUMBER} short"]


async def test_a_fault_of_ours_ends_no_watch(caplog: pytest.LogCaptureFixture) -> None:
    lookout = await Lookout().begins()
    paid_today(lookout, NUMBER)
    watcher = Watcher(lookout.follower, leads, SECOND)
    lookout.dies = True
    await watcher.look()
    assert "stumbled" in caplog.text
    await watcher.look()
    assert lookout.notices == [f"{NUMBER} short"]


async def test_orders_of_long_ago_are_forgotten() -> None:
    lookout = await Lookout().begins()
    paid_today(lookout, NUMBER)
    await lookout.looks()
    watch = Watch([], leads, lookout.book, lookout, EVERY)
    lookout.at += KEPT
    await watch.forget()
    assert len(lookout.kept.orders_seen) == 1
    lookout.at += SECOND
    await watch.forget()
    assert lookout.kept.orders_seen == {}
