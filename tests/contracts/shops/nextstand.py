"""dujiao-next for the contract: the program at its own port, and the connector with just the documented roles."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copyfile
from typing import Any, cast

import pytest

from core.ports import ShopPort, Vault
from core.shop import OrderNo, OrderStatus, ShopId, StockId
from storage.sessions import Sessions
from storage.shops.dujiao_next import open_shop
from storage.shops.dujiao_next.parts import WithBoth
from storage.shops.dujiao_next.shop import NextShop
from tests.contracts.conftest import Place
from tests.contracts.shops import stands
from tests.contracts.surroundings import FixedClock, Sale, a_vault
from tests.dujiaonext.goods import Bought, Card, Line, Payment, Product
from tests.dujiaonext.server import NextProgram

SHOP = ShopId("next")
STATUSES = {
    OrderStatus.UNPAID: "pending_payment",
    OrderStatus.PAID_WAITING: "paid",
    OrderStatus.PROCESSING: "fulfilling",
    OrderStatus.DELIVERED: "completed",
    OrderStatus.PARTLY_DELIVERED: "partially_delivered",
    OrderStatus.EXPIRED: "canceled",
    OrderStatus.PARTLY_REFUNDED: "partially_refunded",
    OrderStatus.REFUNDED: "refunded",
}
UNPAID = frozenset({"pending_payment", "canceled"})


@dataclass(slots=True)
class NextStand:
    """Products are named by their rows: "1", "2"."""

    sessions: Sessions
    vault: Vault
    clock: FixedClock
    program: NextProgram = field(init=False)

    def __post_init__(self) -> None:
        self.program = NextProgram(self.clock)
        self.offer(1)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["NextStand"]:
        async with self.program.running():
            yield self

    def settings(self, **more: Any) -> dict[str, Any]:
        admin, channel = self.program.admin, self.program.channel
        chosen = {
            "base_url": self.program.url,
            "admin": {"username": admin.username, "password": admin.password},
            "channel": {"key": channel.key, "secret": channel.secret},
        }
        return {name: value for name, value in {**chosen, **more}.items() if value is not None}

    def open_with(self, **more: Any) -> NextShop:
        """None for a section: without it."""
        return open_shop(SHOP, self.settings(**more), self.sessions, self.vault, self.clock)

    def open(self) -> WithBoth:
        shop = self.open_with()
        assert isinstance(shop, WithBoth)
        return shop

    def offer(
        self, product: int, *, fulfillment: str = "auto", skus: Sequence[int] = (), manual_stock: int = 0
    ) -> None:
        self.program.goods.products[product] = Product(product, f"商品{product}", fulfillment, skus, manual_stock)

    async def sell(self, sale: Sale) -> Bought:
        return self.sold(sale)

    def sold(self, sale: Sale, *, user: int = 0, fulfillment: str = "auto", sku: int = 0) -> Bought:
        """As the program itself would: the keys are rows of its stock, used for this order."""
        product = int(sale.product) if sale.product.isdecimal() else 1
        status = STATUSES[sale.status]
        order = self._order(sale.number, status)
        order.lines = [Line(product, sku, sale.quantity, fulfillment)]
        order.mail, order.password, order.user = ("", "", user) if user else (sale.contact, sale.password, 0)
        if sale.keys:
            order.payload = "\n".join(sale.keys)
            for card in self.program.goods.add_cards(product, *sale.keys, sku=sku):
                card.status, card.order, card.updated_at = "used", order.id, self.clock.now()
        self.program.goods.orders.append(order)
        return order

    def sold_in_parts(self, number: str, *parts: tuple[int, Sequence[str]], mail: str, password: str) -> Bought:
        """Each part: a product, and the keys that were delivered of it."""
        order = self._order(number, "completed" if all(keys for _, keys in parts) else "partially_delivered")
        order.mail, order.password = mail, password
        self.program.goods.orders.append(order)
        for place, (product, keys) in enumerate(parts, 1):
            child = self._order(f"{number}-{place:02d}", "completed" if keys else "paid")
            child.parent, child.lines = order.id, [Line(product, 0, max(1, len(keys)))]
            child.payload = "\n".join(keys) if keys else None
            order.children.append(child)
        return order

    def pay(self, order: Bought, *, after: timedelta = timedelta(), **more: Any) -> Payment:
        """A payment that was begun with the order and arrives `after` that."""
        goods = self.program.goods
        begun, number = order.created_at, len(goods.payments) + 1
        payment = Payment(number, order.id, "success", f"DJP{number:06d}", begun, begun + after, f"T{number}")
        for name, value in more.items():
            setattr(payment, name, value)
        goods.payments.append(payment)
        return payment

    def key_rows(self) -> Sequence[Card]:
        return self.program.goods.cards

    def used(self) -> list[str]:
        """Keys that were taken for no order."""
        return [card.secret for card in self.key_rows() if card.status == "used" and card.order is None]

    def touch(self, order: Bought, status: str = "") -> None:
        """The order changes now."""
        order.status = status or order.status
        order.updated_at = self.program.now()

    def _order(self, number: str, status: str) -> Bought:
        goods, now = self.program.goods, self.program.now()
        paid_at = None if status in UNPAID else now
        row = sum(1 for _ in goods.everybody()) + 1
        return Bought(row, number, status, [], now, now, paid_at=paid_at, amount=Decimal("9.90"))


@dataclass(slots=True)
class RunningClock(FixedClock):
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class ContractStand:
    """tests.contracts.shops.stands.Stand. A sale without a password gets one: the shop has no guest's order without."""

    program: NextStand
    shop: WithBoth
    vault: Vault
    numbers: Sequence[str] = tuple(f"DJ2026112212000000000{place}" for place in range(1, 5))
    product: StockId = field(default_factory=lambda: StockId("1"))

    @property
    def port(self) -> ShopPort:
        return cast("ShopPort", self.shop)

    async def sell(self, *sales: stands.Sale) -> None:
        for sale in sales:
            short = sale.status is OrderStatus.SHORTAGE
            status = OrderStatus.PAID_WAITING if short else sale.status
            known = (sale.number, sale.contact, sale.password or "a password", status, "1", sale.quantity, sale.keys)
            order = self.program.sold(Sale(*known))
            if short:
                order.paid_at = order.created_at - timedelta(minutes=10)

    async def stock_up(self, *keys: str) -> None:
        self.program.program.goods.add_cards(1, *keys)

    async def pays(self, number: str) -> None:
        self.program.program.goods.pay(self._order(number), self.program.clock.now())

    async def shown(self, number: str) -> Sequence[str]:
        payload = self._order(number).payload
        return payload.split("\n") if payload else []

    async def unsold(self) -> Sequence[str]:
        return [card.secret for card in self.program.program.goods.stock(1, 0)]

    def _order(self, number: str) -> Bought:
        return next(order for order in self.program.program.goods.orders if order.number == number)


LACKS = {
    "test_the_contact_is_enough_for_b_where_there_is_no_password": "every guest's order of dujiao-next has a password"
}


def standing(request: pytest.FixtureRequest) -> AbstractAsyncContextManager[stands.Stand]:
    reason = LACKS.get(request.node.originalname)
    if reason:
        pytest.skip(reason)
    empty: Path = request.getfixturevalue("sqlite_file")
    return _standing(Place("sqlite", str(copyfile(empty, Path(request.getfixturevalue("tmp_path"), "next.db")))))


@asynccontextmanager
async def _standing(place: Place) -> AsyncIterator[stands.Stand]:
    vault = a_vault()
    async with place.opened() as database, NextStand(database, vault, RunningClock()).running() as program:
        program.program.goods.products[1].title = "steam-50 title"
        shop = program.open()
        yield ContractStand(program, shop, vault)
        await shop.close()
        assert program.program.channel.provisioned == []


STANDS: Mapping[str, stands.Opening] = {"dujiao-next": standing}


def numbered(place: int) -> OrderNo:
    return OrderNo(f"DJ20261122120000{place:06d}")
