"""The HTTP contract for the tests of every shop."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest

from core.ports import ShopPort, Vault
from core.shop import StockId
from docs.shops import reference_server
from tests.contracts.shops.httpprogram import HttpProgram, Sold, running
from tests.contracts.shops.stands import Sale, Stand

PRODUCT = "steam-50"


@dataclass(slots=True)
class HttpStand:
    """tests.contracts.shops.stands.Stand"""

    program: HttpProgram
    port: ShopPort
    vault: Vault
    numbers: Sequence[str] = tuple(f"SHOP2026112200000{n}" for n in range(1, 5))
    product: StockId = field(default_factory=lambda: StockId(PRODUCT))

    async def sell(self, *sales: Sale) -> None:
        for sale in sales:
            paid = sale.status not in ("unpaid", "expired")
            known = (sale.number, sale.contact, sale.password, sale.status.value)
            self.program.sell(Sold(*known, quantity=sale.quantity, keys=sale.keys, paid=paid))

    async def stock_up(self, *keys: str) -> None:
        self.program.on_sale(PRODUCT, *keys)

    async def pays(self, number: str) -> None:
        self.program.pay(number)

    async def shown(self, number: str) -> Sequence[str]:
        return [piece["key"] for piece in reference_server.keys(self.program.db, {"number": number})["keys"]]

    async def unsold(self) -> Sequence[str]:
        return [key for key, number in self.program.key_rows() if number is None]


@asynccontextmanager
async def _standing() -> AsyncIterator[Stand]:
    async with running() as program:
        program.on_sale(PRODUCT)
        shop = program.open()
        yield HttpStand(program, cast("ShopPort", shop), program.vault)
        await shop.close()


def _opening(_: pytest.FixtureRequest) -> AbstractAsyncContextManager[Stand]:
    return _standing()


STANDS: Mapping[str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Stand]]] = {"http": _opening}
