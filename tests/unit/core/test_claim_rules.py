"""What is asked by product, how long a key is good, and which words say that one does not work."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.claimrules import KNOWN, ClaimRules
from core.claimwishes import has_none, speaks_of_bad_keys, wants_claim
from tests.unit.core.fakeshop import NOON

RULES = ClaimRules(
    evidence={"*": KNOWN, "Steam*": ("error",), "steam 50*": ("screenshot",), "会员*": ()},
    warranty={"Steam*": timedelta(days=7), "会员*": timedelta(0)},
)


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("Steam 100 元",), ("error",)),
        (("ＳＴＥＡＭ 50 元充值卡",), ("screenshot",)),
        (("充值卡", "steam-100"), ("error",)),
        (("会员月卡",), ()),
        (("别的",), KNOWN),
        ((), KNOWN),
    ],
)
def test_the_longest_pattern_that_fits_counts(names: tuple[str, ...], asked: tuple[str, ...]) -> None:
    assert RULES.checklist(*names) == asked


def test_the_warranty_runs_from_delivery_where_there_is_one() -> None:
    assert RULES.until(NOON, "Steam 50") == NOON + timedelta(days=7)
    assert RULES.until(NOON, "会员月卡") is None
    assert RULES.until(NOON, "别的") is None
    assert RULES.until(None, "Steam 50") is None
    assert ClaimRules().until(NOON, "别的") == NOON + timedelta(days=30)


@pytest.mark.parametrize(
    "words",
    [
        "卡密用不了",
        "卡密用不了啊",
        "我的激活码不能用",
        "cdk无效",
        "这个码是错的",
        "卡密提示已使用",
        "无效的卡密",
        "卡密有问题",
        "The key doesn't work",
        "my code is invalid",
        "key not working",
        "la clave no funciona",
        "el código ya está usado",
    ],
)
def test_a_complaint_of_a_key_is_one(words: str) -> None:
    assert wants_claim(words)


@pytest.mark.parametrize(
    "words",
    [
        "卡密无效怎么办",
        "卡密怎么用",
        "没收到卡密",
        "再发卡密",
        "这个卡密能用多久",
        "银行卡用不了怎么付款",
        "how do I use my key",
        "",
        "网站用不了",
        "优惠券无效",
    ],
)
def test_questions_and_other_matters_are_none(words: str) -> None:
    assert not wants_claim(words)


def test_beside_other_words() -> None:
    assert speaks_of_bad_keys("KD20251122000017 这单卡密用不了，帮我看看")
    assert not speaks_of_bad_keys("KD20251122000017 没收到卡密")


@pytest.mark.parametrize(
    "words", ["没有", "没有截图", "没截图", "不知道", "跳过", "skip", "No", "no sé", "I don't know"]
)
def test_who_has_no_answer_may_say_so(words: str) -> None:
    assert has_none(words)


@pytest.mark.parametrize("words", ["没有提示，就是打不开", "不知道为什么提示已使用", "土耳其", "no stock error 43"])
def test_an_answer_that_begins_like_that_is_one(words: str) -> None:
    assert not has_none(words)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(wants_claim(text) or speaks_of_bad_keys(text) or has_none(text), bool)
