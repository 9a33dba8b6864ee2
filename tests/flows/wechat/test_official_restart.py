"""The product dies and lives again on an official account: what was said, and what waits, is kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from config.settings import Settings
from tests.flows.desk import running, sell
from tests.flows.wechat.officialplace import Buyer, OfficialDesk, callback, rights_known, settings_on
from tests.flows.wechat.test_wecom_restart import KILLED, life
from tests.flows.wechat.webroom import web_room
from tests.wechat.platform import Account, WeChat

QUESTION = "付了款没收到卡密怎么办"


@asynccontextmanager
async def shop(folder: Path, *, verified: bool = True) -> AsyncIterator[tuple[WeChat, Settings]]:
    async with WeChat(Account(verified=verified)) as wechat:
        settings = settings_on(wechat, folder)
        await sell(settings, folder)
        yield wechat, settings


@asynccontextmanager
async def killed_at_the_end(wechat: WeChat, settings: Settings) -> AsyncIterator[OfficialDesk]:
    """A life in a process of its own, which ends by kill -9."""
    async with life(settings, "-") as (port, process):
        async with web_room(settings, port) as room:
            wechat.callbacks.url = callback(port)
            await rights_known(wechat)
            yield OfficialDesk(wechat, settings, room, port)
        process.kill()
        assert await process.wait() == KILLED


@pytest.mark.parametrize("verified", [True, False], ids=["verified", "unverified"])
async def test_what_waits_for_the_buyer_outlives_a_kill(tmp_path: Path, verified: bool) -> None:
    async with shop(tmp_path, verified=verified) as (wechat, settings):
        async with killed_at_the_end(wechat, settings) as desk:
            buyer = desk.buyer()
            thread = await desk.ticket(buyer)
            buyer.person.grants.clear()
            for words in ("第一条：卡密换好了", "第二条：请查收", "第三条：有问题再找我"):
                await thread.says(words)
            await thread.hears("买家下次来信时自动送达")
            assert buyer.unread == []
        async with running(settings) as port:
            wechat.callbacks.url = callback(port)
            buyer.says("好了吗")
            first = await buyer.gets("第一条：卡密换好了")
            if "第三条" not in first.text:
                await buyer.gets("第三条：有问题再找我")
        told = "\n".join(one.text for one in buyer.answers)
        places = [told.index(words) for words in ("第一条", "第二条", "第三条")]
        assert places == sorted(places)
        assert [told.count(words) for words in ("第一条", "第二条", "第三条")] == [1, 1, 1]


async def test_what_is_left_is_still_known_after_a_kill(tmp_path: Path) -> None:
    async with shop(tmp_path) as (wechat, settings):
        async with killed_at_the_end(wechat, settings) as desk:
            buyer = desk.buyer()
            thread = await desk.ticket(buyer)
            for number in (1, 2, 3):
                await thread.says(f"第 {number} 条")
                await buyer.hears_of(f"第 {number} 条")
            await thread.shows("还能发 2/5 条")
            title = desk.room.title(thread.id)
        async with running(settings) as port, web_room(settings, port) as room:
            wechat.callbacks.url = callback(port)
            thread = await room.thread_of(title)
            for number in (4, 5, 6):
                await thread.says(f"第 {number} 条")
            await thread.hears("买家下次来信时自动送达")
            assert buyer.left == 0
            buyer.says("好的")
            await buyer.gets("第 6 条")
        assert [one.code for one in wechat.calls if one.code == 45047] == []


async def test_a_question_asked_while_nobody_is_there_is_answered_when_the_platform_comes_again(tmp_path: Path) -> None:
    """The first try finds another server; the second the product, which has just come back."""
    async with shop(tmp_path) as (wechat, settings):
        buyer = Buyer(wechat, wechat.new_person())
        wechat.callbacks.url, wechat.callbacks.second = f"{wechat.url}/nobody", 5.0
        delivery = buyer.says(QUESTION)
        await wechat.until(lambda: bool(delivery.tries))
        async with running(settings) as port:
            wechat.callbacks.url = callback(port)
            await buyer.hears("15 分钟")
        assert (len(buyer.answers), buyer.is_content) == (1, True)
