import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from faq.confidence import SHIPPED, Evidence
from faq.entries import Entry
from faq.evaluate import A_DAY, ask, calibrated, evaluate, write_report
from faq.explained import Explanation
from faq.measuring.labelled import LabelledSet, Question, folder_set, starter_set
from faq.outcomes import Answer, Match, Pass, Suggest
from faq.scoring import Candidate
from tests.unit.faq.samples import ALL, NO_KEY, REFUND, STEAM, STOLEN

FILES = ("train.tsv", "test.tsv", "oos.tsv")


@dataclass
class Scripted:
    """Says what it was told to say, of candidates that it was told."""

    outcomes: dict[str, tuple[Match, tuple[Entry, ...]]]

    def explain(self, text: str) -> Explanation:
        outcome, ranked = self.outcomes[text]
        candidates = tuple(Candidate(entry, 1.0, 1.0, 1.0, entry.question, 1.0, 1.0) for entry in ranked)
        return Explanation(outcome, text, candidates, None, 0.5, 0.5, SHIPPED.calibration)


ASKED = LabelledSet(
    "few",
    ALL,
    (
        Question("right", "refund", kind="typo", language="zh"),
        Question("offered", "steam", language="en"),
        Question("passed", "no-key", language="zh"),
        Question("chat", None, language="zh"),
    ),
)
SAID: dict[str, tuple[Match, tuple[Entry, ...]]] = {
    "right": (Answer(REFUND, 1.0), (STEAM, REFUND, NO_KEY)),
    "offered": (Suggest((NO_KEY, STEAM), 0.3), (NO_KEY, STEAM)),
    "passed": (Pass(), (STEAM, STOLEN, REFUND, NO_KEY)),
    "chat": (Answer(REFUND, 0.8), (REFUND,)),
}


def scripted(_: Iterable[Entry]) -> Scripted:
    return Scripted(SAID)


@dataclass
class Heeding(Scripted):
    """Notes what it is asked to heed, and is surer by as much."""

    heeded: list[int] = field(default_factory=list)

    def explain(self, text: str) -> Explanation:
        return replace(super().explain(text), evidence=Evidence(*[0.5] * len(Evidence._fields)))

    def heed(self, asked: Sequence[Evidence]) -> None:
        self.heeded.append(len(asked))

    def again(self, found: Explanation) -> Explanation:
        return replace(found, first=0.5 + self.heeded[-1] / 2000)


def folder(at: Path) -> Path:
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
        (at / name).write_text("".join(f"{text}\t{label}\n" for text, label in pairs), "utf-8")
    return at


def test_every_question_is_asked_once_and_seen_to_pass() -> None:
    seen: list[str] = []

    def track(questions: Sequence[Question], name: str) -> Iterator[Question]:
        for question in questions:
            seen.append(f"{name} {question.text}")
            yield question

    found = evaluate(ASKED, scripted, track).whole
    assert seen == ["few right", "few offered", "few passed", "few chat"]
    assert (found.questions, found.out_of_scope, found.top1, found.recall3) == (3, 1, 0.3333, 0.6667)
    assert (found.precision, found.coverage, found.oos_answered) == (0.5, 0.3333, 1.0)


def test_what_is_answered_comes_first_and_what_passes_has_candidates_too() -> None:
    verdicts = {one.text: ask(scripted(ALL), one) for one in ASKED.questions}
    assert verdicts["right"].ranked == ("refund", "steam", "no-key")
    assert verdicts["passed"].ranked == ("steam", "stolen", "refund")
    assert verdicts["passed"].score == 0.5


def test_a_message_with_two_wishes_is_asked_whole_and_in_parts() -> None:
    matcher = calibrated(ALL)
    both = Question("可以退款吗？还有，Steam 卡怎么兑换？", "refund", further=(frozenset({"steam"}),))
    found = ask(matcher, both)
    assert [one.entry.id for one in found.parts if isinstance(one, Answer)] == ["refund", "steam"]
    assert ask(matcher, Question(both.text, "refund")).parts == ()


def test_every_day_is_judged_by_what_the_days_before_have_taught() -> None:
    matcher = Heeding({str(number): (Answer(REFUND, 0.8), (REFUND,)) for number in range(2 * A_DAY + 50)})
    asked = LabelledSet("days", ALL, tuple(Question(text, "refund") for text in matcher.outcomes))
    found = evaluate(asked, lambda _: matcher)
    assert matcher.heeded == [0, A_DAY, 2 * A_DAY]
    assert found.cold is not None
    surer = (A_DAY * 0.1 + 50 * 0.2) / (2 * A_DAY + 50)
    assert found.cold.ece == 0.5
    assert found.whole.ece == pytest.approx(0.5 - surer, abs=1e-4)
    assert found.plain()["cold_ece"] == 0.5


def test_the_order_of_a_file_does_not_matter() -> None:
    tried = starter_set()
    asked = replace(tried, entries=tried.entries[::9], questions=tried.questions[::4])
    turned = replace(asked, questions=asked.questions[::-1])
    matcher = calibrated(asked.entries)
    one, other = (evaluate(each, lambda _: matcher).whole for each in (asked, turned))
    assert replace(one, ms=None) == replace(other, ms=None)


def test_a_matcher_that_heeds_nothing_has_no_first_day() -> None:
    assert evaluate(ASKED, scripted).cold is None


def test_languages_and_kinds_have_figures_of_their_own() -> None:
    found = evaluate(ASKED, scripted)
    assert {name: one.questions for name, one in found.languages.items()} == {"en": 1, "zh": 2}
    assert {name: one.top1 for name, one in found.kinds.items()} == {"typo": 1.0}


def test_labels_that_no_entry_has_are_told() -> None:
    asked = LabelledSet("few", (REFUND,), ASKED.questions)
    assert evaluate(asked, scripted).strangers == ("no-key", "steam")


def test_the_report_holds_every_set_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    found = {"few": evaluate(ASKED, scripted), "shop": evaluate(folder_set(folder(tmp_path / "shop")))}
    target = tmp_path / "build" / "report.json"
    write_report(target, found, {"ms_1k": 0.5, "mb_100k": None})
    written = json.loads(target.read_text("utf-8"))
    assert set(written) == {"commit", "ms_1k", "mb_100k", "few", "shop"}
    assert (written["ms_1k"], written["mb_100k"]) == (0.5, None)
    assert written["few"]["zh"]["precision"] == 0.5
    assert written["few"]["kinds"]["typo"]["top1"] == 1.0
    assert (written["shop"]["questions"], written["shop"]["out_of_scope"]) == (3, 2)
    assert {"top1", "precision", "coverage", "ece"} <= written["shop"].keys()


def test_the_starter_faq_keeps_its_quality() -> None:
    measured = evaluate(starter_set()).whole
    assert measured.precision is not None
    assert measured.precision >= 0.9
    assert measured.oos_answered is not None
    assert measured.oos_answered <= 0.05


@pytest.mark.parametrize("text", ["能退钱吗", "没收到卡密"])
def test_a_phrasing_of_the_faq_is_answered(tmp_path: Path, text: str) -> None:
    tried = folder_set(folder(tmp_path))
    asked = LabelledSet("one", tried.entries, (Question(text, "refund" if "退" in text else "no-key"),))
    assert evaluate(asked).whole.precision == 1.0
