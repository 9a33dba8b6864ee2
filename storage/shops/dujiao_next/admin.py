"""The admin API, with an account of the roles support and operations."""

from collections.abc import Mapping
from typing import Any

import msgspec

from core.errors import ShopUnavailable
from core.shop import OrderNo
from storage.shops.dujiao_next.asking import FORBIDDEN, NOT_FOUND, UNAUTHORIZED, Answer, Asking, Declined
from storage.shops.dujiao_next.login import Login
from storage.shops.dujiao_next.reading import cut_short, with_payload
from storage.shops.dujiao_next.wire import OrderShape, StatsShape, many, one

NO_RIGHT = "The admin account may not do this; `kamidesk check` names the role that it lacks."
PAGE = 100


class Admin:
    """`read` and `act`: one question with the token, once more with a new one if the shop has dropped it."""

    def __init__(self, asking: Asking, login: Login) -> None:
        self.asking = asking
        self._login = login

    async def ready(self) -> None:
        """Is there a token? Raises: ShopUnavailable."""
        await self._login.token()

    async def act(
        self, method: str, path: str, query: Mapping[str, str] | None = None, said: Mapping[str, Any] | None = None
    ) -> Answer:
        """Raises: Declined, ShopUnavailable."""
        body = b"" if said is None else msgspec.json.encode(said)
        for _ in range(2):
            token = await self._login.token()
            headers = {"Authorization": f"Bearer {token}"}
            try:
                return await self.asking.ask(method, f"/admin{path}", query=query, headers=headers, body=body)
            except Declined as declined:
                if declined.code != UNAUTHORIZED:
                    raise
                self._login.forget(token)
        raise ShopUnavailable("It does not take the token that it has just given.")

    async def read(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """Raises: ShopUnavailable, also for what it declines."""
        try:
            return await self.act("GET", path, query)
        except Declined as declined:
            cause = NO_RIGHT if declined.code == FORBIDDEN else f"It declines a question ({declined.code})."
        raise ShopUnavailable(cause)

    async def orders(self, query: Mapping[str, str]) -> Answer:
        """Parents only; a part is found with its parent. Raises: ShopUnavailable."""
        return await self.read("/orders", {"page": "1", "page_size": str(PAGE), **query})

    async def order(self, number: OrderNo) -> OrderShape | None:
        """A parent. Raises: ShopUnavailable."""
        answer = await self.orders({"order_no": number, "page_size": "2"})
        found = many(OrderShape, answer.data)
        if not found:
            return None
        if len(found) != 1 or found[0].order_no != number:
            raise ShopUnavailable("It answers about another order than asked.")
        return found[0]

    async def number_of(self, order_id: int) -> OrderNo | None:
        """The number of an order that the shop names by its row. Raises: ShopUnavailable."""
        try:
            answer = await self.act("GET", f"/orders/{order_id}")
        except Declined as declined:
            if declined.code == NOT_FOUND:
                return None
            raise ShopUnavailable(f"It declines a question ({declined.code}).") from None
        told = one(OrderShape, answer.data)
        if told.id != order_id:
            raise ShopUnavailable("It answers about another order than asked.")
        return OrderNo(told.order_no)

    async def download(self, order_id: int) -> str:
        """All that was delivered for it. Raises: ShopUnavailable."""
        answer = await self.read(f"/orders/{order_id}/fulfillment/download")
        if not isinstance(answer.data, str):
            raise ShopUnavailable("It gives no file of what was delivered.")
        return answer.data

    async def complete(self, told: OrderShape) -> OrderShape:
        """With all lines of what was delivered, where the shop has left some out. Raises: ShopUnavailable."""
        own = told.model_copy(update={"children": ()})
        if cut_short(own):
            own = with_payload(own, await self.download(told.id))
        children = [
            with_payload(child, await self.download(child.id)) if cut_short(child) else child for child in told.children
        ]
        return own.model_copy(update={"children": tuple(children)})

    async def stats(self, product: str, variant: str) -> StatsShape:
        """Raises: Declined, ShopUnavailable."""
        query = {"product_id": product, "sku_id": variant or "0"}
        return one(StatsShape, (await self.act("GET", "/card-secrets/stats", query)).data)
