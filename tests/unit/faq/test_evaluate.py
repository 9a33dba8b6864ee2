import json
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from faq.entries import ANYBODY, Entry, Situation
from faq.evaluate import evaluate, report
from faq.labelled import LabelledFilesUnusable, LabelledSet, Question, folder_set
from faq.matcher import Answer, FuzzyMatcher, Match, Pass, Suggest
from tests.unit.faq.samples import ALL, NO_KEY, REFUND, STEAM


@dataclass
class Scripted(FuzzyMatcher):
    """Says what it was told to say."""

    outcomes: dict[str, Match]

    def match(self, text: str, situation: Situation = ANYBODY) -> Match:
        return self.outcomes[text]


ASKED = LabelledSet(
    "few",
    ALL,
    (
        Question("right", "refund"),
        Question("wrong", "refund"),
        Question("offered", "steam"),
        Question("offered others", "steam"),
        Question("passed", "no-key"),
        Question("chat answered", None),
        Question("chat offered", None),
        Question("chat passed", None),
        Question("chat passed too", None),
    ),
)
SAID: dict[str, Match] = {
    "right": Answer(REFUND, 0.9),
    "wrong": Answer(NO_KEY, 0.9),
    "offered": Suggest((NO_KEY, STEAM), 0.3),
    "offered others": Suggest((NO_KEY, REFUND), 0.3),
    "passed": Pass(),
    "chat answered": Answer(REFUND, 0.8),
    "chat offered": Suggest((REFUND,), 0.2),
    "chat passed": Pass(),
    "chat passed too": Pass(),
}


def scripted(_: Iterable[Entry]) -> Scripted:
    return Scripted(SAID)


def test_figures_count_what_their_names_say() -> None:
    figures = evaluate(ASKED, scripted, rounds=2)
    assert (figures.questions, figures.out_of_scope) == (5, 4)
    assert figures.answer_precision == pytest.approx(1 / 3, abs=1e-4)
    assert figures.answered_share == 0.4
    assert figures.suggest_recall3 == 0.5
    assert figures.helped_share == 0.4
    assert figures.passed_share == 0.2
    assert figures.out_of_scope_answered == 0.25
    assert figures.out_of_scope_suggested == 0.25


def test_a_set_without_out_of_scope_questions_is_fine() -> None:
    figures = evaluate(LabelledSet("few", ALL, ASKED.questions[:1]), scripted, rounds=2)
    assert (figures.out_of_scope, figures.out_of_scope_answered) == (0, 0.0)


def folder(at: Path, *, label_first: bool = False) -> Path:
    rows = {
        "train.tsv": [
            ("能退钱吗", "refund"),
            ("可以退款吗", "refund"),
            ("卡密没到", "no-key"),
            ("没收到卡密", "no-key"),
        ],
        "test.tsv": [("我想退款", "refund"), ("卡密呢", "no-key"), ("怎么退钱", "refund")],
        "oos.tsv": [("今天天气", "chat"), ("唱首歌", "chat")],
    }
    for name, pairs in rows.items():
        lines = [f"{label}\t{text}" if label_first else f"{text}\t{label}" for text, label in pairs]
        (at / name).write_text("\n".join(lines) + "\n", "utf-8")
    return at


@pytest.mark.parametrize("label_first", [False, True])
def test_a_folder_is_read_with_the_label_in_either_column(tmp_path: Path, label_first: bool) -> None:
    found = folder_set(folder(tmp_path, label_first=label_first))
    assert [(entry.id, entry.wordings, entry.language) for entry in found.entries] == [
        ("refund", ("能退钱吗", "可以退款吗"), "zh"),
        ("no-key", ("卡密没到", "没收到卡密"), "zh"),
    ]
    assert found.questions[0] == Question("我想退款", "refund")
    assert found.questions[-1] == Question("唱首歌", None)


def test_a_folder_needs_no_out_of_scope_questions(tmp_path: Path) -> None:
    (folder(tmp_path) / "oos.tsv").unlink()
    assert all(question.matter for question in folder_set(tmp_path).questions)


@pytest.mark.parametrize(
    ("content", "what"), [(b"only one column\n", "train.tsv:1: a line must be"), (b"\xff\xfe\t", "train.tsv: ")]
)
def test_a_broken_folder_says_what_is_wrong(tmp_path: Path, content: bytes, what: str) -> None:
    folder(tmp_path)
    (tmp_path / "train.tsv").write_bytes(content)
    with pytest.raises(LabelledFilesUnusable, match=what):
        folder_set(tmp_path)


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(LabelledFilesUnusable, match=r"nowhere.train\.tsv"):
        folder_set(tmp_path / "nowhere")


def test_the_report_prints_a_table_and_writes_stable_figures(tmp_path: Path) -> None:
    printed = StringIO()
    target = tmp_path / "build" / "faq-report.json"
    (tmp_path / "shop").mkdir()
    report([folder(tmp_path / "shop")], rounds=1, target=target, console=Console(file=printed, width=120))
    assert "starter" in printed.getvalue()
    assert "answer precision" in printed.getvalue()
    written = json.loads(target.read_text("utf-8"))
    assert {"commit", "rounds"} <= written.keys()
    stable = "answer_precision answered_share suggest_recall3 out_of_scope_answered lookup_ms_median lookup_ms_p99"
    assert {f"faq_{name}" for name in stable.split()} <= written.keys()
    assert set(written["sets"]) == {"starter", "shop"}
    assert written["sets"]["shop"]["questions"] == 3


def test_the_starter_faq_keeps_its_quality(tmp_path: Path) -> None:
    measured = report(rounds=1, target=tmp_path / "report.json", console=Console(file=StringIO()))["starter"]
    assert measured.answer_precision >= 0.9
    assert measured.helped_share >= 0.65
    assert measured.out_of_scope_answered <= 0.05
