"""python -m docs.pictures.web_screens: takes docs/images/web-*.png anew, from the running product (needs Chromium)."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import json
from playwright.async_api import Browser, FilePayload, Page, async_playwright, expect

from bots import app
from bots.web.orderpass import OrderPass
from bots.web.signing import Purpose, Signer
from config.settings import Settings
from tests.browser.conftest import QUIET, chromium
from tests.browser.rooms import DESK, PHONE, Screen
from tests.browser.test_walk import says, web_settings
from tests.flows.desk import ORDER, running, sell

KEY = "0123456789abcdef" * 4
IMAGES = Path(__file__).parents[1] / "images"
LOOK = "font: 22px 'Noto Sans CJK SC'; padding: 28px; width: 420px; background: #1b2838; color: #e8eef3"
REFUSED = f"""<meta charset="utf-8"><div style="{LOOK}">
<b>兑换失败</b><p>此激活码已被其他账户使用。</p><p style="color: #66c0f4">错误代码：E84</p></div>"""
"""What the buyer took a picture of."""


def settings_in(folder: Path) -> Settings:
    settings = web_settings(folder)
    shop = settings.shop.model_copy(update={"name": "星卡小铺"})
    channels = {**settings.channels, "web": {"main": {"order_key": KEY}}}
    return settings.model_copy(update={"channels": channels, "shop": shop})


def order_pass() -> str:
    until = int((datetime.now(UTC) + timedelta(hours=1)).timestamp())
    return Signer(KEY.encode()).sign(Purpose.ORDER, json.encode(OrderPass(ORDER, until)))


@asynccontextmanager
async def screen(browser: Browser, kind: Screen) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": kind.width, "height": kind.height},
        locale=kind.language,
        color_scheme=kind.theme,
        device_scale_factor=1.5,
        timezone_id="Asia/Shanghai",
    )
    yield await context.new_page()
    await context.close()


async def shot(page: Page, name: str) -> None:
    await page.mouse.move(5, 5)
    await page.wait_for_timeout(500)
    await page.screenshot(path=IMAGES / f"web-{name}.png")


async def buys(page: Page, url: str) -> None:
    """From the order's page to the keys, and to a person."""
    await page.goto(f"{url}/chat#order={order_pass()}")
    await page.get_by_role("button", name="再发卡密").first.click()
    await expect(page.locator("button.key").first).to_be_visible()


async def asks_for_a_person(page: Page) -> None:
    await says(page, "第二个兑换时提示已被使用")
    await says(page, "转人工")
    shown = await page.context.new_page()
    await shown.set_content(REFUSED)
    picture = await shown.locator("div").screenshot()
    await shown.close()
    file: FilePayload = {"name": "兑换失败.png", "mimeType": "image/png", "buffer": picture}
    await page.locator("input[type=file]").set_input_files(file)
    await says(page, "截图在这里")
    await expect(page.locator(".mine img")).to_be_visible()


async def enters(page: Page, settings: Settings, name: str) -> None:
    await page.goto(app.staff_link(settings, name, "agent"))
    await page.get_by_role("button").first.click()
    await page.get_by_text(re.compile(r"#\d+")).first.click()


async def day(browser: Browser, settings: Settings) -> None:
    url, dark = settings.public_url, Screen(390, 844, "dark", "en-GB")
    async with (
        screen(browser, PHONE) as ming,
        screen(browser, dark) as bob,
        screen(browser, DESK) as wang,
        screen(browser, DESK) as mei,
        screen(browser, PHONE) as phone,
        screen(browser, DESK) as shop,
    ):
        await buys(ming, url)
        await shot(ming, "buyer")
        await bob.goto(f"{url}/chat")
        await expect(bob.locator(".message").first).to_be_visible()
        await says(bob, "I paid but the key did not arrive")
        await expect(bob.locator(".from-bot")).to_have_count(2)
        await shot(bob, "buyer-dark")
        await asks_for_a_person(ming)
        await enters(wang, settings, "小王")
        await enters(mei, settings, "小美")
        await says(mei, "/note 老客户，先核对兑换记录")
        await says(mei, "您好，我看一下第二个")
        await wang.locator("textarea").fill("您好")
        await mei.locator("textarea").press_sequentially("稍等")
        await expect(wang.locator("#collision")).to_be_visible()
        await shot(wang, "staff")
        await enters(phone, settings, "小张")
        await shot(phone, "staff-phone")
        await shop.goto(f"{url}/demo-shop")
        await shop.locator("kamidesk-chat .button").click()
        await expect(shop.frame_locator("kamidesk-chat iframe").locator(".message").first).to_be_visible()
        await shot(shop, "shop")


async def main() -> None:
    path = chromium()
    assert path, "Chromium is not installed"
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        await sell(settings, Path(folder))
        async with async_playwright() as playwright, running(settings):
            browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
            await day(browser, settings)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
