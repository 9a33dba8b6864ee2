"""The web pages on screens of all kinds, over the channels alone: what the browser tests share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize, expect

from bots.web.browser import Browser as Visitor
from core.messages import Address, Button, MessageRef
from tests.unit.web.world import World


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody holds in his hands."""

    width: int = 1280
    height: int = 800
    theme: Literal["light", "dark"] = "light"
    language: str = "zh-CN"

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"


DESK = Screen()
PHONE = Screen(390, 844)
SCREENS = [
    Screen(width, height, theme, language)
    for width, height in ((1280, 800), (390, 844))
    for theme in ("light", "dark")
    for language in ("zh-CN", "en-GB")
]


@asynccontextmanager
async def opened(browser: Browser, screen: Screen = DESK) -> AsyncIterator[Page]:
    """A page whose scripts may not fail, and from which nothing may break out."""
    errors: list[str] = []
    size: ViewportSize = {"width": screen.width, "height": screen.height}
    phone = screen.width < 500
    context = await browser.new_context(
        viewport=size, locale=screen.language, color_scheme=screen.theme, is_mobile=phone, has_touch=phone
    )
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    assert errors == []
    assert await page.evaluate("window.hacked") is None
    await context.close()


async def write(page: Page, text: str) -> None:
    await page.locator("textarea").fill(text)
    await page.locator("textarea").press("Enter")


async def buyer_of(world: World, page: Page) -> Visitor:
    """The same visitor once more, without a screen."""
    await expect(page.locator("body.up, kamidesk-chat")).to_be_attached()
    return await world.buyer(await page.evaluate("localStorage.getItem('kamidesk:token')"))


async def sign_in(world: World, page: Page) -> None:
    await page.goto(world.room.login_link("mei", "小美"))
    await page.locator("button.primary").click()
    await expect(page.locator(".row-of-list").first).to_be_visible()


async def a_thread(world: World, key: str = "T1") -> Address:
    where = await world.thread(key, f"🟡 {key} 小明 · 网页")
    await world.tell_thread(where, f"卡片 {key}", pinned=True, buttons=((Button("我来处理", "desk:take"),),))
    buyers = MessageRef(where, (await world.tell_thread(where, "x")).ids[0])
    await world.tell_thread(where, f"{key} 卡密用不了", author="小明", mirrors=buyers)
    return where
