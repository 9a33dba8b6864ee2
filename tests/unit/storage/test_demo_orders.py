"""The demo shop is the same one every time."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from core.messages import Sealed
from storage.demo_orders import DAYS, ORDERS, Row, demo_rows

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Glass:
    """A vault that hides nothing, so that what is in it can be compared."""

    def seal(self, text: str) -> Sealed:
        return Sealed(text)

    def open(self, sealed: Sealed) -> str:
        return sealed

    def fingerprint(self, text: str) -> str:
        return text


def test_the_same_moment_gives_the_same_shop() -> None:
    assert demo_rows(Glass(), NOON, lambda _done, _of: None) == demo_rows(Glass(), NOON, lambda _done, _of: None)


def test_it_is_as_varied_as_a_real_one() -> None:
    rows = demo_rows(Glass(), NOON, lambda _done, _of: None)
    numbers = [row["number"] for row in rows.orders]
    assert len(numbers) == len(set(numbers)) == ORDERS
    oldest, newest = min(map(_created, rows.orders)), max(map(_created, rows.orders))
    assert oldest > NOON.timestamp() - timedelta(days=DAYS, hours=2).total_seconds()
    assert newest <= NOON.timestamp()
    keys = Counter(row["fingerprint"] for row in rows.keys)
    assert keys.most_common(1)[0][1] == 1
    with_password = sum(row["password_mark"] is not None for row in rows.orders)
    assert ORDERS // 2 < with_password < ORDERS * 3 // 4


def _created(row: Row) -> float:
    at = row["created_at"]
    assert isinstance(at, float)
    return at
