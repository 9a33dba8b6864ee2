"""What the FAQ knows as a wish is done, as if its button had been pressed."""

from dataclasses import replace

import pytest

from core.lessons import Heard, Outcome
from core.turns import Asked
from core.work import ListOrders, VerifyBuyer
from tests.unit.core.dialogue import proven
from tests.unit.core.fakeshop import NUMBER
from tests.unit.faq.dialogue import FaqDialogue
from tests.unit.faq.samples import NO_KEY


def test_an_order_is_looked_up_in_words_that_only_the_faq_knows() -> None:
    buyer = FaqDialogue()
    buyer.says("瞅一眼我的单子")
    assert "把订单号发我就行" in buyer.bot
    assert buyer.memory.waiting is not None
    assert buyer.memory.waiting.asked is Asked.ORDER_NUMBER
    buyer.says(f"{NUMBER} zhang@qq.com 密码：hunter2")
    assert buyer.asked_for(VerifyBuyer)
    assert f"订单 {NUMBER}" in buyer.bot


def test_keys_are_asked_for_in_other_words() -> None:
    buyer = proven(FaqDialogue())
    buyer.says("重新给我发兑换码")
    assert "卡密" in buyer.bot
    assert buyer.said[-1].secret


def test_all_orders_are_listed() -> None:
    buyer = proven(FaqDialogue())
    buyer.says("把我买过的都列出来")
    assert buyer.asked_for(ListOrders)


def test_a_person_is_fetched() -> None:
    buyer = FaqDialogue()
    buyer.says("给我接人工")
    assert buyer.ticket.reason == "asked"


def test_a_complaint_fetches_a_person_who_sees_what_it_is() -> None:
    buyer = FaqDialogue()
    buyer.says("黑店，等着差评吧")
    assert buyer.ticket.reason == "complaint"
    assert "黑店" in buyer.room


@pytest.mark.parametrize(
    ("text", "answer"),
    [("蟹蟹", "不客气"), ("先下了", "再见"), ("howdy", "在的")],
)
def test_courtesies_get_theirs(text: str, answer: str) -> None:
    buyer = FaqDialogue()
    buyer.opens()
    buyer.says(text)
    assert answer in buyer.bot
    assert buyer.memory.misses == 0


def test_who_begins_with_a_hello_is_greeted() -> None:
    buyer = FaqDialogue()
    buyer.says("您在线吗")
    assert "星卡小店的小助手" in buyer.bot


def test_a_language_is_changed_for_good() -> None:
    buyer = FaqDialogue()
    buyer.says("语言换成英文")
    assert buyer.memory.language == "en"
    assert buyer.memory.chosen_language
    assert "English" in buyer.bot


def test_never_mind_ends_what_we_have_asked() -> None:
    buyer = FaqDialogue()
    buyer.says("查订单")
    buyer.says("懒得找了，算啦")
    assert buyer.memory.waiting is None
    assert "不查了" in buyer.bot


def test_a_wish_that_is_only_suggested_is_a_button_that_does_it() -> None:
    buyer = FaqDialogue(None, 那个单子="do-order refund")
    buyer.says("那个单子")
    assert buyer.labels[:2] == ["帮我查订单", "可以退款吗"]
    buyer.presses("帮我查订单")
    assert "把订单号发我就行" in buyer.bot


def test_a_suggestion_of_a_person_fetches_one_when_it_is_picked() -> None:
    buyer = FaqDialogue(None, 你们这样不行="do-complaint refund")
    buyer.says("你们这样不行")
    assert buyer.conversation.ticket is None
    buyer.says("1")
    assert buyer.ticket.reason == "complaint"


def test_a_wish_that_nobody_can_do_is_answered_if_it_has_an_answer() -> None:
    odd = replace(NO_KEY, id="odd", question="倒立", phrasings=(), does="somersault")
    buyer = FaqDialogue(None, odd)
    buyer.says("倒立")
    assert "马上看" in buyer.bot


def test_in_a_group_nothing_is_done_with_orders_and_people_are_in_private() -> None:
    group = FaqDialogue(private=False)
    group.says("瞅一眼我的单子")
    assert "私聊" in group.bot
    assert group.memory.waiting is None
    group.says("黑店，等着差评吧")
    assert "私聊" in group.bot
    assert group.conversation.ticket is None
    group.says("哈啰有人在不")
    assert "大家好" in group.bot


def test_wishes_are_not_shown_among_the_questions() -> None:
    buyer = FaqDialogue()
    buyer.presses_value("faq")
    assert "其他" in buyer.labels  # the samples' own
    buyer.presses_value("faqs:general")
    assert buyer.labels == ["账号被盗了"]


def test_a_wish_is_a_lesson_too() -> None:
    buyer = FaqDialogue()
    buyer.says("瞅一眼我的单子")
    (lesson,) = buyer.lessons
    assert isinstance(lesson, Heard)
    assert (lesson.outcome, lesson.entry, lesson.score) == (Outcome.ANSWERED, "do-order", 0.97)


def test_a_message_with_the_number_is_the_orders_matter() -> None:
    buyer = FaqDialogue()
    buyer.says(f"帮我查下订单 {NUMBER}")
    assert "邮箱、QQ 或手机号" in buyer.bot
    assert buyer.memory.waiting is not None
    assert buyer.memory.waiting.order == NUMBER
