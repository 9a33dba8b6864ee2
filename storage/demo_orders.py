"""Makes up the demo shop's orders: the same ones every time, for the same moment. Pure but for the vault."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from core.ports import Vault
from core.shop import NEVER_PAID, OrderNo, OrderStatus
from storage.demo_goods import (
    BAD_BATCH,
    BAD_GOODS,
    BAD_SINCE,
    BAD_SUPPLIER,
    DEMO_ORDERS,
    GOODS,
    DemoOrder,
    Goods,
    goods_text,
)
from storage.orders_columns import CHINA
from storage.shops.numbers import new_number
from storage.shops.sealing import contact_columns, password_columns, sold_columns, stock_columns
from storage.shops.tables import MANUAL

DEMO = "demo"
"""The import id of all that the demo brought."""
ORDERS = 10_000
DAYS = 90
BUYERS = 4_000
STEP = 250
SEED = 20_260_101

Row = dict[str, object]

OFTEN = {
    OrderStatus.DELIVERED: 830,
    OrderStatus.EXPIRED: 70,
    OrderStatus.UNPAID: 20,
    OrderStatus.PAID_WAITING: 12,
    OrderStatus.PROCESSING: 8,
    OrderStatus.SHORTAGE: 6,
    OrderStatus.REFUNDED: 30,
    OrderStatus.PARTLY_REFUNDED: 8,
    OrderStatus.PARTLY_DELIVERED: 8,
    OrderStatus.FAILED: 8,
}
HAD_KEYS = (
    OrderStatus.DELIVERED,
    OrderStatus.REFUNDED,
    OrderStatus.PARTLY_REFUNDED,
    OrderStatus.PARTLY_DELIVERED,
)


@dataclass(slots=True)
class DemoRows:
    """Rows of the built-in shop's tables, ready to be inserted."""

    products: list[Row] = field(default_factory=list)
    orders: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    keys: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Made:
    """An order before its secrets are sealed."""

    number: OrderNo
    status: OrderStatus
    goods: Goods
    quantity: int
    contact: str
    password: str
    created_at: datetime
    keys: int


def demo_rows(vault: Vault, now: datetime, tell: Callable[[int, int], None]) -> DemoRows:
    """All rows of the demo; `tell` hears now and then how many of how many orders are made."""
    random = Random(SEED)  # noqa: S311 - made-up goods, the same every time
    rows = DemoRows(products=[_product(goods) for goods in GOODS])
    for goods in GOODS:
        stocked = [goods_text(goods.shape, random) for _ in range(goods.left)]
        rows.keys += [dict(stock_columns(vault, goods.id, key)) for key in stocked]
    for done, order in enumerate((*_by_hand(now), *_made_up(random, now)), start=1):
        _add(rows, vault, order, random, now)
        if done % STEP == 0:
            tell(done, ORDERS)
    return rows


def _product(goods: Goods) -> Row:
    return {
        "id": goods.id,
        "title": goods.title,
        "price": goods.price,
        "currency": "CNY",
        "kind": goods.kind,
        "unlimited": False,
        "on_sale": True,
    }


def _by_hand(now: datetime) -> Iterator[Made]:
    goods = {one.id: one for one in GOODS}

    def made(order: DemoOrder) -> Made:
        at = now - timedelta(hours=order.hours_ago)
        return Made(
            order.number,
            order.status,
            goods[order.goods],
            order.quantity,
            order.contact,
            order.password,
            at,
            order.keys,
        )

    return map(made, DEMO_ORDERS)


def _made_up(random: Random, now: datetime) -> Iterator[Made]:
    buyers = [_contact(random) for _ in range(BUYERS)]
    ages = sorted((random.random() * DAYS * 86_400 for _ in range(ORDERS - len(DEMO_ORDERS))), reverse=True)
    shares = [goods.share for goods in GOODS]
    today, count = "", 0
    for age in ages:
        at = now - timedelta(seconds=3_600 + age)
        day = f"{at.astimezone(CHINA):%Y%m%d}"
        today, count = day, count + 1 if day == today else 1
        goods = random.choices(GOODS, shares)[0]
        status = _plausible(random.choices(list(OFTEN), list(OFTEN.values()))[0], goods, age)
        quantity = 1 if random.random() < 0.9 else random.randint(2, 5)
        if status is OrderStatus.PARTLY_DELIVERED:
            quantity = max(quantity, 2)
        password = f"{random.randrange(10**6):06d}" if random.random() < 0.6 else ""
        number = new_number(at.astimezone(CHINA), count)
        given = quantity - (status is OrderStatus.PARTLY_DELIVERED)
        keys = 0 if goods.kind == MANUAL or status not in HAD_KEYS else given
        yield Made(number, status, goods, quantity, random.choice(buyers), password, at, keys)


def _plausible(status: OrderStatus, goods: Goods, age: float) -> OrderStatus:
    """Old orders are settled, and only what a person delivers is in work."""
    if status is OrderStatus.UNPAID and age > 86_400:
        return OrderStatus.EXPIRED
    if goods.kind == MANUAL and status is OrderStatus.SHORTAGE:
        return OrderStatus.PROCESSING
    if status in (OrderStatus.PAID_WAITING, OrderStatus.PROCESSING) and age > 3 * 86_400:
        return OrderStatus.DELIVERED
    return status


def _contact(random: Random) -> str:
    digits = "".join(random.choices("0123456789", k=8))
    return random.choices(
        [f"{random.randint(1, 9)}{digits}@qq.com", f"buyer{digits}@gmail.com", f"138{digits}", f"QQ {digits}9"],
        [5, 2, 2, 1],
    )[0]


def _add(rows: DemoRows, vault: Vault, order: Made, random: Random, now: datetime) -> None:
    goods = order.goods
    paid = None if order.status in NEVER_PAID else order.created_at + timedelta(seconds=random.randint(15, 240))
    delivered = paid + timedelta(seconds=2) if paid and order.status in HAD_KEYS else None
    rows.orders.append(
        {
            "number": order.number,
            "status": order.status.value,
            "amount": str(Decimal(goods.price) * order.quantity),
            "currency": "CNY",
            **contact_columns(vault, order.contact),
            **password_columns(vault, order.number, order.password),
            "created_at": order.created_at.timestamp(),
            "paid_at": paid.timestamp() if paid else None,
            "delivered_at": delivered.timestamp() if delivered else None,
            "import_id": DEMO,
        }
    )
    rows.items.append(
        {
            "order_number": order.number,
            "position": 0,
            "product_id": goods.id,
            "title": goods.title,
            "quantity": order.quantity,
        }
    )
    for position in range(order.keys):
        key = goods_text(goods.shape, random)
        rows.keys.append(dict(sold_columns(vault, goods.id, key, order.number, position)) | _origin(order, now))


def _origin(order: Made, now: datetime) -> Row:
    """Of the keys that were sold lately of one product we know the batch and the supplier: they may turn out bad."""
    bad = order.goods.id == BAD_GOODS and now - order.created_at < BAD_SINCE
    return {"batch": BAD_BATCH, "supplier": BAD_SUPPLIER} if bad else {}
