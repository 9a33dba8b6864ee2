"""What a shop owner gets told when the table from his spreadsheet is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.entries import Action, Entry, Priority
from faq.files import read
from faq.filing.csv_rows import csv_rows

HEAD = "id,language,question,phrasings,answer,category,priority,actions,enabled\n"


def reading(folder: Path, text: str | bytes) -> tuple[tuple[Entry, ...], list[str]]:
    path = folder / "faq.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read([path])
    return found.entries, [str(problem).removeprefix(f"{folder}/") for problem in found.problems]


def test_a_table_is_read(tmp_path: Path) -> None:
    row = 'refund,zh,可以退款吗,能退钱吗|退款规则,"可以，\n三天内。",refund,person,order|person,yes\n'
    entries, problems = reading(tmp_path, HEAD + row)
    assert problems == []
    assert entries == (
        Entry(
            id="refund",
            language="zh",
            question="可以退款吗",
            phrasings=("能退钱吗", "退款规则"),
            answer="可以，\n三天内。",
            category="refund",
            priority=Priority.PERSON,
            actions=(Action.ORDER, Action.PERSON),
        ),
    )


def test_chinese_column_names_and_empty_cells_are_fine(tmp_path: Path) -> None:
    entries, problems = reading(
        tmp_path, "编号,语言,问题,问法,答案,分类,启用\nrefund,zh,可以退款吗,,可以,,否\n\n,,,,,,\n"
    )
    assert problems == []
    assert entries[0].enabled is False
    assert entries[0].category == "general"


def test_each_bad_line_is_named_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    text = HEAD + (
        'a,zh,"两行的\n问题",,好,,,,\n'
        "b,zh,没答案,,,,,,\n"
        "c,klingon,什么,,好,,,,\n"
        "d,zh,多了,,好,,,,,一格\n"
        "e,zh,好的,,好,,,fly,perhaps\n"
    )
    entries, problems = reading(tmp_path, text)
    assert [entry.id for entry in entries] == ["a"]
    assert problems == [
        "faq.csv:4: 'answer' is missing",
        "faq.csv:5: 'language' must be 'zh', 'zh-Hant', 'en' or 'es', not 'klingon'",
        "faq.csv:6: 10 cells, but 9 columns: a text with a comma in it needs quotes",
        "faq.csv:7: 'enabled' must be true or false, not 'perhaps'",
        "faq.csv:7: item 1 of 'actions' must be 'order', 'keys', 'claim' or 'person', not 'fly'",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "faq.csv:1: the first line must name the columns"),
        ("id;question;answer\na;b;c\n", "faq.csv:1: the first line must name the columns"),
        ("id,question,answer,price\n", "faq.csv:1: unknown columns: price"),
        ("id,question,answer,id\n", "faq.csv:1: columns given twice: id"),
        (HEAD + 'a,zh,"没有收尾,,x\nb,zh,y,,z\n', "faq.csv:2: cannot be read from here on"),
        (HEAD.encode() + "a,zh,退款,,好,,,,\n".encode("gbk"), "faq.csv:2: the file is not in UTF-8"),
        ((HEAD + "a").encode("utf-16"), "faq.csv:1: the file is in UTF-16"),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_why(tmp_path: Path, text: str | bytes, what: str) -> None:
    _, problems = reading(tmp_path, text)
    assert problems
    assert problems[0].startswith(what), problems


def test_the_byte_order_mark_of_spreadsheets_is_accepted(tmp_path: Path) -> None:
    entries, problems = reading(tmp_path, b"\xef\xbb\xbf" + (HEAD + "a,zh,退款,,好,,,,\n").encode())
    assert (len(entries), problems) == (1, [])


@given(st.text())
def test_no_text_makes_the_reader_raise(text: str) -> None:
    rows, problems = csv_rows("faq.csv", HEAD + text)
    assert all(row.line() >= 2 for row in rows)
    assert all(problem.line >= 2 for problem in problems)


@given(st.text())
def test_no_first_line_makes_the_reader_raise(text: str) -> None:
    rows, problems = csv_rows("faq.csv", text)
    assert problems or rows
