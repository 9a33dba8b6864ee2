import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.pinyin import pinyin


@pytest.mark.parametrize("typed", ["kami wuxiao", "zenme tuikuan", "steam ka zenme yong", "wo yao tuikuan"])
def test_typed_pinyin_is_seen(typed: str) -> None:
    assert pinyin().typed(typed)


@pytest.mark.parametrize(
    "typed", ["how do i get a refund", "where is my key", "steam", "he", "", "卡密没到", "quiero mi dinero"]
)
def test_other_languages_are_not_taken_for_pinyin(typed: str) -> None:
    assert pinyin().typed(typed) == ()


def test_a_word_is_cut_into_as_few_syllables_as_can_be() -> None:
    assert len(pinyin().typed("tuikuan")) == 2


def test_what_southern_keyboards_mix_up_is_one_sound() -> None:
    assert pinyin().typed("shenme shihou") == pinyin().typed("senme sihou")
    assert pinyin().typed("dingdan") == pinyin().typed("dindan")


def test_what_is_not_pinyin_stays() -> None:
    assert pinyin().untyped("steam ka zenme yong") == "steam"


def test_chinese_is_spelt_out() -> None:
    assert pinyin().spelt("steam 卡密") == "steamkami"


@settings(deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz ", max_size=200))
def test_no_letters_are_too_odd(text: str) -> None:
    assert all(sound > 0 for sound in pinyin().typed(text))
