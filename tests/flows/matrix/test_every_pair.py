"""The same dialogue for every channel of buyers with every staff room, on the wire of our own platforms.

What it finds is kept in results.json, from which docs/channels.md is printed: KAMIDESK_RECORD=1 writes it anew."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.flows.matrix.dialogue import Talk
from tests.flows.matrix.place import SOLD, Everywhere, open_everywhere
from tests.flows.matrix.platforms import BUYERS, ROOMS

pytestmark = pytest.mark.asyncio(loop_scope="module")
RESULTS = Path(__file__).with_name("results.json")
RECORD = "KAMIDESK_RECORD"


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=ROOMS)
async def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everywhere]:
    """One product for all buyers of a room."""
    async with open_everywhere(tmp_path_factory.mktemp("everywhere"), request.param) as opened:
        yield opened


@pytest.mark.parametrize("channel", BUYERS)
async def test_from_a_question_to_the_end(place: Everywhere, channel: str) -> None:
    how = await Talk(place, await place.newcomer(channel), SOLD[channel]).whole()
    pair = f"{channel} {place.room}"
    if os.environ.get(RECORD):
        known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        RESULTS.write_text(json.dumps(dict(sorted((known | {pair: how}).items())), indent=1) + "\n", "utf-8")
    assert json.loads(RESULTS.read_text("utf-8")).get(pair) == how, f"make channels records what is new of {pair}"
