"""Orders by what was bought, for a batch that turns out to be bad. The admin API tells orders by their time alone; the
batch of a card is not told with it."""

from collections.abc import Sequence

from core.reading import fold
from core.shop import StockId
from core.shopparts import Sales, SoldBy, StockLine
from storage.shops.dujiao_next.admin import PAGE
from storage.shops.dujiao_next.listing import PAGES, Listing
from storage.shops.dujiao_next.reading import pieces_of
from storage.shops.dujiao_next.wire import OrderShape, ProductShape, many

SOLD_BY = frozenset({SoldBy.PRODUCT})


async def goods_named(listing: Listing, words: str, limit: int) -> Sequence[StockLine]:
    """Products whole, with all their variants. Raises: ShopUnavailable."""
    typed, found = words.strip(), list[StockLine]()
    search = "" if typed.isdecimal() else typed
    for page in range(1, PAGES + 1):
        query = {"search": search, "page": str(page), "page_size": str(PAGE)}
        products = many(ProductShape, (await listing.admin.read("/products", query)).data)
        lines = [StockLine(StockId(str(one.id)), listing.reader.text(one.title), None) for one in products]
        exact = [line for line in lines if line.stock.product == typed]
        if exact:
            return exact
        found += [line for line in lines if fold(typed) in fold(line.title)]
        if len(products) < PAGE or (search and len(found) >= limit):
            break
    return found[:limit]


async def sold(listing: Listing, wanted: Sales, after: str) -> tuple[Sequence[tuple[OrderShape, int]], str]:
    """Those of one page that got such keys, with how many; by the time of the order. Raises: ShopUnavailable."""
    page = int(after) if after.isdecimal() else 1
    query = {"created_from": wanted.since.isoformat(timespec="seconds"), "page": str(page)}
    orders = many(OrderShape, (await listing.admin.orders(query)).data)
    goods = {one.product for one in wanted.goods}
    counted = [(order, _pieces(order, goods)) for order in orders if _within(order, wanted)]
    return [(order, pieces) for order, pieces in counted if pieces], str(page + 1) if len(orders) >= PAGE else ""


def _within(order: OrderShape, wanted: Sales) -> bool:
    return order.created_at >= wanted.since and (wanted.until is None or order.created_at < wanted.until)


def _pieces(order: OrderShape, goods: set[str]) -> int:
    return sum(piece.product in goods for piece in pieces_of(order))
