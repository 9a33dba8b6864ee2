"""What buyers ask in the benchmarks is picked from all of what they may ask."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.questions import evenly


def test_of_a_list_in_four_languages_each_gives_its_part() -> None:
    listed = [f"{language} {number}" for language in ("en", "es", "zh", "zh-Hant") for number in range(100)]
    picked = evenly(listed, 40)
    assert [text.split()[0] for text in picked[::10]] == ["en", "es", "zh", "zh-Hant"]


@given(st.lists(st.integers(), unique=True).map(lambda some: [str(one) for one in some]), st.integers(1, 20))
def test_so_many_as_are_wanted_each_once_and_in_order(texts: list[str], wanted: int) -> None:
    picked = evenly(texts, wanted)
    assert len(picked) == min(len(texts), wanted)
    assert [texts.index(text) for text in picked] == sorted({texts.index(text) for text in picked})
