"""Refunds in the shop's own books: recorded, or to the member's balance. The name of each stands in its remark, so that
a repeat finds it."""

from dataclasses import dataclass
from hashlib import sha256

from core.errors import NotPossible, ShopUnavailable
from core.shopparts import Refund, RefundWay
from storage.shops.dujiao_next.admin import Admin
from storage.shops.dujiao_next.asking import FORBIDDEN, INTERNAL, Declined
from storage.shops.dujiao_next.numbers import asked, whole_of
from storage.shops.dujiao_next.reading import part_of
from storage.shops.dujiao_next.wire import OrderShape, RefundShape, many

PATHS = {RefundWay.RECORDED: "manual-refund", RefundWay.WALLET: "refund-to-wallet"}
TYPES = {RefundWay.RECORDED: "manual", RefundWay.WALLET: "wallet"}
PAGE = 200


@dataclass(frozen=True, slots=True)
class Refunding:
    admin: Admin

    async def record(self, refund: Refund) -> None:
        """Raises: NotPossible, ShopUnavailable."""
        number = asked(refund.order)
        order = part_of(await self.admin.order(whole_of(number)), number) if number else None
        if number is None or order is None:
            raise NotPossible("The shop has no such order.")
        if await self._recorded(refund, order):
            return
        _check(refund, order)
        said = {"amount": f"{refund.amount:.2f}", "remark": f"{refund.remark.strip()} ({mark(refund)})".strip()}
        try:
            await self.admin.act("POST", f"/orders/{order.id}/{PATHS[refund.way]}", said=said)
        except Declined as declined:
            raise NotPossible(_why(declined)) from None

    async def _recorded(self, refund: Refund, order: OrderShape) -> bool:
        """Is one of this name in the shop's books? Raises: NotPossible: with another amount; ShopUnavailable."""
        query = {"order_no": order.order_no, "page": "1", "page_size": str(PAGE)}
        answer = await self.admin.read("/order-refunds", query)
        if answer.total is not None and answer.total > PAGE:
            raise ShopUnavailable("It has too many refunds of this order to look through.")
        records = many(RefundShape, answer.data)
        named = [one for one in records if one.order_no == order.order_no and mark(refund) in one.remark]
        if any((one.amount, one.type) != (refund.amount, TYPES[refund.way]) for one in named):
            raise NotPossible("A refund of this name is in the shop's books already, with another amount or way.")
        return bool(named)


def mark(refund: Refund) -> str:
    """What it is found again by; the buyer reads it in the shop's mail as a reference."""
    return f"KD-{sha256(refund.name.encode()).hexdigest()[:12]}"


def _check(refund: Refund, order: OrderShape) -> None:
    """What the shop would decline without telling why. Raises: NotPossible."""
    left = order.total_amount - order.refunded_amount
    if refund.amount <= 0 or refund.amount != round(refund.amount, 2):
        raise NotPossible("The amount must be more than nothing, with at most two decimals.")
    if refund.amount > left:
        raise NotPossible(f"Only {left:.2f} {order.currency} of this order can still be refunded.")
    if refund.way is RefundWay.WALLET and order.user_id == 0:
        raise NotPossible("A guest's order has no balance to refund to: record it, and pay it back by hand.")


def _why(declined: Declined) -> str:
    if declined.code == FORBIDDEN:
        return "The admin account may not refund: give it the role support."
    if declined.code >= INTERNAL:
        return f"The shop fails: {declined.detail}"
    return f"The shop declines: {declined.detail} (is the order paid, and within the shop's days for refunds?)"
