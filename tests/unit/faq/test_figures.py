"""The figures on verdicts that one can count by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.measuring.figures import Verdict, calibration_error, coverage_at, figures, grouped, separation
from faq.measuring.labelled import Question
from faq.outcomes import Answer, Pass, Suggest
from tests.unit.faq.samples import NO_KEY, REFUND, STEAM

SCORES = st.lists(st.tuples(st.integers(0, 20).map(lambda one: one / 20), st.booleans()), min_size=1)

VERDICTS = (
    Verdict(Question("right", "refund"), ("refund", "steam"), 0.9, Answer(REFUND, 0.9), 0.001),
    Verdict(Question("wrong", "refund"), ("no-key", "refund"), 0.8, Answer(NO_KEY, 0.8), 0.003),
    Verdict(Question("offered", "steam"), ("no-key", "steam"), 0.3, Suggest((NO_KEY, STEAM), 0.3), 0.001),
    Verdict(Question("offered others", "steam"), ("no-key", "refund"), 0.3, Suggest((NO_KEY, REFUND), 0.3), 0.001),
    Verdict(Question("passed", "no-key"), ("refund", "steam", "no-key"), 0.1, Pass(), 0.002),
    Verdict(Question("chat answered", None), ("refund",), 0.7, Answer(REFUND, 0.7), 0.004),
    Verdict(Question("chat offered", None), ("refund",), 0.2, Suggest((REFUND,), 0.2), 0.001),
    Verdict(Question("chat passed", None), (), 0.0, Pass(), 0.001),
    Verdict(Question("chat passed too", None), ("refund",), 0.05, Pass(), 0.004),
)


def test_figures_count_what_their_names_say() -> None:
    counted = figures(VERDICTS)
    assert (counted.questions, counted.out_of_scope) == (5, 4)
    assert (counted.top1, counted.recall3) == (0.2, 0.8)
    assert counted.precision == pytest.approx(1 / 3, abs=1e-4)
    assert (counted.coverage, counted.suggested, counted.passed) == (0.4, 0.4, 0.2)
    assert counted.suggest_recall3 == 0.5
    assert (counted.oos_answered, counted.oos_suggested) == (0.25, 0.25)
    assert counted.ms == 1.0
    assert counted.wishes3 is None


def test_what_there_is_none_of_has_no_share() -> None:
    nothing = figures(VERDICTS[:1])
    assert (nothing.oos_answered, nothing.auroc, nothing.suggest_recall3) == (None, None, None)
    assert figures(()).top1 is None
    assert figures(()).ece is None


def test_a_peer_that_only_ranks_has_no_share_of_answers() -> None:
    ranked = figures([replace(one, said=None) for one in VERDICTS])
    assert (ranked.top1, ranked.recall3) == (0.2, 0.8)
    assert (ranked.precision, ranked.coverage, ranked.passed, ranked.oos_answered) == (None, None, None, None)
    assert ranked.coverage_at_95 == figures(VERDICTS).coverage_at_95


def test_an_alternative_is_as_right_as_the_first_label() -> None:
    either = Question("either", "steam", frozenset({"refund"}))
    assert figures([Verdict(either, ("refund",), 0.9, Answer(REFUND, 0.9))]).precision == 1.0


def test_a_message_with_two_wishes_is_right_with_either_and_each_wish_is_counted() -> None:
    both = Question("both", "steam", further=(frozenset({"refund", "money-back"}),))
    found = figures([Verdict(both, ("refund", "no-key"), 0.9, Answer(REFUND, 0.9))])
    assert (found.top1, found.recall3, found.wishes3) == (1.0, 1.0, 0.5)


def test_wishes_are_answered_one_by_one_where_the_message_is_cut_into_them() -> None:
    both = Question("both", "steam", further=(frozenset({"refund"}), frozenset({"no-key"})))
    cut = Verdict(
        both, ("steam",), 0.2, Pass(), parts=(Answer(STEAM, 0.9), Suggest((NO_KEY,), 0.3), Answer(REFUND, 0.9))
    )
    assert figures([cut]).wishes_answered == pytest.approx(2 / 3, abs=1e-4)
    assert figures([replace(cut, parts=())]).wishes_answered == 0.0
    assert figures([replace(cut, said=None)]).wishes_answered is None


def test_only_the_first_three_are_near() -> None:
    fourth = Verdict(Question("fourth", "d"), ("a", "b", "c", "d"), 0.5, Pass())
    assert figures([fourth]).recall3 == 0.0


def test_groups_are_those_that_have_a_name() -> None:
    marked = [
        replace(one, question=replace(one.question, kind="chat" if one.question.matter is None else ""))
        for one in VERDICTS
    ]
    assert [(name, one.out_of_scope) for name, one in grouped(marked, lambda question: question.kind).items()] == [
        ("chat", 4)
    ]


# ------------------------------------------------------------------ calibration


def test_a_confidence_that_keeps_its_word_has_no_error() -> None:
    kept = [(0.8, number < 8) for number in range(10)] + [(0.1, number < 1) for number in range(10)]
    assert calibration_error(kept) == pytest.approx(0)


def test_the_error_is_the_distance_between_what_is_said_and_what_is() -> None:
    assert calibration_error([(0.9, number < 50) for number in range(100)]) == pytest.approx(0.4)
    assert calibration_error([(1.0, False)]) == 1.0


def test_errors_of_the_bins_do_not_cancel_out() -> None:
    too_sure = [(0.9, number < 5) for number in range(10)]
    too_shy = [(0.1, number < 5) for number in range(10)]
    assert calibration_error(too_sure + too_shy) == pytest.approx(0.4)


@given(scored=SCORES)
def test_calibration_does_not_depend_on_the_order(scored: list[tuple[float, bool]]) -> None:
    error = calibration_error(scored)
    assert error is not None
    assert 0 <= error <= 1
    assert calibration_error(scored[::-1]) == pytest.approx(error)


# ------------------------------------------------------------------ separation and coverage


def test_separation_is_one_where_all_insiders_score_higher_and_a_half_where_all_are_equal() -> None:
    assert separation([0.5, 0.9], [0.1, 0.4]) == 1.0
    assert separation([0.3, 0.3], [0.3]) == 0.5
    assert separation([0.1], [0.4]) == 0.0
    assert separation([0.1], []) is None


@given(inside=st.lists(st.integers(0, 5), min_size=1), outside=st.lists(st.integers(0, 5), min_size=1))
def test_separation_is_the_share_of_pairs_in_the_right_order(inside: list[int], outside: list[int]) -> None:
    won = sum((one > other) + (one == other) / 2 for one in inside for other in outside)
    assert separation(inside, outside) == pytest.approx(won / len(inside) / len(outside))


def scored(*outcomes: tuple[float, bool | None]) -> list[Verdict]:
    """(score, right?), None: out of scope."""
    return [
        Verdict(Question("", None if right is None else "a"), ("a" if right else "b",), score)
        for score, right in outcomes
    ]


def test_coverage_is_the_most_that_a_threshold_can_answer_at_that_precision() -> None:
    assert coverage_at(0.75, scored((0.9, True), (0.8, True), (0.7, None), (0.6, True), (0.5, False))) == 0.75
    assert coverage_at(0.95, scored((0.9, False), (0.8, True))) == 0.0
    assert coverage_at(0.95, scored((0.9, None))) is None


def test_a_threshold_cannot_part_equal_scores() -> None:
    assert coverage_at(0.95, scored((0.9, True), (0.9, False), (0.9, True))) == 0.0


def test_a_question_with_no_candidate_is_never_answered() -> None:
    assert coverage_at(0.0, [Verdict(Question("", "a"), (), 0.0), *scored((0.5, True))]) == 0.5
