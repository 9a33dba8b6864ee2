"""acg-faka for the tests: the program at its own database, and the connector with just the documented rights."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.ports import Clock, Vault
from core.shop import OrderStatus, ShopId, StockId
from storage.shops.acg_faka.grants import LATER, REFUND, grant, needed
from storage.shops.acg_faka.opening import open_shop
from storage.shops.acg_faka.shop import AcgFakaShop
from tests.contracts.shops.acgprogram import NOTHING_LEFT, AcgProgram, Bought
from tests.contracts.shops.stands import RealClock, Sale, Stand
from tests.contracts.surroundings import Away, a_vault
from tests.mariadb import Server

SHOP = ShopId("cards")
NUMBERS = ("302261122095245598", "117261122095301204", "999261122100000000", "100261122100959001")
ALL_LATER = [(table, column) for table, columns in LATER.items() for column in columns]


@dataclass(slots=True)
class AcgStand:
    """tests.contracts.shops.stands.Stand. `refunds`: the plugin 订单退款 is installed."""

    server: Server
    database: str
    prefix: str = "acg_"
    refunds: bool = False
    vault: Vault = field(default_factory=a_vault)
    clock: Clock = field(default_factory=RealClock)
    numbers: Sequence[str] = NUMBERS
    password: str = field(default_factory=lambda: secrets.token_hex(8))
    user: str = ""
    goods: int = 0
    _port: AcgFakaShop | None = None

    @property
    def program(self) -> AcgProgram:
        return AcgProgram(self.server, self.database, self.prefix)

    @property
    def port(self) -> AcgFakaShop:
        if self._port is None:
            self._port = self.open()
        return self._port

    @property
    def product(self) -> StockId:
        return StockId(str(self.goods or self._put_on_sale()))

    def install(self) -> None:
        """The shop's tables, and the user with the statements of the documentation."""
        self.program.install()
        if self.refunds:
            self.program.run(f"ALTER TABLE $order ADD {REFUND} TINYINT UNSIGNED NOT NULL DEFAULT 0")
        rights = needed(self.prefix, ALL_LATER, refunds=self.refunds)
        statements = [grant(right, "{database}", "{user}") for right in rights]
        self.user = self.server.new_user(self.database, *statements, password=self.password)

    def settings(self, **more: Any) -> dict[str, Any]:
        reached = self.server.reached_by(self.user, self.database, self.password)
        return {**reached, "prefix": self.prefix, "refund_plugin": self.refunds, **more}

    def open(self, **more: Any) -> AcgFakaShop:
        return open_shop(SHOP, self.settings(**more), Away(), self.vault, self.clock)

    async def sell(self, *sales: Sale) -> None:
        for sale in sales:
            self._sell(sale)

    async def stock_up(self, *keys: str) -> None:
        self.program.cards(int(self.product.product), keys)

    async def pays(self, number: str) -> None:
        self.program.pay(number)

    async def shown(self, number: str) -> Sequence[str]:
        return [line for line in self.program.secret(number).splitlines() if line != NOTHING_LEFT]

    async def unsold(self) -> Sequence[str]:
        return [row["secret"] for row in self.program.rows("SELECT secret FROM $card WHERE status = 0 ORDER BY id")]

    def _sell(self, sale: Sale) -> None:
        """Its keys are sold cards of the order; without keys it is paid for nothing, which is a shortage."""
        bought = Bought(
            product=int(self.product.product),
            quantity=sale.quantity,
            number=sale.number,
            contact=sale.contact,
            password=sale.password or None,
        )
        self.program.order(bought)
        if sale.status is OrderStatus.UNPAID:
            return
        for card in self.program.cards(bought.product, sale.keys):
            order = "(SELECT id FROM $order WHERE trade_no = %s)"
            sold = f"UPDATE $card SET status = 1, purchase_time = NOW(), order_id = {order} WHERE id = %s"
            self.program.run(sold, sale.number, card)
        secret = "\n".join(sale.keys) or NOTHING_LEFT
        paid = (
            "UPDATE $order SET status = 1, delivery_status = 1, pay_time = create_time, secret = %s WHERE trade_no = %s"
        )
        self.program.run(paid, secret, sale.number)

    def _put_on_sale(self) -> int:
        self.goods = self.program.product("Steam 充值卡 50")
        return self.goods


def installed(server: Server, database: str, **more: Any) -> AcgStand:
    stand = AcgStand(server, database, **more)
    stand.install()
    return stand


@asynccontextmanager
async def _standing(stand: AcgStand) -> AsyncIterator[Stand]:
    yield stand
    await stand.port.close()


def standing(request: pytest.FixtureRequest) -> AbstractAsyncContextManager[Stand]:
    server: Server = request.getfixturevalue("mariadb")
    return _standing(installed(server, request.getfixturevalue("shop_database")))


STANDS: Mapping[str, Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Stand]]] = {"acg-faka": standing}
