"""How shops name the columns and states of their order exports, and how they write numbers and times. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from core.shop import OrderStatus

CHINA: Final = timezone(timedelta(hours=8))
"""The shops' own clock: acg-faka and dujiaoka write Shanghai time without saying so; no summer time since 1991."""


class Column(StrEnum):
    NUMBER = "number"
    PRODUCT = "product"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    CURRENCY = "currency"
    STATUS = "status"
    CONTACT = "contact"
    PASSWORD = "password"
    CREATED_AT = "created_at"
    PAID_AT = "paid_at"
    DELIVERED_AT = "delivered_at"
    KEYS = "keys"


REQUIRED: Final = (Column.NUMBER, Column.PRODUCT, Column.STATUS, Column.CONTACT, Column.CREATED_AT)


def _spread(names: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return MappingProxyType({plain(name): meaning for meaning, all_ in names.items() for name in (meaning, *all_)})


def plain(name: str) -> str:
    """Header and state names without width, case, spaces, underscores and brackets."""
    return re.sub(r"[\s_\-()\[\]【】:：*]+", "", unicodedata.normalize("NFKC", name).casefold())


HEADERS: Final = _spread(
    {
        Column.NUMBER: ("订单号", "订单编号", "单号", "order", "order no", "order number", "trade no", "order sn"),
        Column.PRODUCT: ("商品", "商品名称", "商品标题", "product name", "title", "goods", "item"),
        Column.QUANTITY: ("数量", "购买数量", "qty", "count", "card num", "buy amount"),
        Column.AMOUNT: ("金额", "订单金额", "总价", "实付金额", "实际支付", "total", "total amount", "actual price"),
        Column.CURRENCY: ("币种", "货币"),
        Column.STATUS: ("状态", "订单状态", "state", "order status"),
        Column.CONTACT: ("联系方式", "联系人", "邮箱", "买家邮箱", "手机号", "qq", "email", "guest email", "phone"),
        Column.PASSWORD: ("查询密码", "密码", "search pwd", "query password", "order password"),
        Column.CREATED_AT: ("下单时间", "创建时间", "created", "create time", "created at", "order time"),
        Column.PAID_AT: ("付款时间", "支付时间", "paid", "pay time", "paid time"),
        Column.DELIVERED_AT: ("发货时间", "交付时间", "delivered", "delivery time", "completed at"),
        Column.KEYS: ("卡密", "卡密信息", "卡号", "发货内容", "key", "card", "cards", "secret", "card keys"),
    }
)

STATES: Final = _spread(
    {
        OrderStatus.UNPAID: ("未支付", "未付款", "待支付", "待付款", "pending", "pending payment", "wait pay"),
        OrderStatus.PAID_WAITING: ("已支付", "已付款", "待发货", "未发货", "paid", "paid waiting"),
        OrderStatus.PROCESSING: ("处理中", "待处理", "发货中", "fulfilling", "pending fulfillment"),
        OrderStatus.DELIVERED: ("已发货", "已完成", "完成", "已交付", "交易成功", "completed", "complete", "success"),
        OrderStatus.PARTLY_DELIVERED: ("部分发货", "部分交付", "partially delivered"),
        OrderStatus.SHORTAGE: ("缺货", "库存不足", "异常", "out of stock", "abnormal"),
        OrderStatus.FAILED: ("失败", "处理失败", "failure", "error"),
        OrderStatus.EXPIRED: ("已过期", "过期", "已取消", "取消", "已关闭", "canceled", "cancelled", "closed"),
        OrderStatus.REFUNDED: ("已退款", "退款", "refund"),
        OrderStatus.PARTLY_REFUNDED: ("部分退款", "partially refunded"),
    }
)

CURRENCIES: Final = MappingProxyType({"人民币": "CNY", "元": "CNY", "RMB": "CNY", "¥": "CNY", "$": "USD"})

_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?)?)?\s*"
)
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,8})?")
_YEARS = range(2000, 2100)


def status_of(text: str) -> OrderStatus | None:
    known = STATES.get(plain(text))
    return OrderStatus(known) if known else None


def amount_of(text: str) -> Decimal | None:
    """`1,234.50`, `￥9.9`, `9.90元`; None for what is no amount."""
    bare = re.sub(r"[\s,¥$€元]|cny|usdt?|rmb", "", unicodedata.normalize("NFKC", text).casefold())
    try:
        return Decimal(bare) if _AMOUNT.fullmatch(bare) else None
    except InvalidOperation:
        return None


def currency_of(text: str) -> str | None:
    """An ISO code, or the like of it (USDT)."""
    name = unicodedata.normalize("NFKC", text).strip().upper()
    known = CURRENCIES.get(name, name)
    return known if re.fullmatch(r"[A-Z]{3,5}", known) else None


def quantity_of(text: str) -> int | None:
    digits = unicodedata.normalize("NFKC", text).strip()
    return int(digits) if re.fullmatch(r"[1-9][0-9]{0,4}", digits) else None


def time_of(text: str, zone: tzinfo) -> datetime | None:
    """ISO, `2026/1/5 8:06`, `2026年1月5日 8:06`, or seconds or milliseconds since 1970; in UTC."""
    written = unicodedata.normalize("NFKC", text).strip()
    try:
        at = _read_time(written, zone)
        return at.astimezone(UTC) if at and at.year in _YEARS else None
    except (ValueError, OverflowError):
        return None


def _read_time(text: str, zone: tzinfo) -> datetime | None:
    if re.fullmatch(r"[0-9]{10}|[0-9]{13}", text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        found = _TIME.fullmatch(text)
        if not found:
            return None
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        at = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    return at if at.tzinfo else at.replace(tzinfo=zone)
