"""What benchmarks.shops asks a filled shop, through its connector; each answer is looked at."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from benchmarks.shopfill import PASSWORD, RESELLER, Filled, contact, key
from core.messages import Sealed
from core.shop import Evidence, OrderNo, Proof, ProvenOrder, StockId
from core.shopparts import Replacement
from storage.shops.sealing import key_fingerprint

TIMES = 300
Ask = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Questions:
    filled: Filled
    count: int
    password: Sealed

    def all(self, product: StockId) -> Sequence[tuple[str, Ask, int]]:
        """What is asked, the n-th of it, and how often."""
        shop, members = self.filled.port, self.filled.members
        return [
            ("an order by its number", lambda n: shop.find_order(self._number(n)), TIMES),
            ("a number that no order has", lambda n: shop.find_order(OrderNo(self._nobodys(n))), TIMES),
            ("orders of a contact", lambda n: self._known(contact(self._order(n))), TIMES),
            (f"orders of a contact that has {self.count // 50}", lambda _: self._known(RESELLER), TIMES // 3),
            ("a contact that has none", lambda n: shop.orders_with(f"nobody{n}@qq.com", 10), TIMES),
            *([("orders of a member, by mail", self._by_mail, TIMES)] if members else []),
            *([("orders of a member, by QQ", self._by_qq, TIMES)] if members else []),
            ("a buyer is verified", self._verified, TIMES),
            ("delivered keys", self._delivered, TIMES),
            ("an order found, a card set aside", self._set_aside, TIMES // 3),
            (f"the stock of a product ({self.count // 50} sold)", lambda _: shop.stock(product), TIMES // 10),
            ("the order of a key", self._of_key, 5),
        ]

    def _order(self, n: int) -> int:
        """One of a guest, with a password."""
        return 1 + 2 * (n * 7919 % (self.count // 2 - 1))

    def _number(self, n: int) -> OrderNo:
        return OrderNo(self.filled.number(self._order(n)))

    def _nobodys(self, n: int) -> str:
        return self.filled.number(self.count + 1 + n)

    async def _known(self, typed: str) -> None:
        assert await self.filled.port.orders_with(typed, 10)

    async def _by_mail(self, n: int) -> None:
        await self._known(f"member{11 + n * 50}@qq.com")

    async def _by_qq(self, n: int) -> None:
        await self._known(f"8{11 + n * 50:08d}")

    async def _verified(self, n: int) -> None:
        evidence = Evidence(contact(self._order(n)), self.password)
        assert await self.filled.port.verify_buyer(self._number(n), evidence)

    async def _delivered(self, n: int) -> None:
        shop = self.filled.port
        assert await shop.delivered_keys(ProvenOrder(shop.shop, self._number(n), Proof.A))

    async def _set_aside(self, n: int) -> None:
        shop, bad = self.filled.port, key_fingerprint(self.filled.stand.vault, key(self._order(n)))
        bought = await shop.find_order(self._number(n))
        assert bought is not None
        await shop.set_aside(Replacement(f"r{n}", bought.number, bought.items[0], bad))

    async def _of_key(self, n: int) -> None:
        assert list(await self.filled.port.orders_with_key(key(self._order(n)))) == [self._number(n)]


async def questions(filled: Filled, count: int) -> Sequence[tuple[str, Ask, int]]:
    order = await filled.port.find_order(OrderNo(filled.number(1)))
    assert order is not None
    return Questions(filled, count, filled.stand.vault.seal(PASSWORD)).all(order.items[0].stock)
