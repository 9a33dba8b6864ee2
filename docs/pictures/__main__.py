"""python -m docs.pictures [telegram|wechat]: draws docs/images/*.png anew (needs Chromium and fonts-noto-cjk)."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from docs.pictures import wechat_page
from docs.pictures.page import page, screen, topics
from docs.pictures.scenes import Morning, morning
from docs.pictures.wechat_scenes import WechatMorning, wechat_morning
from tests.browser.conftest import QUIET, chromium
from tests.flows.desk import CONTACT

VERIFIED = "认证过的账号 · verified"
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


async def telegram() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        async with morning(Path(folder)) as seen:
            return pages_of(seen)


async def wechat() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        async with wechat_morning(Path(folder), verified=True) as seen:
            topic, talk = wechat_topic(seen), seen.talk
    half = next(place for place, one in enumerate(talk) if one.text == CONTACT)
    verified = [wechat_page.phone("星卡小铺", VERIFIED, part) for part in (talk[:half], talk[half:])]
    with tempfile.TemporaryDirectory() as folder:
        async with wechat_morning(Path(folder), verified=False) as seen:
            other = wechat_page.phone("星卡小铺", "没认证的账号 · not verified", seen.talk)
    return {"buyer": wechat_page.page(*verified, other), "topic": topic}


def wechat_topic(seen: WechatMorning) -> str:
    """What the agents see, in their group on Telegram."""
    card = next(one for one in seen.in_topic if one.pinned)
    group = f"{len(seen.scene.group.members)} 位成员 · members"
    return page(
        screen("desk", seen.topic.name, group, seen.in_topic, seen.scene.agent.id, card.text.partition("\n")[0])
    )


async def draw(browser: Browser, html: str, file: Path) -> None:
    tab = await browser.new_page(device_scale_factor=1.5, viewport={"width": 1000, "height": 700})
    await tab.set_content(html)
    await tab.evaluate("document.fonts.ready")
    await tab.locator("body").screenshot(path=file)
    await tab.close()


async def main(wanted: list[str]) -> None:
    path = chromium()
    assert path, "Chromium is not installed"
    drawn = {name: await scene() for name, scene in SCENES.items() if name in (wanted or SCENES)}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        for scene, pages in drawn.items():
            for name, html in pages.items():
                await draw(browser, html, IMAGES / f"{scene}-{name}.png")
        await browser.close()


SCENES = {"telegram": telegram, "wechat": wechat}

if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
