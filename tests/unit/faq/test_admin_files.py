"""A whole FAQ as a file: out to a spreadsheet, changed there, and in again; or named with all its faults."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages import Media, MediaKind, MediaRef
from faq.admin.files import LARGEST
from faq.entries import Action, Entry, Link, Priority, Scope
from faq.files import read_content
from faq.filing.importing import FORMATS, compare
from faq.filing.problems import SENTENCES, Problem
from faq.filing.xlsx_rows import MOST_ROWS, xlsx_rows
from tests.unit.faq.adminroom import ROOM, WORDS, AdminRoom
from tests.unit.faq.samples import ALL, REFUND

FULL = Entry(
    id="full",
    language="zh-Hant",
    question="=全部都有嗎",
    answer="-有的\n第二行: 也有",
    phrasings=("+都有", "@有嗎", "'引號'"),
    category="shop",
    priority=Priority.PERSON,
    actions=(Action.ORDER, Action.KEYS),
    enabled=False,
    does="person:asked",
    scope=Scope(
        channels=("telegram", "web"),
        products=("Steam 50 元, 帶逗號",),
        since=datetime(2026, 12, 1, tzinfo=UTC),
        until=datetime(2027, 1, 1, 8, 30, tzinfo=UTC),
    ),
    links=(Link("教程", "https://example.com/a?b=c&d=e"), Link("群 聊", "https://t.me/x")),
    trial="另一個答案",
)
LINE = st.text("退款 卡密abc:#-'\"[]&*!>%@`,?🙂1.~=+\\", min_size=1, max_size=20).map(str.strip).filter(bool)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_part_of_an_entry_survives_every_kind_of_file(kind: str) -> None:
    entries = (FULL, *ALL)
    reading = read_content(f"faq.{kind}", FORMATS[kind].write(entries))
    assert reading.problems == ()
    assert set(reading.entries) == set(entries)


@pytest.mark.parametrize("kind", FORMATS)
@settings(deadline=None)
@given(question=LINE, answer=LINE, phrasings=st.lists(LINE, max_size=3, unique=True))
def test_any_words_survive(kind: str, question: str, answer: str, phrasings: list[str]) -> None:
    entry = Entry(id="a", language="zh", question=question, answer=answer, phrasings=tuple(phrasings))
    reading = read_content(f"faq.{kind}", FORMATS[kind].write([entry]))
    assert reading.entries == (entry,), reading.problems


# ------------------------------------------------------------------ workbooks


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def told(raw: bytes) -> list[str]:
    return [str(one) for one in read_content("faq.xlsx", raw).problems]


def test_a_workbook_is_read_as_a_person_fills_it_in() -> None:
    raw = workbook(
        ("编号", "语言", "问题", "说法", "答案", "启用", "开始"),
        ("a1", "zh", "几点发货", "几点发\n啥时候发", 24, True, datetime(2026, 12, 1)),  # noqa: DTZ001 - as Excel has it
        (None, None, None, None, None, None, None),
        ("a2", "zh", 12315, None, 1.5, "否", "2026-12-01 08:30"),
    )
    reading = read_content("faq.xlsx", raw)
    assert reading.problems == ()
    first, second = reading.entries
    assert (first.answer, first.phrasings, first.enabled) == ("24", ("几点发", "啥时候发"), True)
    assert first.scope.since == datetime(2026, 12, 1, tzinfo=UTC)
    assert (second.question, second.answer, second.enabled) == ("12315", "1.5", False)


def test_a_formula_is_refused_and_never_run() -> None:
    raw = workbook(("id", "language", "question", "answer"), ("a", "zh", "甲", '=HYPERLINK("http://x","y")'))
    assert told(raw) == ["faq.xlsx:2: the cell D2 holds a formula: put the text itself there"]


def test_a_table_of_too_many_lines_is_cut_with_a_word() -> None:
    rows = [(f"e{number}", "zh", f"问题{number}", "好") for number in range(MOST_ROWS + 5)]
    read, problems = xlsx_rows("faq.xlsx", workbook(("id", "language", "question", "answer"), *rows))
    assert len(read) == MOST_ROWS - 1
    assert [one.kind for one in problems] == ["rows"]


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 no zip", b"id,question,answer\n", workbook()[:900]])
def test_what_is_no_workbook_is_told_to_be_none(raw: bytes) -> None:
    assert told(raw) == ["faq.xlsx:1: the file is no Excel workbook, or a broken one"]


def test_an_empty_workbook_lacks_its_columns() -> None:
    assert "must name the columns" in told(workbook())[0]


def test_a_bomb_is_not_unpacked() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 1024 * 1024))
    assert told(out.getvalue()) == ["faq.xlsx:1: the file is larger than 200 MB"]


# ------------------------------------------------------------------ comparing


def test_pictures_and_what_a_table_cannot_tell_stay_as_they_are() -> None:
    picture = Media(MediaKind.IMAGE, MediaRef("p"), ROOM)
    before = replace(FULL, pictures=(picture,))
    reading = read_content("faq.csv", "id,language,question,answer\nfull,zh-Hant,新的,好的\n".encode())
    imported = compare(reading.entries, {before.key: before}, reading.absent)
    assert imported.changed == [(before, replace(before, question="新的", answer="好的"))]


def test_what_is_added_changed_the_same_and_missing() -> None:
    new, other = Entry(id="new", language="zh", question="甲", answer="乙"), replace(REFUND, answer="别的")
    imported = compare([new, other, *ALL[1:-1]], {one.key: one for one in ALL})
    assert [one.id for one in imported.added] == ["new"]
    assert imported.changed == [(REFUND, other)]
    assert (imported.same, [one.id for one in imported.missing]) == (4, ["stolen"])
    assert imported.changes.keys() == {new.key, other.key}
    assert imported.changes_and_removals[ALL[-1].key] is None


# ------------------------------------------------------------------ in the room


@pytest.fixture
def room() -> AdminRoom:
    return AdminRoom(ALL)


def exported(room: AdminRoom, kind: str) -> bytes:
    room.says(f"/faq export {kind}")
    [file] = room.last.media
    assert file.name == f"faq-2026-11-22.{kind}"
    assert file.size == len(room.blobs.kept[file.ref])
    return room.blobs.kept[file.ref]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_goes_out_comes_in_as_no_change(room: AdminRoom, kind: str) -> None:
    assert "一模一样" in room.sends(f"faq.{kind}", exported(room, kind))


def test_a_file_is_previewed_saved_and_undone_as_one(room: AdminRoom) -> None:
    rows = exported(room, "csv").decode().replace("可以退款吗", "能不能退款").replace("账号被盗了", "号被盗了")
    text = room.sends("新.csv", rows.encode())
    assert "新.csv：新增 0 · 修改 2 · 不变 4" in text
    assert "能不能退款 (refund zh) · 问题" in text
    assert room.entry("refund") == REFUND
    assert "保存了 2 条" in room.presses("保存")
    assert "2 条恢复" in room.presses("撤销")
    assert room.entry("refund") == REFUND
    assert "不能再撤销" in room.says("/faq back nothing")


def test_what_is_not_in_the_file_is_removed_only_by_a_button_of_its_own(room: AdminRoom) -> None:
    rows = [line for line in exported(room, "csv").decode().split("\r\n") if not line.startswith("stolen")]
    assert "1 条不在文件里" in room.sends("faq.csv", "\r\n".join(rows).encode())
    room.presses("并删除文件里没有的 1 条")
    assert room.entry("stolen") is None
    room.presses("撤销")
    assert room.entry("stolen") is not None


def test_a_file_with_a_few_entries_never_offers_to_remove_the_rest(room: AdminRoom) -> None:
    assert "只是一部分" in room.sends("faq.csv", "id,language,question,answer\nx,zh,甲,乙\n".encode())
    assert not any("删除" in label for label in room.labels)


def test_a_broken_file_changes_nothing_and_names_every_bad_line(room: AdminRoom) -> None:
    text = room.sends(
        "faq.yaml", b"entries:\n- {id: a, language: zh, question: q}\n- {id: B, language: zh, answer: x}\n"
    )
    assert text.splitlines() == [
        "⚠️ faq.yaml 里有 3 处不对，什么都没有导入：",
        "第 2 行：缺少「答案 answer」",
        "第 3 行：「编号 id」只能用小写字母 a-z、数字，中间用 - 连接",
        "第 3 行：缺少「问题 question」",
    ]
    assert room.labels == []
    assert room.entry("a") is None


def test_a_long_list_of_faults_is_cut(room: AdminRoom) -> None:
    text = room.sends("faq.csv", ("id,language,question,answer\n" + "A,zh,q,\n" * 40).encode())
    assert len(text.splitlines()) == 32
    assert "还有 10 处" in text


def test_a_file_that_is_missing_too_large_or_of_another_kind(room: AdminRoom) -> None:
    assert "一起发过来" in room.says("/faq import")
    assert "8 MB" in room.sends("faq.csv", b"x" * (LARGEST + 1))
    assert "可以用 .yaml" in room.sends("faq.docx", b"x")
    assert "哪种文件" in room.says("/faq export pdf")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", SENTENCES)
def test_every_fault_has_its_words_in_the_room(kind: str, language: str) -> None:
    names = dict.fromkeys(
        ("key", "item", "most", "expected", "given", "near", "detail", "where", "count", "columns"), "1"
    )
    voice = AdminRoom([], language=language).admin.parts.voice
    assert WORDS(language, f"faq-problem-{kind}", part="x", **names)
    assert voice.problem(Problem("f", 3, "", kind, names))
