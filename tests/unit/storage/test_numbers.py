"""Order numbers: ours, and those that come with an import."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.shops.numbers import canonical, could_be, new_number

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "number",
    [
        "KD20261122000017",
        "kd20261122000017",
        "302261122095245598",
        "DJ20260301120000123456",
        "DJ20260301120000123456-01",
        "AB12CD34EF56GH78",
        "20261122095245AB3CD",
        " ＫＤ20261122000017 ",
    ],
)
def test_numbers_of_the_usual_shops_are_recognised(number: str) -> None:
    assert could_be(number)


@pytest.mark.parametrize("text", ["", "KD", "13800138000", "123456789", "ABCD-EFGH-JKLM-NP9Z", "buyer@qq.com", "在吗"])
def test_phones_keys_and_words_are_no_numbers(text: str) -> None:
    assert not could_be(text)


@given(st.dates(date(2020, 1, 1)), st.integers(1, 10**8))
def test_our_own_numbers_are_recognised(day: date, count: int) -> None:
    assert could_be(new_number(datetime.combine(day, NOON.timetz()), count))


def test_numbers_of_one_day_sort_as_they_were_made() -> None:
    assert new_number(NOON, 17) == "KD20261122000017"
    assert sorted([new_number(NOON, n) for n in (3, 20, 100)]) == [new_number(NOON, n) for n in (3, 20, 100)]


@given(st.text())
def test_what_goes_to_the_database_is_plain(text: str) -> None:
    stored = canonical(text)
    assert stored.isascii()
    assert len(stored) <= 64
    assert canonical(stored) == stored or stored.startswith("#")
