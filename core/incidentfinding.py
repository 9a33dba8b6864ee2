"""Finds the orders that a bad batch has spoilt: in every shop that can tell, with what has been made good already."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from core.errors import ShopUnavailable
from core.incident import Affected, Fate, Goods, Incident, IncidentId, ShopSales, Stage
from core.incidentbook import IncidentBook, IncidentShelf
from core.incidentrules import BATCH, KEPT, IncidentRules, affected, fitting
from core.incidentwork import FindAffected
from core.ports import ShopPort
from core.reading import fold
from core.severalshops import named
from core.shop import ShopId, StockId
from core.shopparts import FindsSales, Sale, Sales, SoldBy

OFFERED = 8
"""Goods that an agent chooses among."""
PAGE, MOST = 500, 20_000
"""Orders that are asked for at a time, and of one incident."""
LONGEST = 12.0
"""Seconds that the counting takes at most."""
_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Finding:
    shops: Sequence[ShopPort]
    book: IncidentBook
    rules: IncidentRules

    async def begun(self, work: FindAffected, at: datetime) -> Incident:
        """A draft; without `sales` it is not clear yet which goods are meant, or there are none.

        Raises: StoreUnavailable."""
        draft = Incident(
            id=IncidentId(0),
            stage=Stage.DRAFT,
            by=work.by,
            at=at,
            place=work.place,
            sold_by=work.sold_by,
            words=work.words,
            since=work.since,
            until=work.until,
        )
        able = self._able(draft.sold_by)
        found = await asyncio.gather(*(self._asked(shop, draft) for shop in able))
        goods = tuple(one for some in found for one in some or ())
        silent = tuple(shop.shop for shop, some in zip(able, found, strict=True) if some is None)
        unable = tuple(shop.shop for shop in self.shops if shop not in able)
        draft = replace(draft, goods=goods, silent=silent, unable=unable)
        return self.meaning(draft, _chosen(goods, work.words) if work.sold_by is SoldBy.PRODUCT else goods)

    def meaning(self, draft: Incident, goods: Sequence[Goods]) -> Incident:
        """With what is asked of each shop, once it is clear which goods are meant."""
        if draft.sold_by is SoldBy.PRODUCT and not goods:
            return draft
        wanted = [(shop.shop, self._sales(draft, shop.shop, goods)) for shop in self._able(draft.sold_by)]
        sales = tuple(ShopSales(shop, one) for shop, one in wanted if one.goods or one.batches or one.suppliers)
        return replace(draft, goods=tuple(goods), sales=sales)

    def _sales(self, draft: Incident, shop: ShopId, goods: Sequence[Goods]) -> Sales:
        mine = tuple(one.stock for one in goods if one.shop == shop)
        batches: tuple[str, ...] = ()
        suppliers: tuple[str, ...] = ()
        if draft.sold_by is SoldBy.BATCH:
            batches = (draft.words,)
        elif draft.sold_by is SoldBy.SUPPLIER:
            known = self.rules.supplied_by(draft.words)
            batches = tuple(one.removeprefix(BATCH) for one in known if one.startswith(BATCH))
            suppliers = (draft.words,)
        return Sales(draft.since, draft.until, mine, batches, suppliers)

    def _able(self, by: SoldBy) -> list[ShopPort]:
        """A shop that knows no suppliers still knows the products that came from one."""
        known = {by} if by is not SoldBy.SUPPLIER else {SoldBy.SUPPLIER, SoldBy.PRODUCT}
        return [shop for shop in self.shops if isinstance(shop, FindsSales) and shop.sold_by & known]

    async def _asked(self, shop: ShopPort, draft: Incident) -> list[Goods] | None:
        """The goods of these words; None: it does not answer."""
        if draft.sold_by is SoldBy.BATCH or not isinstance(shop, FindsSales):
            return []
        try:
            if draft.sold_by is SoldBy.PRODUCT:
                lines = await shop.goods_named(draft.words, OFFERED + 1)
            else:
                patterns = self.rules.supplied_by(draft.words)
                lines = fitting(await shop.goods_named("", _EVERY), patterns) if patterns else []
        except ShopUnavailable:
            return None
        return [Goods(shop.shop, line.stock, line.title) for line in lines]

    async def counted(self, incident: Incident) -> Incident:
        """With its orders in the book: those known already as they are, new ones beside them.

        Raises: StoreUnavailable."""
        ends = monotonic() + LONGEST
        found: list[tuple[ShopId, list[Sale]]] = []
        asked = {one.shop for one in incident.sales}
        silent, cut = [one for one in incident.silent if one not in asked], False
        for one in incident.sales:
            try:
                sales, more = await self._sold(one, ends)
            except ShopUnavailable:
                silent.append(one.shop)
            else:
                found.append((one.shop, sales))
                cut = cut or more
        after = replace(incident, silent=tuple(dict.fromkeys(silent)), cut=cut)
        return await self.book.run(lambda shelf: _stored(shelf, after, found))

    def _teller(self, name: ShopId) -> FindsSales:
        shop = named(self.shops, name)
        if shop is None or not isinstance(shop, FindsSales):
            raise ShopUnavailable(f"{name} is not configured any more")
        return shop

    async def _sold(self, wanted: ShopSales, ends: float) -> tuple[list[Sale], bool]:
        shop = self._teller(wanted.shop)
        found: list[Sale] = []
        after, more = "", True
        while more and len(found) < MOST and monotonic() < ends:
            page = await shop.sales(wanted.sales, after, PAGE)
            found += page.sales
            after, more = page.after, bool(page.after)
        return found[:MOST], more


def _chosen(goods: Sequence[Goods], words: str) -> Sequence[Goods]:
    """Those that are clearly meant; none: it is not clear."""
    exact = [one for one in goods if fold(words.strip()) in {fold(one.title), fold(one.stock.product)}]
    if exact:
        return exact
    return goods if len({one.title for one in goods}) == 1 else ()


def _stored(shelf: IncidentShelf, incident: Incident, found: Sequence[tuple[ShopId, list[Sale]]]) -> Incident:
    shelf.forget_drafts(incident.at - KEPT)
    incident = incident if incident.id else replace(incident, id=shelf.next_id())
    known = {(one.shop, one.number): one for one in shelf.orders(incident.id)}
    fresh: list[Affected] = []
    for shop, sales in found:
        numbers = [sale.order.number for sale in sales]
        entries, provers = shelf.entries(shop, numbers), shelf.provers(numbers)
        for sale in sales:
            number = sale.order.number
            one = affected(incident.id, sale, entries.get(number, ()), reachable=number in provers)
            before = known.get((shop, number))
            if before is None or before.fate in {Fate.LEFT, Fate.SETTLED}:
                fresh.append(one)
    fresh.sort(key=lambda one: (not one.reachable, one.at, one.number))
    shelf.put_orders([replace(one, place=place) for place, one in enumerate(fresh, 1)])
    now = shelf.incident(incident.id) or incident  # it may have been paused while we counted
    after = replace(now, goods=incident.goods or _goods_of(fresh), sales=incident.sales)
    after = replace(after, silent=incident.silent, cut=incident.cut)
    shelf.put(after)
    return after


def _goods_of(orders: Sequence[Affected]) -> tuple[Goods, ...]:
    """What the keys of a batch or supplier were, as the orders name it."""
    named: dict[tuple[ShopId, StockId], Goods] = {}
    for one in orders:
        for stock in one.goods:
            named.setdefault((one.shop, stock), Goods(one.shop, stock, one.title))
    return tuple(named.values())[:_EVERY]
