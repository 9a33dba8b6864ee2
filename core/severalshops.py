"""Several shops at once: which one a number belongs to, what people call each, and which of them is silent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.claiming import FileClaim, LookIntoClaim
from core.errors import ShopRemoved, ShopUnavailable
from core.ports import ShopPort
from core.replacing import RefundOrder, ReplaceKey
from core.shop import DeliveredKey, Order, OrderNo, ProvenOrder, ShopId
from core.work import FetchKeys, FindOrder, Work

T = TypeVar("T")
KeysOf = Callable[[ShopPort, ProvenOrder], Awaitable[Sequence[DeliveredKey]]]


def by_shape(shops: Sequence[ShopPort], number: OrderNo) -> list[ShopPort]:
    """Where the number's shape fits first."""
    return sorted(shops, key=lambda shop: not shop.could_be(number))


def named(shops: Sequence[ShopPort], name: ShopId) -> ShopPort | None:
    """None: it is not configured any more."""
    return next((shop for shop in shops if shop.shop == name), None)


@dataclass(frozen=True, slots=True)
class WithKeys:
    order: Order
    keys: Sequence[DeliveredKey]


@dataclass(frozen=True, slots=True)
class Known:
    """`silent`: the names of the shops whose orders are left out."""

    found: Sequence[WithKeys]
    silent: str


@dataclass(frozen=True, slots=True)
class SeveralShops:
    """`names`: what people call them; who has none goes by his id."""

    shops: Sequence[ShopPort]
    names: Mapping[ShopId, str]

    def called(self, shop: ShopId) -> str:
        return self.names.get(shop, shop)

    def meant(self, work: Work) -> str:
        """The name of the shop that the work is about; empty: that is not clear."""
        match work:
            case FindOrder(order) | FetchKeys(order) | LookIntoClaim(order) | FileClaim(order):
                return self.called(order.shop)
            case ReplaceKey(shop=shop) | RefundOrder(shop=shop) if shop is not None:
                return self.called(shop)
            case _:
                return self.called(self.shops[0].shop) if len(self.shops) == 1 else ""

    def of(self, order: ProvenOrder) -> ShopPort:
        """Raises: ShopRemoved."""
        shop = named(self.shops, order.shop)
        if shop is None:
            raise ShopRemoved(shop=self.called(order.shop))
        return shop

    async def first(self, number: OrderNo, ask: Callable[[ShopPort], Awaitable[T | None]]) -> tuple[ShopPort, T] | None:
        """Of the shop that knows, asked where the number's shape fits first; one that is silent keeps no other from
        being asked.

        Raises: ShopUnavailable: none knows, but for one that is silent, and the number may be of that one."""
        silent: list[ShopPort] = []
        for shop in by_shape(self.shops, number):
            try:
                found = await ask(shop)
            except ShopUnavailable:
                silent.append(shop)
            else:
                if found is not None:
                    return shop, found
        fits = [shop for shop in self.shops if shop.could_be(number)]
        missed = [shop for shop in silent if not fits or shop in fits]
        if missed:
            raise ShopUnavailable(shop=self.called(missed[0].shop))
        return None

    async def known(self, orders: Sequence[ProvenOrder], keys: KeysOf) -> Known:
        """Those of the shops that answer; one that is silent or removed is asked once.

        Raises: ShopUnavailable: there are none of others."""
        found: list[WithKeys] = []
        silent: dict[ShopId, ShopUnavailable] = {}
        for order in orders:
            if order.shop in silent:
                continue
            try:
                shop = self.of(order)
                known = await shop.find_order(order.number)
                found += [] if known is None else [WithKeys(known, await keys(shop, order))]
            except ShopUnavailable as away:
                silent[order.shop] = away
        if silent and not found:
            raise next(iter(silent.values()))
        return Known(found, ", ".join(map(self.called, silent)))
