"""Lines that break while a real page is sending: nothing is lost, nothing comes twice, the order stays."""

import asyncio
import random

import pytest
from playwright.async_api import Browser, Page, expect

from core.messages import MessageReceived, MessageRef
from tests.browser.rooms import PHONE, a_thread, buyer_of, opened, sign_in, write
from tests.unit.web.world import World, running

pytestmark = pytest.mark.browser

CUTS = 200
BACK = "window.dispatchEvent(new Event('online'))"
"""What a browser says when the network is there again: the page then comes back at once, not in half a second."""


class Tunnel:
    """Cuts the page's line at some moment while it sends, and lets it come back. `lines`: how many it has opened."""

    def __init__(self, world: World, page: Page) -> None:
        self._world = world
        self._page = page
        self._dice = random.Random(200)
        self.lines = self.cuts = 0
        page.on("websocket", self._count)

    def _count(self, _: object) -> None:
        self.lines += 1

    async def says(self, text: str) -> None:
        await write(self._page, text)
        await asyncio.sleep(self._dice.random() / 100)
        self.cuts += self._world.cut_lines() > 0
        await self._page.wait_for_selector("body:not(.up)")
        await self._page.evaluate(BACK)
        await self._page.wait_for_selector("body.up")


async def test_a_buyer_sends_through_two_hundred_cuts_while_the_shop_talks(browser: Browser) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        tunnel = Tunnel(world, page)
        await page.goto(f"{world.base}/chat")
        visitor = await buyer_of(world, page)
        for number in range(CUTS):
            await world.tell_buyer(visitor, f"shop {number}")
            await tunnel.says(f"buyer {number}")
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(CUTS, timeout=30_000)
        await expect(page.locator(".from-bot")).to_have_count(CUTS)
        sent = [f"buyer {number}" for number in range(CUTS)]
        assert await page.locator(".mine .text").all_inner_texts() == sent
        assert await page.locator(".from-bot .text").all_inner_texts() == [f"shop {n}" for n in range(CUTS)]
        assert [event.body.text for event in world.intake.of(MessageReceived)] == sent
        assert tunnel.cuts == CUTS
        assert tunnel.lines > CUTS
        assert world.intake.handed_in > len(world.intake.events), "no message was ever in doubt"
        assert await page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kamidesk:chat:'))") == []


async def test_an_agent_sends_through_two_hundred_cuts_while_the_buyer_writes(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        where = await a_thread(world)
        tunnel = Tunnel(world, page)
        await sign_in(world, page)
        await page.locator(".row-of-list.waiting").click()
        await expect(page.locator("#log .message")).to_have_count(2)
        buyers = MessageRef(where, (await world.tell_thread(where, "first")).ids[0])
        for number in range(CUTS):
            await world.tell_thread(where, f"buyer {number}", author="小明", mirrors=buyers)
            await tunnel.says(f"agent {number}")
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(CUTS, timeout=30_000)
        sent = [f"agent {number}" for number in range(CUTS)]
        assert await page.locator(".mine .text").all_inner_texts() == sent
        heard = await page.locator(".from-buyer .text").all_inner_texts()
        assert [text for text in heard if text.startswith("buyer")] == [f"buyer {n}" for n in range(CUTS)]
        assert [event.body.text for event in world.intake.of(MessageReceived)] == sent
        assert tunnel.cuts == CUTS


async def test_a_picture_goes_up_when_the_server_is_back(browser: Browser) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        await page.goto(f"{world.base}/chat")
        await buyer_of(world, page)
        await world.buyers.stop()
        png = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
        await page.locator("input[type=file]").set_input_files(
            {"name": "截图.png", "mimeType": "image/png", "buffer": png}
        )
        await expect(page.locator(".tile .why")).to_contain_text("忙")
        await write(page, "看图")
        await world.buyers.start(world.intake)
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(1, timeout=15_000)
        (event,) = world.intake.of(MessageReceived)
        assert (event.body.text, [file.name for file in event.body.media]) == ("看图", ["截图.png"])


async def test_half_a_sentence_survives_a_phone_that_throws_the_page_away(browser: Browser) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        await page.goto(f"{world.base}/chat")
        await buyer_of(world, page)
        await page.locator("textarea").fill("我的卡密用不了，截图在")
        await page.reload()
        await expect(page.locator("textarea")).to_have_value("我的卡密用不了，截图在")
        await write(page, "我的卡密用不了")
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(1)
        await page.reload()
        await expect(page.locator(".mine")).to_have_count(1)
        await expect(page.locator("textarea")).to_have_value("")
