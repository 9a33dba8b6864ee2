"""kamidesk faq evaluate and report, as an owner types them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bots.cli import faq_figures
from faq.measuring import labelled as labelled_sets
from faq.measuring.labelled import LabelledSet, starter_set
from faq.measuring.speed import Speed
from tests.unit.cli.conftest import Kamidesk
from tests.unit.faq.test_evaluate import folder as labelled


def a_part_of_the_starter() -> LabelledSet:
    """Learnt and asked in a moment; the whole is measured where the FAQ's quality is."""
    whole = starter_set()
    entries = whole.entries[::30]
    known = {entry.id for entry in entries}
    asked = tuple(one for one in whole.questions if one.matter is None or one.matter in known)
    return replace(whole, entries=entries, questions=asked[::4])


@pytest.fixture
def files(folder: Path) -> tuple[str, ...]:
    labelled(folder)
    return ("--train", "train.tsv", "--test", "test.tsv", "--oos", "oos.tsv")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en_US", ("the right entry comes first", "calibration error")), ("zh_CN", ("对的那条排第一", "校准误差"))],
)
def test_any_faq_in_tsv_files_is_measured(
    files: tuple[str, ...], kamidesk: Kamidesk, monkeypatch: pytest.MonkeyPatch, language: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    told = kamidesk("faq", "evaluate", *files)
    assert told.exit_code == 0, told.output
    assert all(word in told.output for word in words)


def test_out_of_scope_questions_may_be_missing(files: tuple[str, ...], kamidesk: Kamidesk) -> None:
    assert kamidesk("faq", "evaluate", *files[:4]).exit_code == 0


def test_kinds_are_told_apart_and_the_figures_go_into_a_file(
    folder: Path, files: tuple[str, ...], kamidesk: Kamidesk
) -> None:
    (folder / "test.tsv").write_text("我想退款\trefund\tplain\n卡米呢\tno-key\ttypo\n", "utf-8")
    told = kamidesk("faq", "evaluate", *files, "--json", "out/figures.json")
    assert "typo" in told.stdout
    written = json.loads((folder / "out" / "figures.json").read_text("utf-8"))
    assert (written["questions"], written["out_of_scope"]) == (2, 2)
    assert set(written["kinds"]) == {"plain", "typo"}


def test_labels_without_a_phrasing_are_named(folder: Path, files: tuple[str, ...], kamidesk: Kamidesk) -> None:
    (folder / "test.tsv").write_text("我想退款\trefund\n开发票\tinvoice\n", "utf-8")
    told = kamidesk("faq", "evaluate", *files)
    assert told.exit_code == 0
    assert "invoice" in told.stderr


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [("train.tsv", "no tab here\n", "train.tsv:1: a line must be"), ("test.tsv", "退\t别的\n", "none of its labels")],
)
def test_a_broken_file_is_one_plain_sentence(
    folder: Path, files: tuple[str, ...], kamidesk: Kamidesk, name: str, content: str, what: str
) -> None:
    (folder / name).write_text(content, "utf-8")
    told = kamidesk("faq", "evaluate", *files)
    assert told.exit_code == 1
    assert what in told.output
    assert "Traceback" not in told.output


def test_the_report_has_the_card_shop_the_folders_and_the_speeds(
    folder: Path, files: tuple[str, ...], kamidesk: Kamidesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faq_figures, "SIZES", {"1k": 200, "2k": 400})
    monkeypatch.setattr(labelled_sets, "starter_set", a_part_of_the_starter)
    told = kamidesk("faq", "report", str(folder))
    assert told.exit_code == 0, told.output
    assert {"cardshop", folder.name} <= set(told.stdout.split())
    written = json.loads((folder / "build" / "faq-report.json").read_text("utf-8"))
    assert {"top1", "precision", "coverage", "ece", "zh", "en"} <= written["cardshop"].keys()
    assert written[folder.name]["questions"] == 3
    assert {"ms_1k", "ms_2k", "mb_2k", "warm_start_s", "edit_ms"} <= written.keys()
    assert written["ms_1k"] > 0


def test_what_is_told_of_the_largest_is_told_once() -> None:
    small = Speed(phrasings=1, ms=1.0, ms_p95=2.0, start_s=3.0, learn_s=6.0, edit_ms=4.0, mb=5.0)
    large = Speed(phrasings=2, ms=1.5, ms_p95=2.5, start_s=3.5, learn_s=6.5, edit_ms=4.5, mb=None)
    assert faq_figures.plain_speeds({"1k": small, "2k": large}) == {
        "ms_1k": 1.0,
        "ms_p95_1k": 2.0,
        "mb_1k": 5.0,
        "ms_2k": 1.5,
        "ms_p95_2k": 2.5,
        "mb_2k": None,
        "warm_start_s": 3.5,
        "learn_s": 6.5,
        "edit_ms": 4.5,
    }
