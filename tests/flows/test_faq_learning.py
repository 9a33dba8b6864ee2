"""The FAQ learns over real wires: what buyers ask in vain is offered in the room, and becomes an entry at two taps."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bots import app
from bots.fake.testkit import ROOM, FakePlatform, fake_platform
from config.settings import Settings
from faq.book import OWNER, putting
from faq.entries import Entry
from faq.favour import BUYERS
from faq.matcher import FuzzyMatcher
from storage.tables import QuestionRow
from tests.flows.desk import running, settings_for

DAY = 86_400
ASKED = {"小明": "能帮我代练王者吗", "小红": "可以帮我代练王者吗", "小刚": "帮我代练王者多少钱"}
BOOST = Entry(
    id="boosting", language="zh", question="能代练吗", answer="小店不做代练哦", phrasings=tuple(ASKED.values())
)


@dataclass
class Shop:
    """Buyers and agents on their platforms, and the product that is started and stopped between them."""

    buyers: FakePlatform
    agents: FakePlatform
    settings: Settings

    @asynccontextmanager
    async def open(self, offer_at: str = "") -> AsyncIterator[None]:
        faq = self.settings.faq.model_copy(update={"offer_at": offer_at})
        async with running(self.settings.model_copy(update={"faq": faq})) as port:
            self.buyers.posts_to(f"http://127.0.0.1:{port}/fake/shop/webhook")
            self.agents.posts_to(f"http://127.0.0.1:{port}/fake/staff/webhook")
            yield

    async def answers(self, text: str, buyer: str) -> str:
        await self.buyers.buyer_says(buyer, text)
        return (await self.buyers.hears(buyer)).text

    async def votes(self, text: str, label: str, buyer: str) -> None:
        await self.answers(text, buyer)
        await self.buyers.presses(buyer, label)
        await self.buyers.hears(buyer)

    def now(self) -> str:
        return f"{datetime.now(ZoneInfo(self.settings.shop.time_zone)):%H:%M}"


@pytest.fixture
async def shop(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    """It looks all the time whether the hour to offer has come."""
    monkeypatch.setattr("bots.server.GAPS", timedelta(seconds=0.2))
    async with fake_platform() as buyers, fake_platform() as agents:
        channels = {"fake": {"shop": buyers.settings(), "staff": agents.settings()}}
        yield Shop(buyers, agents, settings_for(tmp_path, database_url, channels, "fake/staff"))


async def test_what_several_buyers_asked_in_vain_becomes_an_entry(shop: Shop) -> None:
    async with shop.open():
        for buyer, text in ASKED.items():
            await shop.answers(text, buyer)
    async with shop.open(offer_at=shop.now()):
        offer = await shop.agents.hears(ROOM)
        assert "3 位买家" in offer.text
        assert "代练王者" in offer.text
        await shop.agents.presses(ROOM, "1 ➕ 新建一条", message=offer.id, by="Agent Lin")
        form = await shop.agents.hears(ROOM)
        assert all(text in form.text for text in ASKED.values())


async def test_what_helps_buyers_is_favoured_when_the_hour_has_come(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: asyncio.Queue[Mapping[str, float]] = asyncio.Queue()
    monkeypatch.setattr(FuzzyMatcher, "favour", lambda _, weights: told.put_nowait(weights), raising=False)
    async with shop.open():
        assert await told.get() == {}
        for number in range(BUYERS):
            await shop.votes("付款后多久发货", "解决了 👍", f"小甲{number}")
            await shop.votes("能便宜点吗", "没解决？转人工", f"小乙{number}")
    async with shop.open():
        weights = await told.get()
        assert weights["delivery-time"] > 0 > weights["price-discount"]


async def test_what_buyers_asked_is_heeded_on_the_day_after(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    told: asyncio.Queue[int] = asyncio.Queue()
    monkeypatch.setattr("bots.server.HEED", timedelta(seconds=0.2))
    monkeypatch.setattr(FuzzyMatcher, "heed", lambda _, asked: told.put_nowait(len(asked)))
    async with shop.open():
        assert await told.get() == 0
        for buyer in ASKED:
            await shop.answers("付款后多久发货", buyer)
    async with app.opened(shop.settings) as beside:
        await beside.database.write(lambda session: session.exec(update(QuestionRow).values(at=QuestionRow.at - DAY)))
    async with shop.open():
        assert await told.get() == len(ASKED)


async def test_an_import_beside_the_server_answers_within_seconds(shop: Shop) -> None:
    async with shop.open():
        async with app.opened(shop.settings) as beside:
            await beside.faq_book.edit(putting([BOOST]), OWNER, datetime.now(UTC))
        buyers = (f"小{number}" for number in range(1000))
        while "不做代练" not in await shop.answers("能代练吗", next(buyers)):
            pass
