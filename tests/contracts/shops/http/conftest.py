"""A shop with two orders: one with a password and two keys, one that is not paid."""

from collections.abc import AsyncIterator

import pytest

from storage.shops.http import HttpShop
from tests.contracts.shops.http.asking import KEYS, OTHER, OURS
from tests.contracts.shops.httpprogram import HttpProgram, Sold, running


@pytest.fixture
async def program() -> AsyncIterator[HttpProgram]:
    async with running() as program:
        program.sell(Sold(OURS, password="Kami2026", quantity=2, keys=KEYS, messenger="telegram:42"))
        program.sell(Sold(OTHER, contact="13800138000", status="unpaid", paid=False))
        yield program


@pytest.fixture
async def shop(program: HttpProgram) -> AsyncIterator[HttpShop]:
    shop = program.open(within=2)
    yield shop
    await shop.close()
