"""Every channel is in the matrix, and the page tells what the matrix has found."""

import json
import pkgutil
from importlib import import_module

import bots
from tests.flows.matrix.platforms import BUYERS, ROOMS
from tests.flows.matrix.test_every_pair import RESULTS


def test_every_channel_takes_part_and_nothing_is_kept_of_others() -> None:
    folders = [one.name for one in pkgutil.iter_modules(bots.__path__) if one.ispkg and one.name not in {"cli", "fake"}]
    channels = {name for folder in folders for name in import_module(f"bots.{folder}").CHANNELS}
    assert channels == {*BUYERS, *ROOMS}
    kept = json.loads(RESULTS.read_text("utf-8"))
    assert set(kept) == {f"{buyers} {room}" for buyers in BUYERS for room in ROOMS}
