"""A shop's page hands over its buyer's order, in a real browser."""

import pytest
from playwright.async_api import Browser, Page, expect

from core.messages import ContactOpened, OutgoingMessage
from core.vouched import Vouched
from tests.browser.rooms import opened
from tests.flows.desk import ORDER
from tests.unit.web.test_order_pass import WITH_KEY, order_pass, soon
from tests.unit.web.world import World, running

pytestmark = pytest.mark.browser

EMBED = """([source, order]) => {
    const script = document.createElement("script");
    script.src = source;
    script.dataset.order = order;
    document.body.append(script);
}"""


async def shop_page(world: World, page: Page, language: str = "en") -> None:
    """Some page of a shop with the one line in it."""
    await page.goto(f"{world.base}/staff/login?t=none")
    await expect(page.locator("#language")).to_be_visible()
    await page.evaluate("language => (document.documentElement.lang = language)", language)
    await page.evaluate(EMBED, [f"{world.base}/embed.js", order_pass(until=soon(world))])
    await expect(page.locator("kamidesk-chat .button")).to_be_visible()


def brought(world: World) -> list[Vouched]:
    return [event.vouched for event in world.intake.of(ContactOpened) if event.vouched]


async def test_the_order_comes_along_at_the_first_click_and_the_chat_speaks_the_shop_s_language(
    browser: Browser,
) -> None:
    async with running(buyer=WITH_KEY) as world, opened(browser) as page:
        await shop_page(world, page)
        assert world.intake.of(ContactOpened) == []
        await page.locator("kamidesk-chat .button").click()
        chat = page.frame_locator("kamidesk-chat iframe")
        await expect(chat.locator("#state")).to_have_text("Online, ask us anything")
        assert brought(world) == [Vouched("builtin", ORDER)]
        (frame,) = [one for one in page.frames if "/chat" in one.url]
        assert "order" not in frame.url, "a pass does not stay in an address"


async def test_who_has_chatted_before_hears_of_his_order_when_he_looks_and_not_before(browser: Browser) -> None:
    async with running(buyer=WITH_KEY) as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        await expect(page.locator("body.up")).to_be_attached()
        visitor = await world.buyer(await page.evaluate("localStorage.getItem('kamidesk:token')"))
        await world.buyers.deliver(world.parcel(OutgoingMessage(to=world.chat_of(visitor), text="你好")))
        await page.evaluate("localStorage.setItem('kamidesk:chatted', '1')")
        await shop_page(world, page)
        chat = page.frame_locator("kamidesk-chat iframe")
        await expect(chat.locator(".message")).to_have_count(1)
        assert brought(world) == []
        await page.locator("kamidesk-chat .button").click()
        await expect(page.locator("kamidesk-chat .open")).to_be_attached()
        for _ in range(50):
            if brought(world):
                break
            await page.wait_for_timeout(50)
        assert brought(world) == [Vouched("builtin", ORDER)]
