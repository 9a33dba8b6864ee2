"""A dujiaoka shop (2.0.x or V3), by its database: reads what it shows, writes a replacement and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from core.channel import Finding, HttpRoute
from core.errors import SecretUnreadable, ShopUnavailable
from core.ports import Clock, ShopAbility, Vault
from core.shop import DeliveredKey, Evidence, Order, OrderNo, Proof, ProvenOrder, ShopId, StockId
from core.shopparts import Changes, NewKey, Poke, Replacement, Sale, Sales, SalesPage, SetAside, SoldBy, StockLine
from storage.shops.contacts import contact_of
from storage.shops.dujiaoka import changes, examining, finding, reading, sales, stock
from storage.shops.dujiaoka.callback import Receiver
from storage.shops.dujiaoka.cards import Reserved, item_keys
from storage.shops.dujiaoka.keytext import storable
from storage.shops.dujiaoka.layout import Layout, detect
from storage.shops.dujiaoka.numbers import could_be
from storage.shops.dujiaoka.orders import holds_keys, marks_of, order_of, sealed_key
from storage.shops.dujiaoka.replacing import Replacing
from storage.shops.dujiaoka.rows import Bought
from storage.shops.gateway import AsksGateway, PaymentProbe
from storage.shops.mysql import Connection, Mysql
from storage.shops.numbers import canonical
from storage.shops.proving import proof_of

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(slots=True, repr=False)
class DujiaokaShop:
    """core.ports.ShopPort, and of core.shopparts: ListsOrders, FindsKeys, ReplacesKeys, TellsChanges, ListsStock,
    FindsSales, CallsBack, Closes; core.channel.ServesHttp and Examines."""

    shop: ShopId
    mysql: Mysql
    vault: Vault
    clock: Clock
    receiver: Receiver
    currency: str = "CNY"
    gateway: PaymentProbe | None = None
    abilities: frozenset[ShopAbility] = frozenset(ShopAbility)
    sold_by: frozenset[SoldBy] = sales.SOLD_BY
    _layout: Layout | None = None
    _replacing: Replacing = field(init=False)

    def __post_init__(self) -> None:
        self._replacing = Replacing(self.mysql, self.vault, Reserved())

    def could_be(self, number: OrderNo) -> bool:
        return could_be(number)

    async def find_order(self, number: OrderNo) -> Order | None:
        bought = await self._bought(number)
        return order_of(self.shop, bought, self.currency) if bought else None

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        bought = await self._bought(number)
        marks = marks_of(self.vault, bought)
        try:
            proof = proof_of(self.vault, marks if bought else None, evidence)
        except SecretUnreadable:
            raise ShopUnavailable("The password was sealed with a key that is no longer configured.") from None
        return ProvenOrder(self.shop, marks.number, proof) if bought and proof else None

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        """All that stand in the order, replacements beside what they stand for; none at all below proof B."""
        asked = canonical(order.number)
        if order.proof < Proof.B or not asked:
            return ()
        layout = await self._known_layout()

        def keys(connection: Connection) -> Sequence[DeliveredKey]:
            bought = reading.by_number(connection, layout, asked)
            items = [item for item in bought.items if holds_keys(bought, item)] if bought else []
            return [sealed_key(self.vault, item, key) for item in items for key in item_keys(connection, item)]

        return await self.mysql.read(keys)

    async def stock(self, wanted: StockId) -> int | None:
        return await self._read(lambda connection, layout: stock.left_of(connection, layout, wanted))

    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        return await self._read(lambda connection, layout: stock.lines(connection, layout, words, limit))

    async def goods_named(self, words: str, limit: int) -> Sequence[StockLine]:
        return await self._read(lambda connection, _: sales.goods_named(connection, words, limit))

    async def sales(self, wanted: Sales, after: str, limit: int) -> SalesPage:
        found, then = await self._read(lambda connection, layout: sales.sold(connection, layout, wanted, after, limit))
        told = [Sale(order_of(self.shop, row, self.currency), pieces, wanted.goods) for row, pieces in found]
        return SalesPage(told, then)

    async def orders_with(self, contact: str, limit: int) -> Sequence[Order]:
        known = contact_of(contact)
        if not known.value or not storable(known.value):
            return ()
        rows = await self._read(lambda connection, layout: reading.by_email(connection, layout, known.value, limit))
        same = [row for row in rows if contact_of(row.order.email or "").value == known.value]
        return [order_of(self.shop, row, self.currency) for row in same]

    async def orders_with_key(self, key: str) -> Sequence[OrderNo]:
        return await self._read(lambda connection, layout: finding.orders_with_key(connection, layout, key))

    async def set_aside(self, wanted: Replacement) -> SetAside:
        return await self._replacing.set_aside(await self._known_layout(), wanted)

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        return await self._replacing.replace_key(await self._known_layout(), wanted, aside)

    async def changes(self, cursor: str, limit: int) -> Changes:
        rows, place, more = await self._read(
            lambda connection, layout: changes.changed(connection, layout, cursor, limit)
        )
        return Changes([order_of(self.shop, row, self.currency) for row in rows], str(place), more)

    def call_back(self, poke: Poke) -> None:
        self.receiver.poke = poke

    def routes(self) -> Sequence[HttpRoute]:
        return self.receiver.routes()

    async def examine(self) -> Sequence[Finding]:
        called_back = self.receiver.secret is not None
        told = await examining.findings(self.mysql, self.clock.now(), called_back=called_back)
        return [*told, *(await self.gateway.examine() if self.gateway else ())]

    async def close(self) -> None:
        await self.mysql.close()
        if self.gateway is not None:
            await self.gateway.close()

    async def _bought(self, number: OrderNo) -> Bought | None:
        """Only the order that was asked for. Raises: ShopUnavailable."""
        asked = canonical(number)
        if not asked:
            return None
        return await self._read(lambda connection, layout: reading.by_number(connection, layout, asked))

    async def _read(self, job: Callable[[Connection, Layout], T]) -> T:
        layout = await self._known_layout()
        return await self.mysql.read(lambda connection: job(connection, layout))

    async def _known_layout(self) -> Layout:
        """Looked at once; a shop that is brought to V3 is started anew with us."""
        if self._layout is None:
            self._layout = await self.mysql.read(detect)
        return self._layout


class DujiaokaWithGateway(AsksGateway, DujiaokaShop):
    """core.shopparts.KnowsPayments too: its number at the gateway is the order's own."""

    __slots__ = ()
