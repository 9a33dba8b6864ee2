"""A new key in place of a bad one: the card and the order change in one transaction of the shop's database.

The shop itself sells without locks: it reads the lowest unsold cards, writes them into the order and marks them sold,
whatever they are by then. So of the last cards one may be sold in the very moment in which we take it. Where few are
left, the new orders are looked through once more before the key is given out, and the shop's sale wins."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.errors import NothingInStock, NotPossible, PieceTaken, ShopUnavailable
from core.ports import Vault
from core.shopparts import NewKey, Replacement, SetAside, Visible
from storage.shops.dujiaoka.cards import FEW, Reserved, Token, card_of, highest, item_keys, take, token_of
from storage.shops.dujiaoka.keytext import as_key, times_in, without_last
from storage.shops.dujiaoka.layout import Layout
from storage.shops.dujiaoka.orders import holds_keys, sealed_key
from storage.shops.dujiaoka.reading import by_id, by_number
from storage.shops.dujiaoka.rows import AUTO, SHORT, SOLD, Bought, ItemRow
from storage.shops.dujiaoka.writing import in_other_orders, lock, uncommitted, write
from storage.shops.mysql import Connection, Mysql
from storage.shops.numbers import canonical
from storage.shops.sealing import key_fingerprint

SETTLE = timedelta(milliseconds=250)
"""Longer than the shop needs between choosing cards and writing them into an order."""
LOOKS = 20


@dataclass(frozen=True, slots=True, repr=False)
class _Taken:
    """`few`: hardly any were left."""

    order: int
    item: ItemRow
    text: str
    few: bool


@dataclass(frozen=True, slots=True, repr=False)
class Replacing:
    """core.shopparts.ReplacesKeys of one shop."""

    mysql: Mysql
    vault: Vault
    reserved: Reserved

    async def set_aside(self, layout: Layout, wanted: Replacement) -> SetAside:
        def choose(connection: Connection) -> SetAside:
            bought = _order(by_number(connection, layout, canonical(wanted.order)))
            item = self._item(connection, bought, wanted)
            _possible(layout, bought, item, wanted)
            cards = highest(connection, layout, item)
            card = card_of(connection, self.reserved.choose(cards, wanted))
            if card is None or not as_key(card.carmi):
                raise NothingInStock
            others = in_other_orders(connection, layout, item, card.carmi)
            return SetAside(str(Token(card.id, times_in(item.info, card.carmi), others)))

        return await self.mysql.read(choose)

    async def replace_key(self, layout: Layout, wanted: Replacement, aside: SetAside) -> NewKey:
        token = token_of(aside.token)
        known = await self.mysql.read(lambda connection: by_number(connection, layout, canonical(wanted.order)))
        order = _order(known).order.id
        taken = await self.mysql.write(lambda connection: self._take(connection, layout, wanted, order, token))
        if taken.few:
            await self._settle(layout, taken, token)
        return NewKey(sealed_key(self.vault, taken.item, as_key(taken.text)), Visible.IN_ORDER)

    def _take(self, connection: Connection, layout: Layout, wanted: Replacement, order: int, token: Token) -> _Taken:
        lock(connection, order)
        bought = _order(by_id(connection, layout, order))
        item = self._item(connection, bought, wanted)
        few = len(highest(connection, layout, item, FEW)) < FEW
        card = card_of(connection, token.card)
        if card is None:
            raise PieceTaken
        taken = _Taken(order, item, card.carmi, few)
        if card.status == SOLD and times_in(item.info, card.carmi) > token.before:
            return taken  # by an earlier try of the same
        _possible(layout, bought, item, wanted)
        if not take(connection, layout, item, card.id):
            raise PieceTaken
        before = "" if bought.order.status == SHORT else (item.info or "").rstrip()
        write(connection, layout, bought, item, f"{before}\n{as_key(card.carmi)}".lstrip("\n"))
        return taken

    async def _settle(self, layout: Layout, taken: _Taken, token: Token) -> None:
        """Raises: PieceTaken: the shop has sold it in that moment; it is out of our order again. ShopUnavailable: it
        cannot be told yet, ask again."""

        def elsewhere(connection: Connection) -> bool:
            return in_other_orders(connection, layout, taken.item, taken.text) > token.others

        for _ in range(LOOKS):
            await asyncio.sleep(SETTLE.total_seconds())
            if not await self.mysql.read(lambda connection: elsewhere(uncommitted(connection))):
                return
            if await self.mysql.read(elsewhere):
                await self.mysql.write(lambda connection: _take_back(connection, layout, taken, token))
                raise PieceTaken
        raise ShopUnavailable("It is just selling the key that was chosen.")

    def _item(self, connection: Connection, bought: Bought, wanted: Replacement) -> ItemRow:
        """What the bad key belongs to, or what is to be delivered at all. Raises: NotPossible."""
        items = [item for item in bought.items if item.type == AUTO and _is(item, wanted)]
        if not items:
            raise NotPossible("A person delivers these goods: there is no key to replace.")
        if not wanted.bad:
            return items[0]
        for item in items:
            if holds_keys(bought, item) and wanted.bad in self._marks(item_keys(connection, item)):
                return item
        raise NotPossible("This key is none of the order's.")

    def _marks(self, keys: Sequence[str]) -> set[str]:
        return {key_fingerprint(self.vault, key) for key in keys}


def _order(bought: Bought | None) -> Bought:
    """Raises: NotPossible."""
    if bought is None:
        raise NotPossible("There is no such order.")
    return bought


def _is(item: ItemRow, wanted: Replacement) -> bool:
    return (str(item.goods_id), str(item.sub_id or "")) == (wanted.item.product, wanted.item.variant)


def _possible(layout: Layout, bought: Bought, item: ItemRow, wanted: Replacement) -> None:
    """Raises: NotPossible, with what an agent may read."""
    if not layout.safe:
        raise NotPossible("The shop's tables know no transactions (they are not InnoDB).")
    if wanted.bad:
        return
    if bought.order.status != SHORT:
        raise NotPossible("Only an order that was paid and found no stock gets a first key.")
    if layout.v3:
        raise NotPossible("This version of the shop may have given the money back to the buyer's balance already.")
    if item.quantity != 1:
        raise NotPossible("Several pieces were bought: deliver them in the shop, all at once.")


def _take_back(connection: Connection, layout: Layout, taken: _Taken, token: Token) -> None:
    """Out of our order again; the card stays sold, to the shop's buyer."""
    lock(connection, taken.order)
    bought = _order(by_id(connection, layout, taken.order))
    item = next((item for item in bought.items if item.id == taken.item.id), None)
    if item is not None and times_in(item.info, taken.text) > token.before:
        left = without_last(item.info or "", taken.text)
        write(connection, layout, bought, item, left, short=not left)
