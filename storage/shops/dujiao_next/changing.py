"""What has changed in the shop, read from its list of orders by the time of their last change.

A shop that cannot sort by that (some before 1.3) is swept instead: what was created in the last week, and all orders
that are waiting, whatever their age. So a sweep misses only a change of an order that is older than a week and was
delivered, cancelled or refunded before: a refund that is recorded weeks later, for example. The sorted list misses none
but one case: an order that is deleted from the shop while its neighbours are being read may hide one of them.

A payment that arrives after its order has expired does not change the order. From 1.4 on the shop marks it as late; so
with each round the newest payments are looked at too, and the orders of the late ones told."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from heapq import nsmallest
from itertools import pairwise

import structlog

from core.errors import ShopUnavailable
from storage.shops.dujiao_next.admin import PAGE, Admin
from storage.shops.dujiao_next.asking import Declined
from storage.shops.dujiao_next.cursor import LAG, Cursor, ascending, batch_of
from storage.shops.dujiao_next.numbers import asked, whole_of
from storage.shops.dujiao_next.wire import OrderShape, PaymentShape, many

log = structlog.get_logger(__name__)

LOOK_BACK = timedelta(days=7)
SWEPT = ("pending_payment", "paid", "fulfilling", "partially_delivered")
KEPT = 500
"""Orders kept at a time in a sweep."""
LATE = timedelta(minutes=5)
"""Between the beginning of a payment and its arrival: then its order may be over."""
LATE_PAGE = 100
DEEPEST = 1_000_000


class Unsorted(Exception):
    """The list is not in the order that was asked for; it never leaves this module."""


class Changing:
    def __init__(self, admin: Admin) -> None:
        self._admin = admin
        self._sorts = False

    async def after(self, cursor: Cursor, limit: int) -> tuple[list[OrderShape], Cursor]:
        """The next ones, ascending; the cursor has `told` while there are more. Raises: ShopUnavailable."""
        began = self._admin.asking.shop_time().replace(microsecond=0)
        orders, more = await self._next(cursor, limit)
        if more:
            return orders, cursor.after(orders[-1].changed_at)
        return orders + await self._late(cursor, {order.order_no for order in orders}), cursor.finished(began)

    async def begin(self) -> Cursor:
        """From now on, by the shop's clock. Raises: ShopUnavailable."""
        await self._admin.orders({"page_size": "1"})
        return Cursor(self._admin.asking.shop_time().replace(microsecond=0) - LAG)

    async def sorts(self) -> bool:
        """Does the shop sort by the last change? One that does not gives the same order first, either way round; a list
        that looks sorted proves nothing. Raises: ShopUnavailable."""
        if not self._sorts:
            last, first = await self._first("desc"), await self._first("asc")
            if last is None or first is None or last.id == first.id:
                return last is None or (await self._admin.orders({"page_size": "1"})).total == 1
            self._sorts = first.changed_at <= last.changed_at
        return self._sorts

    async def _next(self, cursor: Cursor, limit: int) -> tuple[list[OrderShape], bool]:
        if await self.sorts():
            try:
                return await self._sorted(cursor, limit)
            except Unsorted:
                self._sorts = False
        log.debug("the shop does not sort orders by their last change; they are swept")
        return await self._swept(cursor, limit)

    async def _first(self, order: str) -> OrderShape | None:
        query = {"sort_by": "updated_at", "sort_order": order, "page_size": "1"}
        found = many(OrderShape, (await self._admin.orders(query)).data)
        return found[0] if found else None

    async def _sorted(self, cursor: Cursor, limit: int) -> tuple[list[OrderShape], bool]:
        number, page = await self._oldest_page(cursor)
        new = ascending([order for order in page if cursor.is_new(order)])
        if not new and number > 1:
            raise ShopUnavailable("Its list has changed while it was read.")
        orders, more = batch_of(new, limit, number > 1)
        if orders or not more:
            return orders, more
        return await self._one_moment(number, new)

    async def _oldest_page(self, cursor: Cursor) -> tuple[int, list[OrderShape]]:
        """The deepest page, newest changes first, that holds something new. Orders that change meanwhile only push
        others deeper; so a page counts as the last one only if the next was read after it, and held nothing new."""
        low, page = 1, await self._page(1)
        if not _all_new(page, cursor):
            return 1, page
        high = 2
        while high < DEEPEST and any(map(cursor.is_new, await self._page(high))):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if any(map(cursor.is_new, await self._page(middle))):
                low = middle
            else:
                high = middle
        while True:
            page, deeper = await self._page(low), await self._page(low + 1)
            if not any(map(cursor.is_new, deeper)):
                return low, page
            low += 1

    async def _one_moment(self, number: int, new: list[OrderShape]) -> tuple[list[OrderShape], bool]:
        """All that changed in one moment, however many pages that takes."""
        moment = new[0].changed_at
        found = {order.id: order for order in new}
        while number > 1:
            number -= 1
            page = await self._page(number)
            found.update({order.id: order for order in page if order.changed_at == moment})
            if any(order.changed_at != moment for order in page):
                break
        return list(found.values()), True

    async def _page(self, number: int) -> list[OrderShape]:
        """Raises: Unsorted, ShopUnavailable."""
        query = {"sort_by": "updated_at", "sort_order": "desc", "page": str(number)}
        answer = await self._admin.orders(query)
        page = list(many(OrderShape, answer.data))
        if any(newer.changed_at < older.changed_at for newer, older in pairwise(page)):
            raise Unsorted
        return page

    async def _swept(self, cursor: Cursor, limit: int) -> tuple[list[OrderShape], bool]:
        """The earliest changes of all that is swept."""
        since = cursor.told or cursor.settled
        sweeps: list[Mapping[str, str]] = [{"created_from": (since - LOOK_BACK).isoformat(timespec="seconds")}]
        sweeps += [{"status": status} for status in SWEPT]
        kept: dict[int, OrderShape] = {}
        beyond = False
        for sweep in sweeps:
            async for page in self._pages(sweep):
                kept.update({order.id: order for order in page if cursor.is_new(order)})
                beyond = beyond or len(kept) > KEPT + limit
                kept = {order.id: order for order in nsmallest(KEPT + limit, kept.values(), key=_moment)}
        new = ascending(list(kept.values()))
        orders, more = batch_of(new, limit, beyond)
        return orders or new, more

    async def _pages(self, query: Mapping[str, str]) -> AsyncIterator[list[OrderShape]]:
        number = 0
        while number < DEEPEST:
            number += 1
            page = list(many(OrderShape, (await self._admin.orders({**query, "page": str(number)})).data))
            yield page
            if len(page) < PAGE:
                return

    async def _late(self, cursor: Cursor, told: set[str]) -> list[OrderShape]:
        """Of payments that came late since the last round; a shop that does not list payments has none."""
        query = {"status": "success", "page": "1", "page_size": str(LATE_PAGE)}
        try:
            payments = many(PaymentShape, (await self._admin.act("GET", "/payments", query)).data)
        except Declined:
            log.info("the shop shows us no payments; late ones are not noticed")
            return []
        numbers = {payment.order_no for payment in payments if _is_late(payment, cursor)} - told
        asking = [whole_of(number) for number in map(asked, sorted(numbers)) if number]
        found = [await self._admin.order(number) for number in asking]
        return [order for order in found if order is not None]


def _all_new(page: list[OrderShape], cursor: Cursor) -> bool:
    return len(page) == PAGE and all(map(cursor.is_new, page))


def _moment(order: OrderShape) -> tuple[float, int]:
    return order.changed_at.timestamp(), order.id


def _is_late(payment: PaymentShape, cursor: Cursor) -> bool:
    arrived = payment.callback_at or payment.paid_at
    if arrived is None or arrived < cursor.settled:
        return False
    return bool(payment.exception_code) or arrived - payment.created_at >= LATE
