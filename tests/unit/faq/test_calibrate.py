import numpy as np
import pytest

from faq import calibrate
from faq.calibrate import (
    Practice,
    foreign,
    from_phrasings,
    from_practice,
    inside,
    learnt,
    outside,
    practised,
    sample,
    strange,
)
from faq.confidence import SHIPPED, SHIPPED_VOTING, Evidence, Weights, probability
from faq.corpus import Corpus
from faq.entries import Entry
from faq.files import load_starter
from faq.normalize import Normalizer
from faq.regression import fit, probabilities, threshold
from faq.scoring import Ranking
from tests.unit.faq.samples import ALL

NOTHING = Weights(0.0, (0.0,))
normal = Normalizer()


@pytest.fixture(scope="module")
def starter() -> Corpus:
    return Corpus(some(), normal)


def some() -> list[Entry]:
    """Of the starter FAQ: enough to learn from, and soon learnt."""
    return [entry for entry in load_starter() if entry.language in ("zh", "en")][::4]


def fitted(parts: list[list[float]], right: list[bool], begin: Weights) -> Weights:
    return fit(np.array(parts), np.array(right), np.ones(len(right)), begin)


def test_a_fit_finds_what_decides() -> None:
    rolled = np.random.default_rng(7).random((4000, 2))
    weights = fitted(rolled.tolist(), (rolled[:, 0] > 0.5).tolist(), Weights(0.0, (0.0, 0.0)))
    assert abs(weights.parts[0]) > 5 * abs(weights.parts[1])
    assert probability((0.9, 0.5), weights) > 0.9
    assert probability((0.1, 0.5), weights) < 0.1


def test_a_fit_is_a_probability_on_average() -> None:
    weights = fitted([[0.0]] * 4000, [number % 4 == 0 for number in range(4000)], NOTHING)
    assert probability((0.0,), weights) == pytest.approx(0.25, abs=0.01)


def test_a_few_samples_hardly_move_the_weights() -> None:
    begin = Weights(0.0, (2.0,))
    assert fitted([[1.0], [0.0], [1.0]], [False, True, False], begin).parts[0] > 1
    assert fitted([[1.0], [0.0]] * 30000, [False, True] * 30000, begin).parts[0] < -1


def test_the_threshold_is_the_lowest_that_keeps_the_share() -> None:
    sure = np.array([0.99, 0.97, 0.9, 0.5, 0.1])
    assert threshold(sure, np.ones(5), 0.95) == pytest.approx(0.9)
    assert threshold(sure, np.ones(5), 0.80) == pytest.approx(0.5)


def test_where_nothing_is_sure_enough_the_threshold_is_as_careful_as_can_be() -> None:
    assert threshold(np.array([0.4, 0.2]), np.ones(2), 0.95) == pytest.approx(0.95)


def test_a_phrasing_is_asked_as_if_it_were_not_known() -> None:
    corpus = Corpus([Entry(id="a", language="zh", question="退款多久", phrasings=("发票抬头",), answer="x")], normal)
    assert inside(corpus, voting=False) == []
    assert corpus.rank("退款多久", None).evidence is not None


def test_most_phrasings_of_the_starter_are_found_by_the_others(starter: Corpus) -> None:
    samples = inside(starter, voting=False)
    assert 200 <= len(samples) <= 900
    assert 0.4 < np.mean([one.first for one in samples]) < np.mean([one.among for one in samples]) < 1


def test_chat_and_hidden_matters_are_never_right(starter: Corpus) -> None:
    samples = strange(starter) + foreign(starter, ["今天天气怎么样"])
    assert len(samples) > 60
    assert not any(one.first or one.among for one in samples)


def test_where_nothing_is_near_there_is_no_sample() -> None:
    assert list(sample(Ranking(), "a")) == []


def test_a_small_faq_keeps_the_shipped_calibration() -> None:
    assert learnt(Corpus(ALL, normal), []).calibration in (SHIPPED.calibration, SHIPPED_VOTING.calibration)


@pytest.mark.parametrize("asked", [200, 2000])
def test_the_same_faq_learns_the_same(monkeypatch: pytest.MonkeyPatch, asked: int) -> None:
    """Where all of it is asked, and where it is so large that only some is."""
    monkeypatch.setattr(calibrate, "_ASKED", asked)
    chat = [normal(text) for text in outside()][::3]
    one, other = (learnt(Corpus(some()[::12], normal), chat) for _ in range(2))
    assert one.calibration == other.calibration
    assert one.calibration.learnt_on > 0
    assert 0.3 < one.calibration.answer_at < 1


def test_what_was_learnt_keeps_its_word_where_it_was_learnt(starter: Corpus) -> None:
    good, bad = inside(starter, voting=False), strange(starter)
    chat = foreign(starter, [normal(text) for text in outside()])
    learnt_here = from_phrasings(good, bad, chat, SHIPPED).calibration
    sure, strangers = (
        probabilities(np.array([one.evidence for one in some]), learnt_here.first) for some in (good, bad + chat)
    )
    assert float(np.mean(sure)) == pytest.approx(np.mean([one.first for one in good]), abs=0.15)
    assert float(np.mean(strangers > learnt_here.answer_at)) < 0.1


def test_a_fit_that_could_run_away_does_not() -> None:
    weights = fitted([[1.0], [0.0]] * 40, [True, False] * 40, NOTHING)
    assert abs(weights.parts[0]) < 60
    assert probability((1.0,), weights) > 0.5


def test_the_list_of_chat_is_in_three_languages() -> None:
    assert {"今天天气怎么样", "what is the weather like today", "qué tiempo hace hoy"} <= set(outside())


def test_evidence_names_what_the_weights_weigh() -> None:
    assert len(Evidence._fields) == len(SHIPPED.first.parts) == len(SHIPPED_VOTING.calibration.among.parts)


def test_buyers_questions_teach_where_there_are_enough_of_them(starter: Corpus) -> None:
    known = [(text, entry.id) for entry in starter.entries() for text in entry.wordings[:3]]
    asked = [Practice(normal(text), frozenset({right})) for text, right in known]
    assert practised(starter, asked[:150]) == []
    samples = practised(starter, [*asked, Practice("今天天气怎么样", frozenset())])
    assert len(samples) == len(asked) + 1
    assert np.mean([one.first for one in samples]) > 0.95
    learnt_here = from_practice(samples, SHIPPED).calibration
    assert learnt_here.learnt_on == len(samples)
    assert learnt_here.answer_at < SHIPPED.calibration.answer_at


def test_questions_about_other_entries_teach_nothing() -> None:
    small = Corpus(ALL, normal)
    assert practised(small, [Practice(f"frage {number}", frozenset({"elsewhere"})) for number in range(300)]) == []
