"""The fixture that `every_channel` fills."""

from collections.abc import AsyncIterator

import pytest

from tests.conformance.folders import Case
from tests.conformance.stage import Stage, on_stage


@pytest.fixture
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """A channel that has started, with people who have joined."""
    case: Case = request.param
    async with on_stage(case) as stage:
        await stage.start()
        await stage.kit.join(stage.channel)
        yield stage
