"""The tables of docs/faq.md: what is bold, what is left out, and that they go between the page's marks."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.faqtables import END, OURS, START, Measured, tables, write_page
from faq.evaluate import evaluation
from faq.measuring.figures import Verdict, figures
from faq.measuring.labelled import Question
from faq.measuring.speed import Speed
from faq.outcomes import Answer, Pass
from tests.unit.faq.samples import REFUND

ASKED = (
    Verdict(Question("a", "refund", kind="typo", language="zh"), ("refund",), 0.9, Answer(REFUND, 0.9)),
    Verdict(Question("b", "steam", language="en"), ("refund", "steam"), 0.4, Pass()),
    Verdict(Question("c", None, language="zh"), (), 0.0, Pass()),
)
RIGHT = figures([replace(ASKED[0], said=None)])
WRONG = figures([replace(ASKED[1], said=None)])
BOTH = {"cardshop": RIGHT, "clinc": WRONG}
FAST = Speed(phrasings=10, ms=0.5, ms_p95=1.0, start_s=1.25, learn_s=0.0, edit_ms=2.5, mb=40.2)


def measured(**changes: object) -> Measured:
    one = Measured(
        told="Measured today.",
        ours={"cardshop": evaluation(ASKED)},
        compared={OURS: BOTH, "ratio": {"cardshop": WRONG, "clinc": RIGHT}},
        probable=frozenset({OURS}),
        noise={"cardshop: slips": {OURS: 0.75, "ratio": 0.5}, "cardshop: pinyin": {OURS: 0.25, "ratio": 0.5}},
        speeds={OURS: {10: FAST, 1000: FAST}, "slow": {10: FAST}},
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def line(text: str, title: str, name: str) -> list[str]:
    """The cells of a method's line below a title."""
    found = re.search(rf"^\| {re.escape(name)} \| (.+) \|$", text.partition(f"### {title}")[2], re.MULTILINE)
    assert found, (title, name)
    return found[1].split(" | ")


def test_our_own_table_has_languages_and_kinds() -> None:
    text = tables(measured())
    assert line(text, "KamiDesk by itself", "**cardshop**")[:6] == ["2", "1", ".500", "1.000", "1.000", ".500"]
    assert line(text, "KamiDesk by itself", "cardshop, zh")[:3] == ["1", "1", "1.000"]
    assert line(text, "KamiDesk by itself", "cardshop, *typo*")[:2] == ["1", "0"]


def test_the_best_of_a_column_is_bold() -> None:
    text = tables(measured())
    assert line(text, "Right entry first", OURS) == ["**1.000**", ".000", "**.500**"]
    assert line(text, "Right entry first", "ratio") == [".000", "**1.000**", "**.500**"]


def test_of_an_error_the_least_is_bold_and_only_probabilities_have_one() -> None:
    text = tables(measured(probable=frozenset({OURS, "ratio"})))
    assert line(text, "Expected calibration", OURS)[0] == "**.100**"
    assert line(text, "Expected calibration", "ratio")[0] == ".400"
    assert "| ratio" not in tables(measured()).partition("### Expected")[2].partition("###")[0]


def test_a_set_with_nothing_to_count_has_no_column_and_no_sets_no_table() -> None:
    assert "In scope against" not in tables(measured())
    parted = {"cardshop": figures(ASKED), "clinc": RIGHT}
    text = tables(measured(compared={OURS: parted, "ratio": parted}))
    assert line(text, "In scope against", OURS) == ["**1.000**", "**1.000**"]


def test_of_every_noise_the_best_method_is_bold() -> None:
    text = tables(measured())
    assert line(text, "Disturbed questions", "cardshop: slips") == ["**.750**", ".500"]
    assert line(text, "Disturbed questions", "cardshop: pinyin") == [".250", "**.500**"]
    assert "Disturbed" not in tables(measured(noise={}))


def test_speeds_are_told_where_they_were_measured() -> None:
    text = tables(measured())
    assert line(text, "Speed and memory", OURS) == ["0.50", "0.50", "1.2", "2.5", "40"]
    assert line(text, "Speed and memory", "slow") == ["0.50", "-", "-", "-", "-"]
    assert "Speed" not in tables(measured(speeds={}))


def test_tables_go_between_the_marks_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "faq.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n", "utf-8")
    write_page("new\n", page)
    write_page("newer\n", page)
    assert page.read_text("utf-8") == f"before\n{START}\nnewer\n{END}\nafter\n"


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "faq.md"
    page.write_text(f"{END} {START}", "utf-8")
    with pytest.raises(ValueError, match="lacks"):
        write_page("new\n", page)
    assert page.read_text("utf-8") == f"{END} {START}"
