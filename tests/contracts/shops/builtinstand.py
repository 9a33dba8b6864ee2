"""The built-in shop for the tests of every shop, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import cast

import pytest
from sqlmodel import Session, col, select

from core.messages import Sealed
from core.ports import ShopPort, Vault
from core.shop import OrderNo, StockId
from storage.shops.builtin import BuiltinShop
from storage.shops.tables import AVAILABLE, CardKeyRow
from tests.contracts import surroundings
from tests.contracts.conftest import Place, make_empty
from tests.contracts.shops.stands import RealClock, Sale, Stand

PRODUCT = "steam-50"


@dataclass(slots=True)
class BuiltinStand:
    """tests.contracts.shops.stands.Stand"""

    shop: BuiltinShop
    vault: Vault
    numbers: Sequence[str] = ("KD20261122000001", "KD20261122000002", "KD20261122000003", "KD20261122000004")
    product: StockId = field(default_factory=lambda: StockId(PRODUCT))

    @property
    def port(self) -> ShopPort:
        return cast("ShopPort", self.shop)

    async def sell(self, *sales: Sale) -> None:
        for sale in sales:
            known = (sale.number, sale.contact, sale.password, sale.status, PRODUCT, sale.quantity, sale.keys)
            await surroundings.sold(self.shop.sessions, self.vault, surroundings.Sale(*known))

    async def stock_up(self, *keys: str) -> None:
        await self.shop.add_keys(PRODUCT, keys)

    async def pays(self, number: str) -> None:
        await self.shop.mark_paid(OrderNo(number))

    async def shown(self, number: str) -> Sequence[str]:
        return await self._keys(lambda row: row.order_number == number)

    async def unsold(self) -> Sequence[str]:
        return await self._keys(lambda row: row.state == AVAILABLE)

    async def _keys(self, wanted: Callable[[CardKeyRow], bool]) -> Sequence[str]:
        def read(session: Session) -> Sequence[str]:
            rows = session.exec(select(CardKeyRow).order_by(col(CardKeyRow.position), col(CardKeyRow.id)))
            return [self.vault.open(Sealed(row.sealed)) for row in rows if wanted(row)]

        return await self.shop.sessions.read(read)


def standing(request: pytest.FixtureRequest, kind: str) -> AbstractAsyncContextManager[Stand]:
    return _standing(_place(request, kind))


@asynccontextmanager
async def _standing(place: Place) -> AsyncIterator[Stand]:
    async with place.opened() as database:
        vault = surroundings.a_vault()
        await surroundings.on_offer(database, PRODUCT)
        yield BuiltinStand(BuiltinShop(database, vault, RealClock()), vault)


def _place(request: pytest.FixtureRequest, kind: str) -> Place:
    if kind == "sqlite":
        empty: Path = request.getfixturevalue("sqlite_file")
        return Place(kind, str(copyfile(empty, Path(request.getfixturevalue("tmp_path"), "shop.db"))))
    place = Place(kind, request.getfixturevalue("postgres_url"))
    asyncio.run(make_empty(place.at))
    return place


STANDS: Mapping[str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Stand]]] = {
    "builtin-sqlite": partial(standing, kind="sqlite"),
    "builtin-postgresql": partial(standing, kind="postgresql"),
}
