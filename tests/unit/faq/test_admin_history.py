"""What an admin is told before he saves, and how everything is taken back."""

import pytest

from tests.unit.faq.adminroom import AdminRoom
from tests.unit.faq.samples import ALL, REFUND


@pytest.fixture
def room() -> AdminRoom:
    return AdminRoom(ALL)


# ------------------------------------------------------------------ warnings


def test_wordings_that_another_entry_answers_are_told_and_it_is_offered_instead(room: AdminRoom) -> None:
    text = room.says("/faq add\n问题: 能退钱吗\n说法: 不想要了可以退吗\n答案: 能")
    assert "2 句说法现在由「可以退款吗」(refund) 回答：能退钱吗 / 不想要了可以退吗" in text
    assert "不用再建" in text
    assert room.labels[-1] == "👀 看这条"
    room.says("/faq add\n问题: 不要了退不退\n说法: 能退钱吗\n答案: 能")
    assert "很像" in room.last.text
    room.presses("只加进")
    entry = room.entry("refund")
    assert entry is not None
    assert "不要了退不退" in entry.phrasings


def test_last_months_questions_tell_what_a_change_gains_and_takes(room: AdminRoom) -> None:
    room.asked("退款的规则", times=14, entry="refund")
    room.asked("支持花呗吗", times=3)
    text = room.says("/faq add\n问题: 退款的规则\n说法: 支持花呗吗\n答案: 看公告")
    assert "最近 30 天的 17 个真实问题" in text
    assert "新答上 3 个：支持花呗吗" in text
    assert "从「可以退款吗」(refund) 抢走 14 个：退款的规则" in text
    assert "抢走" not in room.says("/faq edit steam 答案: 换一种说法")
    assert "没有变化" in room.last.text


def test_what_a_removal_leaves_unanswered_is_told(room: AdminRoom) -> None:
    room.asked("有人动了我的账户", times=5, entry="stolen")
    assert "不再回答 5 个：有人动了我的账户" in room.says("/faq remove stolen")
    assert "删除了" in room.presses("确认删除")
    assert room.entry("stolen") is None
    assert "恢复" in room.presses("撤销")
    assert room.entry("stolen") is not None


# ------------------------------------------------------------------ switching, history, undo


def test_a_matter_is_switched_off_and_on_in_all_its_languages(room: AdminRoom) -> None:
    assert "中文、英文" in room.says("/faq off refund")
    assert room.matcher.find("refund") is None
    assert "⏸" in room.says("/faq show refund")
    room.presses("启用")
    assert room.matcher.find("refund") is not None
    assert "英文" in room.says("/faq off refund en")
    zh = room.entry("refund")
    assert zh is not None
    assert zh.enabled


def test_one_edit_is_undone_by_its_number_and_that_again(room: AdminRoom) -> None:
    room.says("/faq edit refund 答案: 新的")
    room.presses("保存")
    assert "#7" in room.says("/faq history")
    assert "恢复" in room.presses("撤销 #7")
    assert room.entry("refund") == REFUND
    room.presses("又改回来")
    entry = room.entry("refund")
    assert entry is not None
    assert entry.answer == "新的"


def test_an_edit_below_a_later_one_is_not_undone(room: AdminRoom) -> None:
    for answer in ("一", "二"):
        room.says(f"/faq edit refund 答案: {answer}")
        room.presses("保存")
    assert "以后这条又改过" in room.says("/faq undo 7")
    assert "没有第 99 次" in room.says("/faq undo 99")
    assert "撤销哪一次" in room.says("/faq undo")
    entry = room.entry("refund")
    assert entry is not None
    assert entry.answer == "二"


def test_the_history_tells_who_did_what(room: AdminRoom) -> None:
    room.says("/faq edit refund\n+ 退钱\n答案: 新的")
    room.presses("保存")
    line = next(one for one in room.says("/faq history").splitlines() if one.startswith("#7"))
    assert line == "#7 11-22 20:00 Lin (7) · 可以退款吗 (refund zh) · 说法、答案"
    assert "店主" in room.last.text
    assert room.labels == ["↩️ 撤销 #7"], "what the owner gave is not undone by a slip of the thumb"
