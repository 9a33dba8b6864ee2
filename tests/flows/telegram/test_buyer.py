"""What a worried buyer gets from the shop's bot by itself, over polling and over webhook."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.flows.desk import CONTACT, KEYS, OPEN_ORDER, ORDER, PASSWORD
from tests.flows.telegram.place import Buyer, Mode, TelegramDesk, open_telegram
from tests.telegram.botapi import Message
from tests.telegram.botapi.texts import part

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTION = "付了款没收到卡密怎么办"


async def prove(buyer: Buyer) -> Message:
    """The order's card."""
    await buyer.asks(f"我的订单 {ORDER} 还没到", "下单时填的")
    await buyer.asks(CONTACT, "查询密码")
    return await buyer.asks(PASSWORD, "Steam 50 元充值卡")


def copied(message: Message) -> list[str]:
    """What its buttons put into the clipboard."""
    return [key["copy_text"]["text"] for row in message.keys for key in row if "copy_text" in key]


async def test_a_question_is_answered_from_the_faq(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    answer = await buyer.asks(QUESTION, "15 分钟")
    assert answer.buttons == [["查订单", "重发卡密"], ["解决了 👍", "转人工"]]
    assert buyer.unread == []


async def test_keys_come_again_after_proof_protected_and_easy_to_copy(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    card = await prove(buyer)
    assert not any(key in card.text for key in KEYS)
    press = buyer.presses(card, "再发卡密")
    keys = await buyer.hears("自动消失")
    await desk.api.until(lambda: press.answered)
    assert [part(keys.text, one) for one in keys.entities if one["type"] == "code"] == [*KEYS]
    assert keys.protected
    assert copied(keys) == [*KEYS]
    assert buyer.unread == []


async def test_wrong_password_reads_like_a_wrong_number(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    wrong_password = await buyer.asks(f"订单 {ORDER} {CONTACT} 密码 Wrong1", "没对上")
    wrong_number = await buyer.asks(f"订单 302261122095245000 {CONTACT} 密码 {PASSWORD}", "没对上")
    assert (wrong_password.text, wrong_password.buttons) == (wrong_number.text, wrong_number.buttons)


async def test_paid_but_not_delivered_leads_to_a_person(desk: TelegramDesk) -> None:
    buyer = desk.buyer("小明")
    answer = await buyer.asks(f"{OPEN_ORDER} 13800138000 没有密码", "月卡")
    assert "转人工" in answer.text
    assert answer.buttons == [["转人工", "我的订单"]]


async def test_an_english_buyer_is_answered_in_english(desk: TelegramDesk) -> None:
    buyer = desk.buyer("Tom", "en")
    desk.api.starts(buyer.user, desk.scene.shop)
    hello = await buyer.hears("I'm the assistant")
    assert hello.buttons[0] == ["Find my order", "Resend my key"]
    buyer.presses(hello, "Find my order")
    await buyer.hears("order number")
    buyer.presses(hello, "Language / 语言")
    which = await buyer.hears("Which language")
    assert which.buttons == [["简体中文", "繁體中文"], ["English", "Español"]]
    buyer.presses(which, "简体中文")
    await buyer.hears("中文")
    commands = desk.scene.shop.commands
    assert commands["default", "en"][0] == {"command": "order", "description": "Find an order"}
    assert commands["default", "zh"][0] == {"command": "order", "description": "查订单"}


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("", "小助手"),
        (f"order_{ORDER}", "下单时填的"),
        (f"keys_{ORDER}", "下单时填的"),
        ("faq_refund-how", "原路退回"),
        ("faq_no-such-entry", "小助手"),
        ("person", "叫客服"),
    ],
)
async def test_a_link_leads_where_it_says(desk: TelegramDesk, payload: str, words: str) -> None:
    buyer = desk.buyer("小红")
    desk.api.starts(buyer.user, desk.scene.shop, payload)
    await buyer.hears(words)
    assert buyer.unread == []


async def test_a_press_that_comes_late_still_does_its_work(desk: TelegramDesk) -> None:
    """Telegram takes no answer to it any more; nobody cares but the little clock."""
    buyer = desk.buyer("小明")
    answer = await buyer.asks(QUESTION)
    press = buyer.presses(answer, "查订单")
    press.at -= timedelta(hours=1).total_seconds()
    await buyer.hears("订单号")
    assert buyer.unread == []


async def test_in_a_group_it_is_polite_and_tells_nothing_private(desk: TelegramDesk) -> None:
    owner, guest = desk.api.new_user("群主"), desk.api.new_user("小刚", language="zh-hans")
    group = desk.api.new_group("闲聊群", owner)
    desk.api.adds(group, desk.scene.shop)
    desk.api.adds(group, guest)
    desk.api.says(guest, group, "今天吃什么")
    asked = desk.api.says(guest, group, f"@shop_bot 订单 {ORDER} {CONTACT} {PASSWORD}")
    first = await desk.api.hears(group)
    assert "私聊" in first.text
    desk.api.says(guest, group, f"@shop_bot {QUESTION}")
    second = await desk.api.hears(group, after=first.id)
    assert "15 分钟" in second.text
    desk.api.says(guest, group, "@shop_bot 转人工")
    third = await desk.api.hears(group, after=second.id)
    assert "私聊" in third.text
    assert len(desk.api.answers_in(group)) == 3
    told = "".join(one.text for one in desk.api.answers_in(group))
    assert not any(secret in told for secret in (*KEYS, PASSWORD, CONTACT))
    assert asked.id in group.messages


async def test_a_business_account_is_answered_for(desk: TelegramDesk) -> None:
    owner, customer = desk.api.new_user("老板"), desk.api.new_user("小美", language="zh-hans")
    connection = desk.api.connects(owner, desk.scene.shop)
    chat = desk.api.business_chat(connection, customer)
    desk.api.says(customer, chat, QUESTION)
    answer = await desk.api.hears(chat)
    assert "15 分钟" in answer.text
    desk.api.says(owner, chat, "我来说两句")
    desk.api.says(customer, chat, "谢谢")
    await desk.api.hears(chat, after=answer.id)
    assert len(desk.api.answers_in(chat)) == 2


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_keys_vanish_when_their_time_is_over(tmp_path: Path, mode: Mode) -> None:
    """Also the product's Chinese name does not make an English buyer's buttons Chinese."""
    async with open_telegram(tmp_path, mode, keys_stay=timedelta(seconds=2)) as desk:
        buyer = desk.buyer("Tom", "en")
        card = await buyer.asks(f"{ORDER} {CONTACT} {PASSWORD}", "delivered")
        buyer.presses(card, "Send the key again")
        keys = await buyer.hears("vanishes")
        firsts = ["📋 Copy key 1", "📋 Copy key 2", "My orders", "Talk to a person"]
        assert [row[0] for row in keys.buttons] == firsts
        await desk.api.until(lambda: keys.id not in buyer.chat.messages)
        assert desk.api.answers_in(buyer.chat) == [card]
