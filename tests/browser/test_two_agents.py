"""Two agents and one buyer: a word before both answer; and everything by keyboard."""

import pytest
from playwright.async_api import Browser, expect

from bots.web.protocol import Open, Say, Typing
from core.messages import Button, ButtonPressed, Media, MediaKind, MediaRef, MessageReceived, MessageRef
from tests.browser.rooms import PHONE, a_thread, buyer_of, opened, sign_in, write
from tests.browser.test_walk import PICTURE
from tests.unit.web.world import running

pytestmark = pytest.mark.browser


async def test_who_writes_to_the_same_buyer_is_named_and_a_second_enter_is_asked_for(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        wire = str((await a_thread(world)).thread)
        wang = await world.agent("wang", "小王")
        await wang.send(Open(wire))
        await sign_in(world, desk)
        await expect(desk.locator(".colleague")).to_have_text("小小王")
        await desk.locator(".row-of-list.waiting").click()
        await expect(desk.locator("#watchers")).to_contain_text("小王 也在看")
        await wang.send(Typing(wire))
        await expect(desk.locator("#collision")).to_have_text("小王 正在回复这位买家。")
        await expect(desk.locator(".row-of-list small.types")).to_have_text("小王 正在回复")
        await write(desk, "我来看看")
        await expect(desk.locator("#collision")).to_contain_text("再按一次 Enter")
        assert world.intake.of(MessageReceived) == []
        await desk.locator("textarea").press("Enter")
        await expect(desk.locator(".mine .text")).to_have_text("我来看看")


async def test_an_answer_of_a_colleague_holds_mine_back_but_never_a_note(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        wire = str((await a_thread(world)).thread)
        wang = await world.agent("wang", "小王")
        await sign_in(world, desk)
        await desk.locator(".row-of-list.waiting").click()
        await wang.do(Say(id="note-of-wang", box=wire, text="/note 老客户"))
        await expect(desk.locator(".message.note")).to_have_count(1)
        await expect(desk.locator("#collision")).to_be_hidden()
        await wang.do(Say(id="words-of-wang", box=wire, text="您好"))
        await expect(desk.locator("#collision")).to_have_text("小王 刚刚回复了这位买家。")
        await write(desk, "/note 小王在处理")
        await expect(desk.locator(".mine.note .text")).to_have_text("小王在处理")


async def test_what_i_write_on_my_phone_is_no_collision(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        wire = str((await a_thread(world)).thread)
        phone = await world.agent("mei", "小美")
        await sign_in(world, desk)
        await desk.locator(".row-of-list.waiting").click()
        await phone.send(Typing(wire))
        await phone.do(Say(id="words-of-phone", box=wire, text="从手机上"))
        await expect(desk.locator(".mine .text")).to_have_text("从手机上")
        await expect(desk.locator("#collision")).to_be_hidden()


async def test_where_a_buyer_is_can_be_copied_and_looked_up(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        where = await a_thread(world)
        buyers = MessageRef(where, (await world.tell_thread(where, "y")).ids[0])
        spot = Media(MediaKind.LOCATION, MediaRef("31.2304160,121.473701"), where, "人民广场")
        await world.tell_thread(where, "", author="小明", mirrors=buyers, media=(spot,))
        await sign_in(world, desk)
        await expect(desk.locator(".row-of-list small").last).to_have_text("人民广场")
        await desk.locator(".row-of-list.waiting").click()
        await expect(desk.locator(".place code")).to_have_text("31.230416,121.473701")
        maps = [await link.get_attribute("href") or "" for link in await desk.locator(".place a").all()]
        assert [link.split("?")[0] for link in maps] == [
            "https://uri.amap.com/marker",
            "https://www.openstreetmap.org/",
        ]
        assert "position=121.473701,31.230416" in maps[0]
        assert world.files.opened == 0, "there is no file to fetch"


async def test_a_notice_on_the_desktop_when_nobody_looks(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        await desk.context.grant_permissions(["notifications"])
        await desk.add_init_script(
            """window.told = [];
            window.Notification = class { static permission = "granted";
                constructor(title, options) { window.told.push([title, options.body]); } };
            Object.defineProperty(document, "visibilityState", { get: () => "hidden" });"""
        )
        where = await a_thread(world)
        await sign_in(world, desk)
        buyers = MessageRef(where, (await world.tell_thread(where, "y")).ids[0])
        await world.tell_thread(where, "还在吗", author="小明", mirrors=buyers)
        await expect(desk.locator(".waiting .badge")).to_have_text("2")
        assert await desk.evaluate("window.told") == [["小明 有新消息", "还在吗"]]


async def test_a_buyer_needs_no_mouse(browser: Browser) -> None:
    """From the first Tab to a pressed button, an answer quoted and a picture seen large."""
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        visitor = await buyer_of(world, page)
        await page.keyboard.type("在吗")
        await page.keyboard.press("Enter")
        world.files.data["a"] = PICTURE
        chat = world.chat_of(visitor)
        picture = Media(MediaKind.IMAGE, MediaRef("a"), chat, "图.png")
        await world.tell_buyer(visitor, "看图", media=(picture,), buttons=((Button("转人工", "person"),),))
        await expect(page.locator(".chip")).to_be_visible()
        for _ in range(14):
            await page.keyboard.press("Shift+Tab")
            if await page.evaluate("document.activeElement.innerText") == "转人工":
                await page.keyboard.press("Enter")
                break
        await expect(page.locator(".chip[aria-pressed='true']")).to_be_focused()
        assert [event.value for event in world.intake.of(ButtonPressed)] == ["person"]
        for _ in range(6):
            await page.keyboard.press("Shift+Tab")
            if await page.evaluate("document.activeElement.className") == "picture":
                break
        await page.keyboard.press("Enter")
        await expect(page.locator("dialog.viewer")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog.viewer")).to_have_count(0)
        assert await page.evaluate("document.activeElement.className") == "picture", "the focus is back where it was"


async def test_the_actions_of_a_message_are_there_at_a_tap(browser: Browser) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        await page.goto(f"{world.base}/chat")
        visitor = await buyer_of(world, page)
        await world.tell_buyer(visitor, "请问是哪一单？")
        await page.locator(".message .text").tap()
        await page.get_by_role("button", name="回复").tap()
        await expect(page.locator(".context")).to_contain_text("请问是哪一单")
