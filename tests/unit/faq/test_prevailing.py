"""How sure the FAQ is follows what is really asked, of which nobody knows the right entry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.confidence import Calibration, Weights
from faq.prevailing import Samples, prevailing
from faq.regression import log_odds, sigmoid
from faq.segment import Reals

SURE_OF_WHAT_IT_SEES = Weights(0.0, (1.0,))
LEARNT = Calibration(SURE_OF_WHAT_IT_SEES, SURE_OF_WHAT_IT_SEES, answer_at=0.9, suggest_at=0.5, learnt_on=900)
RIGHT, WRONG, STRANGE = 3.5, 0.0, -2.0
"""Log-odds about which a shop's questions lie that are found, mistaken, and that have no answer."""


def about(odds: float, count: int, seed: int = 1) -> Reals:
    return np.random.default_rng(seed).normal(odds, 1.2, (count, 1))


def samples(*, phrasings: bool = False) -> Samples:
    parts = (about(RIGHT, 500), about(WRONG, 100), about(STRANGE, 250))
    return Samples(parts, (0.6, 0.1, 0.3), (phrasings, phrasings, False))


def asked(right: int, wrong: int, strange: int) -> Reals:
    return np.concatenate([about(RIGHT, right, 2), about(WRONG, wrong, 3), about(STRANGE, strange, 4)])


def mean_of(calibration: Calibration, of: Reals) -> float:
    return float(sigmoid(log_odds(of, calibration.first)).mean())


def test_where_nothing_was_asked_it_stays_as_sure_as_it_was() -> None:
    assert prevailing(LEARNT, samples(), np.zeros((0, 1))) == LEARNT


@pytest.mark.parametrize("phrasings", [False, True])
def test_it_is_the_more_careful_the_more_questions_have_no_answer(phrasings: bool) -> None:
    known = samples(phrasings=phrasings)
    shifts = [prevailing(LEARNT, known, asked(400, 50, strange)).shift for strange in (0, 200, 600, 1800)]
    assert shifts == sorted(shifts, reverse=True)
    assert shifts[-1] < 0 < shifts[0]


def test_its_mean_comes_near_the_share_that_is_right() -> None:
    """Half of what is asked is not what its samples were."""
    questions = asked(300, 60, 640)
    found = prevailing(LEARNT, samples(), questions)
    assert abs(mean_of(found, questions) - 0.3) < abs(mean_of(LEARNT, questions) - 0.3)
    assert mean_of(found, questions) == pytest.approx(0.3, abs=0.05)
    assert found.heeded == 1000


def test_a_few_questions_change_little() -> None:
    few, many = (prevailing(LEARNT, samples(), asked(0, 0, count)).shift for count in (5, 500))
    assert many < few < 0
    assert few > -0.4


def test_it_gets_only_a_little_surer_whatever_is_asked() -> None:
    found = prevailing(LEARNT, samples(), np.full((2000, 1), 9.0))
    assert 0 < found.shift <= 0.8
    assert found.among == LEARNT.among


def test_it_answers_only_where_what_is_asked_lets_it_be_right() -> None:
    shy = prevailing(LEARNT, samples(), asked(200, 0, 0))
    assert shy.answer_at >= LEARNT.answer_at
    unsure = prevailing(LEARNT, samples(), np.full((400, 1), 2.4))
    assert unsure.answer_at > LEARNT.answer_at


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-40, 40), min_size=1, max_size=60))
def test_nobody_can_ask_it_out_of_its_bounds(odds: list[float]) -> None:
    questions = np.array(odds)[:, None]
    found = prevailing(LEARNT, samples(), questions)
    assert -2.5 <= found.shift <= 0.5
    assert 0 < found.answer_at <= 0.95
    assert prevailing(LEARNT, samples(), questions) == found
