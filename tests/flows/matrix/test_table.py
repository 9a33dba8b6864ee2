"""Every channel is in the matrix, and the page tells what the matrix has found."""

import json
import pkgutil
from datetime import timedelta
from importlib import import_module

import pytest

import bots
from docs.channels import EXAMPLES, NAMES, PAGE, STEPS, capabilities, printed
from tests.flows.matrix.platforms import BUYERS, ROOMS
from tests.flows.matrix.test_every_pair import RESULTS


def test_every_channel_takes_part_and_nothing_is_kept_of_others() -> None:
    folders = [one.name for one in pkgutil.iter_modules(bots.__path__) if one.ispkg and one.name not in {"cli", "fake"}]
    channels = {name for folder in folders for name in import_module(f"bots.{folder}").CHANNELS}
    assert channels == {*BUYERS, *ROOMS}
    kept = json.loads(RESULTS.read_text("utf-8"))
    assert set(kept) == {f"{buyers} {room}" for buyers in BUYERS for room in ROOMS}


def test_the_page_is_what_would_be_printed_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.telegram.capabilities.SECOND", timedelta(seconds=1))  # flows are walked in haste
    assert PAGE.read_text("utf-8") == printed(capabilities(), json.loads(RESULTS.read_text("utf-8")))


def test_the_page_tells_of_every_step_and_of_every_channel() -> None:
    kept = json.loads(RESULTS.read_text("utf-8"))
    assert {step for how in kept.values() for step in how} == set(STEPS)
    assert set(EXAMPLES) == set(NAMES) == {*BUYERS, *ROOMS}
