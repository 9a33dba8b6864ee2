"""Answers with variables, links and pictures; for whom and when; in every buyer's language."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channel import Capabilities, Level
from core.fitting import fit
from core.messages import Button, Media, MediaKind, MediaRef
from faq.entries import Entry, Link, Scope
from faq.skill_text import ORDER_NO, with_order
from tests.unit.core.dialogue import ROOM, proven
from tests.unit.core.fakeshop import NOON, NUMBER, OTHER
from tests.unit.faq.dialogue import FaqDialogue
from tests.unit.faq.samples import REFUND, REFUND_EN, STEAM, STEAM_EN

ASKED = "steam充值卡怎么用"
PICTURE = Media(MediaKind.IMAGE, MediaRef("p1"), ROOM, "how.png", "image/png", 100)


def about(answer: str) -> Entry:
    return replace(STEAM, answer=answer)


def test_the_last_proven_order_is_the_one_in_question() -> None:
    buyer = proven(proven(FaqDialogue(None, about("订单 {order_no} 在处理。"))), OTHER)
    buyer.says(ASKED)
    assert buyer.bot == f"订单 {OTHER} 在处理。"


def test_without_an_order_nothing_is_said_of_one() -> None:
    buyer = FaqDialogue(None, about("订单 {order_no} 在处理。一般 5 分钟。\n你的单号：{order_no}\n急的话找人工。"))
    buyer.says(ASKED)
    assert buyer.bot == "一般 5 分钟。\n急的话找人工。"


def test_no_order_is_named_in_a_group() -> None:
    group = proven(FaqDialogue(None, about("订单 {order_no} 在处理。一般 5 分钟。")))
    group.private = False
    group.says(ASKED)
    assert group.bot == "一般 5 分钟。"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Your order {order_no} is v1.2 of it. Wait a bit.", "Wait a bit."),
        ("¿Es {order_no}? Espera.", "Espera."),
        ("a\n\n{order_no}\n\nb", "a\n\nb"),
        ("订单 {order_no} 在处理", "订单 在处理"),
    ],
)
def test_sentences_of_an_order_are_left_out_without_one(answer: str, told: str) -> None:
    assert with_order(answer, "") == told


@given(
    st.lists(st.sampled_from(["一句。", "Two. ", ORDER_NO, "\n", "为什么？", "x", " "])).map("".join),
    st.sampled_from(["", "KD1"]),
)
def test_the_variable_is_never_shown_and_nothing_else_is_lost(answer: str, number: str) -> None:
    told = with_order(answer, number)
    assert ORDER_NO not in told
    if ORDER_NO not in answer and not number:
        assert told.split() == answer.split()


def test_a_link_is_a_button_above_the_others_and_no_choice() -> None:
    buyer = FaqDialogue(None, replace(STEAM, links=(Link("兑换页", "https://store.example/redeem"),)))
    buyer.says(ASKED)
    assert buyer.said[-1].buttons[0] == (Button("兑换页", url="https://store.example/redeem"),)
    buyer.says("1")
    assert "太好了" in buyer.bot, "the first choice is the first that can be picked"


def test_where_no_button_opens_a_page_the_address_is_told() -> None:
    buyer = FaqDialogue(None, replace(STEAM, links=(Link("兑换页", "https://store.example/redeem"),)))
    buyer.says(ASKED)
    (plain,) = fit(buyer.said[-1], Capabilities())
    assert plain.text.split("\n\n") == [
        STEAM.answer,
        "兑换页：https://store.example/redeem",
        "1. 解决了 👍\n2. 没解决？转人工",
    ]
    (tapped,) = fit(buyer.said[-1], Capabilities(buttons=Level.FULL, button_limit=8))
    assert tapped.text.endswith("兑换页：https://store.example/redeem")
    assert [button.label for row in tapped.buttons for button in row] == ["解决了 👍", "没解决？转人工"]


def test_what_is_no_page_of_the_web_is_no_button() -> None:
    buyer = FaqDialogue(None, replace(STEAM, links=(Link("点我", "javascript:alert(1)"),)))
    buyer.says(ASKED)
    assert not any(button.url for row in buyer.said[-1].buttons for button in row)


def test_pictures_go_with_the_answer() -> None:
    buyer = FaqDialogue(None, replace(STEAM, pictures=(PICTURE,)))
    buyer.says(ASKED)
    assert buyer.said[-1].media == (PICTURE,)


# ------------------------------------------------------------------ for whom, and when


def test_an_entry_for_another_channel_does_not_answer() -> None:
    buyer = FaqDialogue(None, replace(STEAM, scope=Scope(channels=("telegram",)), phrasings=("怎么兑换呀",)))
    buyer.says("怎么兑换呀")
    assert STEAM.answer not in buyer.bot


def test_an_entry_answers_in_its_window() -> None:
    sale = replace(STEAM, answer="双十一慢一点。", scope=Scope(until=NOON + timedelta(days=1)), phrasings=("多久发货",))
    buyer = FaqDialogue(None, sale)
    buyer.says("多久发货")
    assert "双十一" in buyer.bot
    buyer.now += timedelta(days=2)
    buyer.says("多久发货")
    assert "双十一" not in buyer.bot


def test_what_was_bought_decides_among_answers() -> None:
    mine = replace(
        STEAM, id="a", answer="在游戏里兑换。", scope=Scope(products=("Steam 钱包 100",)), phrasings=("咋兑换",)
    )
    other = replace(STEAM, id="b", answer="在商城兑换。", scope=Scope(products=("别的",)), phrasings=("咋兑换",))
    buyer = proven(FaqDialogue(None, other, mine))
    order = buyer.memory.proven[-1]
    buyer.conversation = replace(
        buyer.conversation, memory=replace(buyer.memory, proven=(replace(order, products=("Steam 钱包 100",)),))
    )
    buyer.says("咋兑换")
    assert buyer.bot == "在游戏里兑换。"
    assert buyer.matcher.asked[-1][1].product == "Steam 钱包 100"


def test_of_an_order_that_is_not_his_nothing_is_known() -> None:
    buyer = proven(FaqDialogue())
    buyer.says("能退钱吗？另外steam充值卡怎么用")
    assert NUMBER not in repr(buyer.matcher.asked)


# ------------------------------------------------------------------ languages


HANT = replace(REFUND, language="zh-Hant", question="可以退款嗎", phrasings=(), answer="{refund_days} 天內可以退。")
ES = replace(REFUND_EN, language="es", question="¿Puedo pedir un reembolso?", phrasings=("reembolso",), answer="Sí.")


@pytest.mark.parametrize(
    ("language", "questions"),
    [
        ("zh-Hant", ["可以退款嗎"]),
        ("es", ["¿Puedo pedir un reembolso?"]),
        ("en", ["Can I get a refund?"]),
    ],
)
def test_a_list_is_in_the_buyers_language(language: str, questions: list[str]) -> None:
    buyer = FaqDialogue(language, HANT, ES)
    buyer.conversation = replace(
        buyer.conversation, memory=replace(buyer.memory, language=language, chosen_language=True)
    )
    buyer.presses_value("faqs:refund")
    assert buyer.labels == questions


@pytest.mark.parametrize(("language", "question"), [("zh-Hant", STEAM.question), ("es", STEAM_EN.question)])
def test_what_a_language_lacks_is_shown_in_the_nearest(language: str, question: str) -> None:
    buyer = FaqDialogue(language, HANT, ES)
    buyer.conversation = replace(
        buyer.conversation, memory=replace(buyer.memory, language=language, chosen_language=True)
    )
    buyer.presses_value("faqs:redeem")
    assert buyer.labels == [question]
    buyer.says("1")
    assert buyer.said
