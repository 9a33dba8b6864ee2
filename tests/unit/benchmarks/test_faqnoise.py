"""Disturbed questions stay the question they were, but for what the noise is named for."""

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.features import is_chinese
from faq.measuring.labelled import LabelledSet, Question

if TYPE_CHECKING:
    from benchmarks import faqnoise
else:
    faqnoise = pytest.importorskip("benchmarks.faqnoise", reason="pip install -e '.[peers]'", exc_type=ImportError)

ASKED = "付款了没收到卡密"


def set_of(count: int) -> LabelledSet:
    chinese = [Question(f"{ASKED}{number}", "no-key") for number in range(count)]
    english = [Question(f"where is my key {number}", "no-key") for number in range(9)]
    return LabelledSet("few", (), (*chinese, *english, Question("唱首歌", None)))


@given(text=st.text(min_size=4), seed=st.integers(0, 9))
def test_a_slip_loses_one_character_and_adds_none(text: str, seed: int) -> None:
    slipped = faqnoise.slips(text, Random(seed))
    assert len(slipped) == len(text) - 1
    assert not set(slipped) - set(text)


def test_what_is_very_short_has_no_slip() -> None:
    assert faqnoise.slips("卡呢", Random(1)) == "卡呢"


@pytest.mark.parametrize("text", [ASKED, "where is my key"])
def test_polite_words_go_around_the_question(text: str) -> None:
    wrapped = faqnoise.polite(text, Random(1))
    assert text in wrapped
    assert is_chinese(wrapped) == is_chinese(text)


def test_pinyin_is_what_one_types_without_choosing_characters() -> None:
    assert faqnoise.pinyin("steam怎么激活", Random(1)) == "steamzenmejihuo"
    assert is_chinese(faqnoise.half_pinyin(ASKED, Random(1)))
    assert any(map(str.isascii, faqnoise.half_pinyin(ASKED, Random(1))))


def test_traditional_characters() -> None:
    assert faqnoise.traditional()("卡密没到", Random(1)) == "卡密沒到"


def test_a_script_with_questions_enough_is_sampled_once_and_disturbed_in_every_way() -> None:
    found = faqnoise.disturbed(set_of(300))
    assert list(found) == [f"Chinese, {name}" for name in faqnoise.noises(True)]
    assert {len(questions) for questions in found.values()} == {faqnoise.SAMPLE}
    assert {one.matter for questions in found.values() for one in questions} == {"no-key"}
    plain = [one.text for one in found["Chinese, as asked"]]
    assert all(text.startswith(ASKED) for text in plain)
    assert all(text in wrapped.text for text, wrapped in zip(plain, found["Chinese, polite words"], strict=True))


def test_the_same_each_time_and_nothing_of_few_questions() -> None:
    assert faqnoise.disturbed(set_of(300)) == faqnoise.disturbed(set_of(300))
    assert faqnoise.disturbed(set_of(10)) == {}
