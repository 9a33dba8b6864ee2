"""What a model says must stand in the entries that it cites: links, numbers, prices, codes, and most of its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.grounded.facts import Facts, canonical, overlap
from faq.grounded.reply import is_grounded

REFUND = (
    "怎么退款\n未使用的卡密 7 天内可以退款，1～3 个工作日原路退回，满 100 元免手续费。"
    "在 https://shop.example.com/refund 申请，或写信到 help@shop.example.com，营业时间 9:00-23:00。Steam 卡也一样。"
)
REFUND_EN = (
    "How do refunds work?\nUnused keys can be refunded within 7 days. The money is back in one to three business days. "
    "Ask at https://shop.example.com/refund between 9:00 and 23:00. We keep $1.50 of it. Steam keys too."
)


@pytest.mark.parametrize(
    "answer",
    [
        "没用过的卡密 7 天内都可以退款哦。",
        "未使用的卡密七天内可以退款，三个工作日内原路退回。",
        "可以退款的：\n1. 在 https://shop.example.com/refund 申请\n2. 1～3 个工作日原路退回",
        "Steam 卡也可以退款，未使用就行。",
        "满100元免手续费，营业时间是9:00到23:00。",
        "写信到 help@shop.example.com 申请退款。",
        "沒用過的卡密 7 天內可以退款，原路退回 😊",
    ],
)
def test_what_the_entry_says_may_be_said(answer: str) -> None:
    assert is_grounded(answer, REFUND)


@pytest.mark.parametrize(
    "answer",
    [
        "未使用的卡密 30 天内可以退款。",
        "未使用的卡密三十天内可以退款。",
        "未使用的卡密 7 个月内可以退款。",
        "未使用的卡密可以退款，手续费 7 元。",
        "未使用的卡密半年内可以退款。",
        "未使用的卡密可以退款，在 https://shop.example.com.evil.io/refund 申请。",
        "未使用的卡密可以退款，在 shop.example.co 申请。",
        "未使用的卡密可以退款，在 https://shop.example.com/refund?to=evil 申请。",
        "未使用的卡密可以退款，写信到 help@shop.example.com.cn。",
        "未使用的卡密可以退款，加微信 kamikefu。",
        "未使用的卡密可以退款，加 QQ 12345678。",
        "未使用的卡密可以退款，联系 @kami_support。",
        "未使用的卡密可以退款，联系 t.me/kami。",
        "未使用的卡密可以退款，卡密是 ABCD-1234-EFGH。",
        "未使用的卡密可以退款，Xbox 卡也一样。",
        "未使用的卡密可以退款 {order_no}。",
        "未使用的卡密可以退款\u202e。",
        "今天天气很好，我们去爬山吧，晚上一起吃火锅。",
        "哈哈哈哈",
        "１２３４５６",
    ],
)
def test_what_it_does_not_say_may_not(answer: str) -> None:
    assert not is_grounded(answer, REFUND)


@pytest.mark.parametrize(
    "answer",
    [
        "Unused keys can be refunded within seven days.",
        "Yes: unused Steam keys can be refunded within 7 days, and the money is back in three business days.",
        "Ask for your refund at https://shop.example.com/refund between 9:00 and 23:00. We keep $1.50.",
    ],
)
def test_in_english(answer: str) -> None:
    assert is_grounded(answer, REFUND_EN)


@pytest.mark.parametrize(
    "answer",
    [
        "Unused keys can be refunded within thirty days.",
        "Unused keys can be refunded within 7 weeks.",
        "Unused keys can be refunded, we keep $7.",
        "Unused keys can be refunded at evil.example.com.",
        "Unused keys can be refunded, use code REFUNDNOW.",
        "Unused keys can be refunded with the code promo7.",
        "Unused keys can be refunded by the agent kami_refunds.",
        "Unused keys can be refunded, write to @refundbot.",
        "Roses are red, violets are blue, poems come for free with every purchase made by you.",
    ],
)
def test_not_in_english_either(answer: str) -> None:
    assert not is_grounded(answer, REFUND_EN)


@given(st.text(max_size=200))
def test_every_text_is_grounded_in_itself_as_far_as_facts_go(text: str) -> None:
    facts = Facts.of(text)
    assert facts.stand_in(facts) or not facts.whole


@given(st.text(max_size=100), st.integers(10**5, 10**18))
def test_no_new_number_gets_through(text: str, number: int) -> None:
    source = text.replace(str(number), "")
    if str(number) not in Facts.of(source).numbers:
        assert not Facts.of(f"{source} {number} ").stand_in(Facts.of(source))


@given(st.text(max_size=300), st.text(max_size=300))
def test_overlap_is_a_share(answer: str, source: str) -> None:
    assert 0 <= overlap(answer, source) <= 1


def test_numbers_are_alike_however_they_are_written() -> None:
    assert [canonical(one) for one in ("1,000.50", "007", "1.0", "0", "3,5")] == ["1000.5", "7", "1", "0", "3.5"]
