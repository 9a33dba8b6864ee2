"""dujiao-next for the contract: the program at its own port, and the connector with just the documented roles."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from core.ports import Vault
from core.shop import OrderNo, OrderStatus, ShopId
from storage.sessions import Sessions
from storage.shops.dujiao_next import open_shop
from storage.shops.dujiao_next.parts import WithBoth
from storage.shops.dujiao_next.shop import NextShop
from tests.contracts.surroundings import FixedClock, Sale
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


def numbered(place: int) -> OrderNo:
    return OrderNo(f"DJ20261122120000{place:06d}")
