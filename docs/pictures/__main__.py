"""python -m docs.pictures: draws docs/images/telegram-*.png anew (needs Chromium and fonts-noto-cjk)."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from docs.pictures.page import page, screen, topics
from docs.pictures.scenes import Morning, morning
from tests.browser.conftest import QUIET, chromium

IMAGES = Path(__file__).parents[1] / "images"


def pages_of(seen: Morning) -> dict[str, str]:
    scene, chat = seen.scene, seen.buyers_chat
    half = next(place for place, one in enumerate(chat) if one.text == "卡密再发一次")
    phone = ("星卡小铺", "机器人 · bot")
    in_group = list(scene.group.topics.values())
    group = f"{len(scene.group.members)} 位成员 · members"
    card = next(one for one in seen.in_topic if one.pinned)
    return {
        "buyer": page(
            screen("phone", *phone, chat[:half], scene.buyer.id), screen("phone", *phone, chat[half:], scene.buyer.id)
        ),
        "topic": page(
            topics(scene.group.title, in_group, seen.topic.name),
            screen("desk", seen.topic.name, group, seen.in_topic, scene.agent.id, card.text.partition("\n")[0]),
        ),
        "general": page(
            topics(scene.group.title, in_group, "General"),
            screen("desk", "General", group, seen.general, scene.agent.id),
        ),
    }


async def draw(browser: Browser, html: str, file: Path) -> None:
    tab = await browser.new_page(device_scale_factor=1.5, viewport={"width": 1000, "height": 700})
    await tab.set_content(html)
    await tab.evaluate("document.fonts.ready")
    await tab.locator("body").screenshot(path=file)
    await tab.close()


async def main() -> None:
    path = chromium()
    assert path, "Chromium is not installed"
    with tempfile.TemporaryDirectory() as folder:
        async with morning(Path(folder)) as seen:
            pages = pages_of(seen)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        for name, html in pages.items():
            await draw(browser, html, IMAGES / f"telegram-{name}.png")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
