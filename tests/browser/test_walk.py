"""The whole product in a real browser: a buyer on a phone, an agent at a desk."""

import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from bots import app
from config.settings import Settings
from tests.flows.desk import CONTACT, KEYS, ORDER, PASSWORD, running, sell, settings_for

pytestmark = pytest.mark.browser

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f000500"
    "01ff89993d1d0000000049454e44ae426082"
)
"""A PNG of one pixel."""
QUESTION = "付了款没收到卡密怎么办？"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def web_settings(folder: Path) -> Settings:
    channels: dict[str, dict[str, dict[str, str]]] = {"web": {"main": {}}, "web-staff": {"main": {}}}
    settings = settings_for(folder, "", channels, "web-staff/main")
    port = settings.web.model_copy(update={"port": free_port()})
    return settings.model_copy(update={"web": port})


@asynccontextmanager
async def pages(browser: Browser, settings: Settings) -> AsyncIterator[tuple[Page, Page]]:
    """The buyer's phone and the agent's desk; any error in a page's script fails the test."""
    errors: list[str] = []
    phone = await browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    desk = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    buyer, agent = await phone.new_page(), await desk.new_page()
    for page in (buyer, agent):
        page.on("pageerror", lambda error: errors.append(str(error)))
    await agent.goto(app.staff_link(settings, "小王", "agent"))
    await agent.get_by_role("button").first.click()
    await buyer.goto(f"{settings.public_url}/chat")
    yield buyer, agent
    assert errors == []
    await phone.close()
    await desk.close()


async def says(page: Page, text: str) -> None:
    box = page.locator("textarea").first
    await box.fill(text)
    await box.press("Enter")


async def reads(page: Page, words: str | re.Pattern[str]) -> None:
    await expect(page.get_by_text(words).last).to_be_visible(timeout=10_000)


async def test_the_main_job_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    settings = web_settings(tmp_path)
    await sell(settings, tmp_path)
    async with running(settings), pages(browser, settings) as (buyer, agent):
        await reads(buyer, "查订单")
        await says(buyer, QUESTION)
        await reads(buyer, re.compile("别着急"))
        await refused_without_proof(buyer)
        await gets_the_keys(buyer)
        await reaches_a_person(buyer, agent)
        await gets_a_picture(buyer, agent)
        await closed_and_back(buyer, agent)


async def refused_without_proof(buyer: Page) -> None:
    await says(buyer, f"我的订单 {ORDER} 还没到")
    await reads(buyer, re.compile("下单时填的"))
    await says(buyer, CONTACT)
    await reads(buyer, re.compile("查询密码是什么"))
    await says(buyer, "Wrong-1")
    await reads(buyer, re.compile("没对上"))
    await expect(buyer.get_by_text(KEYS[0])).to_have_count(0)


async def gets_the_keys(buyer: Page) -> None:
    await says(buyer, f"{ORDER} {CONTACT} 密码 {PASSWORD}")
    await reads(buyer, re.compile("Steam 50 元充值卡"))
    await buyer.get_by_role("button", name="再发卡密").last.click()
    for key in KEYS:
        await reads(buyer, key)


async def reaches_a_person(buyer: Page, agent: Page) -> None:
    """The agent sees the order, and the keys only masked."""
    await says(buyer, "转人工")
    await reads(buyer, re.compile("叫客服"))
    await agent.get_by_text(re.compile(r"#\d+")).first.click()
    await reads(agent, re.compile("Steam 50 元充值卡"))
    for key in KEYS:
        await expect(agent.get_by_text(key)).to_have_count(0)
    await says(agent, "你好，我看一下")
    await reads(buyer, "你好，我看一下")


async def gets_a_picture(buyer: Page, agent: Page) -> None:
    picture: FilePayload = {"name": "怎么兑换.png", "mimeType": "image/png", "buffer": PICTURE}
    await agent.locator("input[type=file]").first.set_input_files(picture)
    await says(agent, "照着图里这样兑换")
    await reads(buyer, re.compile("照着图里这样兑换"))
    await expect(buyer.locator("img[src*='files']").last).to_be_visible(timeout=10_000)


async def closed_and_back(buyer: Page, agent: Page) -> None:
    await says(agent, "/close 祝你玩得开心")
    await reads(buyer, re.compile("祝你玩得开心"))
    await reads(buyer, re.compile("还没解决"))
    await says(buyer, "还是兑换不了 qwerty")
    await reads(buyer, re.compile("已经转回给客服"))
    await reads(agent, re.compile("还是兑换不了"))
