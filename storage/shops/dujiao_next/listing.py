"""Lists for agents: orders of a contact, orders of a key, products and what is left of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.reading import fold
from core.shop import OrderNo, StockId
from core.shopparts import StockLine
from storage.shops.contacts import contact_of
from storage.shops.dujiao_next.admin import PAGE, Admin
from storage.shops.dujiao_next.numbers import whole_of
from storage.shops.dujiao_next.reading import Reader
from storage.shops.dujiao_next.wire import OrderShape, ProductShape, SecretShape, SkuShape, many

KEYS_FOUND = 10
PAGES = 10
"""Of products and of keys that are looked through."""


@dataclass(frozen=True, slots=True)
class Listing:
    admin: Admin
    reader: Reader

    async def orders_with(self, contact: str, limit: int) -> list[OrderShape]:
        """A guest's by mail, a member's by the mail of the account; newest first, of the last hundred of each.

        Raises: ShopUnavailable."""
        mail = contact_of(contact).value
        if "@" not in mail:
            return []
        found: dict[str, OrderShape] = {}
        for field in ("guest_email", "user_keyword"):
            answer = await self.admin.orders({field: mail})
            of_his = (order for order in many(OrderShape, answer.data) if mail in _mails(order))
            found.update({order.order_no: order for order in of_his})
        newest = sorted(found.values(), key=lambda order: order.created_at, reverse=True)
        return newest[:limit]

    async def orders_with_key(self, key: str) -> list[OrderNo]:
        """Raises: ShopUnavailable."""
        wanted = key.strip()
        ids: dict[int, None] = {}
        for page in range(1, PAGES + 1) if wanted else ():
            query = {"secret": wanted, "status": "used", "page": str(page), "page_size": str(PAGE)}
            cards = many(SecretShape, (await self.admin.read("/card-secrets", query)).data)
            ids.update({card.order_id: None for card in cards if card.order_id and card.secret.strip() == wanted})
            if len(cards) < PAGE or len(ids) >= KEYS_FOUND:
                break
        numbers = [await self.admin.number_of(order_id) for order_id in list(ids)[:KEYS_FOUND]]
        return list(dict.fromkeys(whole_of(number) for number in numbers if number))

    async def stock_lines(self, words: str, limit: int) -> Sequence[StockLine]:
        """Raises: ShopUnavailable."""
        lines: list[StockLine] = []
        for page in range(1, PAGES + 1):
            query = {"search": words.strip(), "page": str(page), "page_size": str(PAGE)}
            products = many(ProductShape, (await self.admin.read("/products", query)).data)
            lines += [line for product in products if product.is_active for line in self._lines(product)]
            lines = [line for line in lines if fold(words.strip()) in fold(line.title)]
            if len(products) < PAGE or len(lines) >= limit:
                break
        return lines[:limit]

    def _lines(self, product: ProductShape) -> list[StockLine]:
        title, number = self.reader.text(product.title), str(product.id)
        skus = [sku for sku in product.skus if sku.is_active]
        if len(skus) < 2:
            variant = str(skus[0].id) if skus else ""
            return [StockLine(StockId(number, variant), title, _left(product, skus[0] if skus else product))]
        return [
            StockLine(StockId(number, str(sku.id)), f"{title} {self._spec(sku)}".strip(), _left(product, sku))
            for sku in skus
        ]

    def _spec(self, sku: SkuShape) -> str:
        return self.reader.text(sku.spec_values) or sku.sku_code


def _mails(order: OrderShape) -> set[str]:
    return {contact_of(mail).value for mail in (order.guest_email, order.user_email) if mail}


def _left(product: ProductShape, counted: ProductShape | SkuShape) -> int | None:
    """Of an upstream shop's goods the stock here says nothing."""
    if product.is_mapped or product.fulfillment_type == "upstream":
        return None
    left = counted.auto_stock_available if product.fulfillment_type == "auto" else counted.manual_stock_total
    return left if left >= 0 else None
