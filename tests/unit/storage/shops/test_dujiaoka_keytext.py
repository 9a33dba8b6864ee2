"""The text of an order's keys, with any keys."""

from hypothesis import example, given
from hypothesis import strategies as st

from storage.shops.dujiaoka.keytext import as_key, keys_of, lines_of, storable, times_in, without_last

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12).filter(
    lambda text: text == text.strip()
)
KEY = st.lists(LINE, min_size=1, max_size=3).map("\n".join)


@given(st.lists(LINE))
def test_what_the_shop_joins_is_parted_again(keys: list[str]) -> None:
    assert keys_of("\n".join(keys)) == keys == keys_of("\r\n".join(keys) + "\r\n\n")


@given(st.lists(LINE, max_size=5), KEY, st.lists(LINE, max_size=5))
def test_a_key_of_several_lines_stays_whole_among_others(before: list[str], key: str, after: list[str]) -> None:
    info = "\n".join([*before, key, *after])
    assert times_in(info, key) >= 1
    assert "\n".join(keys_of(info, [key])) == as_key(info)


@example(["00", "0"], "00\n0\n00")
@given(st.lists(LINE, max_size=5), KEY)
def test_what_was_added_can_be_taken_out(before: list[str], key: str) -> None:
    info = "\n".join(before)
    added = f"{info}\n{key}"
    if times_in(added, key) == times_in(info, key) + 1:
        assert lines_of(without_last(added, key)) == before


@given(st.text(), st.text())
def test_no_text_is_too_strange(info: str, key: str) -> None:
    assert times_in(info, key) <= len(lines_of(info))
    assert "\n".join(keys_of(info, [key])) == as_key(info)


def test_nothing_is_no_key() -> None:
    assert keys_of(None) == keys_of(" \r\n ") == []
    assert times_in("K-1", "") == times_in(None, "K-1") == 0
    assert times_in("K-1\nK-10\nk-1\nK-1 ", "K-1") == 2


def test_a_key_that_overlaps_itself_counts_once() -> None:
    assert times_in("a\na\na", "a\na") == 1


def test_what_the_platforms_columns_cannot_hold() -> None:
    assert storable("卡密 KEY-0001 %_\\'")
    assert not storable("\U0001f511")
    assert not storable("\ud800")
