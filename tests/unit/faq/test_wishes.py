"""Where a message is cut, and where not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ordernumbers import DEFAULT_SHAPES, OrderNumbers
from faq.wishes import clauses, without


def cut(text: str) -> list[str]:
    return [clause.text for clause in clauses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("怎么退款？另外多久到账", ["怎么退款", "多久到账"]),
        ("你好！在吗？怎么退款？多久到账？谢谢！", ["怎么退款", "多久到账"]),
        ("付了钱没收到卡密。能退款吗", ["付了钱没收到卡密", "能退款吗"]),
        ("怎么退款还有怎么开发票", ["怎么退款", "怎么开发票"]),
        ("顺便问下发票怎么开，还想问怎么退款", ["发票怎么开", "怎么退款"]),
        ("请问，怎么退款，多久到账", ["怎么退款", "多久到账"]),
        ("查订单\n退款", ["查订单", "退款"]),
        ("能退嗎？對了，序號在哪", ["能退嗎", "序號在哪"]),
        ("怎麼退款還有序號在哪", ["怎麼退款", "序號在哪"]),
        ("how do i get a refund and how long does it take?", ["how do i get a refund", "how long does it take"]),
        ("where is my order? also, do you have discounts", ["where is my order", "do you have discounts"]),
        ("resend my key please, and also how do refunds work", ["resend my key please", "how do refunds work"]),
        ("Is it refundable? Another thing: which regions", ["Is it refundable", "which regions"]),
        ("¿cómo canjeo el código? y además ¿cuánto tarda?", ["cómo canjeo el código", "cuánto tarda"]),
        ("quiero un reembolso y cuánto tarda", ["quiero un reembolso", "cuánto tarda"]),
    ],
)
def test_wishes_are_parted(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "付了钱怎么还不发货啊",
        "付了钱，还没发货",
        "我昨天买的，付了钱，一直没发货，怎么办",
        "订单一直处理中。都两小时了还没发货。",
        "卡密还有效吗",
        "你好，怎么退款？",
        "怎么退款？谢谢",
        "要等1~3天吗",
        "how do I use ps plus codes",
        "I paid an hour ago. Still no key. Waiting here.",
        "hi, how do refunds work? thanks",
        "“怎么退款？多久”是什么意思",
        '"sold out. try again?" it says',
        "",
        "？？？",
        "a，b，c",
    ],
)
def test_one_wish_is_left_whole(text: str) -> None:
    assert cut(text) == []


def test_a_link_is_not_cut_though_it_holds_a_question_mark() -> None:
    asked, more = cut("看 https://a.com/x?b=1;c~d 这个怎么付？另外要等多久")
    assert (asked, more) == ("看 https://a.com/x?b=1;c~d 这个怎么付", "要等多久")


def test_what_is_answered_is_taken_out_and_the_rest_stays_as_it_was_typed() -> None:
    text = "订单KD20251120000017，密码：a?b。能退款吗？谢谢"
    refund = next(clause for clause in clauses(text) if clause.text == "能退款吗")
    assert without(text, [refund]) == "订单KD20251120000017，密码：a?b\n谢谢"


NUMBERS = st.one_of(
    [st.from_regex(shape, fullmatch=True, alphabet=st.characters(codec="ascii")) for shape in DEFAULT_SHAPES]
)
WORDS = st.lists(
    st.sampled_from(
        ["怎么退款", "？", "。", "，", " ", "\n", "还有", "另外", "how long", "and also", "y", ".", "“", "”", "好"]
    )
).map("".join)


@given(WORDS, NUMBERS, WORDS)
def test_an_order_number_is_never_cut(before: str, number: str, after: str) -> None:
    text = f"{before} {number} {after}"
    found = clauses(text)
    start = text.index(number)
    end = start + len(number)
    assert all(
        clause.end <= start or clause.start >= end or clause.start <= start < end <= clause.end for clause in found
    )
    if found and OrderNumbers().find(f"order {number}"):
        assert sum(number in text[clause.start : clause.end] for clause in found) == 1


@given(st.one_of(st.text(max_size=300), WORDS))
def test_clauses_stand_in_the_message_in_order_and_are_several_or_none(text: str) -> None:
    found = clauses(text)
    assert len(found) != 1
    assert all(clause.text in text[clause.start : clause.end] for clause in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert without(text, found) is not None
