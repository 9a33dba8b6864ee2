"""What admins do with the FAQ in their room, as a talk with its keeper."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from core.messages import Media, MediaKind, MediaRef
from faq.admin.voice import Voice
from faq.admin.why import explained
from faq.entries import Entry
from faq.matcher import FuzzyMatcher
from tests.unit.faq.adminroom import LIN, NOON, ROOM, THREAD, WANG, WORDS, AdminRoom
from tests.unit.faq.samples import ALL, REFUND

PICTURE = Media(MediaKind.IMAGE, MediaRef("shot"), ROOM, "shot.png", "image/png", 9)
HOURS = "add\n问题: 你们几点上班\n说法:\n营业时间\n客服在吗几点\n答案:\n早上九点到晚上十一点。"


@pytest.fixture
def room() -> AdminRoom:
    return AdminRoom(ALL)


# ------------------------------------------------------------------ looking


def test_the_overview_counts_and_leads_on(room: AdminRoom) -> None:
    assert "常见问题 4 个" in room.says("/faq")
    assert "英文 2" in room.last.text
    assert "退款售后 1" in room.labels
    assert "共" not in room.presses("退款售后")
    assert room.labels[0] == "可以退款吗"
    assert "3 天" not in room.presses("可以退款吗")
    assert "{refund_days} 天内可以退。" in room.last.text


def test_what_is_looked_for_is_found_by_its_words_and_by_its_meaning(room: AdminRoom) -> None:
    assert "找到" in room.says("/faq 激活产品")
    assert room.labels == ["Steam 卡怎么兑换"]
    room.says("/faq 能不能退钱啊")
    assert room.labels[0] == "可以退款吗"
    assert "没有和" in AdminRoom([]).says("/faq 火星")
    assert room.says("/faq refund") == room.says("/faq show refund"), "an id is shown at once"


def test_an_entry_that_does_not_exist_is_guessed_at(room: AdminRoom) -> None:
    assert "没有编号" in room.says("/faq show refnd")
    assert room.labels == ["可以退款吗"]
    assert "没有编号" in room.says("/faq edit xyz")
    assert "没有编号" in room.says("/faq off xyz")
    assert "哪一条" in room.says("/faq show")


def test_why_tells_what_was_weighed(room: AdminRoom) -> None:
    assert "🟢 直接回答：和一句说法一字不差" in room.says("/faq why 能退钱吗")
    assert "👉 1. 「可以退款吗」(refund)" in room.last.text
    assert room.labels[0] == "👀 1"
    assert "refund" in room.presses("👀 1")
    assert "沾边" in AdminRoom([]).says("/faq why xyzzy")
    assert "买家会怎么问" in room.says("/faq why")


@pytest.mark.parametrize(
    ("asked", "likeness"),
    [
        ("能退钱吧", "只差一两个字"),
        ("neng tui qian ma", "拼音，读作它的说法「能退钱吗」"),
        ("能腿钱马", "读音和它的说法「能退钱吗」一样"),
        ("我买错了能退一下钱给我吗", "像它的说法"),
    ],
)
def test_why_tells_in_which_way_a_phrasing_is_like_the_question(room: AdminRoom, asked: str, likeness: str) -> None:
    assert likeness in room.says(f"/faq why {asked}")


def test_why_tells_the_levels_and_whether_they_are_the_shops_own(room: AdminRoom) -> None:
    held = room.matcher.explain("").calibration
    assert f"把握到 {held.answer_at:.0%} 才直接回答，到 {held.suggest_at:.0%} 才给选项" in room.says(
        "/faq why 能退钱吗"
    )
    assert "自带的线" in room.last.text
    learnt = FuzzyMatcher(ALL, calibration=replace(held, learnt_on=593))
    voice = Voice(WORDS, "zh", ZoneInfo("UTC"))
    assert "593 个问题" in explained(voice, "能退钱吗", learnt.explain("能退钱吗")).text


@pytest.mark.parametrize(("shift", "told"), [(0.5, "放宽了一点"), (0.1, "和平常差不多"), (-0.9, "更谨慎")])
def test_why_tells_what_the_questions_of_late_have_changed(shift: float, told: str) -> None:
    held = replace(FuzzyMatcher(ALL).explain("").calibration, learnt_on=593, heeded=400, shift=shift)
    found = FuzzyMatcher(ALL, calibration=held).explain("能退钱吗")
    text = explained(Voice(WORDS, "zh", ZoneInfo("UTC")), "能退钱吗", found).text
    assert "400 个问题" in text
    assert told in text
    assert told not in explained(Voice(WORDS, "zh", ZoneInfo("UTC")), "能退钱吗", FuzzyMatcher(ALL).explain("退")).text


def test_what_was_not_answered_can_be_taught_at_once(room: AdminRoom) -> None:
    assert "/faq edit refund zh + 钱能退给我不" in room.says("/faq why 钱能退给我不")
    room.says(room.last.text.rpartition("\n")[2])
    room.presses("保存")
    assert "一字不差" in room.says("/faq why 钱能退给我不")
    assert "/faq add" in room.says("/faq why xyzzy")


# ------------------------------------------------------------------ adding and changing


def test_nothing_counts_before_it_is_saved(room: AdminRoom) -> None:
    assert "预览" in room.says(HOURS)
    assert room.entry("ji-dian-shang-ban") is None
    assert "马上生效" in room.presses("保存")
    saved = room.entry("ji-dian-shang-ban")
    assert saved is not None
    assert saved.phrasings == ("营业时间", "客服在吗几点")
    assert room.matcher.match("营业时间") != room.matcher.match("火星")
    assert "Lin (7)" in room.says("/faq history ji-dian-shang-ban")


def test_saving_twice_or_after_a_crash_is_saving_once(room: AdminRoom) -> None:
    room.says(HOURS)
    preview = room.last
    room.presses("保存")
    room.again()
    assert room.says("/faq history").count("ji-dian-shang-ban") == 1
    assert "已经保存过了" in room.presses("保存", on=preview)


def test_a_draft_made_twice_is_one_draft(room: AdminRoom) -> None:
    room.says(HOURS)
    first = room.last
    room.again()
    assert first.buttons == room.last.buttons


def test_a_draft_is_dropped_or_forgotten_after_a_day(room: AdminRoom) -> None:
    room.says(HOURS)
    preview = room.last
    assert "没有保存" in room.presses("不要")
    assert "不在了" in room.presses("保存", on=preview)
    room.says(HOURS)
    room.later(timedelta(days=1))
    assert "不在了" in room.presses("保存")
    assert room.entry("ji-dian-shang-ban") is None


def test_nobody_saves_what_somebody_else_has_drafted(room: AdminRoom) -> None:
    room.says(HOURS, by=LIN)
    assert "草稿是 Lin (7)" in room.presses("保存", by=WANG)
    assert room.entry("ji-dian-shang-ban") is None


def test_who_was_overtaken_is_told_and_changes_nothing(room: AdminRoom) -> None:
    room.says("/faq edit refund 答案: 林的")
    mine = room.last
    room.says("/faq edit refund 答案: 王的", by=WANG)
    room.presses("保存", by=WANG)
    assert "被别人动过" in room.presses("保存", on=mine)
    entry = room.entry("refund")
    assert entry is not None
    assert entry.answer == "王的"


def test_only_what_is_told_changes(room: AdminRoom) -> None:
    text = room.says("/faq edit refund\n+ 退货行不行\n- 退款规则\n结束: 2026-12-31")
    assert "+ 退货行不行" in text
    assert "− 退款规则" in text
    assert "结束: 无 → 2026-12-31" in text
    room.presses("保存")
    after = room.entry("refund")
    assert after is not None
    assert after.phrasings == ("能退钱吗", "不想要了可以退吗", "退货行不行")
    assert after.answer == REFUND.answer
    assert str(after.scope.until) == "2027-01-01 00:00:00+08:00"


def test_an_entry_comes_as_a_form_that_changes_nothing_when_sent_back(room: AdminRoom) -> None:
    form = room.says("/faq edit refund").partition("\n\n")[2]
    assert form.startswith("编号: refund\n")
    assert "一模一样" in room.says(f"add\n{form}")
    in_ticket = room.says("/faq edit refund", place=THREAD).partition("\n\n")[2]
    assert in_ticket.startswith("/faq edit refund zh\n"), "without a command it would go to the buyer"
    assert "一模一样" in room.says(in_ticket, place=THREAD)


def test_a_question_and_its_answer_need_no_labels(room: AdminRoom) -> None:
    assert "🆕 wei-xin-neng-fu-ma" not in room.says("/faq add 微信能付吗\n可以，扫码就行。")
    assert "🆕 wei-xin-neng-fu" in room.last.text
    assert "还差答案" in room.says("/faq add 微信能付吗")
    assert "复制" in room.says("/faq add")


def test_what_is_wrong_in_a_form_is_told_in_its_own_words(room: AdminRoom) -> None:
    text = room.says("/faq add\n问题: 甲\n按钮: 没有网址\n开始: 明天\n答案: {days} 天")
    assert "什么都没改" in text
    assert "「按钮」第 1 项要有文字和以 https:// 开头的网址" in text
    assert "「开始」：「明天」不是日期" in text
    assert "「答案」：{days} 不认识" in text
    assert room.labels == []


def test_pictures_come_with_the_message_stay_with_edits_and_can_be_taken_away(room: AdminRoom) -> None:
    room.says("/faq edit refund", media=[PICTURE])
    assert room.last.media == (PICTURE,)
    room.presses("保存")
    room.says("/faq edit refund 答案: 看图")
    room.presses("保存")
    entry = room.entry("refund")
    assert entry is not None
    assert entry.pictures == (PICTURE,)
    assert "图片: 1 → 无" in room.says("/faq edit refund 图片: 无")
    room.presses("保存")
    entry = room.entry("refund")
    assert entry is not None
    assert entry.pictures == ()


def test_another_language_of_the_same_matter_is_a_new_entry(room: AdminRoom) -> None:
    room.says("add\n编号: stolen\n语言: en\n问题: My account was stolen\n答案: Change the password first.")
    assert "🆕 stolen · 英文" in room.last.text
    assert "很像" not in room.last.text
    room.presses("保存")
    assert room.entry("stolen") is not None
    assert room.entry("stolen", "en") is not None


def test_a_draft_can_be_changed_before_it_is_saved(room: AdminRoom) -> None:
    room.says(HOURS)
    form = room.presses("再改改").partition("\n\n")[2]
    assert "答案: 早上九点到晚上十一点。" in form
    room.says(f"add\n{form.replace('九点', '十点')}")
    room.presses("保存")
    entry = room.entry("ji-dian-shang-ban")
    assert entry is not None
    assert entry.answer.startswith("早上十点")


# ------------------------------------------------------------------ permission


def test_where_there_are_admins_others_only_look() -> None:
    room = AdminRoom(ALL, admins=["8"])
    assert "只有管理员" in room.says(HOURS, by=LIN)
    assert "7" in room.last.text
    assert "只有管理员" in room.says("/faq off refund", by=LIN)
    assert "可以退款吗" in room.says("/faq show refund", by=LIN)
    assert "预览" in room.says(HOURS, by=WANG)
    assert "只有管理员" in room.presses("保存", by=LIN)
    assert "马上生效" in room.says("/faq save " + _draft(room), by=WANG)


def _draft(room: AdminRoom) -> str:
    room.says(HOURS, by=WANG)
    return room.last.buttons[0][0].value.rpartition(":")[2]


# ------------------------------------------------------------------ words


def test_an_english_room_is_spoken_to_in_english() -> None:
    room = AdminRoom(ALL, language="en")
    assert "4 questions" in room.says("/faq")
    text = room.says("/faq add\nquestion: Do you take PayPal?\nphrasings:\n- paypal ok?\nanswer: |\n  Yes, we do.")
    assert "Preview" in text
    assert "🆕 take-paypal · English" in text
    assert "Save" in room.labels[0]
    room.presses("Save")
    entry = room.entry("take-paypal", "en")
    assert entry is not None
    assert (entry.phrasings, entry.answer) == (("paypal ok?",), "Yes, we do.")


def test_commands_have_chinese_names(room: AdminRoom) -> None:
    assert room.says("/faq 查看 refund") == room.says("/faq show refund")
    assert "用法" not in room.says("/faq 帮助")
    assert "/faq" in room.last.text


def test_a_draft_of_nothing_is_none(room: AdminRoom) -> None:
    assert "一模一样" in room.says(f"/faq edit refund 答案: {REFUND.answer}")
    assert room.labels == []


def test_a_long_id_never_makes_a_button_too_long() -> None:
    long = Entry(id="a" * 48, language="zh-Hant", question="很長的編號", answer="好", trial="更好")
    room = AdminRoom([long, replace(long, language="en", question="long id")])
    for words in (
        "",
        "list general",
        "show " + long.id,
        "history " + long.id,
        "result " + long.id,
        "remove " + long.id,
    ):
        room.says(words)
        assert all(len(one.value.encode()) <= 64 for row in room.last.buttons for one in row), words
    assert room.clock.at == NOON
