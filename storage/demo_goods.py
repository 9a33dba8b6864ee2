"""What the demo shop sells, and the orders that its owner can try by hand. Pure."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from random import Random

from core.shop import OrderNo, OrderStatus
from storage.shops.tables import AUTO, MANUAL

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Shape(StrEnum):
    """What the goods look like."""

    CODE = "code"
    LICENCE = "licence"
    GIFT_CARD = "gift-card"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Goods:
    """`share`: how often it is bought, relative to the others. `left`: keys in stock."""

    id: str
    title: str
    price: str
    shape: Shape
    share: int
    left: int
    kind: str = AUTO


GOODS = (
    Goods("steam-50", "Steam 充值卡 50 元", "48.50", Shape.CODE, 18, 60),
    Goods("steam-100", "Steam 充值卡 100 元", "96.00", Shape.CODE, 12, 40),
    Goods("apple-100", "Apple 礼品卡 100 元（中国区）", "98.00", Shape.GIFT_CARD, 14, 50),
    Goods("apple-us-10", "Apple Gift Card $10（美国区）", "69.90", Shape.GIFT_CARD, 8, 30),
    Goods("netflix-1m", "Netflix 高级会员 1 个月", "25.00", Shape.ACCOUNT, 12, 25),
    Goods("windows-11-pro", "Windows 11 专业版 授权", "35.00", Shape.LICENCE, 9, 80),
    Goods("office-2024", "Office 2024 专业增强版 授权", "66.00", Shape.LICENCE, 6, 35),
    Goods("genshin-6480", "原神 6480 创世结晶", "518.00", Shape.CODE, 5, 12),
    Goods("wangzhe-490", "王者荣耀 490 点券", "46.00", Shape.CODE, 7, 3),
    Goods("chatgpt-account", "ChatGPT Plus 成品号", "138.00", Shape.ACCOUNT, 10, 20),
    Goods("spotify-3m", "Spotify 会员 3 个月", "39.90", Shape.CODE, 4, 0),
    Goods("chatgpt-upgrade", "ChatGPT Plus 代充（人工）", "158.00", Shape.CODE, 5, 0, MANUAL),
)


BAD_GOODS, BAD_BATCH, BAD_SUPPLIER, BAD_SINCE = "steam-50", "S50-BAD", "老王", timedelta(hours=12)
"""A batch to try /incident with: these goods, as they were sold lately."""


def goods_text(shape: Shape, random: Random) -> str:
    """A card key, a licence, or an account with its password, as shops deliver them."""

    def block(size: int) -> str:
        return "".join(random.choices(LETTERS, k=size))

    if shape is Shape.LICENCE:
        return "-".join(block(5) for _ in range(5))
    if shape is Shape.GIFT_CARD:
        return "X" + block(15)
    if shape is Shape.ACCOUNT:
        return f"{block(8).lower()}@outlook.com----{block(10)}"
    return "-".join(block(4) for _ in range(4))


class Story(StrEnum):
    """What an order is good for trying; a key of the texts."""

    DELIVERED_WITH_PASSWORD = "delivered-with-password"
    DELIVERED_WITHOUT_PASSWORD = "delivered-without-password"
    PAID_AND_WAITING = "paid-and-waiting"
    UNPAID = "unpaid"
    REFUNDED = "refunded"
    SEVERAL_KEYS = "several-keys"
    PARTLY_DELIVERED = "partly-delivered"
    SHORTAGE = "shortage"
    DELIVERED_TWICE = "delivered-twice"


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """An order to try by hand; nothing about it is secret. `keys`: delivered; `quantity`: bought."""

    number: OrderNo
    contact: str
    password: str
    story: Story
    status: OrderStatus
    goods: str
    hours_ago: int
    quantity: int = 1
    keys: int = 0


MAIL, WORD = "buyer@example.com", "kami2026"
_DONE = OrderStatus.DELIVERED


def _order(last: int, story: Story, status: OrderStatus, goods: str, hours_ago: int, *, keys: int = 0) -> DemoOrder:
    return DemoOrder(OrderNo(f"KD2026010188880{last}"), MAIL, WORD, story, status, goods, hours_ago, keys=keys)


DEMO_ORDERS = (
    _order(1, Story.DELIVERED_WITH_PASSWORD, _DONE, "steam-50", 2, keys=1),
    DemoOrder(
        OrderNo("KD20260101888802"),
        "13800138000",
        "",
        Story.DELIVERED_WITHOUT_PASSWORD,
        _DONE,
        "windows-11-pro",
        26,
        keys=1,
    ),
    _order(3, Story.PAID_AND_WAITING, OrderStatus.PAID_WAITING, "netflix-1m", 1),
    _order(4, Story.UNPAID, OrderStatus.UNPAID, "apple-100", 1),
    DemoOrder(
        OrderNo("KD20260101888805"),
        "QQ 123456789",
        "",
        Story.REFUNDED,
        OrderStatus.REFUNDED,
        "genshin-6480",
        80,
        keys=1,
    ),
    replace(_order(6, Story.SEVERAL_KEYS, _DONE, "steam-100", 5, keys=3), quantity=3),
    replace(_order(7, Story.PARTLY_DELIVERED, OrderStatus.PARTLY_DELIVERED, "apple-us-10", 3, keys=1), quantity=5),
    _order(8, Story.SHORTAGE, OrderStatus.SHORTAGE, "spotify-3m", 4),
    _order(9, Story.DELIVERED_TWICE, _DONE, "wangzhe-490", 6, keys=2),
)
