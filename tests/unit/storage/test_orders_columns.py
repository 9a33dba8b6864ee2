"""Numbers, states and times as shops write them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shop import OrderStatus
from storage.orders_columns import CHINA, amount_of, currency_of, quantity_of, status_of, time_of

MORNING = datetime(2026, 11, 22, 0, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-22 08:06:30",
        "2026-11-22T08:06:30",
        "2026/11/22 8:06:30",
        "2026年11月22日 8时06分30秒",
        "2026-11-22 00:06:30Z",
        "2026-11-22T02:06:30+02:00",
        "1795305990",
        "1795305990123",
        " ２０２６-11-22 08:06:30 ",
    ],
)
def test_the_same_moment_is_read_however_it_is_written(written: str) -> None:
    assert time_of(written, CHINA) == MORNING


def test_minutes_and_days_may_stand_alone() -> None:
    assert time_of("2026/1/5 8:06", CHINA) == datetime(2026, 1, 5, 0, 6, tzinfo=UTC)
    assert time_of("2026/1/5", CHINA) == datetime(2026, 1, 4, 16, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "昨天", "2026-13-01", "2026-11-22 25:00", "0001-01-01", "12345", "2026-1-5x"])
def test_what_is_no_time_is_not_guessed(written: str) -> None:
    assert time_of(written, CHINA) is None


@given(st.floats(978_400_000, 4_070_000_000))
def test_every_iso_time_is_read(seconds: float) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert time_of(at.isoformat(), CHINA) == time_of(at.isoformat()[:-6], UTC) == at


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("9.90", "9.90"),
        ("￥1,234.50", "1234.50"),
        ("48元", "48"),
        ("USDT 12.345678", "12.345678"),
        ("0", "0"),
        ("-5", None),
        ("1e5", None),
        ("nan", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_amounts_are_exact(written: str, amount: str | None) -> None:
    assert amount_of(written) == (None if amount is None else Decimal(amount))


def test_states_and_currencies_are_known_in_both_languages() -> None:
    assert [status_of(text) for text in ("已完成", "DELIVERED", "Partially_Refunded", "partly-delivered")] == [
        OrderStatus.DELIVERED,
        OrderStatus.DELIVERED,
        OrderStatus.PARTLY_REFUNDED,
        OrderStatus.PARTLY_DELIVERED,
    ]
    assert [currency_of(text) for text in ("人民币", "cny", "¥", "usdt", "$")] == ["CNY", "CNY", "CNY", "USDT", "USD"]
    assert [status_of("好"), currency_of("X1"), currency_of("")] == [None, None, None]


def test_quantities_are_whole_and_not_nothing() -> None:
    assert [quantity_of(text) for text in ("1", "２0", "0", "-1", "1.5", "x", "1000000")] == [1, 20, *[None] * 5]


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    assert (amount_of(text) or 0) >= 0
    assert (quantity_of(text) or 1) >= 1
    assert (currency_of(text) or "CNY").isupper()
    assert (time_of(text, CHINA) or MORNING).tzinfo is UTC
    assert status_of(text) in (None, *OrderStatus)
