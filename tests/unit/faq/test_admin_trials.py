"""Two answers of one entry: who got which helps to decide, when enough have told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.admin.trials import ENOUGH, Arm, gain, verdict
from tests.unit.faq.adminroom import AdminRoom
from tests.unit.faq.samples import ALL, REFUND

_ROUNDING = 1e-9
OTHER = "点下面的按钮，马上退。"


@pytest.fixture
def room() -> AdminRoom:
    return AdminRoom([replace(REFUND, trial=OTHER), *ALL[1:]])


def test_an_answer_is_tried_when_it_is_saved() -> None:
    room = AdminRoom(ALL)
    assert room.says("/faq try refund").endswith(f"/faq try refund zh\n{REFUND.answer}")
    assert "没有在试" in room.says("/faq result refund")
    assert OTHER in room.says(f"/faq try refund\n{OTHER}")
    room.presses("保存")
    entry = room.entry("refund")
    assert entry is not None
    assert (entry.answer, entry.trial) == (REFUND.answer, OTHER)
    assert "没有编号" in room.says("/faq try xyz 好")


def test_few_votes_tell_nothing(room: AdminRoom) -> None:
    room.asked("能退钱吗", times=30, entry="refund")
    room.voted("refund", helped=19, unhelped=0)
    room.voted("refund", helped=0, unhelped=40, trial=True)
    text = room.says("/faq result refund")
    assert "A · 30 人看过，19 人评价，19 人说有用：100%（实际大约 83%–100%）" in text
    assert "评价太少" in text


def test_a_clear_difference_is_told_with_its_span_and_decided_by_a_button(room: AdminRoom) -> None:
    room.voted("refund", helped=30, unhelped=30)
    room.voted("refund", helped=55, unhelped=5, trial=True)
    assert "B 更好：有用的比例高 +" in room.says("/faq result refund")
    room.presses("改用 B")
    assert f"改成:\n{OTHER}" in room.last.text
    room.presses("保存")
    entry = room.entry("refund")
    assert entry is not None
    assert (entry.answer, entry.trial) == (OTHER, "")


def test_the_other_way_round_the_old_answer_stays(room: AdminRoom) -> None:
    room.voted("refund", helped=55, unhelped=5)
    room.voted("refund", helped=30, unhelped=30, trial=True)
    assert "A 更好" in room.says("/faq result refund")
    room.presses("留 A")
    room.presses("保存")
    assert room.entry("refund") == REFUND


def test_what_was_voted_before_these_answers_does_not_count(room: AdminRoom) -> None:
    room.voted("refund", helped=55, unhelped=5, trial=True)
    room.later(timedelta(minutes=1))
    room.says("/faq try refund 又一个答案")
    room.presses("保存")
    room.later(timedelta(minutes=1))
    assert "还没人评价" in room.says("/faq result refund")


def test_votes_on_the_answer_in_another_language_are_not_mixed_in(room: AdminRoom) -> None:
    room.voted("refund", helped=30, unhelped=30)
    room.voted("refund", helped=55, unhelped=5, trial=True)
    alone = room.says("/faq result refund")
    room.voted("refund", helped=300, unhelped=0, language="en")
    assert room.says("/faq result refund") == alone
    assert "· 中文，从" in alone


def test_who_reads_chinese_because_there_is_nothing_else_counts_with_it() -> None:
    room = AdminRoom([replace(REFUND, trial=OTHER)])
    room.voted("refund", helped=1, unhelped=0, language="zh-Hant")
    assert "1 人评价，1 人说有用" in room.says("/faq result refund")


def test_a_trial_in_another_language_is_told_beside_it_and_opened_at_a_tap() -> None:
    english = replace(REFUND, language="en", question="How do I get a refund?", answer="Press it.", trial="Press here.")
    room = AdminRoom([replace(REFUND, trial=OTHER), english])
    room.voted("refund", helped=2, unhelped=1, language="en")
    room.voted("refund", helped=3, unhelped=0, language="en", trial=True)
    assert "英文也在比较：A 3 人评价、2 人说有用，B 3 人评价、3 人说有用" in room.says("/faq result refund")
    told = room.presses("英文")
    assert "Press here." in told
    assert "中文也在比较：A 0 人评价" in told


def test_keep_wants_to_know_which(room: AdminRoom) -> None:
    assert "留哪个" in room.says("/faq keep refund")
    assert "没有在试" in room.says("/faq keep stolen a")


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_true_share_lies_within_and_more_votes_narrow_it(helped: int, unhelped: int) -> None:
    arm = Arm(0, helped, helped + unhelped)
    low, high = arm.likely
    assert 0 <= low <= arm.share + _ROUNDING
    assert arm.share <= high + _ROUNDING <= 1 + _ROUNDING or arm.votes == 0
    many = Arm(0, helped * 10, (helped + unhelped) * 10).likely
    assert many[1] - many[0] <= high - low + _ROUNDING


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_a_verdict_is_fair_to_both(a: int, b: int, c: int, d: int) -> None:
    old, new = Arm(0, a, a + b), Arm(0, c, c + d)
    turned = {"faq-trial-a": "faq-trial-b", "faq-trial-b": "faq-trial-a"}
    assert verdict(new, old) == turned.get(verdict(old, new), verdict(old, new))
    low, high = gain(old, new)
    assert low - _ROUNDING <= new.share - old.share <= high + _ROUNDING
    if verdict(old, new) == "faq-trial-b":
        assert new.share > old.share
        assert min(old.votes, new.votes) >= ENOUGH


def test_the_span_is_that_of_the_textbook() -> None:
    """Newcombe 1998, method 10: 56 of 70 against 48 of 80."""
    low, high = gain(Arm(0, 48, 80), Arm(0, 56, 70))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
