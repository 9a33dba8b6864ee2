"""An order in plain words: state, items, amount, times as people tell them. Pure."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core.menu import person
from core.shop import Order, OrderStatus
from core.shopparts import Paid
from core.turns import Choice, Turn, Words

_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "JPY": "JP¥"}
_WITH_KEYS = frozenset({OrderStatus.DELIVERED, OrderStatus.PARTLY_DELIVERED})
OWED = frozenset(
    {
        OrderStatus.PAID_WAITING,
        OrderStatus.PROCESSING,
        OrderStatus.SHORTAGE,
        OrderStatus.FAILED,
        OrderStatus.PARTLY_DELIVERED,
    }
)
"""Paid, and something is still to come: a person is offered with urgency."""


def money(amount: Decimal, currency: str) -> str:
    return f"{_SIGNS[currency]}{amount:,.2f}" if currency in _SIGNS else f"{amount:,.2f} {currency}".strip()


def items(order: Order) -> str:
    return ", ".join(f"{item.title} × {item.quantity}" for item in order.items)


def when(words: Words, language: str, then: datetime, now: datetime, zone: ZoneInfo) -> str:
    """ "今天 14:03", "yesterday 09:11", "11月3日 20:15"."""
    local, today = then.astimezone(zone), now.astimezone(zone).date()
    parts = {
        "time": f"{local:%H:%M}",
        "day": str(local.day),
        "month": words(language, f"month-{local.month}"),
        "year": str(local.year),
    }
    days = (today - local.date()).days
    if days in (0, 1):
        return words(language, "time-today" if days == 0 else "time-yesterday", **parts)
    if 1 < days < 7:
        return words(language, "time-days-ago", days=str(days), **parts)
    return words(language, "time-date" if local.year == today.year else "time-date-year", **parts)


def short_line(words: Words, language: str, order: Order) -> str:
    """One line for a list."""
    return f"{order.number} · {words(language, f'status-{order.status}')} · {items(order)}"


def order_text(turn: Turn, order: Order, zone: ZoneInfo, paid: Paid | None = None) -> str:
    """`paid`: where its money is, if the shop calls it unpaid."""

    def told(moment: datetime) -> str:
        return when(turn.words, turn.language, moment, turn.event.at, zone)

    times: Mapping[str, datetime | None] = {
        "order-created": order.created_at,
        "order-paid": order.paid_at,
        "order-delivered": order.delivered_at,
    }
    lines = [
        turn.say("order-heading", number=order.number, status=turn.say(f"status-{state_of(order, paid)}")),
        turn.say("order-items", items=items(order)),
        turn.say("order-amount", amount=money(order.amount, order.currency)),
        *(turn.say(key, time=told(moment)) for key, moment in times.items() if moment is not None),
        "",
        turn.say(next_of(order, paid)),
    ]
    return "\n".join(lines)


def state_of(order: Order, paid: Paid | None) -> str:
    """By a key of the texts."""
    return "at-gateway" if paid is Paid.AT_GATEWAY else order.status


def next_of(order: Order, paid: Paid | None) -> str:
    """What one can do now, by a key of the texts."""
    if paid is Paid.AT_GATEWAY:
        return "next-at-gateway"
    return f"next-{order.status}-nowhere" if paid is Paid.UNPAID else f"next-{order.status}"


def order_choices(turn: Turn, order: Order, paid: Paid | None = None) -> list[Choice]:
    """What one can do now, by the order's state."""
    owed = person(turn, "no-key") if order.status in OWED or paid is Paid.AT_GATEWAY else None
    again = [Choice(turn.say("button-keys-again"), f"keys:{order.number}")] if order.status in _WITH_KEYS else []
    mine = Choice(turn.say("button-mine"), "mine")
    return [*again, owed, mine] if owed else [*again, mine, person(turn)]
