"""What the shop, and the gateway if one is configured, know of an order's payments."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import ShopUnavailable
from core.shop import OrderNo
from core.shopparts import Paid
from storage.shops.dujiao_next.admin import PAGE, Admin
from storage.shops.dujiao_next.numbers import asked, whole_of
from storage.shops.dujiao_next.wire import PaymentShape, many
from storage.shops.gateway import PaymentProbe

PROBED = 3
"""The newest payments of an order that the gateway is asked about."""


@dataclass(frozen=True, slots=True)
class Payments:
    admin: Admin
    gateway: PaymentProbe | None

    async def state(self, number: OrderNo) -> Paid:
        """Raises: ShopUnavailable."""
        known = asked(number)
        order = await self.admin.order(whole_of(known)) if known else None
        if order is None:
            return Paid.UNKNOWN
        if order.paid_at is not None:
            return Paid.ARRIVED
        payments = await self._of(order.id)
        if any(payment.status == "success" for payment in payments):
            return Paid.AT_GATEWAY
        return await self._at_gateway(payments)

    async def trade(self, number: OrderNo) -> str:
        """Of the newest that was begun: the number that the gateway knows. Raises: ShopUnavailable."""
        known = asked(number)
        order = await self.admin.order(whole_of(known)) if known else None
        begun = [payment.gateway_order_no for payment in await self._of(order.id)] if order else []
        return next(filter(None, begun), "")

    async def _of(self, order_id: int) -> Sequence[PaymentShape]:
        answer = await self.admin.read("/payments", {"order_id": str(order_id), "page": "1", "page_size": str(PAGE)})
        payments = many(PaymentShape, answer.data)
        if any(payment.order_id != order_id for payment in payments):
            raise ShopUnavailable("It answers about another order than asked.")
        return sorted(payments, key=lambda payment: payment.created_at, reverse=True)

    async def _at_gateway(self, payments: Sequence[PaymentShape]) -> Paid:
        """Without a gateway, a payment that was begun and has not ended is not known; none at all is certain."""
        begun = [payment.gateway_order_no for payment in payments if payment.gateway_order_no]
        if self.gateway is None or not begun:
            return Paid.UNPAID if not payments else Paid.UNKNOWN
        told = [await self.gateway.paid(number) for number in begun[:PROBED]]
        if Paid.AT_GATEWAY in told:
            return Paid.AT_GATEWAY
        return Paid.UNKNOWN if Paid.UNKNOWN in told else Paid.UNPAID
