"""A buyer in the web chat says that a key does not work, and the agents see it at one look. On both databases."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bots import app
from bots.web.browser import Browser
from storage.shops.builtin import BuiltinShop
from storage.shops.tables import ProductRow
from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, running, sell, settings_for
from tests.flows.matrix.buyers import OnWeb
from tests.flows.wechat.webroom import WebRoom, web_room

NEW, STRANGE = "QRST-1111-UVWX-2222", "NONE-0000-OURS-0000"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"what the page says" * 50


@dataclass(frozen=True, slots=True)
class Place:
    buyer: OnWeb
    room: WebRoom

    async def hears(self, words: str) -> str:
        await self.buyer.until(lambda: words in self.buyer.texts[-1])
        return self.buyer.texts[-1]


@pytest.fixture
async def place(tmp_path: Path, database_url: str) -> AsyncIterator[Place]:
    """With one piece in stock."""
    settings = settings_for(tmp_path, database_url, {"web": {"main": {}}, "web-staff": {"main": {}}}, "web-staff/main")
    await sell(settings, tmp_path)
    async with app.opened(settings) as parts:
        (shop,) = parts.shops
        assert isinstance(shop, BuiltinShop)
        await shop.add_keys(await shop.sessions.read(_steam), [NEW])
    async with running(settings) as port, AsyncExitStack() as around:
        room = await around.enter_async_context(web_room(settings, port))
        page = await around.enter_async_context(Browser(f"http://127.0.0.1:{port}", "/chat"))
        await page.connect()
        yield Place(OnWeb(page), room)


def _steam(session: Session) -> str:
    return session.exec(select(ProductRow.id).where(ProductRow.title == "Steam 50 元充值卡")).one()


async def test_from_the_first_word_to_the_new_key(place: Place) -> None:
    buyer = place.buyer
    await buyer.says("卡密用不了")
    await place.hears("订单号")
    await buyer.says(f"{ORDER} {CONTACT} 密码 {PASSWORD}")
    await place.hears("哪一张用不了")
    await buyer.says(STRANGE)
    await place.hears("不是本店发出的卡密")
    await buyer.says(KEYS[1])
    await place.hears("兑换页面提示什么")
    await buyer.sends_picture(PICTURE, "page.png")
    await place.hears("哪个国家或地区")
    await buyer.says("土耳其")
    await place.hears("什么时候试的")
    await buyer.chooses("不清楚，跳过")
    await place.hears("都记下了")
    thread = await place.room.thread_of("#")
    card = await thread.hears("🧯")
    assert ORDER in card
    assert "账号地区：土耳其" in card
    assert "截图：1 张" in card
    await thread.page.until(lambda: any(entry.files for _, entry in thread.entries))
    await thread.presses("换卡密")
    await thread.hears("换成")  # which of the two is known from the claim
    await place.hears(NEW)
    assert not any(key in line for key in (*KEYS, NEW) for line in thread.lines)
