"""Files of labelled questions: what may stand in them, and what is said of those that are broken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.entries import LANGUAGES
from faq.measuring.labelled import LabelledFilesUnusable, LabelledSet, Question, files_set, folder_set, starter_set
from tests.unit.faq.samples import ALL
from tests.unit.faq.test_evaluate import FILES, folder

WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1).filter(
    lambda text: not text.startswith(("#", "\ufeff"))
)


def test_a_folder_has_phrasings_questions_and_questions_that_nothing_answers(tmp_path: Path) -> None:
    found = folder_set(folder(tmp_path))
    assert found.name == tmp_path.name
    assert [(entry.id, entry.wordings, entry.language) for entry in found.entries] == [
        ("refund", ("能退钱吗", "可以退款吗"), "zh"),
        ("no-key", ("卡密没到", "没收到卡密"), "zh"),
    ]
    assert found.questions[0] == Question("我想退款", "refund")
    assert found.questions[-1] == Question("唱首歌", None)


def test_a_folder_needs_no_out_of_scope_questions(tmp_path: Path) -> None:
    (folder(tmp_path) / "oos.tsv").unlink()
    assert all(question.matter for question in folder_set(tmp_path).questions)


def test_out_of_scope_questions_need_no_label(tmp_path: Path) -> None:
    (folder(tmp_path) / "oos.tsv").write_text("今天天气\n唱首歌\n", "utf-8")
    assert [question.text for question in folder_set(tmp_path).questions if not question.matter] == [
        "今天天气",
        "唱首歌",
    ]


def test_a_minus_among_the_questions_is_out_of_scope_and_a_third_column_is_the_kind(tmp_path: Path) -> None:
    (folder(tmp_path) / "test.tsv").write_text("退款\trefund\ttypo\n你是谁\t-\tchat\n", "utf-8")
    assert folder_set(tmp_path).questions[:2] == (
        Question("退款", "refund", kind="typo"),
        Question("你是谁", None, kind="chat"),
    )


def test_remarks_and_column_names_above_the_first_question_are_no_questions(tmp_path: Path) -> None:
    head = "# from our chats\nquestion\tlabel\r\n\r\n"
    (folder(tmp_path) / "test.tsv").write_text(head + "退款\trefund\r\n# 1 怎么退\trefund\n", "utf-8")
    assert [question.text for question in folder_set(tmp_path).questions[:2]] == ["退款", "# 1 怎么退"]


def test_elsewhere_a_label_is_taken_as_it_stands(tmp_path: Path) -> None:
    """ "C++" and "card|lost" are names that others may give."""
    folder(tmp_path)
    (tmp_path / "train.tsv").write_text("which compiler\tC++\nlost it\tcard|lost\n", "utf-8")
    (tmp_path / "test.tsv").write_text("a compiler\tC++\nmy card is lost\tcard|lost\n", "utf-8")
    found = folder_set(tmp_path)
    assert [question.matter for question in found.questions[:2]] == ["C++", "card|lost"]
    assert found.strangers() == ()


def test_labels_that_no_phrasing_has_are_told(tmp_path: Path) -> None:
    (folder(tmp_path) / "test.tsv").write_text("退款\trefund\n发票\tinvoice\n", "utf-8")
    assert folder_set(tmp_path).strangers() == ("invoice",)


def test_an_alternative_is_as_right_and_every_wish_counts() -> None:
    question = Question("退款，顺便换绑", "refund", frozenset({"refund-rule"}), (frozenset({"rebind"}),))
    assert question.wishes == (frozenset({"refund", "refund-rule"}), frozenset({"rebind"}))
    assert [question.takes(one) for one in ("refund", "refund-rule", "rebind", "steam")] == [True, True, True, False]
    asked = LabelledSet("few", ALL, (question,))
    assert asked.strangers() == ("rebind", "refund-rule")


def test_what_is_out_of_scope_takes_no_entry() -> None:
    assert Question("唱首歌", None).wishes == ()
    assert not Question("唱首歌", None).takes("refund")


def test_the_card_shop_has_questions_of_many_kinds_in_every_language() -> None:
    found = starter_set()
    assert found.name == "cardshop"
    assert {question.language for question in found.questions} == set(LANGUAGES)
    assert {"plain", "typo", "slang", "pinyin", "several", "near", "outside"} <= {one.kind for one in found.questions}
    assert sum(question.matter is None for question in found.questions) >= 100
    assert all(
        len(question.wishes) > 1 for question in found.questions if question.kind == "several" and question.matter
    )
    assert found.strangers() == ()


@given(rows=st.lists(st.tuples(WORD, st.sampled_from(["a", "b", "c+d"]), WORD), min_size=1))
def test_what_was_written_is_read_back(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("set") / "both.tsv"
    file.write_text("".join(f"{text}\t{label}\t{kind}\n" for text, label, kind in rows), "utf-8", newline="")
    found = files_set(file, file)
    assert [(one.text, one.matter, one.kind) for one in found.questions] == rows
    assert sorted(text for entry in found.entries for text in entry.wordings) == sorted(text for text, _, _ in rows)


# ------------------------------------------------------------------ broken files


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"only one column\n", r"train\.tsv:1: a line must be a question, a tab and a label"),
        ("好的\ta\n\n没有标签\n\tb\n".encode(), r"train\.tsv:3, .*train\.tsv:4: a line"),
        (b"x\n" * 9, "train.tsv:5 and 4 more"),
        (b"\xff\xfe\t", r"train\.tsv: it is not in UTF-8"),
        (b"\n \n", r"train\.tsv: there is no question in it"),
        ("能退吗\t退款\n".encode(), r"none of its labels is in .*train\.tsv.* labels there are: 退款"),
    ],
)
def test_a_broken_file_is_told_with_its_lines(tmp_path: Path, content: bytes, what: str) -> None:
    (folder(tmp_path) / "train.tsv").write_bytes(content)
    with pytest.raises(LabelledFilesUnusable, match=what):
        folder_set(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    file = folder(tmp_path) / name
    file.unlink()
    file.mkdir()
    with pytest.raises(LabelledFilesUnusable, match=rf"{name}: Is a directory"):
        folder_set(tmp_path)


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(LabelledFilesUnusable, match=r"nowhere.train\.tsv: No such file"):
        folder_set(tmp_path / "nowhere")
