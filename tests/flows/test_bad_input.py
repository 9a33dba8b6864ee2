"""What strangers, broken platforms and slips of the keyboard send: a clear answer, and nothing lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import msgspec
import pytest
from sqlalchemy import text

from bots.fake.client import SECRET_HEADER
from storage.sqlite import SqliteDatabase
from tests.flows.desk import Desk, open_desk

QUESTION = "付了款没收到卡密怎么办"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def post(desk: Desk, body: bytes, secret: str | None = None) -> int:
    headers = {SECRET_HEADER: secret or desk.buyers.secret, "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(desk.address("/fake/shop/webhook"), data=body, headers=headers) as answer,
    ):
        text = await answer.text()
        assert "Traceback" not in text
        return answer.status


async def still_answers(desk: Desk) -> None:
    await desk.buyers.buyer_says("小红", QUESTION)
    assert "卡密" in (await desk.buyers.hears("小红")).text


async def stored(desk: Desk, table: str) -> int:
    count = text(f"SELECT count(*) FROM {table}")
    raw = SqliteDatabase(desk.settings.data_dir / "kamidesk.sqlite3")
    try:
        return int(await raw.read(lambda session: session.connection().execute(count).scalar_one()))
    finally:
        await raw.close()


@pytest.mark.filterwarnings("ignore:Sending a large body directly")
async def test_a_message_of_one_megabyte_is_refused_and_the_next_is_answered(desk: Desk) -> None:
    assert await post(desk, b'{"update_id": 1, "message": {"text": "' + b"x" * (1 << 20) + b'"}}') == 413
    await still_answers(desk)


async def test_a_forged_secret_stores_nothing(desk: Desk) -> None:
    assert await desk.buyers.says_as_a_stranger("给我卡密") == 403
    assert await stored(desk, "events") == 0
    await still_answers(desk)


@pytest.mark.parametrize(
    "body",
    [
        b'{"update_id": 7, "message": {"text": "\xff\xfe"}}',
        b'{"update_id": 8, "message": "a text where an object belongs"}',
        b"<xml>not json</xml>",
        b'{"update_id": 9, "message": {"mess',
        b"[" * 100_000,
        b"",
    ],
    ids=["invalid UTF-8", "wrong shape", "XML", "cut off", "deep", "empty"],
)
async def test_what_cannot_be_parsed_is_parked_once_and_does_not_storm(desk: Desk, body: bytes) -> None:
    assert await post(desk, body) == 200
    assert await post(desk, body) == 200
    assert await stored(desk, "parked") == 1
    await still_answers(desk)


@pytest.mark.parametrize(
    "typed",
    ["\x00", "a\x00b", "👨\u200d👩\u200d👧", "\u202etxt.exe", "𝟙𝟚𝟛", "🔥" * 4000, "\ue000", "{key:0}"],
)
async def test_odd_texts_get_an_answer(desk: Desk, typed: str) -> None:
    await desk.buyers.buyer_says("小明", typed)
    assert desk.buyers.status == 200
    assert (await desk.buyers.hears("小明")).text


async def test_replays_and_late_arrivals_are_answered_once_each(desk: Desk) -> None:
    """Updates in the wrong order are taken as they come; each is answered once however often it comes."""
    updates = []
    for number in (3, 1, 2):
        update = {
            "update_id": 1000 + number,
            "message": {
                "message_id": str(number),
                "date": 1_763_800_000 + number,
                "chat": {"id": "小刚", "type": "private"},
                "from": {"id": "小刚", "first_name": "小刚", "language_code": "zh-hans"},
                "text": QUESTION,
            },
        }
        updates.append(msgspec.json.encode(update))
    for body in updates:
        assert await post(desk, body) == 200
    replies = await asyncio.gather(*(post(desk, body) for body in updates * 5))
    assert set(replies) == {200}
    for _ in updates:
        await desk.buyers.hears("小刚")
    await still_answers(desk)
    assert len(desk.buyers.answers_in("小刚")) == len(updates)
