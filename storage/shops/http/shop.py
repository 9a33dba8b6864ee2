"""A shop behind the HTTP contract (docs/shops/http.md): core.ports.ShopPort; its optional parts are in parts.py."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from core.channel import Finding
from core.errors import SecretUnreadable, ShopUnavailable
from core.ports import ShopAbility, Vault
from core.shop import DeliveredKey, Evidence, Order, OrderNo, Proof, ProvenOrder, ShopId, StockId
from storage.shops.contacts import contact_of
from storage.shops.gateway import PaymentProbe
from storage.shops.http.doctor import findings
from storage.shops.http.hook import Hook
from storage.shops.http.payloads import KeysTold, KeyTold, OrderTold, ProofTold, StockTold, is_of, key_of, order_of
from storage.shops.http.settings import HttpSettings, Part
from storage.shops.http.wire import NoSuchOrder, Wire, not_ours
from storage.shops.numbers import canonical, could_be

PROOFS = {"contact": Proof.B, "password": Proof.A}
ALWAYS = frozenset({ShopAbility.FIND_BY_NUMBER, ShopAbility.VERIFY_SECRET, ShopAbility.READ_KEYS})


@dataclass(frozen=True, slots=True, repr=False)
class HttpShop:
    """`gateway`, `hook`: for the classes with those parts."""

    shop: ShopId
    settings: HttpSettings
    wire: Wire
    vault: Vault
    hook: Hook
    gateway: PaymentProbe | None = None
    abilities: frozenset[ShopAbility] = ALWAYS

    def could_be(self, number: OrderNo) -> bool:
        if self.number_shape:
            return re.fullmatch(self.number_shape, canonical(number), re.IGNORECASE) is not None
        return could_be(number)

    @property
    def number_shape(self) -> str:
        return self.settings.numbers

    async def find_order(self, number: OrderNo) -> Order | None:
        known = await self.told_of(number)
        return order_of(self.shop, known) if known else None

    async def verify_buyer(self, number: OrderNo, evidence: Evidence) -> ProvenOrder | None:
        """The shop compares. What it says is held against what we know: no password given, none proven."""
        asked = canonical(number)
        contact, password = contact_of(evidence.contact).value, self._password(evidence)
        if not asked or not contact:
            return None
        said = await self.verified(asked, {"contact": contact, "password": password})
        proof = PROOFS.get(said.proof)
        if proof is None or (proof is Proof.A and not password):
            return None
        if proof is Proof.B and not await self._has_no_password(OrderNo(said.number)):
            return None
        return ProvenOrder(self.shop, OrderNo(said.number), proof)

    async def delivered_keys(self, order: ProvenOrder) -> Sequence[DeliveredKey]:
        if order.proof < Proof.B:
            return ()
        return [key_of(self.vault, key) for key in await self.keys_told(order.number)]

    async def stock(self, wanted: StockId) -> int | None:
        if Part.STOCK not in self.settings.serves:
            return None
        told = await self.wire.get("/v1/stock", StockTold, product=wanted.product, variant=wanted.variant)
        left = [line.left for line in told.lines if (line.product, line.variant) == (wanted.product, wanted.variant)]
        if told.lines and not left:
            raise not_ours("product")
        return left[0] if left else None

    async def examine(self) -> Sequence[Finding]:
        return await findings(self.wire, self.settings, self.gateway)

    async def close(self) -> None:
        await self.wire.calls.close()
        if self.gateway:
            await self.gateway.close()

    async def told_of(self, number: OrderNo) -> OrderTold | None:
        """Raises: ShopUnavailable."""
        if not (asked := canonical(number)):
            return None
        try:
            found = await self.wire.get("/v1/order", OrderTold, number=asked)
        except NoSuchOrder:
            return None
        if not is_of(found.number, number):
            raise not_ours("order")
        return found

    async def keys_told(self, number: OrderNo) -> Sequence[KeyTold]:
        """Those that count now. Raises: ShopUnavailable."""
        if canonical(number) != number:
            return ()
        try:
            found = await self.wire.get("/v1/keys", KeysTold, number=number)
        except NoSuchOrder:
            return ()
        if found.number != number:
            raise not_ours("order")
        return found.keys

    async def verified(self, number: str, shown: dict[str, str]) -> ProofTold:
        """What the shop says to what a buyer has shown. Raises: ShopUnavailable."""
        try:
            said = await self.wire.post("/v1/verify", ProofTold, {"number": number, **shown})
        except NoSuchOrder:
            return ProofTold(number, "none")
        if not is_of(said.number, OrderNo(number)):
            raise not_ours("order")
        return said

    def _password(self, evidence: Evidence) -> str:
        """Letters of full width are the same letters. Raises: ShopUnavailable."""
        try:
            opened = self.vault.open(evidence.password) if evidence.password else ""
        except SecretUnreadable:
            raise ShopUnavailable("The password was sealed with a key that is no longer configured.") from None
        return unicodedata.normalize("NFKC", opened).strip()

    async def _has_no_password(self, number: OrderNo) -> bool:
        order = await self.told_of(number)
        return order is not None and order.has_password is False
