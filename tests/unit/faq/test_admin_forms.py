"""An entry as people write it: labels, lists, dates, and what they leave out."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.admin.commands import Command, Target, Verb, read, target
from faq.admin.forms import LABELS, Form, entry_of, form_of, read_form, values_of
from faq.admin.ids import new_id
from faq.admin.voice import FIELDS, Voice
from faq.entries import Action, Entry, Link, Priority, Scope
from handoff.commands import is_entry_form
from tests.unit.faq.adminroom import WORDS

ZONE = ZoneInfo("Asia/Shanghai")
FULL = Entry(
    id="full",
    language="zh",
    question="全都有",
    phrasings=("甲", "乙 丙"),
    answer="第一行\n按钮：点下面\n\n  缩进的\n最后",
    category="shop",
    priority=Priority.PERSON,
    actions=(Action.ORDER, Action.PERSON),
    enabled=False,
    does="order",
    scope=Scope(
        channels=("telegram", "web"),
        products=("Steam, 50 元",),
        since=datetime(2026, 11, 30, 16, tzinfo=UTC),
        until=datetime(2026, 12, 31, 10, 30, tzinfo=UTC),
    ),
    links=(Link("教程", "https://example.com/a"),),
    trial="另一个",
)
LINE = st.text("退款 卡密abc:：#-+/'\"[]🙂1.答案问题", min_size=1, max_size=20).map(str.strip).filter(bool)


def voice(language: str = "zh") -> Voice:
    return Voice(WORDS, language, ZONE)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_of_an_entry_gives_that_entry(language: str) -> None:
    form = read_form(form_of(FULL, voice(language)))
    assert entry_of(values_of(form, None, ZONE), None) == FULL
    assert entry_of(values_of(form, FULL, ZONE), FULL) == FULL


@given(LINE, st.lists(LINE, min_size=1, max_size=3))
def test_any_answer_comes_back_as_it_was(question: str, answer: list[str]) -> None:
    entry = replace(FULL, question=question, answer="\n".join(answer))
    again = entry_of(values_of(read_form(form_of(entry, voice())), entry, ZONE), entry)
    assert again == replace(entry, question=" ".join(question.split()))


@given(st.text())
def test_no_text_makes_the_reader_raise(text: str) -> None:
    values_of(read_form(text), None, ZONE)
    read(text)
    target(text)


def test_every_part_has_a_label_that_is_read_in_both_languages() -> None:
    assert set(LABELS) == FIELDS
    for language in ("zh", "en"):
        for name, labels in LABELS.items():
            assert WORDS(language, f"faq-field-{name}") in labels


def test_yaml_of_one_entry_is_a_form() -> None:
    form = read_form("question: Why?\nphrasings:\n  - how come\n  - what for\nanswer: |\n  Because.\n    So.\n")
    assert form.texts["answer"] == "Because.\n  So."
    assert values_of(form, None, ZONE)["phrasings"] == ["how come", "what for"]


def test_lists_are_parted_by_lines_bars_or_slashes() -> None:
    form = read_form("说法: 甲 / 乙|丙\n· 丁\n渠道: web、telegram\n动作: 查订单，person")
    values = values_of(form, None, ZONE)
    assert values["phrasings"] == ["甲", "乙", "丙", "丁"]
    assert values["channels"] == ["web", "telegram"]
    assert values["actions"] == ["order", "person"]


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("2026-12-31", "2026-12-31T00:00:00+08:00", "2027-01-01T00:00:00+08:00"),
        ("2026/12/31", "2026-12-31T00:00:00+08:00", "2027-01-01T00:00:00+08:00"),
        ("2026-12-31 18:00", "2026-12-31T18:00:00+08:00", "2026-12-31T18:00:00+08:00"),
        ("2026-12-31T18:00Z", "2026-12-31T18:00:00+00:00", "2026-12-31T18:00:00+00:00"),
        ("明天", "明天", "明天"),
    ],
)
def test_moments_are_the_shops_own_and_a_day_ends_with_its_night(typed: str, since: str, until: str) -> None:
    values = values_of(read_form(f"开始: {typed}\n结束: {typed}"), None, ZONE)
    assert (values["since"], values["until"]) == (since, until)


def test_none_empties_a_part_and_what_is_not_told_stays() -> None:
    entry = entry_of(values_of(read_form("结束: 无\n按钮: 无\n启用: 是\n紧急: 否"), FULL, ZONE), FULL)
    assert isinstance(entry, Entry)
    assert (entry.scope.until, entry.links, entry.enabled, entry.priority) == (None, (), True, Priority.NORMAL)
    assert entry.answer == FULL.answer


def test_lines_in_front_add_and_take_away() -> None:
    form = read_form("+ 新的\n- 甲\n也没有标签的一行\n答案: 好\n- 列表里的一点")
    assert (form.plus, form.minus, form.spare) == (("新的",), ("甲",), ("也没有标签的一行",))
    assert form.texts["answer"] == "好\n- 列表里的一点"
    assert values_of(form, FULL, ZONE)["phrasings"] == ["乙 丙", "新的"]
    assert Form().empty


# ------------------------------------------------------------------ commands and names


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("", Command(Verb.OVERVIEW)),
        ("list refund 2", Command(Verb.LIST, "refund 2")),
        ("LIST", Command(Verb.LIST)),
        ("编辑 refund\n答案: 好", Command(Verb.EDIT, "refund\n答案: 好")),
        ("add\n\n问题: 甲", Command(Verb.ADD, "问题: 甲")),
        ("怎么退款", Command(Verb.FIND, "怎么退款")),
        ("add-on 没有", Command(Verb.FIND, "add-on 没有")),
    ],
)
def test_what_stands_behind_the_slash(words: str, command: Command) -> None:
    assert read(words) == command


@pytest.mark.parametrize(
    ("argument", "wanted"),
    [
        ("", Target("")),
        ("Refund-How", Target("refund-how")),
        ("refund zh-hant", Target("refund", "zh-Hant")),
        ("refund EN\n+ 甲", Target("refund", "en", "+ 甲")),
        ("refund + 甲", Target("refund", None, "+ 甲")),
    ],
)
def test_which_entry_is_meant(argument: str, wanted: Target) -> None:
    assert target(argument) == wanted


@pytest.mark.parametrize(
    ("question", "id_"),
    [
        ("Steam 卡怎么兑换？", "steam-ka-dui-huan"),
        ("How do I redeem a Steam code?", "redeem-steam-code"),
        ("可以开发票吗", "ke-yi-kai-fa-piao"),
        ("？？？", "faq"),
        ("能退吗", "neng-tui-2"),
        ("あの", "faq"),
        ("a" * 60, "a" * 32),
    ],
)
def test_new_entries_are_named_after_their_question(question: str, id_: str) -> None:
    assert new_id(question, {"neng-tui"}) == id_


@pytest.mark.parametrize(
    ("text", "is_form"),
    [
        ("编号: refund-how\n答案: 好", True),
        ("问题：甲\n说法：\n乙\n答案：丙", True),
        ("question: a\nanswer: b", True),
        ("问题：他的卡密打不开", False),
        ("编号: 302261122095245598 的买家又来了", False),
        ("吃饭去", False),
    ],
)
def test_talk_among_agents_is_no_form(text: str, is_form: bool) -> None:
    assert is_entry_form(text) is is_form
