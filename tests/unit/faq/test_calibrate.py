import random
from pathlib import Path

import pytest

from faq import calibrate
from faq.calibrate import Sample, evenly, fit, leave_one_out
from faq.confidence import Evidence, confidence, probability
from tests.unit.faq.samples import ALL
from tests.unit.faq.test_evaluate import folder

SURE = Evidence(vote=0.9, lead=0.9, whole=0.8, spelling=1.0, covered=1.0, short=0.1)
UNSURE = Evidence(vote=0.05, lead=0.1, whole=0.0, spelling=0.2, covered=0.2, short=0.1)


def test_confidence_is_a_probability_and_follows_the_evidence() -> None:
    assert 0 < confidence(UNSURE) < 0.2
    assert 0.9 < confidence(SURE) < 1


def test_a_fit_finds_what_decides() -> None:
    rolled = random.Random(7)
    samples = [Sample((one := rolled.random(), rolled.random()), one > 0.5) for _ in range(400)]
    weights = fit(samples)
    assert abs(weights.parts[0]) > 5 * abs(weights.parts[1])
    assert probability((0.9, 0.5), weights) > 0.9
    assert probability((0.1, 0.5), weights) < 0.1


def test_a_fit_is_a_probability_on_average() -> None:
    samples = [Sample((0.0,), right=number % 4 == 0) for number in range(400)]
    assert probability((0.0,), fit(samples)) == pytest.approx(0.25, abs=0.01)


def test_each_source_weighs_the_same() -> None:
    many, few = [Sample((0.0,), right=True)] * 100, [Sample((1.0,), right=False)] * 5
    weights = [sample.weight for sample in evenly({"many": many, "few": few})]
    assert sum(weights[:100]) == pytest.approx(sum(weights[100:]))


def test_every_phrasing_is_asked_while_it_is_left_out() -> None:
    samples = leave_one_out(ALL)
    assert 0 < len(samples) <= sum(len(entry.phrasings) for entry in ALL)
    assert all(max(sample.parts) <= 1 for sample in samples)


def test_the_command_prints_the_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calibrate, "load_starter", lambda: ALL)
    calibrate.main([str(folder(tmp_path))])
    printed = capsys.readouterr().out
    assert "starter, one left out" in printed
    assert all(part in printed for part in Evidence._fields)
