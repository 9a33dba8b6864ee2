"""At a rate limit one lane knocks at a time, the most urgent first."""

import asyncio
from dataclasses import replace

from core.gates import Gates
from core.lanes import Lane
from core.messages import Priority
from tests.unit.engine.test_lanes import row_to


def lane(name: str, priority: Priority = Priority.REPLY) -> Lane:
    row = row_to(("a", "1"), 1)
    row = replace(row, message=replace(row.message, text=name, priority=priority))
    return Lane(name, row.account, [row])


class Keeper:
    """Gates, and who was let to knock."""

    def __init__(self) -> None:
        self.knocked: list[str] = []
        self.gone: set[str] = set()
        self.gates = Gates(lambda one: self.knocked.append(one.key), lambda one: one.key not in self.gone)


async def test_without_a_gate_everybody_passes() -> None:
    keeper = Keeper()
    assert not keeper.gates.stops(lane("a"), ["account", "chat"])


async def test_before_a_shut_gate_all_wait_and_the_most_urgent_knocks_first() -> None:
    keeper, first, news, reply = Keeper(), lane("first"), lane("news", Priority.BROADCAST), lane("reply")
    keeper.gates.shut("account", 0.01, first)
    assert keeper.gates.stops(news, ["account"])
    assert keeper.gates.stops(reply, ["account"])
    assert keeper.knocked == []
    await asyncio.sleep(0.05)
    assert keeper.knocked == ["first"]
    for passing in (first, reply, news):
        assert not keeper.gates.stops(passing, ["account"])
        keeper.gates.passed(passing, ["account"])
    assert keeper.knocked == ["first", "reply", "news"]
    assert not keeper.gates.stops(lane("free again"), ["account"])


async def test_who_is_refused_again_knocks_again_and_nobody_else() -> None:
    keeper, first, second = Keeper(), lane("first"), lane("second")
    keeper.gates.shut("account", 0.005, first)
    keeper.gates.stops(second, ["account"])
    await asyncio.sleep(0.03)
    keeper.gates.shut("account", 0.005, first)
    keeper.gates.passed(first, ["account"])
    await asyncio.sleep(0.03)
    assert keeper.knocked == ["first", "first"]


async def test_a_lane_that_is_gone_does_not_keep_the_gate_shut() -> None:
    keeper = Keeper()
    keeper.gates.shut("account", 0.005, lane("gone"))
    keeper.gates.stops(lane("second"), ["account"])
    keeper.gone.add("gone")
    await asyncio.sleep(0.03)
    assert keeper.knocked == ["second"]


async def test_who_passes_one_gate_and_stops_at_the_next_lets_the_others_through_the_first() -> None:
    keeper, first, second = Keeper(), lane("first"), lane("second")
    keeper.gates.shut("account", 0.005, first)
    keeper.gates.stops(second, ["account"])
    await asyncio.sleep(0.03)
    keeper.gates.shut("chat", 60)
    assert keeper.gates.stops(first, ["account", "chat"])
    assert keeper.knocked == ["first", "second"]
    keeper.gates.close()


async def test_a_longer_rest_is_kept() -> None:
    keeper = Keeper()
    keeper.gates.shut("account", 0.005, lane("first"))
    keeper.gates.shut("account", 60)
    await asyncio.sleep(0.03)
    assert keeper.knocked == []
    keeper.gates.close()
