"""A running pair of web channels for every test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.web.world import World, running


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as world:
        yield world
