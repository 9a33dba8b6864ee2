"""An admin keeps the FAQ on the staff page: by buttons and forms, with a file in and a file out."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.browser.test_walk import pages, reads, says, web_settings
from tests.flows.desk import running

pytestmark = pytest.mark.browser

FORM = "问题: 实体店在几楼\n说法:\n门店几层\n答案:\n没有实体店，只在线上。"
TABLE = "编号,语言,问题,答案\nmid-autumn,zh,中秋节发货吗,照常发货\n"


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).last.click()


async def test_an_entry_is_written_saved_and_answered(browser: Browser, tmp_path: Path) -> None:
    settings = web_settings(tmp_path)
    async with running(settings), pages(browser, settings) as (buyer, agent):
        await agent.locator(".row-of-list").first.click()
        await says(agent, "/faq add ")
        await reads(agent, "买家真会打的字")
        await says(agent, FORM)
        await reads(agent, "预览，还没有保存")
        await press(agent, "✅ 保存")
        await reads(agent, "马上生效")
        await says(buyer, "门店几层")
        await reads(buyer, "没有实体店，只在线上。")
        await says(agent, "/faq ")
        await press(agent, "付款")
        await reads(agent, re.compile("📚 付款"))


async def test_a_table_goes_in_and_the_whole_comes_out(browser: Browser, tmp_path: Path) -> None:
    settings = web_settings(tmp_path)
    async with running(settings), pages(browser, settings) as (buyer, agent):
        await agent.locator(".row-of-list").first.click()
        file = FilePayload(name="faq.csv", mimeType="text/csv", buffer=TABLE.encode())
        await agent.locator("input[type=file]").first.set_input_files(file)
        await expect(agent.get_by_text("faq.csv").last).to_be_visible()
        await says(agent, "/faq import")
        await reads(agent, re.compile("faq.csv：新增 1"))
        await press(agent, "✅ 保存")
        await reads(agent, "马上生效")
        await says(buyer, "中秋节发货吗")
        await reads(buyer, "照常发货")
        await says(agent, "/faq export yaml")
        await reads(agent, re.compile("都在这里"))
        async with agent.expect_download() as coming:
            await agent.get_by_text(re.compile(r"faq-.*\.yaml")).last.click()
        download = await coming.value
        assert "mid-autumn" in (await download.path()).read_text("utf-8")
