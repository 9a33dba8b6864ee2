"""The main job over WeCom customer service: answered, proven, given the keys, handed over, closed, and back again."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.flows.desk import CONTACT, KEYS, OPEN_ORDER, ORDER, PASSWORD
from tests.flows.wechat.wecomplace import Buyer, WeComDesk, open_wecom
from tests.wechat.wecomplatform import Line

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTION = "付了款没收到卡密怎么办"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture" * 100


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WeComDesk]:
    """One shop for all stories of this file: its buyers do not know each other."""
    async with open_wecom(tmp_path_factory.mktemp("wecom")) as opened:
        yield opened


async def prove(buyer: Buyer) -> Line:
    """The order's card."""
    await buyer.asks(f"我的订单 {ORDER} 还没到", "下单时填的")
    await buyer.asks(CONTACT, "查询密码")
    return await buyer.asks(PASSWORD, "Steam 50 元充值卡")


async def test_who_comes_in_is_greeted_at_no_cost(desk: WeComDesk) -> None:
    buyer = desk.buyer("小红")
    buyer.comes_in()
    hello = await buyer.hears("小助手")
    assert (hello.by, bool(hello.choices)) == ("welcome", True)
    buyer.presses(hello, hello.choices[0][1])
    await buyer.hears("订单号")
    assert (buyer.left, buyer.unread) == (4, [])


async def test_a_link_leads_to_the_order(desk: WeComDesk) -> None:
    buyer = desk.buyer("小丽")
    buyer.comes_in(f"order_{ORDER}")
    asked = await buyer.hears("下单时填的")
    assert asked.by == "welcome"
    await buyer.asks(CONTACT, "查询密码")
    assert buyer.unread == []


async def test_a_question_is_answered_from_the_faq(desk: WeComDesk) -> None:
    buyer = desk.buyer("小明")
    answer = await buyer.asks(QUESTION, "15 分钟")
    assert [words for _, words in answer.choices] == ["查订单", "重发卡密", "解决了 👍", "转人工"]
    assert (buyer.left, buyer.unread) == (4, [])


async def test_keys_come_again_after_proof(desk: WeComDesk) -> None:
    buyer = desk.buyer("小刚")
    card = await prove(buyer)
    assert not any(key in card.text for key in KEYS)
    buyer.presses(card, "再发卡密")
    keys = await buyer.hears(KEYS[0])
    assert all(key in keys.text for key in KEYS)
    assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])


async def test_wrong_password_reads_like_a_wrong_number(desk: WeComDesk) -> None:
    buyer = desk.buyer("小周")
    wrong_password = await buyer.asks(f"订单 {ORDER} {CONTACT} 密码 Wrong1", "没对上")
    wrong_number = await buyer.asks(f"订单 302261122095245000 {CONTACT} 密码 {PASSWORD}", "没对上")
    assert (wrong_password.text, wrong_password.choices) == (wrong_number.text, wrong_number.choices)


async def test_paid_but_not_delivered_leads_to_a_person(desk: WeComDesk) -> None:
    buyer = desk.buyer("小吴")
    answer = await buyer.asks(f"{OPEN_ORDER} 13800138000 没有密码", "月卡")
    assert "转人工" in [words for _, words in answer.choices]


async def test_a_person_answers_closes_and_is_back_when_the_buyer_writes_again(desk: WeComDesk) -> None:
    buyer = desk.buyer("王小明")
    thread = await desk.ticket(buyer)
    assert "王小明" in thread.card.text
    buyer.says("卡密用不了，帮我看看")
    await thread.hears("卡密用不了")
    said = await thread.says("你好，我来帮你看")
    answer = await buyer.hears_of("你好，我来帮你看")
    assert "小林" in answer.text
    await thread.delivered(said)
    await thread.says("/close 祝你玩得开心")
    await buyer.hears_of("祝你玩得开心")
    await buyer.hears_of("还没解决")
    await desk.room.looks_closed(thread)
    buyer.says("还是用不了 qwerty")
    await buyer.hears_of("转回给客服")
    await thread.hears("还是用不了 qwerty")
    assert not desk.room.closed(thread.id)
    assert (buyer.unread, desk.wecom.twice(buyer.customer)) == ([], [])


async def test_pictures_go_both_ways(desk: WeComDesk) -> None:
    buyer = desk.buyer("小郑")
    thread = await desk.ticket(buyer)
    desk.wecom.sends(buyer.customer, "image", PICTURE)
    await desk.room.page.until(lambda: any(entry.files for _, entry in thread.entries))
    [file] = [file for _, entry in thread.entries for file in entry.files]
    assert await desk.room.page.download(file.url) == PICTURE
    await thread.sends(PICTURE, "怎么兑换.png", "照着图里这样兑换")
    await desk.wecom.until(lambda: any(line.media == [PICTURE] for line in buyer.answers))
    await buyer.sees("照着图里这样兑换")


async def test_an_agent_hears_that_a_buyer_has_taken_his_words_back(desk: WeComDesk) -> None:
    buyer = desk.buyer("小冯")
    thread = await desk.ticket(buyer)
    said = buyer.says("hunter2 发错了")
    await thread.hears("hunter2")
    desk.wecom.recalls(buyer.customer, said)
    await thread.hears("小冯 撤回了这条消息")


async def test_what_the_shop_cannot_show_is_named(desk: WeComDesk) -> None:
    buyer = desk.buyer("小陈")
    thread = await desk.ticket(buyer)
    desk.wecom.writes(buyer.customer, "location", {"latitude": 31.2, "longitude": 121.5, "name": "人民广场"})
    await desk.room.page.until(lambda: any("人民广场" in file.name for _, one in thread.entries for file in one.files))
    desk.wecom.writes(buyer.customer, "link", {"title": "报错页面", "url": "https://example.com/e"})
    await thread.hears("https://example.com/e")
