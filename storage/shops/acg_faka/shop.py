"""A shop that runs acg-faka (异次元发卡), read from its own database. Nothing is written there but replacements, and
refunds where the plugin for them keeps a column."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from core.channel import Finding
from core.errors import NotPossible, PieceTaken, SecretUnreadable, ShopUnavailable
from core.masking import mask_key
from core.ports import Clock, ShopAbility, Vault
from core.shop import DeliveredKey, Evidence, Handing, Order, OrderNo, Proof, ProvenOrder, ShopId, StockId
from core.shopparts import (
    Changes,
    NewKey,
    Replacement,
    Sale,
    Sales,
    SalesPage,
    SetAside,
    SoldBy,
    StockLine,
    Visible,
)
from storage.shops.acg_faka import buyers, finding, replacing, sales, stock
from storage.shops.acg_faka.delivered import pieces
from storage.shops.acg_faka.doctor import findings
from storage.shops.acg_faka.layout import Tables
from storage.shops.acg_faka.notices import Notices
from storage.shops.acg_faka.numbers import number_of
from storage.shops.acg_faka.orders import DELIVERED, PAID, handing_of, order_of
from storage.shops.acg_faka.rows import CardRow, OrderRow
from storage.shops.acg_faka.settings import AcgFakaSettings
from storage.shops.acg_faka.telling import Telling
from storage.shops.acg_faka.upstream import UpstreamShop
from storage.shops.acg_faka.variants import parsed
from storage.shops.contacts import contact_of
from storage.shops.gateway import PaymentProbe
from storage.shops.sealing import key_fingerprint

T = TypeVar("T")

log = structlog.get_logger(__name__)

MOST_ORDERS_OF_A_KEY = 10
SETTLED_AFTER = 0.05
"""Seconds. The program marks what it sells a few milliseconds after it has read it; then nobody can take it back."""


@dataclass(slots=True, repr=False)
class AcgFakaShop:
    """core.ports.ShopPort, ListsOrders, FindsKeys, ReplacesKeys, TellsChanges, ListsStock, FindsSales, Examines
    and Closes."""

    shop: ShopId
    settings: AcgFakaSettings
    tables: Tables
    vault: Vault
    clock: Clock
    upstreams: Mapping[str, UpstreamShop] = field(default_factory=dict)
    gateway: PaymentProbe | None = None
    notices: Notices | None = None
    abilities: frozenset[ShopAbility] = frozenset(ShopAbility)
    sold_by: frozenset[SoldBy] = sales.SOLD_BY
    _telling: Telling = field(default_factory=Telling, init=False)
    _aside: replacing.Aside = field(default_factory=replacing.Aside, init=False)

    def could_be(self, number: OrderNo) -> bool:
        return number_of(number) is not None

    async def find_order(self, number: OrderNo) -> Order | None:
        row = await self._row(number)
        return order_of(self.shop, self.settings, row) if row else None

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        row = await self._row(number)
        try:
            proof = buyers.proof(self.vault, OrderNo(row.trade_no if row else number), row, evidence)
        except SecretUnreadable:
            raise ShopUnavailable("The password was sealed with a key that is no longer configured.") from None
        return ProvenOrder(self.shop, OrderNo(row.trade_no), proof) if row and proof else None

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        """As the shop shows them, one below the other; none at all below proof B."""
        row = await self._row(order.number) if order.proof >= Proof.B else None
        if row is None or row.status != PAID:
            return ()
        cards = await self.tables.read(lambda connection, layout: finding.cards_of(connection, layout, row.id))
        product = str(row.commodity_id)
        return tuple(self._sealed(product, key) for key in self._keys(row, cards))

    async def stock(self, wanted: StockId) -> int | None:
        variant = parsed(wanted.variant)
        row = await self.tables.read(lambda connection, layout: stock.product(connection, layout, wanted.product))
        if row is None or variant is None:
            return None
        upstream = self.upstreams.get(str(row.shared_id or ""))
        if upstream is not None:
            return await upstream.stock(row.shared_code, variant)
        return await self.tables.read(lambda connection, layout: stock.unsold(connection, layout, row, variant))

    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        return await self.tables.read(lambda connection, layout: stock.lines(connection, layout, words, limit))

    async def goods_named(self, words: str, limit: int) -> Sequence[StockLine]:
        return await self.tables.read(lambda connection, layout: sales.goods_named(connection, layout, words, limit))

    async def sales(self, wanted: Sales, after: str, limit: int) -> SalesPage:
        rows, then = await self.tables.read(
            lambda connection, layout: sales.sold(connection, layout, wanted, after, limit)
        )
        orders = [order_of(self.shop, self.settings, row) for row in rows]
        given = [(order, sales.pieces_of(order)) for order in orders]
        return SalesPage([Sale(order, pieces, wanted.goods) for order, pieces in given if pieces], then)

    async def orders_with(self, contact: str, limit: int) -> Sequence[Order]:
        ways = buyers.ways_of_writing(contact)
        if not ways:
            return ()
        value = contact_of(contact).value
        qq = value if value.isdigit() else ""
        rows = await self.tables.read(
            lambda connection, layout: [
                *finding.orders_of_contacts(connection, layout, ways, limit),
                *finding.members_orders(connection, layout, ways, qq, limit),
            ]
        )
        newest = sorted((row for row in rows if buyers.owns(row, contact)), key=lambda row: row.id, reverse=True)
        return [order_of(self.shop, self.settings, row) for row in newest[:limit]]

    async def orders_with_key(self, key: str) -> Sequence[OrderNo]:
        """Keys that were cards of this shop; what a person or an upstream shop delivered stands in no index."""
        text = key.strip()
        if not text:
            return ()
        found = await self.tables.read(
            lambda connection, layout: finding.orders_of_key(connection, layout, text, MOST_ORDERS_OF_A_KEY)
        )
        return [OrderNo(number) for number in found]

    async def set_aside(self, wanted: Replacement) -> SetAside:
        row = replacing.fit(await self._row(wanted.order), wanted.item.product)
        await self._look_at_bad(row, wanted.bad)
        now = self.clock.now()
        avoid = self._aside.others(wanted.name, now)
        card = await self.tables.read(lambda connection, layout: replacing.choose(connection, layout, row, now, avoid))
        return SetAside(str(self._aside.put(wanted.name, card, now)))

    async def replace_key(self, wanted: Replacement, aside: SetAside) -> NewKey:
        number = number_of(wanted.order)
        if number is None:
            raise NotPossible("There is no such order.")
        chosen = replacing.chosen(aside.token)
        key = await self._taken(number, chosen)
        if key is not None:
            await asyncio.sleep(SETTLED_AFTER)
            key = await self._taken(number, chosen)
        if key is None:
            raise PieceTaken
        return NewKey(self._sealed(wanted.item.product, key), Visible.IN_ORDER)

    async def changes(self, cursor: str, limit: int) -> Changes:
        return await self._telling.changes(
            self.tables, cursor, limit, lambda row: order_of(self.shop, self.settings, row)
        )

    async def examine(self) -> Sequence[Finding]:
        told = list(await findings(self.tables, self.settings, self.clock.now()))
        if self.gateway is not None:
            told += await self.gateway.examine()
        for name, upstream in self.upstreams.items():
            told.append(await upstream.examine(name))
        return told

    async def close(self) -> None:
        await self.tables.mysql.close()
        for upstream in self.upstreams.values():
            await upstream.close()
        if self.gateway is not None:
            await self.gateway.close()

    async def _row(self, typed: str) -> OrderRow | None:
        """Raises: ShopUnavailable: also if the database gives another order than asked."""
        number = number_of(typed)
        if number is None:
            return None
        row = await self.tables.read(lambda connection, layout: finding.order_numbered(connection, layout, number))
        if row is not None and row.trade_no != number:
            log.error("the shop's database gave another order than asked", shop=self.shop)
            raise ShopUnavailable("Its database gave another order than asked.")
        return row

    async def _taken(self, number: OrderNo, chosen: replacing.Chosen) -> str | None:
        taken = await self.tables.write(lambda connection, layout: replacing.take(connection, layout, number, chosen))
        return taken.key

    async def _look_at_bad(self, row: OrderRow, bad: str) -> None:
        """Is it a key of this order, or is one missing? Raises: NotPossible, ShopUnavailable."""
        cards = await self.tables.read(lambda connection, layout: finding.cards_of(connection, layout, row.id))
        known = {key_fingerprint(self.vault, key) for key in self._keys(row, cards)}
        if bad not in known and (bad or len(cards) >= row.card_num):
            raise NotPossible("This key is none of the order's.")

    def _keys(self, row: OrderRow, cards: Sequence[CardRow]) -> Sequence[str]:
        if handing_of(row) is Handing.AUTO:
            if not cards and self.settings.keeps_sold_cards:
                return ()
        elif row.delivery_status != DELIVERED:
            return ()
        return pieces(row.secret, [card.secret for card in cards], row.delivery_message)

    def _sealed(self, product: str, key: str) -> DeliveredKey:
        return DeliveredKey(product, self.vault.seal(key), mask_key(key))
