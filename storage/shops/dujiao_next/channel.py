"""The channel API: what the shop shows to a buyer of its own whose Telegram account it knows.

Any question about orders makes a new user in the shop when the Telegram account is not known; so whose it is is asked
first, and nothing more unless the shop says that it is bound."""

from collections.abc import Mapping, Sequence

import msgspec

from core.errors import ShopUnavailable
from core.ports import Clock
from core.shop import OrderNo, StockId
from core.shopparts import Known
from storage.shops.contacts import contact_of
from storage.shops.dujiao_next.asking import API, NOT_FOUND, Answer, Asking, Declined
from storage.shops.dujiao_next.numbers import asked, whole_of
from storage.shops.dujiao_next.reading import from_channel
from storage.shops.dujiao_next.settings import ChannelAccess
from storage.shops.dujiao_next.signing import signed
from storage.shops.dujiao_next.wire import (
    BoundShape,
    ChannelListShape,
    ChannelOrderShape,
    ChannelProductShape,
    OrderShape,
    one,
)

TELEGRAM = "telegram"
LONGEST_ID = 20
LISTED = 10
"""Orders that are read one by one."""


def is_account(buyer: Known) -> bool:
    """Has it the shape of a Telegram account?"""
    return buyer.messenger == TELEGRAM and buyer.id.isascii() and buyer.id.isdigit() and len(buyer.id) <= LONGEST_ID


class Channel:
    def __init__(self, asking: Asking, access: ChannelAccess, clock: Clock) -> None:
        self._asking = asking
        self._access = access
        self._clock = clock

    async def knows(self, buyer: Known) -> bool:
        """Is this messenger account bound to a user of the shop? Reads only. Raises: ShopUnavailable."""
        told = await self._resolved(buyer)
        return told is not None and told.bound

    async def member(self, buyer: Known) -> str:
        """The mail of the user that it is bound to; empty: none. Reads only. Raises: ShopUnavailable."""
        told = await self._resolved(buyer)
        return contact_of(told.user.email).value if told is not None and told.bound and told.user else ""

    async def _resolved(self, buyer: Known) -> BoundShape | None:
        if not is_account(buyer):
            return None
        body = msgspec.json.encode({"channel_user_id": buyer.id})
        try:
            answer = await self.ask("POST", "/identities/telegram/resolve", body=body)
        except Declined as declined:
            if declined.code == NOT_FOUND:
                return None
            raise ShopUnavailable(f"It declines the channel client ({declined.detail}).") from None
        told = one(BoundShape, answer.data)
        if told.bound and (told.identity is None or told.identity.provider_user_id != buyer.id):
            raise ShopUnavailable("It answers about another buyer than asked.")
        return told

    async def order(self, number: OrderNo, buyer: Known) -> OrderShape | None:
        """His order, a whole one; None: it is not his, or he is not bound. Raises: ShopUnavailable."""
        if not await self.knows(buyer):
            return None
        return await self._order(number, buyer)

    async def orders(self, buyer: Known, limit: int) -> Sequence[OrderShape]:
        """His last ones. Raises: ShopUnavailable."""
        if not await self.knows(buyer):
            return ()
        size = max(1, min(limit, LISTED))
        query = {"channel_user_id": buyer.id, "page": "1", "page_size": str(size)}
        listed = one(ChannelListShape, (await self._read("/orders", query)).data)
        numbers = [number for number in (asked(line.order_no) for line in listed.items[:size]) if number]
        found = [await self._order(number, buyer) for number in numbers]
        return [order for order in found if order is not None]

    async def number_of(self, order_id: int, buyer: Known) -> OrderNo | None:
        """The number of an order of his that the shop names by its row. Raises: ShopUnavailable."""
        if not await self.knows(buyer):
            return None
        answer = await self._found(f"/orders/{order_id}", {"channel_user_id": buyer.id})
        if answer is None:
            return None
        told = one(ChannelOrderShape, answer.data)
        if told.order_id != order_id:
            raise ShopUnavailable("It answers about another order than asked.")
        return asked(told.order_no)

    async def left(self, wanted: StockId) -> int | None:
        """By the shop's catalogue; None: unlimited, or not on sale. Raises: ShopUnavailable."""
        answer = await self._found(f"/catalog/products/{int(wanted.product)}")
        if answer is None:
            return None
        told = one(ChannelProductShape, answer.data)
        if str(told.id) != str(int(wanted.product)):
            raise ShopUnavailable("It answers about another product than asked.")
        counts = {str(sku.id): sku.stock_count for sku in told.skus}
        left = counts.get(wanted.variant) if wanted.variant else told.stock_count
        return left if left is not None and left >= 0 else None

    async def ask(self, method: str, path: str, query: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        """Signed, without the query, by our clock: it may be a minute wrong. Raises: Declined, ShopUnavailable."""
        secret = self._access.secret.get_secret_value()
        headers = signed(self._access.key, secret, method, f"{API}/channel{path}", body, self._clock.now())
        return await self._asking.ask(method, f"/channel{path}", query=query, headers=headers, body=body)

    async def _order(self, number: OrderNo, buyer: Known) -> OrderShape | None:
        answer = await self._found(f"/orders/by-order-no/{whole_of(number)}", {"channel_user_id": buyer.id})
        if answer is None:
            return None
        told = one(ChannelOrderShape, answer.data)
        if told.order_no != whole_of(number):
            raise ShopUnavailable("It answers about another order than asked.")
        return from_channel(told)

    async def _found(self, path: str, query: Mapping[str, str] | None = None) -> Answer | None:
        """None: the shop has no such thing. Raises: ShopUnavailable."""
        try:
            return await self.ask("GET", path, query)
        except Declined as declined:
            if declined.code == NOT_FOUND:
                return None
            cause = f"It declines the channel client ({declined.code})."
        raise ShopUnavailable(cause)

    async def _read(self, path: str, query: Mapping[str, str]) -> Answer:
        try:
            return await self.ask("GET", path, query)
        except Declined as declined:
            cause = f"It declines the channel client ({declined.code})."
        raise ShopUnavailable(cause)
