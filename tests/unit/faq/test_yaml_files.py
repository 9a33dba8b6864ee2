"""What a shop owner gets told when his FAQ file is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.entries import Action, Entry, Language, Priority
from faq.files import FaqFileBroken, load, read, to_yaml, write
from faq.filing.yaml_rows import yaml_rows
from tests.unit.faq.samples import ALL

GOOD = """\
language: zh
entries:
  - id: refund
    question: 可以退款吗
    phrasings:
      - 能退钱吗
    answer: 可以，{refund_days} 天内。
    actions: [order, person]
    priority: person
"""


def said(folder: Path, text: str | bytes, name: str = "faq.yaml") -> list[str]:
    """The problems, without the folder's name."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem).removeprefix(f"{folder}/") for problem in read([path]).problems]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text(GOOD, "utf-8")
    assert load([tmp_path / "faq.yaml"]) == (
        Entry(
            id="refund",
            language="zh",
            question="可以退款吗",
            phrasings=("能退钱吗",),
            answer="可以，{refund_days} 天内。",
            actions=(Action.ORDER, Action.PERSON),
            priority=Priority.PERSON,
        ),
    )


def test_a_bare_list_with_its_own_languages_is_read_too(tmp_path: Path) -> None:
    text = "- {id: a, language: en, question: Why?, answer: Because., enabled: false}\n"
    assert said(tmp_path, text) == []
    assert read([tmp_path / "faq.yaml"]).entries[0].enabled is False


@pytest.mark.parametrize(
    ("wrong", "right", "what"),
    [
        ("    answer: 可以，{refund_days} 天内。\n", "", "faq.yaml:3: 'answer' is missing"),
        ("    answer: 可以，{refund_days} 天内。", "    answer: ''", "faq.yaml:7: 'answer' is empty"),
        ("{refund_days}", "{days}", "faq.yaml:7: 'answer': {days} is not known"),
        ("      - 能退钱吗", "      - 12315", "faq.yaml:6: item 1 of 'phrasings' must be text: put it in quotes"),
        ("      - 能退钱吗", "      - {a: b}", "faq.yaml:6: item 1 of 'phrasings' must be text: put it in quotes"),
        ("      - 能退钱吗", "      -", "faq.yaml:6: item 1 of 'phrasings' must be text: put it in quotes"),
        ("    phrasings:\n      - 能退钱吗", "    phrasings: 能退钱吗", "faq.yaml:5: 'phrasings' must be a list"),
        ("    question", "    qestion", "faq.yaml:4: 'qestion' is not a key of an entry: did you mean 'question'?"),
        ("id: refund", "id: 退款", "faq.yaml:3: 'id' may hold only small letters a-z, digits and '-' between them"),
        ("id: refund", "id: " + "a" * 49, "faq.yaml:3: 'id' is longer than 48 characters"),
        ("language: zh", "language: fr", "faq.yaml:3: 'language' must be 'zh', 'zh-Hant', 'en' or 'es', not 'fr'"),
        ("priority: person", "priority: high", "faq.yaml:9: 'priority' must be 'normal' or 'person', not 'high'"),
        (
            "[order, person]",
            "[order, refund]",
            "faq.yaml:8: item 2 of 'actions' must be 'order', 'keys', 'claim' or 'person'",
        ),
        ("priority: person", "enabled: maybe", "faq.yaml:9: 'enabled' must be true or false, not 'maybe'"),
        ("    priority", "    question", "faq.yaml:9: 'question' is given twice"),
        ("entries:", "entry:", "faq.yaml:3: 'entry' is not known here: only 'language' and 'entries' are"),
    ],
)
def test_each_mistake_is_named_with_its_line(tmp_path: Path, wrong: str, right: str, what: str) -> None:
    assert wrong in GOOD
    problems = said(tmp_path, GOOD.replace(wrong, right))
    assert any(problem.startswith(what) for problem in problems), problems


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "faq.yaml:1: the file is empty"),
        ("language: zh\nentries:\n\t- id: a\n", "faq.yaml:3: a tab is used to indent: use spaces"),
        ("entries:\n  - id: a\n    answer: see: this\n", "faq.yaml:3: cannot be read: mapping values are not allowed"),
        ("entries: [a\n", "faq.yaml:2: cannot be read"),
        ("entries:\n  - id: a\x07b\n", "faq.yaml:2: a control character stands here"),
        ("entries: soon\n", "faq.yaml:1: 'entries' must be a list"),
        ("entries: []\n", "faq.yaml:1: there are no entries"),
        ("[]\n", "faq.yaml:1: there are no entries"),
        ("language: zh\n", "faq.yaml:1: 'entries' must be a list"),
        ("just words\n", "faq.yaml:1: 'entries' must be a list"),
        ("entries:\n  - just words\n", "faq.yaml:2: an entry must be a block of 'key: value' lines"),
        ("a: &a [*a]\n", "faq.yaml:1: "),
        (GOOD.encode("utf-16"), "faq.yaml:1: the file is in UTF-16: save it as UTF-8"),
        (GOOD.encode("utf-16-le"), "faq.yaml:1: the file is in UTF-16: save it as UTF-8"),
        (GOOD.encode("gbk"), "faq.yaml:4: the file is not in UTF-8 (in GBK, perhaps): save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(tmp_path: Path, text: str | bytes, what: str) -> None:
    problems = said(tmp_path, text)
    assert problems
    assert problems[0].startswith(what), problems


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    assert said(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()) == []


def test_line_ends_of_windows_are_accepted(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD.replace("\n", "\r\n")) == []


def test_all_mistakes_are_told_at_once_and_nothing_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "faq.yaml"
    path.write_text(GOOD + "  - {id: B, question: '', answer: x}\n  - {id: c, answer: y}\n", "utf-8")
    with pytest.raises(FaqFileBroken) as caught:
        load([path])
    assert [problem.line for problem in caught.value.problems] == [10, 10, 11]
    assert str(path) in str(caught.value)


def test_the_good_ones_can_be_had_on_request(tmp_path: Path) -> None:
    path = tmp_path / "faq.yaml"
    path.write_text(GOOD + "  - {id: c, answer: y}\n", "utf-8")
    assert [entry.id for entry in load([path], partial=True)] == ["refund"]


def test_an_id_may_stand_once_a_language_over_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "b.yaml").write_text(GOOD, "utf-8")
    reading = read([tmp_path / "a.yaml", tmp_path / "b.yaml"])
    assert len(reading.entries) == 1
    expected = f"{tmp_path}/b.yaml:3: 'refund' stands in {tmp_path}/a.yaml:3 already, in the same language"
    assert [str(problem) for problem in reading.problems] == [expected]


def test_a_wording_belongs_to_one_matter_however_it_is_typed(tmp_path: Path) -> None:
    problems = said(tmp_path, GOOD + "  - {id: b, question: 退吗, phrasings: [好的, 能退錢嗎？], answer: x}\n")
    assert problems == [f"faq.yaml:10: '能退錢嗎？' is already a wording of 'refund' ({tmp_path}/faq.yaml:3)"]


def test_the_same_words_in_both_languages_of_a_matter_are_fine(tmp_path: Path) -> None:
    text = "".join(f"- {{id: steam, language: {language}, question: steam, answer: x}}\n" for language in ("zh", "en"))
    assert said(tmp_path, text) == []


def test_a_missing_file_and_a_strange_one_are_told(tmp_path: Path) -> None:
    problems = read([tmp_path / "gone.yaml", tmp_path / "faq.docx"]).problems
    assert [problem.what for problem in problems] == [
        "'.docx' is not a FAQ file: .yaml, .yml, .csv and .xlsx are",
        "the file cannot be opened: No such file or directory",
    ]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    assert [problem.what for problem in read([tmp_path / "huge.yaml"]).problems] == ["the file is larger than 20 MB"]


@given(st.text())
def test_no_text_makes_the_reader_raise(text: str) -> None:
    rows, problems = yaml_rows("faq.yaml", text)
    assert rows or problems


WORDS = st.text("退款 卡密abc:#-'\"{}[]&*!|>%@`,?\n\t🙂1.~", min_size=1, max_size=30).map(str.strip).filter(bool)
LANGUAGES = st.sampled_from(["zh", "en"])


@given(WORDS, WORDS, WORDS, LANGUAGES)
def test_what_was_written_is_read_back_the_same(question: str, answer: str, phrasing: str, language: Language) -> None:
    entry = Entry(id="a", language=language, question=question, answer=answer, phrasings=(phrasing,))
    rows, problems = yaml_rows("faq.yaml", to_yaml([entry]))
    assert problems == []
    assert rows[0].values["question"] == question
    assert rows[0].values["answer"] == answer
    assert rows[0].values["phrasings"] == [phrasing]


def test_a_whole_faq_survives_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "faq.yaml"
    entries = (*ALL, replace(ALL[0], id="off", question="q", phrasings=(), enabled=False))
    write(path, entries)
    assert set(load([path])) == set(entries)
