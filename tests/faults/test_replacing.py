"""The short form of the kills inside replacements: where it is narrowest, at each shop that is here."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.benches import bench
from tests.faults.replacing import Replacing
from tests.faults.rivals import ACG_FAKA, POSTGRESQL, SQLITE

KILLS = 3


@pytest.mark.faults
@pytest.mark.parametrize("name", [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgresql), ACG_FAKA])
def test_after_a_kill_inside_a_replacement_there_is_one_new_key(name: str, tmp_path: Path) -> None:
    try:
        with bench(name, tmp_path) as place:
            ending = asyncio.run(Replacing(place, tmp_path, KILLS).run())
    except (ImportError, FileNotFoundError) as missing:
        pytest.skip(str(missing))
    assert (ending.found.double, ending.found.lost) == ([], [])
    assert ending.toll.kills >= KILLS
    assert ending.delivered + ending.pending == KILLS
    assert {"after-take", "after-replace-key"} <= set(ending.toll.at)
