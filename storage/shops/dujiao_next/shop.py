"""A dujiao-next shop over HTTP. What it can do depends on what is configured, and so does its class: nothing is offered
that the credentials do not allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.channel import Finding
from core.errors import SecretUnreadable, ShopUnavailable
from core.masking import mask_key
from core.ports import Clock, ShopAbility, Vault
from core.shop import DeliveredKey, Evidence, Order, OrderNo, Proof, ProvenOrder, ShopId, StockId
from storage.shops.dujiao_next.admin import NO_RIGHT, Admin
from storage.shops.dujiao_next.asking import FORBIDDEN, Asking, Declined
from storage.shops.dujiao_next.channel import Channel
from storage.shops.dujiao_next.examining import Examining
from storage.shops.dujiao_next.guest import GuestCheck
from storage.shops.dujiao_next.numbers import asked, could_be, whole_of
from storage.shops.dujiao_next.reading import Reader, part_of, pieces_of
from storage.shops.dujiao_next.recent import Recent, Shown
from storage.shops.dujiao_next.wire import OrderShape, ProductShape, one
from storage.shops.gateway import PaymentProbe


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class NextShop:
    """core.ports.ShopPort, core.channel.Examines and core.shopparts.Closes; the guest check alone."""

    shop: ShopId
    abilities: frozenset[ShopAbility]
    vault: Vault
    clock: Clock
    reader: Reader
    asking: Asking
    guest: GuestCheck
    recent: Recent
    examining: Examining
    admin: Admin | None = None
    channel: Channel | None = None
    gateway: PaymentProbe | None = None

    def could_be(self, number: OrderNo) -> bool:
        return could_be(number)

    async def find_order(self, number: OrderNo) -> Order | None:
        known = asked(number)
        if known is None:
            return None
        if self.admin is None:
            shown = self.recent.get(known, self.clock.now())
            return shown.order if shown else None
        whole = await self.admin.order(whole_of(known))
        part = part_of(whole, known)
        return self._order(part, whole) if part and whole else None

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        """The shop itself compares; it is asked for any number of its shape, whether there is such an order or not. A
        member's order cannot be proven so: members log in (KnowsBuyers knows those of Telegram)."""
        known = asked(number)
        try:
            password = self.vault.open(evidence.password) if evidence.password else ""
        except SecretUnreadable:
            raise ShopUnavailable("The password was sealed with a key that is no longer configured.") from None
        if known is None or not password.strip():
            return None
        return self.proven(known, await self.guest.order(whole_of(known), evidence.contact, password))

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        """All of a parent's, or those of the part; none below proof B."""
        known = asked(order.number)
        if known is None or order.proof < Proof.B:
            return ()
        if self.admin is None:
            shown = self.recent.get(known, self.clock.now())
            return shown.keys if shown else ()
        part = part_of(await self.admin.order(whole_of(known)), known)
        return self._keys(await self.admin.complete(part)) if part else ()

    async def stock(self, wanted: StockId) -> int | None:
        if not wanted.product.isdecimal() or not (wanted.variant.isdecimal() or not wanted.variant):
            return None
        if self.admin is not None:
            return await _left(self.admin, wanted)
        return await self.channel.left(wanted) if self.channel else None

    async def examine(self) -> Sequence[Finding]:
        return await self.examining.findings()

    async def close(self) -> None:
        await self.asking.close()
        if self.gateway is not None:
            await self.gateway.close()

    def proven(self, number: OrderNo, whole: OrderShape | None) -> ProvenOrder | None:
        """Proof A of an order that the shop itself has shown to its buyer; it is kept for a while."""
        if whole is None or part_of(whole, number) is None:
            return None
        for part in (whole, *whole.children):
            self.recent.keep(Shown(self._order(part, whole), self._keys(part), self.clock.now()))
        return ProvenOrder(self.shop, number, Proof.A)

    def orders(self, told: Sequence[OrderShape]) -> list[Order]:
        return [self._order(order, order) for order in told]

    def _order(self, part: OrderShape, whole: OrderShape) -> Order:
        return self.reader.order(part, self.clock.now(), None if part is whole else whole)

    def _keys(self, part: OrderShape) -> Sequence[DeliveredKey]:
        pieces = pieces_of(part)
        return tuple(DeliveredKey(each.product, self.vault.seal(each.text), mask_key(each.text)) for each in pieces)


async def _left(admin: Admin, wanted: StockId) -> int | None:
    """Keys that are given to everybody never end; what a person delivers has a stock of its own; of what the shop does
    not know, nothing is known."""
    try:
        stats = await admin.stats(wanted.product, wanted.variant)
        if stats.loop_available > 0:
            return None
        if stats.available > 0:
            return stats.available
        product = one(ProductShape, (await admin.act("GET", f"/products/{int(wanted.product)}")).data)
    except Declined as declined:
        if declined.code == FORBIDDEN:
            raise ShopUnavailable(NO_RIGHT) from None
        return None
    if product.fulfillment_type == "auto":
        return 0
    skus = {str(sku.id): sku.manual_stock_total for sku in product.skus}
    left = skus.get(wanted.variant, product.manual_stock_total)
    return left if left >= 0 and product.fulfillment_type == "manual" and not product.is_mapped else None
