"""Which orders got keys of a product: what an incident relies on of every shop that can tell."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NoReturn

import pytest

from core.shop import OrderStatus, StockId
from core.shopparts import FindsSales, Sales, SoldBy
from core.shopparts import Sale as Sold
from tests.contracts.shops.asking import KEYS, WRITTEN
from tests.contracts.shops.stands import Sale, Stand

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def lacks(what: str) -> NoReturn:
    pytest.skip(f"this platform has no {what}")


def telling(stand: Stand) -> FindsSales:
    return stand.port if isinstance(stand.port, FindsSales) else lacks("FindsSales")


async def sold(shop: FindsSales, wanted: Sales, limit: int = 100) -> Sequence[Sold]:
    """All of them, page by page."""
    found: list[Sold] = []
    after, more = "", True
    while more:
        page = await shop.sales(wanted, after, limit)
        found += page.sales
        after, more = page.after, bool(page.after)
    return found


async def test_the_product_is_found_by_its_name_and_by_its_id(stand: Stand) -> None:
    shop = telling(stand)
    await stand.stock_up(*KEYS)
    (named,) = await shop.goods_named("steam", 10)
    assert named.stock.product == stand.product.product
    (same,) = await shop.goods_named(named.stock.product, 10)
    assert same.stock == named.stock
    for words in ("nothing of that name", *WRITTEN):
        assert list(await shop.goods_named(words, 10)) == []


async def test_orders_with_its_keys_are_told_with_how_many(stand: Stand) -> None:
    shop = telling(stand)
    first, second, unpaid = stand.numbers[:3]
    await stand.sell(
        Sale(first, keys=KEYS[:1]),
        Sale(second, quantity=2, keys=KEYS[1:3]),
        Sale(unpaid, status=OrderStatus.UNPAID),
    )
    (goods,) = await shop.goods_named("steam", 10)
    found = await sold(shop, Sales(LONG_AGO, goods=(goods.stock,)))
    assert {one.order.number: one.pieces for one in found} == {first: 1, second: 2}
    assert {one.order.shop for one in found} == {stand.port.shop}


async def test_page_by_page_each_comes_once(stand: Stand) -> None:
    shop = telling(stand)
    numbers = stand.numbers[:3]
    await stand.sell(*(Sale(number, keys=(key,)) for number, key in zip(numbers, KEYS, strict=True)))
    (goods,) = await shop.goods_named("steam", 10)
    found = await sold(shop, Sales(LONG_AGO, goods=(goods.stock,)), limit=1)
    assert sorted(one.order.number for one in found) == sorted(numbers)


async def test_what_was_sold_before_or_after_is_not_meant(stand: Stand) -> None:
    shop = telling(stand)
    await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
    (goods,) = await shop.goods_named("steam", 10)
    assert await sold(shop, Sales(LONG_AGO, datetime(2001, 1, 2, tzinfo=UTC), (goods.stock,))) == []
    assert await sold(shop, Sales(datetime(2999, 1, 1, tzinfo=UTC), None, (goods.stock,))) == []


async def test_other_goods_are_not_meant(stand: Stand) -> None:
    shop = telling(stand)
    await stand.sell(Sale(stand.numbers[0], keys=KEYS[:1]))
    for product in ("999999", "no such thing", *WRITTEN):
        assert await sold(shop, Sales(LONG_AGO, goods=(StockId(product),))) == []


async def test_a_shop_says_by_what_it_can_tell(stand: Stand) -> None:
    assert SoldBy.PRODUCT in telling(stand).sold_by
