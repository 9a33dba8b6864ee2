"""What the shops and the ledger know of an order, its keys and the stock: for what is done after the sale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import SecretUnreadable, ShopRemoved, ShopUnavailable
from core.messages import Person
from core.ports import ShopPort, Vault
from core.replacing import Entry, Kind, Ledger, LedgerShelf, Stage
from core.replacingrules import Counted, counting
from core.severalshops import by_shape, named
from core.shop import DeliveredKey, Order, OrderNo, Proof, ProvenOrder, ShopId
from core.shopparts import ListsStock, StockLine, Visible
from core.step import NewWork

LISTED = 15


@dataclass(frozen=True, slots=True)
class ReplacingFacts:
    shops: Sequence[ShopPort]
    ledger: Ledger
    vault: Vault

    async def counting_now(self, order: ProvenOrder, keys: Sequence[DeliveredKey]) -> Sequence[DeliveredKey]:
        """The keys of an order that count: without those that others stand for. Raises: StoreUnavailable."""
        entries = await self.ledger.look(lambda shelf: shelf.of_order(order.shop, order.number))
        if not any(one.kind is Kind.REPLACED for one in entries):
            return keys
        return [one.key for one in counting(self._counted(keys), entries)]

    async def note_resent(
        self, new: NewWork, order: ProvenOrder, keys: Sequence[DeliveredKey], by: Person, at: datetime
    ) -> None:
        """These keys go to the buyer once more. Raises: StoreUnavailable."""
        entry = Entry(
            name=name_of(new),
            kind=Kind.RESENT,
            stage=Stage.SENT,
            shop=order.shop,
            order=order.number,
            where=new.where,
            buyer=new.buyer,
            by=by,
            at=at,
            masked=", ".join(key.masked for key in keys),
        )

        def note(shelf: LedgerShelf) -> None:
            if shelf.entry(entry.name) is None:
                shown = all(one.visible is not Visible.DETACHED for one in shelf.of_order(order.shop, order.number))
                shelf.put(replace(entry, visible=Visible.IN_ORDER if shown else Visible.DETACHED))

        await self.ledger.run(note)

    def of(self, name: ShopId) -> ShopPort:
        shop = named(self.shops, name)
        if shop is None:
            raise ShopRemoved(shop=name)
        return shop

    async def find(self, number: OrderNo, shop: ShopId | None) -> Order | None:
        """In its shop; else where the number's shape fits first."""
        if shop is not None:
            return await self.of(shop).find_order(number)
        for one in by_shape(self.shops, number):
            found = await one.find_order(number)
            if found is not None:
                return found
        return None

    async def of_order(self, order: Order) -> Sequence[Entry]:
        """Oldest first."""
        return await self.ledger.look(lambda shelf: shelf.of_order(order.shop, order.number))

    async def keys(self, order: Order, entries: Sequence[Entry]) -> list[Counted]:
        """Those that count; read for us, not for the buyer. `entries`: of that order."""
        keys = await self.of(order.shop).delivered_keys(ProvenOrder(order.shop, order.number, Proof.A))
        return counting(self._counted(keys), entries)

    def _counted(self, keys: Sequence[DeliveredKey]) -> list[Counted]:
        try:
            return [Counted(self.vault.fingerprint(self.vault.open(key.sealed).strip()), key) for key in keys]
        except SecretUnreadable:
            raise ShopUnavailable("A key was sealed with a secret that is no longer configured.") from None

    async def stock(self, words: str) -> list[StockLine]:
        lines: list[StockLine] = []
        for shop in self.shops:
            if isinstance(shop, ListsStock):
                lines += await shop.stock_lines(words, LISTED + 1 - len(lines))
        return lines[: LISTED + 1]

    async def entries(self, order: OrderNo | None) -> tuple[Entry, ...]:
        def look(shelf: LedgerShelf) -> Sequence[Entry]:
            return shelf.latest(LISTED) if order is None else shelf.of_number(order, LISTED)

        return tuple(await self.ledger.look(look))


def name_of(new: NewWork) -> str:
    """In the ledger, of what this work has begun."""
    return new.id.removeprefix("work:")
