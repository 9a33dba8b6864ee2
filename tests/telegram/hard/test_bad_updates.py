"""What strangers and broken servers send is parked and counted, or refused; the good ones around it are answered."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.telegram.hard.place import DATABASE, FAQ, Place, place_in

POISON: list[dict[str, Any]] = [
    {"message_id": 1, "chat": "a text where an object belongs"},
    {"message_id": "one", "date": "yesterday"},
    {},
    {"message_id": 2, "date": 1, "chat": {"id": "1", "type": ["private"]}, "text": "x"},
]
BODIES = {
    "invalid UTF-8": b'{"update_id": 7, "message": {"text": "\xff\xfe"}}',
    "half a character": b'{"update_id": 8, "message": {"message_id": 1, "date": 1, "text": "\\ud800", "chat": 5}}',
    "cut off": b'{"update_id": 9, "message": {"mess',
    "deep": b"[" * 100_000,
    "XML": b"<xml>not json</xml>",
    "empty": b"",
}


@pytest.fixture
async def hooked(tmp_path: Path, stock: Path) -> AsyncIterator[Place]:
    """By webhook."""
    hook = {"mode": "webhook"}
    async with place_in(tmp_path, shop=hook, staff=hook, stock=stock) as place, place.opened():
        yield place


def stored(place: Place, table: str) -> int:
    with closing(sqlite3.connect(place.folder / DATABASE, timeout=10)) as base:
        return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def test_poison_between_good_updates_over_polling_is_parked_and_counted(shop: Place) -> None:
    queue = shop.api.queue(shop.scene.shop)
    shop.writes("小明", "谢谢")
    for number, message in enumerate(POISON):
        queue.put("message", message, number)
        shop.writes("小红", ("谢谢", FAQ, "查订单", "取消")[number])
    await shop.hears("小明", "不客气")
    await shop.until(lambda: len(shop.heard("小红")) == 4)
    await shop.api.settled()
    assert await shop.metric("kamidesk_events_parked_total", channel="telegram") == len(POISON)
    assert stored(shop, "parked") == len(POISON)


async def test_poison_between_good_updates_over_the_webhook_is_parked_and_counted(hooked: Place) -> None:
    shop = hooked.scene.shop
    for number, message in enumerate(POISON):
        update = json.dumps({"update_id": 50 + number, "message": message}).encode()
        assert await hooked.api.delivery.post(shop, update) == (200, 0)
        hooked.writes("小红", ("谢谢", FAQ, "查订单", "取消")[number])
    await hooked.until(lambda: len(hooked.heard("小红")) == 4)
    assert await hooked.metric("kamidesk_events_parked_total", channel="telegram") == len(POISON)


@pytest.mark.filterwarnings("ignore:Sending a large body directly")
async def test_bodies_that_are_no_updates_do_not_come_again(hooked: Place) -> None:
    for body in BODIES.values():
        for _ in range(2):
            assert (await hooked.api.delivery.post(hooked.scene.shop, body))[0] == 200
    assert stored(hooked, "parked") == len(BODIES)
    assert (await hooked.api.delivery.post(hooked.scene.shop, b'{"x":"' + b"x" * (1 << 20) + b'"}'))[0] == 413
    hooked.writes("小明", "谢谢")
    await hooked.hears("小明", "不客气")


async def test_a_forged_secret_and_other_methods_store_nothing(hooked: Place) -> None:
    update = json.dumps({"update_id": 5, "message": POISON[0]}).encode()
    for bot in (hooked.scene.shop, hooked.scene.staff):
        for forged in ("", "wrong", "密钥".encode().decode("latin-1"), hooked.api.webhook(bot).secret[:-1]):
            assert (await hooked.api.delivery.post(bot, update, forged))[0] == 403
        async with aiohttp.ClientSession() as session:
            for method in ("GET", "PUT", "DELETE"):
                async with session.request(method, hooked.api.webhook(bot).url) as answer:
                    assert answer.status == 405
            async with session.post(hooked.api.webhook(bot).url, data=update) as answer:
                assert answer.status == 403, "without any secret"
    assert (stored(hooked, "events"), stored(hooked, "parked")) == (0, 0)


async def test_repeats_and_late_arrivals_are_answered_once_each(hooked: Place) -> None:
    bot = hooked.scene.shop
    chat, user = hooked.chat("小刚"), hooked.buyer("小刚")
    hooked.chat("小刚").opened = True
    updates = []
    date = int(hooked.api.clock.now())
    for number, text in ((903, "谢谢"), (901, FAQ), (902, "查订单")):
        message = {"message_id": number, "date": date, "chat": chat.json, "from": user.json, "text": text}
        updates.append(json.dumps({"update_id": number, "message": message}).encode())
    for body in updates:
        assert (await hooked.api.delivery.post(bot, body))[0] == 200
    again = await asyncio.gather(*(hooked.api.delivery.post(bot, body) for body in updates * 5))
    assert {status for status, _ in again} == {200}
    hooked.writes("小刚", "取消")
    await hooked.hears("小刚", "不查了")
    assert [text[:3] for text in hooked.heard("小刚")] == ["不客气", "别着急", "把订单", "好的，"]
