"""The rule behind the limits, for any course of tries."""

from hypothesis import given
from hypothesis import strategies as st

from storage.attempts import Tries

pauses = st.lists(st.integers(0, 4000), max_size=60)
limits = st.integers(1, 6)
windows = st.sampled_from([1.0, 60.0, 900.0, 86_400.0, 200_000.0])


@given(pauses, limits, windows)
def test_no_window_ever_holds_more_than_the_limit(pauses: list[int], limit: int, within: float) -> None:
    now, tries, taken = 1_000_000.0, Tries(), list[float]()
    for pause in pauses:
        now += pause
        if tries.wait(now, limit, within) <= 0:
            tries = tries.counting(now, limit, within)
            taken.append(now)
    for start in taken:
        assert sum(start <= at < start + within for at in taken) <= limit


@given(pauses, limits, windows)
def test_a_wait_always_ends_and_is_never_longer_than_told(pauses: list[int], limit: int, within: float) -> None:
    now, tries = 1_000_000.0, Tries()
    for pause in pauses:
        now += pause + max(tries.wait(now + pause, limit, within), 0)
        assert tries.wait(now, limit, within) <= 1e-6
        tries = tries.counting(now, limit, within)
        assert tries.wait(now, limit, within) <= max(within, 86_400)
