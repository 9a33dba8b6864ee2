"""Stored-XSS tries in every field that agents and buyers see, through the whole product and through the channels."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, expect

from bots.web.protocol import Open, Say, Typing
from core.messages import Address, Button, Media, MediaKind, MediaRef, MessageRef, OutgoingMessage, Span, Style
from tests.browser.rooms import opened
from tests.browser.test_walk import PICTURE, pages, reads, says, web_settings
from tests.flows.desk import running as product
from tests.flows.desk import sell
from tests.unit.web.world import World, running

pytestmark = pytest.mark.browser

NASTY = (
    '"><img src=x onerror=window.hacked=1><script>window.hacked=1</script><svg onload=window.hacked=1> '
    "javascript:window.hacked=1 ${window.hacked=1} {{window.hacked=1}} </textarea><iframe srcdoc='<script>'>"
)
NAME = '"><img src=x onerror=window.hacked=1>'


async def everywhere(world: World) -> Address:
    """A thread in which whatever somebody can name is hostile."""
    where = await world.thread("T1", NASTY)
    await world.tell_thread(where, NASTY, author=NASTY, pinned=True, buttons=((Button(NASTY, NASTY[:200]),),))
    buyers = MessageRef(where, (await world.tell_thread(where, "x")).ids[0])
    world.files.data["file"], world.files.data["page"] = PICTURE, b"<script>window.hacked=1</script>"
    media = (
        Media(MediaKind.IMAGE, MediaRef("file"), where, NAME),
        Media(MediaKind.FILE, MediaRef("page"), where, f"{NAME}.html", "text/html"),
        Media(MediaKind.LOCATION, MediaRef("31.2,121.4"), where, NASTY),
    )
    spans = tuple(Span(at, at + 20, style) for at, style in zip((0, 20, 40), Style, strict=True))
    await world.tell_thread(where, NASTY, author=NASTY, mirrors=buyers, media=media, spans=spans)
    return where


async def test_nothing_that_agents_see_runs(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        where = await everywhere(world)
        colleague = await world.agent(NAME, NAME)
        await colleague.send(Open(str(where.thread)))
        await desk.goto(world.room.login_link("mei", NAME))
        await expect(desk.locator("#hello")).to_contain_text(NAME)
        await desk.locator("button.primary").click()
        await expect(desk.locator(".colleague")).to_have_text(re.compile(re.escape(NAME)))
        await desk.locator(".row-of-list.waiting").click()
        await expect(desk.locator("#title")).to_have_text(NASTY)
        quoted = next(iter(world.mailbox.boxes[f"web-staff/main/room/thread/{where.thread}"]))
        await colleague.do(Say(id="words-of-colleague", box=str(where.thread), text=NASTY, reply_to=quoted))
        await colleague.send(Typing(str(where.thread)))
        await world.room.typing(where, NASTY)
        await expect(desk.locator("#collision")).to_contain_text(NAME)
        await expect(desk.locator(".watchers")).to_contain_text(NAME)
        await desk.locator("#search").fill("img")
        await expect(desk.locator(".row-of-list b")).to_have_text(NASTY)
        assert await desk.locator("#log img, #card img").count() == 1, "the one picture"
        await expect(desk.locator("svg[onload], script:not([src]), iframe, [onerror]")).to_have_count(0)
        for link in await desk.locator("a[href]").all():
            assert re.match(r"(https://|/staff/files/)", await link.get_attribute("href") or "")


async def test_a_file_that_is_a_page_is_handed_out_as_bytes_to_save(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        await everywhere(world)
        await desk.goto(world.room.login_link("mei", "小美"))
        await desk.locator("button.primary").click()
        await desk.locator(".row-of-list.waiting").click()
        address = await desk.locator("a.file").get_attribute("href")
        answer = await desk.request.get(f"{world.base}{address}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]


async def test_nothing_that_a_buyer_sees_runs(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat?start={NAME}&lang={NAME}#order={NAME}")
        await expect(page.locator("body.up")).to_be_attached()
        assert "#" not in page.url, "a pass does not stay in the address"
        visitor = await world.buyer(await page.evaluate("localStorage.getItem('kamidesk:token')"))
        where = world.chat_of(visitor)
        (first,) = (await world.tell_buyer(visitor, NASTY, author=NASTY, buttons=((Button(NASTY, "x"),),))).ids
        await world.buyers.typing(where, NASTY)
        edit = OutgoingMessage(to=where, text=f"{NASTY}!", author=NASTY)
        await world.buyers.edit(world.parcel(edit, edits=MessageRef(where, first)))
        await expect(page.locator(".message .text")).to_have_text(f"{NASTY}!")
        await expect(page.locator(".message img, script:not([src]), iframe")).to_have_count(0)


async def test_through_the_whole_product(browser: Browser, tmp_path: Path) -> None:
    """From the buyer's keyboard over the desk's cards and commands to the agents' screens."""
    settings = web_settings(tmp_path)
    await sell(settings, tmp_path)
    async with product(settings), pages(browser, settings) as (buyer, agent):
        await reads(buyer, "查订单")
        await says(buyer, NASTY)
        picture: FilePayload = {"name": f"{NAME}.png", "mimeType": "image/png", "buffer": PICTURE}
        await buyer.locator("input[type=file]").set_input_files(picture)
        await says(buyer, f"看图 {NASTY}")
        await says(buyer, "转人工")
        await agent.get_by_text(re.compile(r"#\d+")).first.click()
        await reads(agent, re.compile("onerror=window"))
        for command in (f"/note {NASTY}", f"/search {NASTY}", "/history", f"/close {NASTY}"):
            await says(agent, command)
        await reads(buyer, re.compile("还没解决"))
        for page in (buyer, agent):
            assert await page.evaluate("window.hacked") is None
            await expect(page.locator("script:not([src]), iframe, [onerror], svg[onload]")).to_have_count(0)
