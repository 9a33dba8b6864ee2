"""Every screen under axe-core (WCAG, best practices): large and small, light and dark, Chinese and English."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page, expect

from bots.web.protocol import Open, Say, Typing
from core.messages import Address, Button, Media, MediaKind, MediaRef, MessageRef, Span, Style
from tests.browser.rooms import SCREENS, Screen, a_thread, buyer_of, opened, sign_in, write
from tests.unit.web.world import World, running

pytestmark = pytest.mark.browser

KEY = "ABCD-EFGH-9Z2Q"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f000500"
    "01ff89993d1d0000000049454e44ae426082"
)


def media(world: World, where: Address, kind: MediaKind, ref: str, name: str) -> Media:
    world.files.data[ref] = PNG if kind is MediaKind.IMAGE else b"%PDF-1.7"
    return Media(kind, MediaRef(ref), where, name)


async def everything_in(world: World, where: Address) -> tuple[Media, ...]:
    return (
        media(world, where, MediaKind.IMAGE, "a", "截图.png"),
        media(world, where, MediaKind.FILE, "b", "发票.pdf"),
        media(world, where, MediaKind.LOCATION, "31.230416,121.473701", "人民广场"),
    )


async def the_chat(world: World, page: Page) -> None:
    await page.goto(f"{world.base}/chat")
    visitor = await buyer_of(world, page)
    await write(page, "卡密用不了，提示已使用")
    text = f"您的卡密：{KEY} 请收好 https://example.com/help"
    span = (Span(text.index(KEY), text.index(KEY) + len(KEY), Style.CODE),)
    where = world.chat_of(visitor)
    await world.tell_buyer(visitor, text, spans=span, buttons=((Button("转人工", "p"), Button("我的订单", "m")),))
    told = await world.tell_buyer(visitor, "看这里", author="小王", media=await everything_in(world, where))
    await expect(page.locator(".message")).to_have_count(3)
    message = page.locator(f"[data-key='{told.ids[0]}']")
    touches = await page.evaluate("matchMedia('(hover: none)').matches")
    await (message.locator(".author").tap() if touches else message.locator(".bubble").hover())
    await message.get_by_role("button", name=re.compile("回复|Reply")).click()
    await page.locator("textarea").fill("在的")


async def the_chat_without_a_line(world: World, page: Page) -> None:
    await page.goto(f"{world.base}/chat")
    await buyer_of(world, page)
    await world.buyers.stop()
    await write(page, "还在吗")
    await expect(page.locator("#banner")).to_be_visible()


async def the_list(world: World, page: Page) -> None:
    await a_thread(world, "T1")
    await world.agent("wang", "小王")
    await sign_in(world, page)
    await expect(page.locator(".colleague")).to_have_count(1)


async def a_thread_with_a_colleague(world: World, page: Page) -> None:
    where = await a_thread(world, "T1")
    buyers = MessageRef(where, (await world.tell_thread(where, "y")).ids[0])
    await world.tell_thread(where, "在这里", author="小明", mirrors=buyers, media=await everything_in(world, where))
    wang = await world.agent("wang", "小王")
    wire = str(where.thread)
    await wang.send(Open(wire))
    await sign_in(world, page)
    await page.locator(".row-of-list.waiting").click()
    await wang.do(Say(id="note-of-wang", box=wire, text="/note 老客户"))
    await wang.do(Say(id="words-of-wang", box=wire, text="您好，我看一下"))
    await wang.do(Say(id="command-of-wang", box=wire, text="/order 302"))
    await wang.send(Typing(wire))
    await expect(page.locator("#collision")).to_be_visible()
    await page.locator("textarea").fill("/")
    await expect(page.locator("#commands")).to_be_visible()


async def nobody(world: World, page: Page) -> None:
    await page.goto(f"{world.base}/staff")
    await expect(page.locator("#out")).to_be_visible()


async def the_door(world: World, page: Page) -> None:
    await page.goto(world.room.login_link("mei", "小美"))
    await expect(page.locator("#hello")).to_contain_text("小美")


async def an_old_link(world: World, page: Page) -> None:
    await page.goto(f"{world.base}/staff/login?t=old")


async def the_shop(world: World, page: Page) -> None:
    await page.goto(f"{world.base}/demo-shop")
    await page.locator("kamidesk-chat .button").click()
    await expect(page.frame_locator("kamidesk-chat iframe").locator("#shop")).to_have_text("星星卡铺")


Scene = Callable[[World, Page], Awaitable[None]]
SCENES = (
    the_chat,
    the_chat_without_a_line,
    the_list,
    a_thread_with_a_colleague,
    nobody,
    the_door,
    an_old_link,
    the_shop,
)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
async def test_nobody_stumbles_and_nothing_is_cut_off(browser: Browser, screen: Screen, shots: Path | None) -> None:
    seen = 0
    for scene in SCENES:
        async with running() as world, opened(browser, screen) as page:
            await scene(world, page)
            await page.wait_for_timeout(300)  # fades have ended: half-faded colours are not what anybody reads
            if shots:
                await page.screenshot(path=shots / f"{scene.__name__}-{screen}.png")
            results = (await Axe().run(page)).response
            seen += len(results["passes"])
            faults = [
                (f["id"], node["html"][:200], node["failureSummary"])
                for f in results["violations"]
                for node in f["nodes"]
            ]
            assert faults == [], scene.__name__
            assert await page.evaluate("document.documentElement.scrollWidth") <= screen.width
    assert seen > 100, "axe looked at nothing"
