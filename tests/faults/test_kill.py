"""The short form of `make faults`: a dozen kills on each database."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.campaign import Campaign
from tests.faults.databases import POSTGRESQL, SQLITE, plan_for
from tests.postgres import ENABLE

KILLS = 10


@pytest.mark.faults
@pytest.mark.parametrize("kind", [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgresql)])
def test_nothing_is_lost_doubled_or_disordered_by_kills(kind: str, tmp_path: Path) -> None:
    try:
        with plan_for(kind, tmp_path, KILLS, seed=7) as plan:
            outcome = asyncio.run(Campaign(plan).run())
    except ImportError:
        pytest.skip(ENABLE)
    assert outcome.kills >= KILLS
    assert outcome.messages > 50
    assert outcome.verdict.offences == {name: [] for name in outcome.verdict.offences}
