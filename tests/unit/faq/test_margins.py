"""What tells an entry from the others is the best there is, and is asked quickly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.leanings import Leanings, joined, leanings
from faq.margins import Machine, Rows, machine
from faq.segment import Floats, Places

COST = 2.0


def rows_of(dense: Floats) -> Rows:
    """Each shrunk to length 1."""
    dense = dense / np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
    places, columns = np.nonzero(dense)
    begins = np.append(0, np.cumsum(np.bincount(places, minlength=len(dense))))
    return Rows(begins, columns, dense[places, columns].astype(np.float32), dense.shape[1])


def scores(rows: Rows, learnt: Machine) -> Floats:
    return rows.along(rows.some(learnt.rows).added(learnt.votes)) + np.float32(learnt.bias)


def drawn(seed: int, size: int, features: int = 40) -> tuple[Rows, Places]:
    random = np.random.default_rng(seed)
    dense = (random.random((size, features)) < 0.15) * random.random((size, features))
    dense[: size // 3, :3] += random.random((size // 3, 3))
    return rows_of(dense.astype(np.float32)), np.arange(size // 3)


@pytest.mark.parametrize("size", [12, 60, 400])
def test_no_text_could_say_anything_better(size: int) -> None:
    """The conditions of the optimum: who is beyond the margin is silent, all others say as much as they are short."""
    rows, own = drawn(1, size)
    learnt = machine(rows, own)
    truth = np.where(np.isin(np.arange(size), own), 1.0, -1.0)
    votes = np.zeros(size)
    votes[learnt.rows] = learnt.votes
    short = np.maximum(0.0, 1 - truth * scores(rows, learnt))
    assert np.abs(votes - 2 * COST * truth * short).mean() < 0.1
    assert learnt.bias == pytest.approx(votes.sum(), abs=1e-3)


def test_its_own_texts_score_above_the_others() -> None:
    rows, own = drawn(2, 90)
    found = scores(rows, machine(rows, own))
    others = np.delete(found, own)
    assert np.median(found[own]) > 0.3 > -0.3 > np.median(others)


def test_two_entries_with_the_same_text_leave_it_open() -> None:
    rows = rows_of(np.array([[1, 0], [1, 0], [0, 1]], np.float32))
    assert scores(rows, machine(rows, np.array([0])))[0] < 0.5


def test_a_text_of_nothing_is_no_obstacle() -> None:
    rows = rows_of(np.array([[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]], np.float32))
    found = scores(rows, machine(rows, np.array([0, 1])))
    assert np.isfinite(found).all()
    assert found[0] == found.max()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(-3, 3)), max_size=40), st.integers(0, 40))
def test_what_features_say_adds_up_wherever_it_is_kept(said: list[tuple[int, int, int]], cut: int) -> None:
    def kept(some: list[tuple[int, int, int]]) -> Leanings:
        keys, on, much = np.array(some, np.int64).reshape(-1, 3).T
        return leanings(keys.astype(np.uint32), on.astype(np.int32), much.astype(np.float32))

    asked, weights = np.array([1, 4, 7, 30], np.uint32), np.array([1.0, 0.5, 2.0, 9.0], np.float32)
    right = np.zeros(5)
    for key, group, much in said:
        right[group] += much * dict(zip(asked.tolist(), weights.tolist(), strict=True)).get(key, 0.0)
    both = joined((kept(said[:cut]), kept(said[cut:])))
    assert both.scores(asked, weights, 5) == pytest.approx(right, abs=1e-4)
    apart = kept(said[:cut]).scores(asked, weights, 5) + kept(said[cut:]).scores(asked, weights, 5)
    assert apart == pytest.approx(right, abs=1e-4)
