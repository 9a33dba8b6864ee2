"""The courier on every store, swept all the time: each message goes out once, and each buyer's in order."""

import asyncio
from datetime import timedelta
from random import Random

import pytest

from core import courier, delivery
from core.channel import Capabilities, Parcel
from core.courier import Courier
from core.delivery import Delivery
from core.errors import ChannelUnavailable
from core.messages import Receipt
from tests.contracts.engine.script import SHOP, chat, wrote
from tests.contracts.engine.worlds import World
from tests.unit.engine.stage import Now, Reversing, Scripted, cut, until

BUYERS, WORDS = 25, 12


class Moody(Scripted):
    """Takes its time, and sometimes wants to be asked again."""

    def __init__(self) -> None:
        super().__init__(Capabilities(in_flight=32))
        self._random = Random(7)

    async def deliver(self, parcel: Parcel) -> Receipt:
        await asyncio.sleep(self._random.choice([0, 0, 0.001, 0.004]))
        if self._random.random() < 0.05:
            raise ChannelUnavailable
        return await super().deliver(parcel)


async def test_everything_once_and_in_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "SWEEP", timedelta(milliseconds=1))
    monkeypatch.setattr(courier, "WINDOW", 60)
    monkeypatch.setattr(delivery, "FIRST_WAIT", timedelta(milliseconds=2))
    shop = Moody()
    send = Delivery({SHOP: shop}, world.outbox, world.links, world.threads, Reversing(), Now(), cut)
    sender = Courier(send, world.outbox, world.buckets, Now(), world.door.accept)
    world.listeners.append(lambda committed: sender.hand_over(committed.outgoing))
    await sender.start()

    async def talk(name: str) -> None:
        for n in range(WORDS):
            await world.door.accept([wrote(f"say {n}a|{n}b", name)])

    await asyncio.gather(*(talk(f"buyer {n}") for n in range(BUYERS)))
    await until(lambda: len(shop.arrived) >= BUYERS * WORDS * 2)
    await sender.stop()
    expected = [f"{n}{letter}" for n in range(WORDS) for letter in "ab"]
    for n in range(BUYERS):
        assert [one.text for one in shop.arrived if one.where == chat(f"buyer {n}")] == expected
    assert {one.state for one in await world.ledger.said()} == {"sent"}
