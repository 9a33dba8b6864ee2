"""dujiaoka for the tests: the program at its own database, and the connector with just the documented rights."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from core.ports import Clock, Vault
from core.shop import Order, OrderNo, OrderStatus, Proof, ProvenOrder, ShopId, StockId
from storage.shops.dujiaoka import open_shop
from storage.shops.dujiaoka.grants import granting, missing
from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.shop import DujiaokaShop
from tests.contracts.shops.dujiaokaprogram import (
    COMPLETED,
    EXPIRED,
    FAILED,
    PROCESSING,
    SHORT,
    SHORTAGE,
    UNPAID,
    WAITING,
    Bought,
    DujiaokaProgram,
)
from tests.contracts.shops.stands import RealClock, Sale, Stand
from tests.contracts.surroundings import Away, a_vault
from tests.mariadb import Server

SHOP = ShopId("main")
SECRET = "the-secret-in-the-path-of-calls"
NUMBERS = ("AB12CD34EF56GH78", "ZX98CV76BN54MA32", "QWERTYUIOPASDF12", "0000000000000000")
STATUS = {
    OrderStatus.UNPAID: UNPAID,
    OrderStatus.PAID_WAITING: WAITING,
    OrderStatus.PROCESSING: PROCESSING,
    OrderStatus.DELIVERED: COMPLETED,
    OrderStatus.FAILED: FAILED,
    OrderStatus.SHORTAGE: SHORT,
    OrderStatus.EXPIRED: EXPIRED,
}


@dataclass(slots=True)
class DujiaokaStand:
    """tests.contracts.shops.stands.Stand"""

    server: Server
    database: str
    v3: bool = False
    vault: Vault = field(default_factory=a_vault)
    clock: Clock = field(default_factory=RealClock)
    numbers: Sequence[str] = NUMBERS
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    user: str = ""
    goods: int = 0
    sub: int = 0
    _port: DujiaokaShop | None = None

    @property
    def program(self) -> DujiaokaProgram:
        return DujiaokaProgram(self.server, self.database, self.v3)

    @property
    def port(self) -> DujiaokaShop:
        if self._port is None:
            self._port = self.open()
        return self._port

    @property
    def product(self) -> StockId:
        return StockId(str(self.goods), str(self.sub) if self.v3 else "")

    def install(self, *grants: str) -> None:
        """The shop's tables, and the user with the statements of the documentation."""
        self.program.install()
        self.goods = self.program.goods("Steam 充值卡 50")
        self.sub = self.program.variant(self.goods, "国区") if self.v3 else 0
        statements = grants or self.documented()
        self.user = self.server.new_user(self.database, *statements, password=self.password)

    def documented(self) -> Sequence[str]:
        layout = Layout(v3=self.v3, loops=True)
        told = granting(missing(layout, "{database}", ()), "{database}", "{user}")
        return [one for one in told.split(";") if one.strip()]

    def settings(self, **more: Any) -> dict[str, Any]:
        reached = self.server.reached_by(self.user, self.database, self.password)
        return {**reached, "callback_secret": SECRET, **more}

    def open(self, **more: Any) -> DujiaokaShop:
        return open_shop(SHOP, self.settings(**more), Away(), self.vault, self.clock)

    def bought(self, **more: Any) -> Bought:
        return Bought(**{"goods": self.goods, "sub": self.sub, **more})

    async def sell(self, *sales: Sale) -> None:
        for sale in sales:
            self.program.cards(self.goods, sale.keys, sub=self.sub)
            self.program.run("UPDATE carmis SET status = 2 WHERE carmi IN %s", [*sale.keys, "-"])
            status = STATUS[sale.status]
            info = SHORTAGE if status == SHORT else "\n".join(sale.keys) or None
            known = {"number": sale.number, "email": sale.contact, "password": sale.password, "info": info}
            self.program.order(self.bought(status=status, quantity=sale.quantity, **known))

    async def stock_up(self, *keys: str) -> None:
        self.program.cards(self.goods, keys, sub=self.sub)

    async def pays(self, number: str) -> None:
        self.program.paid(number)

    async def shown(self, number: str) -> Sequence[str]:
        return self.program.shown(number)

    async def unsold(self) -> Sequence[str]:
        return self.program.unsold()


def installed(server: Server, database: str, *, v3: bool) -> DujiaokaStand:
    stand = DujiaokaStand(server, database, v3)
    stand.install()
    return stand


async def order_of(stand: DujiaokaStand, number: str = NUMBERS[0]) -> Order:
    found = await stand.port.find_order(OrderNo(number))
    assert found is not None
    return found


async def keys_of(stand: DujiaokaStand, number: str = NUMBERS[0]) -> list[str]:
    delivered = await stand.port.delivered_keys(ProvenOrder(SHOP, OrderNo(number), Proof.A))
    return [stand.vault.open(key.sealed) for key in delivered]


@asynccontextmanager
async def _standing(stand: DujiaokaStand) -> AsyncIterator[Stand]:
    yield stand
    await stand.port.close()


def standing(request: pytest.FixtureRequest, *, v3: bool) -> AbstractAsyncContextManager[Stand]:
    server: Server = request.getfixturevalue("mariadb")
    return _standing(installed(server, request.getfixturevalue("shop_database"), v3=v3))


STANDS: Mapping[str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Stand]]] = {
    "dujiaoka-2": partial(standing, v3=False),
    "dujiaoka-v3": partial(standing, v3=True),
}
