"""The web pages in a real browser, by themselves: words stay words, nothing is lost, and hands can do everything."""

import asyncio

import pytest
from playwright.async_api import Browser, expect

from core.messages import Button, MessageEdited, MessageReceived, MessageRef, OutgoingMessage, Span, Style
from tests.browser.rooms import PHONE, Screen, a_thread, buyer_of, opened, sign_in, write
from tests.unit.web.world import running

pytestmark = pytest.mark.browser

NASTY = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>x</b> &amp; '
    'https://a.example/"onmouseover="window.hacked=1 javascript:window.hacked=1 `${window.hacked=1}`'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f000500"
    "01ff89993d1d0000000049454e44ae426082"
)
KEY = "ABCD-EFGH-9Z2Q"


async def test_words_stay_words_on_both_pages(browser: Browser) -> None:
    async with running() as world, opened(browser) as page, opened(browser) as desk:
        await page.goto(f"{world.base}/chat")
        visitor = await buyer_of(world, page)
        await write(page, NASTY)
        buttons = ((Button(NASTY, "x"),),)
        await world.tell_buyer(visitor, NASTY, author=NASTY, buttons=buttons, spans=(Span(0, 30, Style.CODE),))
        await expect(page.locator(".message")).to_have_count(2)
        await expect(page.locator(".mine .text")).to_have_text(NASTY)
        await expect(page.locator(".chip")).to_have_text(NASTY)
        await expect(page.locator(".message img, .message script, .message b")).to_have_count(0)
        assert await page.locator(".mine .text a").get_attribute("href") == "https://a.example/"
        where = await world.thread("T1", NASTY)
        await world.tell_thread(where, NASTY, author=NASTY, pinned=True, buttons=buttons)
        await sign_in(world, desk)
        await desk.locator(".row-of-list.answered").click()
        await expect(desk.locator("#title")).to_have_text(NASTY)
        await expect(desk.locator("#card-body .text")).to_have_text(NASTY)


async def test_a_button_opens_a_page_of_the_web_and_nothing_else(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        visitor = await buyer_of(world, page)
        links = (
            Button("帮助页", url="https://shop.example/help?a=1"),
            Button("别点", url="javascript:window.hacked=1"),
        )
        await world.tell_buyer(visitor, "看这里", buttons=(links, (Button("查订单", "order"),)))
        page_link, nothing = page.locator("a.chip").nth(0), page.locator("a.chip").nth(1)
        await expect(page_link).to_have_text("帮助页")
        assert await page_link.get_attribute("href") == "https://shop.example/help?a=1"
        assert "noopener" in (await page_link.get_attribute("rel") or "")
        assert await page_link.get_attribute("target") == "_blank"
        assert await nothing.get_attribute("href") is None
        await expect(page.locator("button.chip")).to_have_text("查订单")


async def test_what_is_written_while_the_line_is_down_arrives_once_and_in_order(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        await buyer_of(world, page)
        await write(page, "一")
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(1)
        await world.buyers.stop()
        for text in ("二", "三", "四"):
            await write(page, text)
        await expect(page.locator(".mine .state[title='发送中']")).to_have_count(3)
        await page.reload()
        await expect(page.locator(".mine")).to_have_count(3)
        await world.buyers.start(world.intake)
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(4, timeout=15_000)
        assert await page.locator(".mine .text").all_inner_texts() == ["一", "二", "三", "四"]
        assert [e.body.text for e in world.intake.of(MessageReceived)] == ["一", "二", "三", "四"]


async def test_a_store_that_is_busy_is_waited_for(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        await buyer_of(world, page)
        world.intake.away = True
        await write(page, "一")
        await write(page, "二")
        await asyncio.sleep(0.5)
        world.intake.away = False
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(2, timeout=15_000)
        assert [e.body.text for e in world.intake.of(MessageReceived)] == ["一", "二"]


async def test_a_key_is_copied_at_a_tap(browser: Browser) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.goto(f"{world.base}/chat")
        visitor = await buyer_of(world, page)
        text = f"😀 卡密：{KEY} 请收好"
        at = text.index(KEY)
        await world.tell_buyer(visitor, text, spans=(Span(at, at + len(KEY), Style.CODE),))
        await page.locator("button.key").click()
        await expect(page.locator("button.key")).to_contain_text("已复制")
        assert await page.evaluate("navigator.clipboard.readText()") == KEY


async def test_pictures_go_up_by_paste_and_are_waited_for(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        await buyer_of(world, page)
        await page.locator("textarea").evaluate(
            """(area, bytes) => {
                const data = new DataTransfer();
                data.items.add(new File([new Uint8Array(bytes)], "截图.png", { type: "image/png" }));
                const init = { clipboardData: data, bubbles: true, cancelable: true };
                area.dispatchEvent(new ClipboardEvent("paste", init));
            }""",
            list(PNG),
        )
        await write(page, "看图")
        image = page.locator(".mine .picture img")
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(1)
        await expect(image).to_have_js_property("naturalWidth", 1)
        (event,) = world.intake.of(MessageReceived)
        assert (event.body.text, event.body.media[0].name) == ("看图", "截图.png")
        await page.locator("input[type=file]").set_input_files(
            {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
        )
        await expect(page.locator(".tile.failed")).to_contain_text("发不了")


async def test_the_last_words_are_edited_with_the_arrow_and_taken_back(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        await buyer_of(world, page)
        await write(page, "订单 1")
        await expect(page.locator(".mine .state[title='已发送']")).to_have_count(1)
        await page.locator("textarea").press("ArrowUp")
        await expect(page.locator("textarea")).to_have_value("订单 1")
        await write(page, "订单 2")
        await expect(page.locator(".mine .text")).to_have_text("订单 2")
        await expect(page.locator(".mine .foot")).to_contain_text("已修改")
        assert world.intake.of(MessageEdited)[0].body.text == "订单 2"
        await page.locator(".mine .bubble").hover()
        await page.get_by_role("button", name="撤回").click()
        await expect(page.locator(".mine .text")).to_have_text("消息已撤回")


async def test_enter_that_ends_a_chinese_word_does_not_send(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        await buyer_of(world, page)
        await page.locator("textarea").fill("ni hao")
        await page.locator("textarea").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
        await page.locator("textarea").press("Shift+Enter")
        await expect(page.locator("textarea")).to_have_value("ni hao\n")
        assert world.intake.of(MessageReceived) == []


async def test_the_language_switch_changes_every_word(browser: Browser) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat")
        visitor = await buyer_of(world, page)
        await world.tell_buyer(visitor, "你好")
        await page.get_by_label("语言").select_option("English")
        await expect(page.locator("#state")).to_have_text("Online, ask us anything")
        await expect(page.locator(".role")).to_have_text("Bot")
        await write(page, "hello")
        await expect(page.locator(".mine .state[title='Sent']")).to_have_count(1)
        assert world.intake.of(MessageReceived)[0].sender.language == "en"


@pytest.mark.parametrize(
    ("browsers", "ours", "state"),
    [
        ("zh-TW", "zh-Hant", "線上，隨時可以問"),
        ("zh-Hant-HK", "zh-Hant", "線上，隨時可以問"),
        ("zh-Hans-HK", "zh", "在线，随时可以问"),
        ("es-MX", "es", "En línea, pregúntanos"),
        ("fr-FR", "en", "Online, ask us anything"),
    ],
)
async def test_the_page_speaks_the_browsers_language_and_nothing_sticks_out(
    browser: Browser, browsers: str, ours: str, state: str
) -> None:
    async with running() as world, opened(browser, Screen(360, 740, language=browsers)) as page:
        await page.goto(f"{world.base}/chat")
        await expect(page.locator("#state")).to_have_text(state)
        await expect(page.locator("#language")).to_have_value(ours)
        await write(page, "hola")
        await expect(page.locator(".mine .bubble")).to_have_count(1)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await page.evaluate("document.querySelector('#state').clientHeight") < 24, "one line"
        assert world.intake.of(MessageReceived)[0].sender.language == ours


async def test_the_page_speaks_the_language_of_the_shop_around_it_and_the_staff_room_one_of_its_own(
    browser: Browser,
) -> None:
    async with running() as world, opened(browser) as page:
        await page.goto(f"{world.base}/chat?lang=zh-HK")
        await expect(page.locator("#state")).to_have_text("線上，隨時可以問")
        await page.get_by_label("語言").select_option("Español")
        await expect(page.locator("#state")).to_have_text("En línea, pregúntanos")
        await page.goto(f"{world.base}/staff/login?t=none")
        await expect(page.locator("#language")).to_have_text("中文")
        await page.locator("#language").click()
        await expect(page.locator("#language")).to_have_text("English")


async def test_the_shops_button_opens_the_chat_and_counts_what_is_unread(browser: Browser) -> None:
    async with running() as world, opened(browser, PHONE) as page:
        await page.goto(f"{world.base}/demo-shop")
        button = page.locator("kamidesk-chat .button")
        await button.click()
        frame = page.frame_locator("kamidesk-chat iframe")
        await expect(frame.locator("#shop")).to_have_text("星星卡铺")
        visitor = await buyer_of(world, page)
        await frame.locator("#close").click()
        await expect(button).to_be_visible()
        await world.tell_buyer(visitor, "您的卡密到了")
        await expect(page.locator("kamidesk-chat .badge")).to_have_text("1")
        await button.click()
        await expect(page.locator("kamidesk-chat .badge")).to_have_text("")
        await expect(frame.locator(".message .text")).to_have_text("您的卡密到了")
        await frame.locator("textarea").press("Escape")
        await expect(button).to_be_visible()


@pytest.mark.parametrize("path", ["/chat", "/demo-shop", "/staff", "/staff/login?t=x"])
async def test_nothing_is_cut_off_at_360_pixels(browser: Browser, path: str) -> None:
    async with running() as world, opened(browser, Screen(360, 640)) as page:
        if path == "/staff":
            await a_thread(world)
            await sign_in(world, page)
            await page.locator(".row-of-list.waiting").click()
            await expect(page.locator("#card")).to_be_visible()
        else:
            await page.goto(f"{world.base}{path}")
        if path == "/chat":
            await world.tell_buyer(await buyer_of(world, page), "https://example.com/" + "a" * 300)
            await expect(page.locator(".message")).to_have_count(1)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_an_agent_works_without_a_mouse(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        for key in ("T1", "T2"):
            await a_thread(world, key)
        await sign_in(world, desk)
        await desk.keyboard.press("Alt+ArrowDown")
        await expect(desk.locator("#title")).to_have_text("公共频道")
        await desk.keyboard.press("Alt+ArrowDown")
        await expect(desk.locator("#title")).to_have_text("T1 小明 · 网页")
        await expect(desk.locator("#card-body")).to_contain_text("卡片 T1")
        await desk.keyboard.type("/no")
        await expect(desk.locator("#commands li")).to_have_count(1)
        await desk.keyboard.press("Enter")
        await desk.keyboard.type("老客户")
        await desk.keyboard.press("Enter")
        await expect(desk.locator(".message.note .text")).to_have_text("老客户")
        await desk.keyboard.press("Control+k")
        await desk.keyboard.type("T2")
        await desk.keyboard.press("Enter")
        await expect(desk.locator("#title")).to_have_text("T2 小明 · 网页")
        await desk.keyboard.type("您好")
        await desk.keyboard.press("Enter")
        await expect(desk.locator(".mine .state[title='已发送']")).to_have_count(1)
        assert [e.body.text for e in world.intake.of(MessageReceived)] == ["/note 老客户", "您好"]


async def test_unread_is_counted_until_the_thread_is_looked_at(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        await a_thread(world)
        await sign_in(world, desk)
        await expect(desk.locator(".waiting .badge")).to_have_text("1")
        await expect(desk).to_have_title("(1) 客服室")
        await desk.locator(".row-of-list.waiting").click()
        await expect(desk.locator(".badge")).to_have_count(0)
        await desk.reload()
        await expect(desk.locator("#title")).to_have_text("T1 小明 · 网页")
        await expect(desk.locator(".badge")).to_have_count(0)


async def test_the_card_is_edited_under_the_agents_eyes(browser: Browser) -> None:
    async with running() as world, opened(browser) as desk:
        where = await world.thread("T1", "T1")
        (card,) = (await world.tell_thread(where, "卡片 v1", pinned=True)).ids
        await sign_in(world, desk)
        await desk.locator(".row-of-list.answered").click()
        await expect(desk.locator("#card-body .text")).to_have_text("卡片 v1")
        new = OutgoingMessage(to=where, text="卡片 v2", pinned=True)
        await world.room.edit(world.parcel(new, edits=MessageRef(where, card)))
        await expect(desk.locator("#card-body .text")).to_have_text("卡片 v2")
        await expect(desk.locator("#log .message")).to_have_count(0)
