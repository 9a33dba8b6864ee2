"""The product dies and lives again over WeCom: nothing is lost, nothing is said twice, whatever was noted before."""

import asyncio
import pickle
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from config.settings import Settings
from tests.flows.desk import running, sell
from tests.flows.wechat.wecomplace import SECOND, Buyer, callback, open_wecom, settings_on
from tests.wechat.wecomplatform import WeCom

KILLED = -9


@asynccontextmanager
async def life(settings: Settings, point: str) -> AsyncIterator[tuple[int, asyncio.subprocess.Process]]:
    """A process of its own; its port."""
    command = [sys.executable, "-m", "tests.flows.wechat.node", point]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(pickle.dumps(settings))
    process.stdin.close()
    try:
        async with asyncio.timeout(60):
            line = (await process.stdout.readline()).split()
        yield int(line[1]), process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def shop(folder: Path) -> AsyncIterator[tuple[WeCom, Settings, Buyer]]:
    async with WeCom(second=SECOND, tokenless=1000) as wecom:
        wecom.new_account()
        settings = settings_on(wecom, folder)
        await sell(settings, folder)
        yield wecom, settings, Buyer(wecom, wecom.new_customer("小明"))


@pytest.mark.parametrize("point", ["before-cursor", "after-cursor", "before-send", "after-send"])
async def test_killed_between_two_notes_nothing_is_lost_or_said_twice(tmp_path: Path, point: str) -> None:
    """Both questions wait when it begins to live: one page, which is handed in, noted and answered."""
    async with shop(tmp_path) as (wecom, settings, buyer):
        for words in ("付了款没收到卡密怎么办", "怎么申请退款"):
            buyer.says(words)
        async with life(settings, point) as (_, process), asyncio.timeout(60):
            assert await process.wait() == KILLED
        async with running(settings) as port:
            await wecom.posts_to(callback(port))
            await wecom.until(lambda: len(buyer.answers) >= 2 or _both_in_one(buyer))
            before = len(buyer.answers)
            buyer.says("谢谢")
            await wecom.until(lambda: len(buyer.answers) > before)
        told = "\n".join(line.text for line in buyer.answers)
        assert (told.count("15 分钟"), told.count("原路")) == (1, 1)
        assert wecom.twice(buyer.customer) == []


def _both_in_one(buyer: Buyer) -> bool:
    return any("15 分钟" in line.text and "原路" in line.text for line in buyer.answers)


async def test_what_was_said_while_nobody_was_there_is_read_at_the_start(tmp_path: Path) -> None:
    async with shop(tmp_path) as (wecom, settings, buyer):
        async with running(settings) as port:
            await wecom.posts_to(callback(port))
            await buyer.asks("付了款没收到卡密怎么办", "15 分钟")
        wecom.callbacks.quiet = True
        buyer.says("怎么申请退款")
        async with running(settings):
            await buyer.hears("原路")
        assert (buyer.unread, wecom.twice(buyer.customer)) == ([], [])


async def test_callbacks_that_come_again_tell_nothing_new(tmp_path: Path) -> None:
    async with open_wecom(tmp_path) as desk:
        buyer = desk.buyer("小明")
        await buyer.asks("付了款没收到卡密怎么办", "15 分钟")
        for _ in range(3):
            assert (await desk.wecom.repeats()).taken
        assert await desk.wecom.replays() in (200, 403)
        assert await desk.wecom.forges("<xml></xml>") == 403
        await buyer.asks("怎么申请退款", "原路")
        assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])


async def test_pages_are_read_to_the_end(tmp_path: Path) -> None:
    """A hundred buyers at once, told in small and empty pages."""
    async with open_wecom(tmp_path) as desk:
        desk.wecom.page, desk.wecom.empty_pages, desk.wecom.callbacks.quiet = 7, 3, True
        buyers = [desk.buyer(f"买家{number}") for number in range(40)]
        for buyer in buyers:
            buyer.says("付了款没收到卡密怎么办")
        desk.wecom.callbacks.quiet = False
        desk.wecom.announce(desk.wecom.account)
        for buyer in buyers:
            await buyer.hears("15 分钟")
        assert [buyer for buyer in buyers if buyer.unread] == []


async def test_a_token_that_is_taken_back_is_asked_for_once(tmp_path: Path) -> None:
    async with open_wecom(tmp_path) as desk:
        buyer = desk.buyer("小明")
        await buyer.asks("付了款没收到卡密怎么办", "15 分钟")
        before = desk.wecom.count("gettoken")
        desk.wecom.tokens.revoke()
        await buyer.asks("怎么申请退款", "原路")
        assert desk.wecom.count("gettoken") - before in (1, 2)
        assert desk.wecom.tokens.issued == 2
        assert desk.wecom.twice(buyer.customer) == []
