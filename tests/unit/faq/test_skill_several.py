"""Several wishes in one message are answered in turn; a story is one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages import OutgoingMessage, Style
from core.turns import Asked
from core.work import VerifyBuyer
from tests.unit.core.dialogue import proven
from tests.unit.core.fakeshop import NUMBER
from tests.unit.faq.dialogue import FaqDialogue
from tests.unit.faq.samples import REFUND, STEAM

INVOICE = replace(STEAM, id="invoice", question="怎么开发票", phrasings=("发票怎么开", "要发票"), answer="发邮件来要。")
HOURS = replace(STEAM, id="hours", question="几点上班", phrasings=("你们几点上班",), answer="{hours}。")


def only(buyer: FaqDialogue) -> OutgoingMessage:
    (message,) = buyer.said
    return message


@pytest.mark.parametrize(
    "text",
    [
        "能退钱吗？另外发票怎么开",
        "能退钱吗，发票怎么开",
        "你好！能退钱吗？发票怎么开？谢谢！",
        "能退钱吗\n发票怎么开",
        "能退钱吗以及发票怎么开",
        "请问能退钱吗？顺便问一下，发票怎么开呀",
    ],
)
def test_two_questions_get_both_answers_in_one_message(text: str) -> None:
    buyer = FaqDialogue(None, INVOICE)
    buyer.matcher.put(replace(REFUND, phrasings=("能退钱吗", "请问能退钱吗")))
    buyer.matcher.put(replace(INVOICE, phrasings=("发票怎么开", "发票怎么开呀")))
    buyer.says(text)
    assert only(buyer).text == "可以退款吗\n7 天内可以退。\n\n怎么开发票\n发邮件来要。"
    assert [only(buyer).text[span.start : span.end] for span in only(buyer).spans] == ["可以退款吗", "怎么开发票"]
    assert {span.style for span in only(buyer).spans} == {Style.BOLD}


def test_the_choices_of_both_stand_below_each_once_and_one_way_to_a_person() -> None:
    buyer = FaqDialogue()
    buyer.says("能退钱吗？还有steam充值卡怎么用")
    assert buyer.labels == ["查订单", "转人工"]
    buyer.says("1")
    assert "把订单号发我就行" in buyer.bot


def test_what_is_unclear_besides_can_be_picked() -> None:
    buyer = FaqDialogue(None, INVOICE, HOURS, 那个呢="hours")
    buyer.says("能退钱吗？发票怎么开？那个呢？")
    assert buyer.labels == ["几点上班", "查订单", "转人工"]
    buyer.presses("几点上班")
    assert "23:00" in buyer.bot


def test_each_is_a_lesson_of_its_own() -> None:
    buyer = FaqDialogue(None, INVOICE)
    buyer.says("能退钱吗？另外发票怎么开")
    assert buyer.heard == [("能退钱吗", "refund"), ("发票怎么开", "invoice")]
    assert buyer.memory.tried[-2:] == ("faq:可以退款吗", "faq:怎么开发票")


def test_a_question_and_a_wish_the_wish_asks_last() -> None:
    buyer = FaqDialogue()
    buyer.says("帮我查订单，另外能退钱吗")
    text = only(buyer).text
    assert text.index("7 天内可以退。") < text.index("把订单号发我就行")
    assert buyer.memory.waiting is not None
    assert buyer.labels[0] == "取消"
    buyer.says(f"{NUMBER} zhang@qq.com 密码：hunter2")
    assert f"订单 {NUMBER}" in buyer.bot


def test_an_order_with_all_that_proves_it_and_a_question_besides() -> None:
    buyer = FaqDialogue()
    buyer.says(f"订单号{NUMBER}，zhang@qq.com\n查询密码：hunter2!\n另外，能退钱吗？")
    (work,) = [one for one in buyer.work if isinstance(one, VerifyBuyer)]
    assert (work.number, work.evidence.contact) == (NUMBER, "zhang@qq.com")
    assert work.evidence.password is not None
    assert buyer.answers[0].redact
    assert "7 天内可以退。" in buyer.bot


def test_the_proof_alone_in_several_lines_is_one_matter() -> None:
    buyer = FaqDialogue()
    buyer.says(f"{NUMBER}\nzhang@qq.com\n密码：hunter2")
    assert f"订单 {NUMBER}" in buyer.bot
    assert not buyer.matcher.asked


def test_what_we_have_asked_and_a_question_in_one_message() -> None:
    buyer = FaqDialogue()
    buyer.says(f"查订单 {NUMBER}")
    buyer.says("zhang@qq.com。能退钱吗？")
    assert "7 天内可以退。" in buyer.bot
    assert buyer.memory.waiting is not None
    assert (buyer.memory.waiting.asked, buyer.memory.waiting.contact) == (Asked.PASSWORD, "zhang@qq.com")


def test_a_complaint_beside_a_question_gets_the_answer_and_a_person() -> None:
    buyer = FaqDialogue()
    buyer.says("能退钱吗？我已经忍了很久了，今天必须给我个说法")
    assert "7 天内可以退。" in buyer.bot
    assert buyer.ticket.reason == "complaint"
    assert buyer.labels == ["不用人工了"]


def test_an_urgent_matter_among_them_fetches_a_person() -> None:
    buyer = FaqDialogue()
    buyer.says("我的号被盗！另外能退钱吗？")
    assert "先改密码" in buyer.bot
    assert "7 天内可以退。" in buyer.bot
    assert buyer.ticket.reason == "faq-priority"


def test_a_story_that_is_understood_is_one_answer_at_one_look_up() -> None:
    story = "我昨天买的。付款了没收到卡密。等了好久。"
    buyer = FaqDialogue(None, replace(STEAM, question=story))
    buyer.says(story)
    assert buyer.bot == STEAM.answer
    assert [text for text, _ in buyer.matcher.asked] == [story]


def test_a_long_story_that_is_not_understood_as_a_whole_is_offered_what_it_may_be_about() -> None:
    buyer = FaqDialogue(None, 真的很着急="no-key steam")
    buyer.says("我昨天买的。付款了没收到卡密。真的很着急。")
    assert buyer.labels == ["付款了没收到卡密", "Steam 卡怎么兑换", "都不是，转人工"]
    assert [text for text, _ in buyer.matcher.asked[1:]] == ["我昨天买的", "付款了没收到卡密", "真的很着急"]
    buyer.presses("付款了没收到卡密")
    assert "马上看" in buyer.bot
    assert buyer.heard[-1] == ("我昨天买的。付款了没收到卡密。真的很着急。", "no-key")


def test_a_story_of_which_nothing_is_known_is_not_understood() -> None:
    buyer = FaqDialogue()
    buyer.says("我昨天买的。真的很着急。谁懂啊。")
    assert "没太看懂" in buyer.bot


def test_the_same_asked_twice_is_answered_as_a_whole() -> None:
    buyer = FaqDialogue(None, replace(STEAM, question="能退钱吗？可以退款吗？", phrasings=()))
    buyer.says("能退钱吗？可以退款吗？")
    assert "激活产品" in buyer.bot


def test_three_are_answered_and_no_message_costs_more_than_four_look_ups() -> None:
    buyer = FaqDialogue(None, INVOICE, HOURS)
    buyer.says("能退钱吗？发票怎么开？几点上班？steam充值卡怎么用？")
    assert [entry for _, entry in buyer.heard] == ["refund", "invoice", "hours"]
    buyer.matcher.asked.clear()
    buyer.says("这个呢？那个呢？哪一个呢？还有别的吗？为什么呢？")
    assert len({text for text, _ in buyer.matcher.asked}) == 4, "the matcher remembers what it has looked up"


def test_a_hello_before_a_question_and_thanks_after_it_are_no_wishes() -> None:
    buyer = FaqDialogue(None, replace(STEAM, question="哈啰有人在不？能退钱吗？", phrasings=()))
    buyer.says("哈啰有人在不？能退钱吗？")
    assert "激活产品" in buyer.bot, "the whole decides"


def test_in_a_group_the_answers_come_plainly_and_orders_stay_private() -> None:
    group = FaqDialogue(None, INVOICE, private=False)
    group.says("能退钱吗？另外发票怎么开")
    assert "7 天内可以退。" in group.bot
    assert "发邮件来要。" in group.bot
    assert not group.labels
    group.says("能退钱吗？还有帮我查订单")
    assert "私聊" in group.bot
    assert group.memory.waiting is None


def test_the_order_in_question_may_be_named_in_another_clause() -> None:
    mine = replace(INVOICE, answer="订单 {order_no} 的发票发到邮箱。")
    buyer = proven(FaqDialogue(None, mine))
    buyer.says(f"订单 {NUMBER}。发票怎么开？")
    assert f"订单 {NUMBER} 的发票发到邮箱。" in buyer.bot


def test_a_wish_with_a_picture_and_what_could_not_be_read() -> None:
    buyer = FaqDialogue(None, INVOICE)
    buyer.says("能退钱吗？另外发票怎么开", unread=["poll"])
    assert "投票" in buyer.bot
    assert "发邮件来要。" in buyer.bot


def test_soon_after_a_person_has_closed_sure_answers_still_come_from_the_bot() -> None:
    buyer = FaqDialogue(None, INVOICE)
    buyer.says("转人工")
    buyer.agent("/close")
    buyer.says("能退钱吗？另外发票怎么开")
    assert "发邮件来要。" in buyer.bot
    assert not buyer.ticket.open


@pytest.mark.parametrize("private", [True, False])
def test_a_password_among_questions_is_not_kept_even_if_no_order_is_named(private: bool) -> None:
    buyer = FaqDialogue(None, INVOICE, private=private)
    buyer.says("能退钱吗？发票怎么开？密码：hunter2")
    assert buyer.answers[-1].redact
    assert "hunter2" not in repr((buyer.memory, buyer.lessons, buyer.matcher.asked))


SAID = st.sampled_from(
    [
        *(
            "能退钱吗",
            "发票怎么开",
            "你们几点上班",
            "帮我查订单",
            "重发卡密",
            "语言换成英文",
            "气死我了，再也不买了",
            "蟹蟹",
        ),
        *("我的号被盗", "那个呢", "订单号", NUMBER, "zhang@qq.com", "密码：hunter2", "算了", "1", "hello"),
    ]
)
BETWEEN = st.sampled_from(["？", "。", "，", "\n", "，另外", " 还有", " and also ", "”", "“", " "])
MESSAGE = st.lists(st.tuples(SAID, BETWEEN).map("".join), min_size=1, max_size=8).map("".join)


@given(st.lists(MESSAGE, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_together_is_answered_once_and_passwords_are_kept_nowhere(messages: list[str]) -> None:
    buyer = FaqDialogue(None, INVOICE, HOURS, 那个呢="hours refund")
    for text in messages:
        in_charge = buyer.conversation.ticket is not None and buyer.conversation.ticket.open
        answered = len(buyer.answers)
        buyer.says(text)
        assert buyer.said or in_charge
        assert buyer.answers[answered].redact or in_charge or "密码：hunter2" not in text
        assert all(button.url or button.value for message in buyer.said for row in message.buttons for button in row)
    kept = repr((buyer.memory, [answer.lessons for answer in buyer.answers], buyer.work))
    assert "hunter2" not in kept
