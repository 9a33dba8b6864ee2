"""How long something takes, as people say it."""

from datetime import timedelta

import pytest

from core.durations import in_words
from tests.unit.core.dialogue import WORDS


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(seconds=-5), "1 分钟"),
        (timedelta(), "1 分钟"),
        (timedelta(seconds=61), "2 分钟"),
        (timedelta(minutes=59), "59 分钟"),
        (timedelta(minutes=59, seconds=1), "1 小时"),
        (timedelta(hours=47), "47 小时"),
        (timedelta(hours=47, minutes=1), "2 天"),
        (timedelta(days=9), "9 天"),
    ],
)
def test_it_is_rounded_up(length: timedelta, told: str) -> None:
    assert in_words(WORDS, "zh", length) == told


def test_english_bends_its_words() -> None:
    assert in_words(WORDS, "en", timedelta(minutes=1)) == "1 minute"
    assert in_words(WORDS, "en", timedelta(days=3)) == "3 days"
