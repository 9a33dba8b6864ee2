"""The check that a stranger's page passes by itself, in a real browser, under the page's own security policy."""

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page, expect

from core.checks import Check
from core.messages import Button
from core.reported import CheckPassed
from tests.browser.rooms import PHONE, Screen, buyer_of, opened
from tests.unit.web.world import World, running

pytestmark = pytest.mark.browser
WORDS = "稍等几秒：这会儿有人在乱试别人的订单，查之前先做个自动检查。你什么都不用点，也不用重新输入，过了我马上接着查。"
PERSON = ((Button("转人工", "person:cannot-prove"),),)


async def told_to_check(world: World, page: Page, hardness: int = 0) -> None:
    await page.goto(f"{world.base}/chat")
    visitor = await buyer_of(world, page)
    await world.tell_buyer(visitor, WORDS, check=Check("work:7.1", hardness), buttons=PERSON)


async def passed(world: World, page: Page) -> list[CheckPassed]:
    await expect(page.locator(".check.done")).to_be_visible(timeout=30_000)
    return world.intake.of(CheckPassed)


async def test_it_passes_by_itself_on_a_phone(browser: Browser, shots: Path | None) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        await told_to_check(world, page, hardness=3)
        await expect(page.locator(".check")).to_have_text("正在自动检查…")
        if shots:
            await page.screenshot(path=shots / "check-running.png")
        (event,) = await passed(world, page)
        assert event.check == "work:7.1"
        await expect(page.locator(".check")).to_have_text("检查好了")
        if shots:
            await page.screenshot(path=shots / "check-done.png")


async def test_a_screen_reader_is_told_and_finds_nothing_in_its_way(browser: Browser) -> None:
    async with running() as world, opened(browser, Screen(390, 844, "dark", "en-GB")) as page:
        await told_to_check(world, page)
        await passed(world, page)
        await expect(page.get_by_role("status").filter(has_text="Checked")).to_be_visible()
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


async def test_a_browser_without_such_workers_passes_it_too(browser: Browser) -> None:
    async with running(buyer={"check_hashes": 20_000}) as world, opened(browser) as page:
        await page.add_init_script("delete window.Worker")
        await told_to_check(world, page)
        assert len(await passed(world, page)) == 1


async def test_a_line_that_is_cut_meanwhile_only_delays_it(browser: Browser) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        await told_to_check(world, page, hardness=3)
        await expect(page.locator(".check")).to_be_visible()
        world.cut_lines()
        assert len(await passed(world, page)) == 1


async def test_what_was_passed_is_not_passed_again_when_the_page_is_opened_anew(browser: Browser) -> None:
    async with running(buyer={"check_hashes": 20_000}) as world, opened(browser) as page:
        await told_to_check(world, page)
        await passed(world, page)
        before = world.intake.handed_in
        await page.reload()
        await expect(page.locator(".check.done")).to_be_visible()
        await page.wait_for_timeout(300)
        assert len(world.intake.of(CheckPassed)) == 1
        assert world.intake.handed_in == before
