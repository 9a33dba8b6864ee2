"""What the shop keeps: products, keys, orders, payments, refunds. Its rules for taking keys and for refunds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

PREVIEW_LINES = 100


@dataclass(slots=True)
class Card:
    id: int
    product: int
    sku: int
    secret: str
    status: str = "available"
    order: int | None = None
    loop: bool = False
    updated_at: datetime | None = None


@dataclass(slots=True)
class Product:
    id: int
    title: str
    fulfillment: str = "auto"
    skus: Sequence[int] = ()
    manual_stock: int = 0
    active: bool = True


@dataclass(slots=True)
class Line:
    product: int
    sku: int = 0
    quantity: int = 1
    fulfillment: str = "auto"


@dataclass(slots=True)
class Code:
    """A code that was mailed to a member, to bind his Telegram account."""

    text: str
    at: datetime
    tries: int = 0
    used: bool = False


@dataclass(slots=True)
class Bought:
    """An order of the shop. `payload` None: nothing was delivered."""

    id: int
    number: str
    status: str
    lines: list[Line]
    created_at: datetime
    updated_at: datetime
    mail: str = ""
    password: str = ""
    user: int = 0
    paid_at: datetime | None = None
    amount: Decimal = Decimal("9.90")
    refunded: Decimal = Decimal()
    payload: str | None = None
    parent: int | None = None
    children: list["Bought"] = field(default_factory=list)


@dataclass(slots=True)
class Payment:
    id: int
    order: int
    status: str
    gateway_no: str
    created_at: datetime
    paid_at: datetime | None = None
    ref: str = ""
    exception: str = ""


@dataclass(slots=True)
class Refunded:
    order: int
    kind: str
    amount: Decimal
    remark: str


class Refusal(Exception):
    """Stands for an answer of the shop."""

    def __init__(self, code: int, said: str) -> None:
        self.code = code
        self.said = said
        super().__init__(said)


@dataclass(slots=True)
class Goods:
    """`telegram`: whose an account is. `mails`: of users; `codes`: by mail. `max_refund_days`: after the payment."""

    products: dict[int, Product] = field(default_factory=dict)
    cards: list[Card] = field(default_factory=list)
    orders: list[Bought] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    refunds: list[Refunded] = field(default_factory=list)
    telegram: dict[str, int] = field(default_factory=dict)
    mails: dict[int, str] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    max_refund_days: int = 30

    def everybody(self) -> Iterator[Bought]:
        for order in self.orders:
            yield order
            yield from order.children

    def by_id(self, order_id: int) -> Bought | None:
        return next((order for order in self.everybody() if order.id == order_id), None)

    def stock(self, product: int, sku: int, *, loops: bool = True) -> list[Card]:
        return [
            card
            for card in self.cards
            if card.product == product
            and (not sku or card.sku == sku)
            and card.status == "available"
            and (loops or not card.loop)
        ]

    def add_cards(self, product: int, *secrets: str, sku: int = 0, loop: bool = False) -> list[Card]:
        first = len(self.cards) + 1
        new = [Card(first + place, product, sku, secret, loop=loop) for place, secret in enumerate(secrets)]
        self.cards += new
        return new

    def export(self, product: int, sku: int, limit: int, now: datetime) -> list[Card]:
        """Takes the lowest rows; marks them used, for no order. Raises: Refusal."""
        known = self.products.get(product)
        if known is None:
            raise Refusal(404, "商品不存在")
        if known.fulfillment != "auto" or limit <= 0:
            raise Refusal(400, "卡密参数错误")
        taken = self.stock(product, sku, loops=False)[:limit]
        if not taken:
            raise Refusal(404, "卡密不存在")
        if len(taken) < limit:
            raise Refusal(400, "卡密库存不足")
        for card in taken:
            card.status, card.updated_at = "used", now
        return taken

    def pay(self, order: Bought, now: datetime) -> None:
        """Paid, and given keys from stock at once if there are enough."""
        line = order.lines[0]
        order.status, order.paid_at, order.updated_at = "paid", now, now
        taken = self.stock(line.product, line.sku, loops=False)[: line.quantity]
        if len(taken) < line.quantity:
            return
        for card in taken:
            card.status, card.order, card.updated_at = "used", order.id, now
        order.payload, order.status = "\n".join(card.secret for card in taken), "completed"

    def refund(self, order: Bought, kind: str, amount: Decimal, remark: str, now: datetime) -> None:
        """Raises: Refusal."""
        if order.paid_at is None:
            raise Refusal(400, "订单状态不允许该操作")
        if now - order.paid_at > timedelta(days=self.max_refund_days):
            raise Refusal(400, "订单已超过可退款期限")
        if amount <= 0 or amount > order.amount - order.refunded or (kind == "wallet" and not order.user):
            raise Refusal(400, "请求参数错误")
        order.refunded += amount
        order.status = "refunded" if order.refunded >= order.amount else "partially_refunded"
        order.updated_at = now
        self.refunds.append(Refunded(order.id, kind, amount, remark))


def order_json(order: Bought, goods: Goods, *, cut: bool) -> dict[str, Any]:
    """As an admin sees it. `cut`: only the first hundred lines of a payload, and their number."""
    told: dict[str, Any] = {
        "id": order.id,
        "order_no": order.number,
        "user_id": order.user,
        "guest_email": order.mail,
        "status": order.status,
        "currency": "CNY",
        "original_amount": str(order.amount),
        "total_amount": str(order.amount),
        "refunded_amount": f"{order.refunded:.2f}",
        "created_at": go_time(order.created_at),
        "updated_at": go_time(order.updated_at),
        "paid_at": go_time(order.paid_at),
        "items": [_line_json(line, goods) for line in order.lines] or None,
        "user_email": goods.mails.get(order.user, ""),
    }
    if order.parent is not None:
        told["parent_id"] = order.parent
    if order.payload is not None:
        told["fulfillment"] = _fulfillment_json(order, cut=cut)
    if order.children:
        told["children"] = [order_json(child, goods, cut=cut) for child in order.children]
    return told


def _line_json(line: Line, goods: Goods) -> dict[str, Any]:
    product = goods.products[line.product]
    return {
        "product_id": line.product,
        "sku_id": line.sku,
        "title": {"zh-CN": product.title, "en-US": f"{product.title} (en)"},
        "sku_snapshot": {"sku_code": f"S{line.sku}", "spec_values": {"zh-CN": f"规格{line.sku}"}} if line.sku else {},
        "unit_price": "9.90",
        "quantity": line.quantity,
        "fulfillment_type": line.fulfillment,
        "instructions": {"zh-CN": f"使用说明 {product.title}"},
    }


def _fulfillment_json(order: Bought, *, cut: bool) -> dict[str, Any]:
    lines = (order.payload or "").split("\n")
    return {
        "order_id": order.id,
        "type": order.lines[0].fulfillment if order.lines else "auto",
        "status": "delivered",
        "payload": "\n".join(lines[:PREVIEW_LINES]) if cut else order.payload,
        "payload_line_count": len(lines) if cut else 0,
        "delivery_data": None,
        "delivered_at": go_time(order.updated_at),
    }


def go_time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
