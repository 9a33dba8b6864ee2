"""The synthetic FAQs that speed is measured on, and that a measurement comes back from its process."""

import pytest

from faq.files import load_starter
from faq.measuring.speed import SpeedUnmeasured, measured, speed_of
from faq.measuring.synthetic import PHRASINGS, synthetic_entries, synthetic_questions
from faq.normalize import Normalizer

STARTER = load_starter()


def test_a_synthetic_faq_has_as_many_phrasings_as_wanted_in_both_languages() -> None:
    made = list(synthetic_entries(STARTER, 1000))
    assert sum(len(entry.wordings) for entry in made) == 1000
    assert [sum(entry.language == language for entry in made) for language in ("zh", "en")] == [25, 25]
    assert len({entry.id for entry in made}) == 1000 // PHRASINGS


def test_it_is_the_same_each_time_and_its_phrasings_differ() -> None:
    made = list(synthetic_entries(STARTER, 2000))
    assert made == list(synthetic_entries(STARTER, 2000))
    assert made[:50] == list(synthetic_entries(STARTER, 1000))
    assert len({text for entry in made for text in entry.wordings}) > 1950


def test_its_questions_are_no_phrasings_of_it() -> None:
    made = list(synthetic_entries(STARTER, 1000))
    normal = Normalizer()
    known = {normal(text) for entry in made for text in entry.wordings}
    asked = synthetic_questions(made, 200)
    assert len(set(asked)) == 200
    assert sum(normal(text) in known for text in asked) < 10


def test_a_measurement_has_all_its_figures() -> None:
    found = measured(600)
    assert found.phrasings == 600
    assert min(found.ms, found.ms_p95, found.start_s, found.edit_ms) > 0


def test_a_process_of_its_own_measures_and_tells_what_went_wrong() -> None:
    assert speed_of(600).ms > 0
    with pytest.raises(SpeedUnmeasured, match=r"ValueError|IndexError"):
        speed_of(-20)
